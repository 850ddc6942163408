"""JSON documents: one shape of envelope, and diagnostics in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from oktaexpr.diagnostics import Diagnostic, Edit
from oktaexpr.render.hidden import replaced
from oktaexpr.source import Source, Span

SCHEMA_VERSION = 1
"""Goes up when a key goes away or changes its meaning; a new key does not raise it."""


def json_document(content: Mapping[str, Any]) -> str:
    """Return `content` as indented JSON behind its `schema_version`; hidden characters are written as escapes."""
    text = json.dumps(
        {"schema_version": SCHEMA_VERSION, **content}, ensure_ascii=False, indent=2, allow_nan=False
    )
    return replaced(text, _escaped, keep="\n")


def _escaped(char: str) -> str:
    """Return JSON's escape of a character; one outside 16 bits is a surrogate pair there."""
    return json.dumps(char)[1:-1] if char != "\x7f" else "\\u007f"


def span_json(source: Source, span: Span) -> dict[str, Any]:
    """Return where a span lies: offsets in code points from 0, lines and columns from 1, and its text."""
    start, end = source.position(span.start), source.position(span.end)
    return {
        "start": span.start,
        "end": span.end,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
    }


def diagnostic_json(diagnostic: Diagnostic, source: Source) -> dict[str, Any]:
    """Return one diagnostic: `code`, `severity`, `message`, `file`, `span`, `help`, `fix`, `provenance`."""
    fix = diagnostic.fix
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "file": source.name,
        "span": span_json(source, diagnostic.span),
        "help": diagnostic.help,
        "fix": None
        if fix is None
        else {
            "title": fix.title,
            "safe": fix.safe,
            "edits": [_edit_json(edit, source) for edit in fix.edits],
        },
        "provenance": diagnostic.provenance,
    }


def _edit_json(edit: Edit, source: Source) -> dict[str, Any]:
    return {"span": span_json(source, edit.span), "text": edit.text}


def diagnostics_json(found: Iterable[tuple[Source, Diagnostic]]) -> str:
    """Return a document of all diagnostics, in the order given, with a count by severity."""
    listed = [diagnostic_json(diagnostic, source) for source, diagnostic in found]
    counts = {
        severity: sum(one["severity"] == severity for one in listed)
        for severity in ("error", "warning", "info")
    }
    return json_document({"diagnostics": listed, "counts": counts})
