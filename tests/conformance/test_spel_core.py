"""Every answer of Spring's own engine: value and type, or an error where the engine has one.

The program and the tracing walk are both held to it, so they are held to each other as well.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import oktaexpr
from oktaexpr import OktaExprError, Scope
from tests.conformance.values import same

_LEFT_OUT = {"dropped", "type-ref", "instanceof"}
_REFLECTIVE = (
    ".class",
    "getClass(",
    ".iterator(",
    ".intern(",
    ".bytes",
    "hashCode(",
    "entrySet(",
)

EXCEPTIONS = {
    "core-1689": "`null ?:` lacks its right side; Spring reads it as null, for us it is a slip worth telling",
    "core-2508": "`?:` lacks both sides; Spring reads it as null, for us it is a slip worth telling",
    "core-2559": "`{a=1}` holds an assignment, which OEL drops",
}
"""Where we differ on purpose, with the reason; at most ten."""

_NEEDS_NO_JAVA = {
    "core-2206": "`new` alone is an incomplete constructor to Spring, a name to us",
    "core-2224": "`$foo` is a plain name, only filed with the beans",
}
"""Rows filed with what OEL drops that hold nothing of it."""


def _rows() -> list[dict[str, Any]]:
    lines = (Path(__file__).parent / "spel_core.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _is_ours(row: dict[str, Any]) -> bool:
    return not (_LEFT_OUT & set(row["tags"])) and not any(part in row["expr"] for part in _REFLECTIVE)


ROWS = [row for row in _rows() if _is_ours(row)]


def _assert_answer(row: dict[str, Any], answer: Any) -> None:
    if "error" in row:
        with pytest.raises(OktaExprError):
            answer()
    else:
        got = answer()
        assert same(got, row["value"], row["type"]), f"{got!r} ({oktaexpr.java_type(got)})"


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["id"] not in EXCEPTIONS], ids=lambda row: row["id"]
)
def test_engine_answer(row: dict[str, Any]) -> None:
    _assert_answer(row, lambda: oktaexpr.evaluate(row["expr"], Scope(row["vars"])))
    _assert_answer(row, lambda: oktaexpr.explain(row["expr"], Scope(row["vars"])).value)


@pytest.mark.parametrize("identifier", EXCEPTIONS)
def test_exceptions_differ_still(identifier: str) -> None:
    row = next(row for row in ROWS if row["id"] == identifier)
    with pytest.raises(OktaExprError):
        oktaexpr.evaluate(row["expr"], Scope(row["vars"]))


@pytest.mark.parametrize(
    "row",
    [row for row in _rows() if not _is_ours(row) and row["id"] not in _NEEDS_NO_JAVA],
    ids=lambda row: row["id"],
)
def test_what_oel_drops_is_refused(row: dict[str, Any]) -> None:
    """Nothing of Java is reachable: the engine's answer never comes out, unless it needs no Java at all."""
    with pytest.raises(OktaExprError):
        oktaexpr.evaluate(row["expr"], Scope(row["vars"]))


def test_exceptions_are_few() -> None:
    assert len(EXCEPTIONS) <= 10
    assert set(_NEEDS_NO_JAVA) <= {row["id"] for row in _rows()}
    assert len(ROWS) > 1400
