"""GitLab's code quality report: a JSON list that a merge request shows as new and fixed problems."""

from __future__ import annotations

import json
from typing import Any

from oktaexpr.diagnostics import Severity
from oktaexpr.render.hidden import visible
from oktaexpr.render.report import Finding, Report, fingerprints, reported_path

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def gitlab(report: Report) -> str:
    """Return the list with one entry a finding, each with a fingerprint of its own."""
    entries = [_entry(finding, fingerprint, report.base) for finding, fingerprint in fingerprints(report)]
    return json.dumps(entries, indent=2)


def _entry(finding: Finding, fingerprint: str, base: str) -> dict[str, Any]:
    advice = finding.advice
    message = finding.message if advice is None else f"{finding.message}; {advice}"
    start, end = finding.start, finding.end
    return {
        "description": f"{finding.code}: {visible(message)}",
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": reported_path(finding.path, base),
            "lines": {"begin": start.line, "end": end.line},
            "positions": {
                "begin": {"line": start.line, "column": start.column},
                "end": {"line": end.line, "column": end.column},
            },
        },
    }
