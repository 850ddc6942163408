"""What `check` says of a text, in full: cases are data."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from oktaexpr import Target, check

CASES = [
    case
    for name in ("checks.toml", "checks_of_slips.toml", "checks_of_field.toml")
    for case in tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_check(case: dict[str, Any]) -> None:
    text = case["expr"]
    target = Target(**case["target"]) if "target" in case else None
    found = check(text, engine=case.get("engine"), usage=case.get("usage"), target=target)
    told = [f"{one.code} {one.severity} {one.span.start + 1} {text[slice(*one.span)]}" for one in found]
    assert told == case.get("found", [])


def test_every_case_has_a_source_and_its_own_name() -> None:
    assert all(case["source"] for case in CASES)
    assert len({case["name"] for case in CASES}) == len(CASES)
