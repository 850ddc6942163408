"""What differs from a snapshot, in the format that was asked for: of a directory and of a stream alike."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from oktaexpr.cli.shared import new_report, paint_for, write, write_report, write_summary
from oktaexpr.render import Finding, Paint, ReportFormat


class Comparison(Protocol):
    """A snapshot compared with the users as they are."""

    def to_mapping(self) -> Mapping[str, Any]:
        """Return the comparison for JSON."""


def print_comparison(
    comparison: Comparison,
    findings: Iterable[Finding],
    output: ReportFormat,
    draw: Callable[[Paint], str],
) -> None:
    """Print the comparison: `draw` gives the text for people, and the findings are what CI services show."""
    report = new_report("license snapshot", list(findings), output)
    match output:
        case ReportFormat.TEXT:
            write(draw(paint_for(sys.stdout)))
            write_summary(report)
        case ReportFormat.JSON:
            from oktaexpr.render import json_document

            write(json_document(comparison.to_mapping()))
            write_summary(report)
        case _:
            write_report(report, output)
