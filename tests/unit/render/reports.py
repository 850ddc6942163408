"""Findings for the tests of reports: odd text, several files, a fix, a second place."""

from __future__ import annotations

from oktaexpr.diagnostics import Diagnostic, Edit, Fix, Severity
from oktaexpr.render import Case, Finding, RelatedPlace, Report
from oktaexpr.source import Span

TEXT = 'a = "x"\nrule = "IIF(a, 1, 2)"\nrule = "IIF(a, 1, 2)"\n'
"""The content of a file with one problem in two lines that read the same."""


def formula(number: int = 0, severity: Severity = Severity.WARNING) -> Finding:
    """Return the finding of `IIF` in one of the lines, with a fix and a second place."""
    start = [at for at in range(len(TEXT)) if TEXT.startswith("IIF", at)][number]
    fix = Fix("write `?:`", (Edit(Span(start, start + 12), "a ? 1 : 2"),))
    diagnostic = Diagnostic(
        "OEL603", severity, "`IIF` is not in the reference", Span(start, start + 3), "see, it", fix
    )
    return Finding.in_text(diagnostic, TEXT, "okta/main.tf", subject="okta_group_rule.data").used_in(
        RelatedPlace("used by okta_app_saml.dbt", "okta/app.tf", 4, 5)
    )


def odd() -> Finding:
    """Return a finding whose path, message and text hold what formats have to escape."""
    text = "\ud800 <a & 'b'> ]]> \x00\x1b[31m"
    message = "100% of <b>, a:b,c | \x1b[31m\x00 ]]> \ud800 `x`\nsecond"
    return Finding.in_text(
        Diagnostic("OEL102", Severity.ERROR, message, Span(2, 4)), text, "a b,c:d%\x01|<x>.oel"
    )


def report(*findings: Finding, seconds: float | None = None) -> Report:
    """Return a report with one case for each finding, and one that has none."""
    cases = [Case(f"case {number}", one.path, (one,), seconds=seconds) for number, one in enumerate(findings)]
    return Report("check", [*cases, Case("clean", "clean.oel", seconds=seconds)])
