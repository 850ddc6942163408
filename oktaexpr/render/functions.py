"""The functions of the language as a list by topic, as a page for one, and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from oktaexpr.functions import Function
from oktaexpr.functions.declaration import FunctionExample
from oktaexpr.functions.usages import Construct
from oktaexpr.render.hidden import shortened
from oktaexpr.render.json import json_document
from oktaexpr.render.style import Paint, painter
from oktaexpr.render.usages import STATUS_WORDS
from oktaexpr.render.values import quoted, value_json

_PLAIN = painter(color=False)
_LONGEST_NAME = 34


def draw_functions(
    topics: Mapping[str, Sequence[Function]], *, width: int = 100, paint: Paint = _PLAIN
) -> str:
    """Return the functions by topic, one a line: the name, a mark for the deprecated, and the summary."""
    names = [function.name for functions in topics.values() for function in functions]
    column = min(max(map(len, names), default=0), _LONGEST_NAME)
    lines: list[str] = []
    for topic, functions in topics.items():
        lines += ["", paint("title", topic)]
        for function in functions:
            name = paint("name", function.name.ljust(column))
            summary = shortened(_plain(function.summary), max(width - column - 4, 20))
            lines.append(f"  {name}  {paint('dim', summary) if function.deprecated else summary}")
    return "\n".join(lines).lstrip("\n")


def _plain(text: str) -> str:
    return " ".join(text.split())


def draw_function(
    function: Function, construct: Construct | None, *, width: int = 100, paint: Paint = _PLAIN
) -> str:
    """Return a function's page: signature, summary, engines, where Okta offers it, who says so, notes and examples."""
    wide = min(width, 100)
    lines = [paint("name", function.text), "", *_wrapped(function.summary, wide, "")]
    if function.deprecated:
        lines += _wrapped(f"Deprecated: write {function.deprecated}.", wide, "")
    facts = [("engines", ", ".join(function.engines)), ("says", str(function.provenance))]
    if function.stale_in_mappings:
        facts.append(("careful", "Okta does not evaluate it again in a mapping when a membership changes"))
    if construct is not None:
        facts += _usage_facts(construct)
    lines.append("")
    column = max(len(word) for word, _ in facts)
    for word, text in facts:
        first, *more = textwrap.wrap(text, wide - column - 4, break_on_hyphens=False) or [""]
        lines.append(f"  {paint('dim', word.ljust(column))}  {first}")
        lines += [f"  {' ' * column}  {line}" for line in more]
    if function.notes:
        lines += ["", paint("title", "Notes")]
        for note in function.notes:
            lines += _wrapped(note, wide - 4, "  - ")
    if function.examples:
        lines += [
            "",
            paint("title", "Examples"),
            *(line for one in function.examples for line in _example(one, paint)),
        ]
    return "\n".join(lines)


def _wrapped(text: str, width: int, mark: str) -> list[str]:
    return textwrap.wrap(
        _plain(text), width, initial_indent=mark, subsequent_indent=" " * len(mark), break_on_hyphens=False
    )


def _usage_facts(construct: Construct) -> list[tuple[str, str]]:
    """Return what is known of the construct, the usages that have the same status together."""
    by_status: dict[str, list[str]] = {}
    for usage, cell in construct.cells.items():
        by_status.setdefault(cell.status, []).append(usage)
    return [
        (STATUS_WORDS[status], ", ".join(by_status[status])) for status in STATUS_WORDS if status in by_status
    ]


def _example(example: FunctionExample, paint: Paint) -> list[str]:
    lines = [f"  {example.expression}  {paint('dim', '→')} {paint('good', quoted(example.value))}"]
    if example.scope:
        given = ", ".join(f"{name} {quoted(value)}" for name, value in example.scope.items())
        lines.append(f"    {paint('dim', shortened(f'given {given}', 110))}")
    return lines


def functions_json(topics: Mapping[str, Iterable[Function]]) -> str:
    """Return a document with `functions`, each with `topic`, `name`, `signature`, `summary`, `engines`, `deprecated`."""
    listed = [
        {"topic": topic, **_summary_json(function)}
        for topic, functions in topics.items()
        for function in functions
    ]
    return json_document({"functions": listed})


def function_json(functions: Sequence[tuple[Function, Construct | None]]) -> str:
    """Return a document with `functions`: all that is known of those that share a name."""
    return json_document(
        {"functions": [_page_json(function, construct) for function, construct in functions]}
    )


def _summary_json(function: Function) -> dict[str, Any]:
    return {
        "name": function.name,
        "signature": function.text,
        "summary": _plain(function.summary),
        "engines": list(function.engines),
        "deprecated": function.deprecated,
    }


def _page_json(function: Function, construct: Construct | None) -> dict[str, Any]:
    return _summary_json(function) | {
        "provenance": {"kind": function.provenance.kind, "source": function.provenance.source},
        "notes": list(function.notes),
        "stale_in_mappings": function.stale_in_mappings,
        "usages": None
        if construct is None
        else {
            usage: {"status": cell.status, "source": cell.source} for usage, cell in construct.cells.items()
        },
        "examples": [
            {
                "expression": example.expression,
                "value": value_json(example.value),
                "scope": value_json(example.scope),
            }
            for example in function.examples
        ],
    }
