"""A job summary in Markdown: what a person sees on the page of a CI run."""

from __future__ import annotations

import re

from oktaexpr.diagnostics import Severity
from oktaexpr.render.counting import counted
from oktaexpr.render.hidden import visible
from oktaexpr.render.report import Finding, Report, reported_path

_MOST_ROWS = 200
"""GitHub refuses a summary over 1 MiB, and nobody reads more rows than these."""
_MARKS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.INFO: "💬"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$])")


def report_summary(report: Report) -> str:
    """Return a heading, the counts, a table of the findings and the notes."""
    listed = list(report.findings)
    lines = [f"## oktaexpr {report.command}", "", _sentence(report), ""]
    if listed:
        lines += ["| | Code | Place | Problem |", "| --- | --- | --- | --- |"]
        lines += [_row(finding, report.base) for finding in listed[:_MOST_ROWS]]
        lines.append("")
    if len(listed) > _MOST_ROWS:
        lines += [f"and {len(listed) - _MOST_ROWS:,} more", ""]
    for note in report.notes:
        lines += [_escaped(note), ""]
    return "\n".join(lines)


def _sentence(report: Report) -> str:
    counts = {severity: count for severity, count in report.counts().items() if count}
    tried = f"{len(report.cases):,} tried" if any(case.seconds is not None for case in report.cases) else ""
    found = ", ".join(
        f"{_MARKS[severity]} {counted(count, severity.value)}" for severity, count in counts.items()
    )
    return ", ".join(part for part in (tried, found or "✅ no problems") if part)


def _row(finding: Finding, base: str) -> str:
    place = f"{reported_path(finding.path, base)}:{finding.start.line}:{finding.start.column}"
    advice = finding.advice
    problem = _escaped(finding.message) + (f"<br>{_escaped(advice)}" if advice is not None else "")
    return f"| {_MARKS[finding.severity]} | {finding.code} | {_escaped(place)} | {problem} |"


def _escaped(text: str) -> str:
    """Return a text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", visible(text))
