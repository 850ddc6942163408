"""GitHub's workflow commands: lines on standard output that become annotations on the files of a pull request."""

from __future__ import annotations

from oktaexpr.diagnostics import Severity
from oktaexpr.render.hidden import visible
from oktaexpr.render.report import Finding, Report, reported_path

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def github(report: Report) -> str:
    """Return one workflow command a finding; the empty text for none."""
    return "\n".join(_command(finding, report.base) for finding in report.findings)


def _command(finding: Finding, base: str) -> str:
    start, end = finding.start, finding.end
    properties = {} if finding.path.startswith("<") else {"file": reported_path(finding.path, base)}
    properties |= {"line": str(start.line), "col": str(start.column), "endLine": str(end.line)}
    if start.line == end.line:  # GitHub takes an end column only on the line of the start
        properties["endColumn"] = str(end.column)
    properties["title"] = finding.code
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    advice = finding.advice
    lines = [finding.message, *([f"help: {advice}"] if advice is not None else [])]
    lines += [
        f"{one.message}: {reported_path(one.path, base)}:{one.line}:{one.column}" for one in finding.related
    ]
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(chr(10).join(lines))}"


def _data(text: str) -> str:
    """Return a message as GitHub's runner reads it back; hidden characters are shown as escapes."""
    shown = visible(text, keep="\n")
    return shown.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
