"""The edges of the functions: null, empty, out of range, the wrong type; in the program and in the tracing walk."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

import oktaexpr
from tests.conformance.values import same

HERE = Path(__file__).parent
CASES = [
    case
    for name in (
        "functions_text.toml",
        "functions_lists.toml",
        "functions_groups.toml",
    )
    for case in tomllib.loads((HERE / name).read_text("utf-8"))["case"]
]

JAVA = [
    json.loads(line)
    for name in ("java_methods.jsonl", "spel_indexers.jsonl")
    for line in (HERE / name).read_text("utf-8").splitlines()
]
"""What Spring's engine answers to calls of Java's methods, and to names in brackets."""


def _scope(given: dict[str, Any]) -> oktaexpr.Scope:
    """Return the scope of a case; a user without attributes where the case names none."""
    given = {"user": {}, **given}
    if "relations" in given:
        given = {**given, "relations": oktaexpr.Relations(**given["relations"])}
    return oktaexpr.Scope(**given)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['name']}: {case['expr']}")
def test_case(case: dict[str, Any]) -> None:
    engine = case.get("engine", "classic")
    for answer in (oktaexpr.evaluate, lambda *given, engine: oktaexpr.explain(*given, engine=engine).value):
        if "error" in case:
            with pytest.raises(oktaexpr.EvaluationError) as caught:
                answer(case["expr"], _scope(case.get("scope", {})), engine=engine)
            assert caught.value.code == case["error"], caught.value.message
        else:
            value = answer(case["expr"], _scope(case.get("scope", {})), engine=engine)
            expected = None if case.get("null") else case["value"]
            assert same(value, expected, case.get("type")), value


@pytest.mark.parametrize("row", JAVA, ids=lambda row: row["id"])
def test_java_method(row: dict[str, Any]) -> None:
    for answer in (oktaexpr.evaluate, lambda *given: oktaexpr.explain(*given).value):
        if "error" in row:
            with pytest.raises(oktaexpr.OktaExprError):
                answer(row["expr"], oktaexpr.Scope(row["vars"]))
        else:
            value = answer(row["expr"], oktaexpr.Scope(row["vars"]))
            assert same(value, row["value"], row["type"]), value


def test_names_tell_cases_apart() -> None:
    keys = [(case["name"], case["expr"], case.get("engine")) for case in CASES]
    assert len(set(keys)) == len(keys)


def test_every_case_has_a_source_and_one_outcome() -> None:
    for case in CASES:
        assert case["source"]
        assert sum(key in case for key in ("value", "null", "error")) == 1
