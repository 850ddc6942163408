"""The formats of a report, and one function that renders any of them."""

from __future__ import annotations

from enum import StrEnum

from oktaexpr.render.report import Report


class ReportFormat(StrEnum):
    """Output for people, for programs, and for CI services."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    JUNIT = "junit"
    GITLAB = "gitlab"


def render_report(report: Report, format: ReportFormat, *, width: int = 100, color: bool = False) -> str:
    """Return the report in one of the formats; text is the findings with carets, and empty where there is none."""
    match format:
        case ReportFormat.TEXT:
            from oktaexpr.render.style import painter
            from oktaexpr.render.text import draw_diagnostics

            located = ((finding.source, finding.diagnostic) for finding in report.findings)
            return draw_diagnostics(located, width=width, paint=painter(color=color))
        case ReportFormat.JSON:
            return report_json(report)
        case ReportFormat.GITHUB:
            from oktaexpr.render.github import github

            return github(report)
        case ReportFormat.SARIF:
            from oktaexpr.render.sarif import sarif

            return sarif(report)
        case ReportFormat.JUNIT:
            from oktaexpr.render.junit import junit

            return junit(report)
        case ReportFormat.GITLAB:
            from oktaexpr.render.gitlab import gitlab

            return gitlab(report)


def report_json(report: Report) -> str:
    """Return the document that `check --format json` prints, with the subject and second places of each finding."""
    from oktaexpr.render.json import diagnostic_json, json_document

    listed = []
    for finding in report.findings:
        entry = diagnostic_json(finding.diagnostic, finding.source)
        if finding.subject is not None:
            entry["subject"] = finding.subject
        if finding.related:
            entry["related"] = [
                {"message": one.message, "file": one.path, "line": one.line, "column": one.column}
                for one in finding.related
            ]
        listed.append(entry)
    counts = {severity.value: count for severity, count in report.counts().items()}
    return json_document({"diagnostics": listed, "counts": counts})
