"""Writing what there is in place of what is expected: only the expectations of a file change, all else stays."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from oktaexpr.diagnostics import Edit, apply_edits
from oktaexpr.render.hidden import is_hidden
from oktaexpr.render.values import value_json
from oktaexpr.source import Source, Span
from oktaexpr.testing.model import UserCase
from oktaexpr.testing.running import CaseResult
from oktaexpr.testing.yaml_places import Path, YamlPlace, yaml_places

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.@-]*(?: [A-Za-z0-9_.@-]+)*")
"""A text that no YAML reader takes for anything else, in brackets or not."""
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})

_Places = Mapping[Path, YamlPlace]


def updated_text(source: Source, results: Iterable[CaseResult]) -> str:
    """Return the text of a file of tests with the expectations of failed cases made what there is.

    A case that cannot be written stays as it is: of a user that is not there, of a table without the column.
    """
    places = yaml_places(source.text)
    edits = [
        edit
        for result in results
        if not result.has_passed and result.trace is not None
        for edit in _edits(result, places, source)
    ]
    return apply_edits(source.text, edits)


def _edits(result: CaseResult, places: _Places, source: Source) -> Iterator[Edit]:
    case, trace = result.case, result.trace
    assert trace is not None
    error = trace.error
    outcome = ("value", value_json(trace.value)) if error is None else ("error", error.code)
    if case.columns is not None:
        yield from _row_edits(case, case.columns, outcome, places, source)
    else:
        yield from _outcome_edits(case, outcome, places, source)
    for name, value in result.answers:
        expected = case.expected[name]
        is_outcome = name in {"value", "error"}
        if not is_outcome and value != expected.value and not (name == "type" and error is not None):
            yield _replaced(expected.span, value, places, source)


def _outcome_edits(
    case: UserCase, outcome: tuple[str, Any], places: _Places, source: Source
) -> Iterator[Edit]:
    """Yield the edits of a mapping: the value or error that it has changes, and its key where it is the other now."""
    name, value = outcome
    known = [key for key in ("value", "error") if key in case.expected]
    if not known:
        if not case.expected or (name == "error" and "type" in case.expected):
            yield _inserted(case, f"{name}: {spelled(value)}", places, source)
        return
    expected = case.expected[known[0]]
    if known[0] != name and expected.key_span is not None:
        yield Edit(expected.key_span, name)
    if known[0] != name or value != expected.value or type(value) is not type(expected.value):
        yield _replaced(expected.span, value, places, source)


def _row_edits(
    case: UserCase, columns: tuple[str, ...], outcome: tuple[str, Any], places: _Places, source: Source
) -> Iterator[Edit]:
    """Yield the edits of a row: one of the cells `value` and `error` says what there is, the other is empty."""
    name, value = outcome
    if name not in columns:
        return
    for column in ("value", "error"):
        if column in columns:
            cell = places[(*case.path, columns.index(column))].span
            written = spelled(value if column == name else None)
            if source.slice(cell) != written:
                yield _replaced(cell, value if column == name else None, places, source)


def _replaced(span: Span, value: object, places: _Places, source: Source) -> Edit:
    """Return the edit that puts a value in the place of another, in the style that stands there."""
    old = source.slice(span)
    if not old:
        return Edit(
            span, spelled(value) if source.text[span.start - 1 : span.start] == " " else f" {spelled(value)}"
        )
    if old.startswith("- ") and isinstance(value, list) and value:
        indent = " " * (source.position(span.start).column - 1)
        return Edit(span, f"\n{indent}".join(f"- {spelled(item)}" for item in value))
    if isinstance(value, str) and old[0] in "'\"":
        return Edit(span, _quoted(value, old[0]))
    return Edit(span, spelled(value))


def _inserted(case: UserCase, entry: str, places: _Places, source: Source) -> Edit:
    """Return the edit that adds an entry to a case."""
    place = places[case.path]
    entries = [one for path, one in places.items() if path[:-1] == case.path]
    if not entries:
        return Edit(place.span, f"{{{entry}}}")
    at = max(one.span.end for one in entries)
    if place.is_flow:
        return Edit(Span(at, at), f", {entry}")
    return Edit(Span(at, at), "\n" + " " * (source.position(place.span.start).column - 1) + entry)


def spelled(value: object) -> str:
    """Return plain data as YAML on one line; texts stand in quotes where they could be taken for something else."""
    match value:
        case str():
            is_plain = _PLAIN.fullmatch(value) is not None and value.lower() not in _WORDS
            return value if is_plain else _quoted(value, '"')
        case list():
            return f"[{', '.join(spelled(item) for item in value)}]"
        case dict():
            return f"{{{', '.join(f'{spelled(str(key))}: {spelled(one)}' for key, one in value.items())}}}"
        case _:
            return json.dumps(value)


def _quoted(text: str, quote: str) -> str:
    if quote == "'" and not any(is_hidden(char) for char in text):
        return "'" + text.replace("'", "''") + "'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"'
        + "".join(_escape(char) if is_hidden(char) or not char.isprintable() else char for char in escaped)
        + '"'
    )


def _escape(char: str) -> str:
    short = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(char)
    point = ord(char)
    return short or (f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}")
