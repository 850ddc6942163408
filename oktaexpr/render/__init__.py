"""Showing things to people and programs: pure functions that return strings. Names load when first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oktaexpr.render.counting import counted
    from oktaexpr.render.escaping import Escape, escaped
    from oktaexpr.render.hidden import shortened, visible
    from oktaexpr.render.json import SCHEMA_VERSION, diagnostic_json, diagnostics_json, json_document
    from oktaexpr.render.outcomes import Outcome, outcomes_csv, outcomes_json, outcomes_table
    from oktaexpr.render.redact import Redactor
    from oktaexpr.render.report import (
        Case,
        Finding,
        RelatedPlace,
        Report,
        report_of_findings,
        reported_path,
    )
    from oktaexpr.render.report_formats import ReportFormat, render_report
    from oktaexpr.render.style import Paint, painter
    from oktaexpr.render.summary import report_summary
    from oktaexpr.render.table import UNLIMITED, csv_table, text_table
    from oktaexpr.render.text import count_sentence, draw_diagnostic, draw_diagnostics
    from oktaexpr.render.trace import draw_trace, trace_json
    from oktaexpr.render.trace_redaction import redacted_trace
    from oktaexpr.render.values import csv_cell, plain_text, quoted, value_cell, value_json, value_text
    from oktaexpr.render.width import cell_width, padded

_HOMES = {
    "counting": ("counted",),
    "escaping": ("Escape", "escaped"),
    "json": ("SCHEMA_VERSION", "diagnostic_json", "diagnostics_json", "json_document"),
    "outcomes": ("Outcome", "outcomes_csv", "outcomes_json", "outcomes_table"),
    "redact": ("Redactor",),
    "report": ("Case", "Finding", "RelatedPlace", "Report", "report_of_findings", "reported_path"),
    "report_formats": ("ReportFormat", "render_report"),
    "style": ("Paint", "painter"),
    "summary": ("report_summary",),
    "table": ("UNLIMITED", "csv_table", "text_table"),
    "text": ("count_sentence", "draw_diagnostic", "draw_diagnostics"),
    "trace": ("draw_trace", "trace_json"),
    "trace_redaction": ("redacted_trace",),
    "values": ("csv_cell", "plain_text", "quoted", "value_cell", "value_json", "value_text"),
    "hidden": ("shortened", "visible"),
    "width": ("cell_width", "padded"),
}

__all__ = [
    "SCHEMA_VERSION",
    "UNLIMITED",
    "Case",
    "Escape",
    "Finding",
    "Outcome",
    "Paint",
    "Redactor",
    "RelatedPlace",
    "Report",
    "ReportFormat",
    "cell_width",
    "count_sentence",
    "counted",
    "csv_cell",
    "csv_table",
    "diagnostic_json",
    "diagnostics_json",
    "draw_diagnostic",
    "draw_diagnostics",
    "draw_trace",
    "escaped",
    "json_document",
    "outcomes_csv",
    "outcomes_json",
    "outcomes_table",
    "padded",
    "painter",
    "plain_text",
    "quoted",
    "redacted_trace",
    "render_report",
    "report_of_findings",
    "report_summary",
    "reported_path",
    "shortened",
    "text_table",
    "trace_json",
    "value_cell",
    "value_json",
    "value_text",
    "visible",
]


def __getattr__(name: str) -> object:
    """Load a public name from its home."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"oktaexpr.render.{home}"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
