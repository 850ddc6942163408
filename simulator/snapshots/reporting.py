"""What differs from a snapshot, as findings on the lines of its files: what a CI service shows in a review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from oktaexpr import Span
from oktaexpr.diagnostics import Diagnostic, Severity
from oktaexpr.render import Finding, painter
from simulator.snapshots.comparing import Comparison, FileChange, UserChange
from simulator.snapshots.taking import USERS
from simulator.snapshots.text import draw_file_change, draw_user_change

USER_DIFFERS, FILE_DIFFERS = "DBT201", "DBT202"
_PLAIN = painter(color=False)


def comparison_findings(comparison: Comparison, stored: Mapping[str, str], folder: Path) -> Iterator[Finding]:
    """Yield a finding for each user and each file that differs; `stored` has the texts of the files in `folder`."""
    for change in comparison.users:
        yield _user(change, stored.get(USERS, ""), str(folder / USERS))
    for file in comparison.files:
        yield file_finding(file, stored.get(file.name, ""), str(folder / file.name))


def _user(change: UserChange, text: str, path: str) -> Finding:
    """Return the finding of a user, at the row of the snapshot or, of a new user, at the header."""
    span = _line(text, change.login if change.old is not None else "user")
    return Finding.in_text(user_diagnostic(change, span), text, path, subject=change.login)


def user_diagnostic(change: UserChange, span: Span) -> Diagnostic:
    """Return what differs of a user, and why."""
    message, *why = draw_user_change(change, _PLAIN)
    help = "; ".join(line.strip() for line in why) or None
    return Diagnostic(USER_DIFFERS, Severity.ERROR, message, span, help)


def file_finding(change: FileChange, text: str, path: str) -> Finding:
    """Return the finding of a file, at the first line that went."""
    gone = next((line[1:] for line in change.lines if line.startswith("-")), "")
    first, *lines = draw_file_change(change, _PLAIN)
    message = first if ":" in first else f"{first} differs"
    help = "; ".join(line.strip() for line in lines) or None
    at = max(text.find(gone), 0) if gone else 0
    diagnostic = Diagnostic(FILE_DIFFERS, Severity.ERROR, message, Span(at, at + len(gone)), help)
    return Finding.in_text(diagnostic, text, path)


def _line(text: str, start: str) -> Span:
    """Return the line whose first cell is `start`; the first line where there is none."""
    at = 0
    for line in text.splitlines(keepends=True):
        if line.startswith((f"{start},", f'"{start}"')):
            return Span(at, at + len(line.rstrip("\r\n")))
        at += len(line)
    return Span(0, len(text.partition("\n")[0]))
