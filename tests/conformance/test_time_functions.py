"""The time functions beyond Okta's own examples, through the public API."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import oktaexpr
from oktaexpr.values.text import java_text

DATA = tomllib.loads(Path(__file__).with_name("time_functions.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", DATA["case"], ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    scope = oktaexpr.Scope(now=DATA["scope"]["now"], user=DATA["scope"]["user"])
    engine = case.get("engine", "classic")
    if "error" in case:
        with pytest.raises(oktaexpr.EvaluationError) as caught:
            oktaexpr.evaluate(case["expr"], scope, engine=engine)
        assert caught.value.code == case["error"]
        return
    value = oktaexpr.evaluate(case["expr"], scope, engine=engine)
    if "null" in case:
        assert value is None
    else:
        assert java_text(value) == case["value"]
