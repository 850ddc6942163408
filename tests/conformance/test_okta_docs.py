"""Every example of Okta's two reference pages, through the public API."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import oktaexpr
from oktaexpr import OktaExprError, Relations, Scope
from tests.conformance.values import same

_DATA = json.loads((Path(__file__).parent / "okta_docs.json").read_text(encoding="utf-8"))
ROWS = [
    (engine, row)
    for engine, key in (("classic", "classic"), ("identity-engine", "identity_engine"))
    for row in _DATA[key]
]

_RELATIONS = {
    "linked": "linked",
    "manager": "manager",
    "managerApp": "manager_app",
    "assistant": "assistant",
    "assistantApp": "assistant_app",
    "workday": "workday",
    "directory": "directory",
    "internal": "internal",
}


def scope_of(context: dict[str, Any]) -> Scope:
    """Return the scope that a row's context describes."""
    relations = Relations(
        **{ours: context[theirs] for theirs, ours in _RELATIONS.items() if theirs in context}
    )
    roots = {name: value for name, value in context.items() if name not in {*_RELATIONS, "groups", "now"}}
    return Scope(roots, groups=context.get("groups", ()), relations=relations, now=context.get("now"))


def _outcome(engine: str, text: str, context: dict[str, Any]) -> Any:
    """Return the value, or the string "error" in a marker object."""
    program_value = _value(lambda: oktaexpr.evaluate(text, scope_of(context), engine=engine))
    traced_value = _value(lambda: oktaexpr.explain(text, scope_of(context), engine=engine).value)
    assert type(program_value) is type(traced_value)
    return program_value


def _value(run: Any) -> Any:
    try:
        return run()
    except OktaExprError:
        return {"error": True}


def _meets(got: Any, expected: Any) -> bool:
    if isinstance(expected, dict) and "group_ids" in expected:
        return isinstance(got, list) and [group["id"] for group in got] == expected["group_ids"]
    if isinstance(expected, dict) and "countryCode" in expected:
        return oktaexpr.java_type(got) == "CountryCode" and got.alpha2 == expected["countryCode"]
    if isinstance(got, datetime):
        instant = expected.partition("[")[0] if isinstance(expected, str) else ""
        return bool(instant) and got == datetime.fromisoformat(instant)
    return same(got, expected)


@pytest.mark.parametrize(("engine", "row"), ROWS, ids=[row["id"] for _, row in ROWS])
def test_documented_output(engine: str, row: dict[str, Any]) -> None:
    got = _outcome(engine, row["expression"], row["context"])
    if _meets(got, row["output"]):
        return
    assert "docs_contradictory" in row, f"{got!r}"
    if any(_meets(got, alternative) for alternative in row.get("alternatives", ())):
        return
    assert "meant" in row, f"{got!r}"
    assert _meets(_outcome(engine, row["meant"], row["context"]), row["output"])


def test_all_rows_are_there() -> None:
    assert len(ROWS) == 196
