"""What every report is made from: findings at their places in files, and what was tried."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from oktaexpr.diagnostics import Diagnostic, Severity
from oktaexpr.source import Position, Source


@dataclass(frozen=True, slots=True)
class RelatedPlace:
    """A second place of a finding, such as where a text is used. Line and column count from 1."""

    message: str
    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem at one place of one file. Lines and columns count from 1, columns in code points; the end is exclusive."""

    diagnostic: Diagnostic
    """Its span and the edits of its fix are offsets into the text of `source`."""
    source: Source
    subject: str | None = None
    """What has the problem, besides its place: `okta_group_rule.data`, a login."""
    related: tuple[RelatedPlace, ...] = ()

    @classmethod
    def in_text(
        cls,
        diagnostic: Diagnostic,
        text: str,
        path: str,
        *,
        subject: str | None = None,
        from_line: int = 1,
    ) -> Finding:
        """Return the finding of a diagnostic whose span lies in `text`, the content of the file at `path`.

        With `from_line`, `text` is a part of the file, from that line on.
        """
        return cls(diagnostic, Source(text, path, from_line), subject)

    def used_in(self, *places: RelatedPlace) -> Finding:
        """Return the finding with more second places."""
        return replace(self, related=(*self.related, *places))

    @property
    def path(self) -> str:
        """The file as it was named; `<expression>` or `<stdin>` where there is none."""
        return self.source.name

    @property
    def start(self) -> Position:
        """Where it begins."""
        return self.source.position(self.diagnostic.span.start)

    @property
    def end(self) -> Position:
        """Where it ends, behind the last character."""
        return self.source.position(self.diagnostic.span.end)

    @property
    def code(self) -> str:
        """The code of its rule."""
        return self.diagnostic.code

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return self.diagnostic.severity

    @property
    def message(self) -> str:
        """What is wrong, in one line."""
        return self.diagnostic.message

    @property
    def advice(self) -> str | None:
        """What to do about it: the help, or else what the fix does."""
        fix = self.diagnostic.fix
        return self.diagnostic.help or (fix.title if fix is not None else None)


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that was tried: a file that was checked, a test that was run."""

    name: str
    path: str
    findings: tuple[Finding, ...] = ()
    line: int = 1
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one command."""

    command: str
    """`check`, `test`, `license migrate`: what the report is called."""
    cases: Sequence[Case]
    fail_on: Severity = Severity.ERROR
    """From this severity on a finding is a failure."""
    base: str = ""
    """The folder that paths in a report are relative to; empty for the working directory."""
    notes: Sequence[str] = ()
    """Sentences for people, such as how much of the expressions was covered."""

    @property
    def findings(self) -> Iterator[Finding]:
        """All findings, in the order of the cases."""
        return (finding for case in self.cases for finding in case.findings)

    def fails(self, finding: Finding) -> bool:
        """Whether a finding makes the command exit with 1."""
        return finding.severity.rank <= self.fail_on.rank

    @property
    def has_failed(self) -> bool:
        """Whether there is a finding that fails."""
        return any(self.fails(finding) for finding in self.findings)

    def counts(self) -> Mapping[Severity, int]:
        """Return how many findings there are of each severity, worst first."""
        found = Counter(finding.severity for finding in self.findings)
        return {severity: found[severity] for severity in Severity}


def report_of_findings(
    command: str, findings: Iterable[Finding], fail_on: Severity = Severity.ERROR, base: str = ""
) -> Report:
    """Return a report with one case a file; without any finding there is one case, the command itself."""
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.path, []).append(finding)
    cases = [Case(reported_path(path, base), path, tuple(found)) for path, found in by_path.items()]
    return Report(command, cases or [Case(command, command)], fail_on, base)


def reported_path(path: str, base: str = "") -> str:
    """Return a path with slashes, relative to `base` or the working directory where it lies in it.

    Services match findings to files by the path from the top of the repository.
    """
    if path.startswith("<"):
        return path
    top = base or os.curdir
    try:
        relative = os.path.relpath(path, top)
    except ValueError:  # another drive
        return PurePath(path).as_posix()
    is_outside = relative == os.pardir or relative.startswith(os.pardir + os.sep)
    return PurePath(os.path.abspath(path) if is_outside else relative).as_posix()  # noqa: PTH100 - links stay


def fingerprints(report: Report) -> Iterator[tuple[Finding, str]]:
    """Yield each finding with a name that stays the same when lines above it come or go.

    It is made of the file, the code, the line's own text and the message, with a number where that is not enough.
    """
    from hashlib import sha256

    seen: Counter[str] = Counter()
    for finding in report.findings:
        line = finding.source.line(finding.start.line).strip()
        parts = (reported_path(finding.path, report.base), finding.code, line, finding.message)
        key = sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:40]
        seen[key] += 1
        yield finding, key if seen[key] == 1 else f"{key}:{seen[key]}"
