"""Printing a report in the format that was asked for, and its summary where a CI service takes one."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from oktaexpr.cli.shared.extensions import load_rules
from oktaexpr.cli.shared.output import has_color, say, text_width, write
from oktaexpr.diagnostics import Severity
from oktaexpr.errors import OktaExprError
from oktaexpr.render.report import Finding, Report, report_of_findings
from oktaexpr.render.report_formats import ReportFormat, render_report

_TOPS: dict[str, str] = {
    ReportFormat.GITHUB: "GITHUB_WORKSPACE",
    ReportFormat.SARIF: "GITHUB_WORKSPACE",
    ReportFormat.GITLAB: "CI_PROJECT_DIR",
}
"""The variable that says where a service has the top of the repository, which paths of its format start from."""
_SUMMARY = "GITHUB_STEP_SUMMARY"

ReportFormatOption = Annotated[
    ReportFormat,
    typer.Option("--format", help="Output for people, for programs, or for a CI service."),
]


def new_report(
    command: str, findings: list[Finding], output: ReportFormat, fail_on: Severity = Severity.ERROR
) -> Report:
    """Return a report with one case a file, whose paths suit the service that reads the format."""
    return report_of_findings(command, findings, fail_on, report_base(output))


def report_base(output: str) -> str:
    """Return the folder that paths of a report in this format start from; empty for the working directory."""
    return os.environ.get(_TOPS.get(output, ""), "")


def write_report(report: Report, output: ReportFormat) -> None:
    """Print the report, and append a summary in Markdown to the file that GITHUB_STEP_SUMMARY names.

    Raises `OktaExprError` where that file cannot be written.
    """
    if (
        output is ReportFormat.SARIF
    ):  # it holds what `oktaexpr rule` says, also of rules that were not needed so far
        for code in {finding.code for finding in report.findings}:
            load_rules(code)
    text = render_report(report, output, width=text_width(), color=has_color(sys.stdout))
    if text:
        write(text)
    write_summary(report)


def say_counts(report: Report, *, is_result: bool) -> None:
    """Say how many problems of which severity a check found and, where they are its result, how many --fix mends."""
    from oktaexpr.render.text import count_sentence

    found = [finding.diagnostic for finding in report.findings]
    fixable = sum(diagnostic.fix is not None and diagnostic.fix.safe for diagnostic in found)
    hint = f"; --fix mends {fixable}" if fixable and is_result else ""
    say(f"{count_sentence(found)}{hint}")


def write_summary(report: Report) -> None:
    """Append the summary where GITHUB_STEP_SUMMARY names a file. Raises `OktaExprError`."""
    path = os.environ.get(_SUMMARY)
    if not path:
        return
    from oktaexpr.render.summary import report_summary

    try:
        with Path(path).open("a", encoding="utf-8") as stream:
            stream.write(report_summary(report))
    except OSError as error:
        message = f"cannot write the summary to {path}: {error.strerror}"
        raise OktaExprError(message) from None
