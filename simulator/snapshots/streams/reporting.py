"""What differs from a snapshot of a stream, as a bounded number of findings: what a CI service shows in a review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from oktaexpr import Span
from oktaexpr.diagnostics import Diagnostic, Severity
from oktaexpr.render import Finding, counted, csv_table
from simulator.snapshots.reporting import USER_DIFFERS, file_finding, user_diagnostic
from simulator.snapshots.streams.comparing import Change, StreamedComparison
from simulator.snapshots.streams.storing import UsersKind, stored_kind
from simulator.snapshots.taking import HEADERS

FIRST_FINDINGS = 10
"""How many users of each kind have a finding of their own; services show no more of a run."""


def streamed_findings(
    comparison: StreamedComparison, stored: Mapping[str, str], folder: Path
) -> Iterator[Finding]:
    """Yield findings for the first users of each kind and one for the others, and one for each table that differs.

    `stored` has the texts of the tables in `folder`.
    """
    kept = stored_kind(folder) or UsersKind.CSV
    path = str(folder / kept.file)
    for name, kind in comparison.kinds.items():
        for change in kind.first[:FIRST_FINDINGS]:
            yield _user(change, path, has_lines=kept is UsersKind.CSV)
        if kind.count > FIRST_FINDINGS:
            yield _others(name, kind.count - FIRST_FINDINGS, path)
    for file in comparison.files:
        yield file_finding(file, stored.get(file.name, ""), str(folder / file.name))


def _user(change: Change, path: str, *, has_lines: bool) -> Finding:
    """Return the finding of a user, at the row of the snapshot or, of a new user, at the header."""
    old = change.user.old if has_lines else None
    text = csv_table(HEADERS if old is None else [old.get(name, "") for name in HEADERS], ())
    diagnostic = user_diagnostic(change.user, Span(0, len(text)))
    line = change.line if has_lines else 1
    return Finding.in_text(diagnostic, text, path, subject=change.user.login, from_line=line)


def _others(kind: str, count: int, path: str) -> Finding:
    text = csv_table(HEADERS, ())
    message = f"{counted(count, 'more user')}: {kind}"
    help = "--out changes.csv writes all of them"
    return Finding.in_text(
        Diagnostic(USER_DIFFERS, Severity.ERROR, message, Span(0, len(text)), help), text, path
    )
