"""Which texts are expressions, as Spring's engine and published expressions have it, and what the rest is told."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from oktaexpr.diagnostics import apply_edits
from oktaexpr.syntax import parse, syntax_faults
from oktaexpr.syntax.dropped import dropped_constructs

HERE = Path(__file__).parent
CASES = tomllib.loads(HERE.joinpath("syntax.toml").read_text("utf-8"))["case"]
SPEL = [json.loads(line) for line in HERE.joinpath("spel_core.jsonl").read_text("utf-8").splitlines()]
REAL = [json.loads(line) for line in HERE.joinpath("real_world.jsonl").read_text("utf-8").splitlines()]

REFUSED_EARLIER = {
    "? 1 : 2": "Spring fails when it runs: the condition is null",
    "null ?:": "Spring takes an Elvis operator without a default for null",
    "?:": "Spring takes an Elvis operator without operands for null",
    "a(1,)": "Spring fails when it runs, since it counts an empty argument",
    "----------1": "Spring reads steps and fails when it runs; steps are dropped",
    "=1": "Spring fails when it runs; assignment is dropped",
}
"""What Spring's parser lets through and this one refuses: nothing of it can have been meant."""


def _refused(text: str) -> bool:
    return bool(syntax_faults(text)) or bool(dropped_constructs(parse(text)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["expr"])
def test_the_fault_is_told_where_it_stands(case: dict[str, Any]) -> None:
    first = syntax_faults(case["expr"])[0]
    marked = case["expr"][first.span.start : first.span.end]
    assert (first.code, marked, first.span.start + 1) == (case["code"], case["mark"], case["column"])


@pytest.mark.parametrize("case", [case for case in CASES if "fixed" in case], ids=lambda case: case["expr"])
def test_the_safe_fixes_mend_the_text(case: dict[str, Any]) -> None:
    fixes = [fault.fix for fault in syntax_faults(case["expr"]) if fault.fix is not None and fault.fix.safe]
    fixed = apply_edits(case["expr"], [edit for fix in fixes for edit in fix.edits])
    assert fixed == case["fixed"]
    assert not syntax_faults(fixed)


@pytest.mark.parametrize(
    "case", [case for case in CASES if "fixed" not in case], ids=lambda case: case["expr"]
)
def test_what_can_mean_more_than_one_thing_has_no_safe_fix(case: dict[str, Any]) -> None:
    assert not [fault for fault in syntax_faults(case["expr"]) if fault.fix is not None and fault.fix.safe]


@pytest.mark.parametrize(
    "row", [row for row in SPEL if row.get("phase") == "parse"], ids=lambda row: row["id"]
)
def test_what_spring_cannot_parse_is_refused(row: dict[str, Any]) -> None:
    assert _refused(row["expr"])


@pytest.mark.parametrize(
    "row", [row for row in SPEL if row.get("phase") != "parse"], ids=lambda row: row["id"]
)
def test_what_spring_parses_parses_here(row: dict[str, Any]) -> None:
    text = row["expr"]
    if text in REFUSED_EARLIER or not text.strip("() \t\r\n\x00") or "constructor" in row["tags"]:
        assert _refused(text)
    else:
        assert syntax_faults(text) == []


@pytest.mark.parametrize("row", [row for row in REAL if row["valid"] is True], ids=lambda row: row["id"])
def test_published_expressions_parse_and_hold_nothing_dropped(row: dict[str, Any]) -> None:
    assert not _refused(row["expr"])
