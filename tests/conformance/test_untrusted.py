"""Untrusted data through the public API, once from YAML and once from JSON."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

import oktaexpr

CASES = tomllib.loads(Path(__file__).with_name("untrusted.toml").read_text("utf-8"))["case"]


def directory_data(case: dict[str, Any]) -> dict[str, Any]:
    user = {
        "profile": {"login": "a@acme.example", **case.get("profile", {})},
        "groups": case.get("groups", []),
        "roots": case.get("roots", {}),
    }
    return {"users": [user], "groups": [{"name": name} for name in case.get("groups", [])]}


@pytest.mark.parametrize("suffix", ["json", "yaml"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any], suffix: str, tmp_path: Path) -> None:
    # JSON with escapes for everything unusual is YAML too; the two readers differ.
    file = tmp_path / f"directory.{suffix}"
    file.write_text(json.dumps(directory_data(case)), encoding="utf-8")
    scope = oktaexpr.Directory.load(file).scope("a@acme.example")
    assert oktaexpr.evaluate(case["expr"], scope) == case["value"]


def test_an_attribute_of_ten_megabytes() -> None:
    data = {"users": [{"profile": {"login": "a", "notes": "é" * 10_000_000}}]}
    scope = oktaexpr.Directory.from_data(data).scope("a")
    assert oktaexpr.evaluate("String.len(user.notes)", scope) == 10_000_000
    assert oktaexpr.evaluate('String.stringContains(user.notes, "x")', scope) is False
