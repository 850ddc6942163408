"""Expressions that people really use: valid ones parse, check without an error in their place, and give their value."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import oktaexpr
from oktaexpr import Scope, Severity
from tests.conformance.values import same

ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "real_world.jsonl").read_text(encoding="utf-8").splitlines()
]

_USAGES = {
    "group_rule": "group-rule",
    "profile_mapping": "profile-mapping",
    "username_template": "username-template",
    "saml_attribute": "saml-attribute",
    "oidc_claim": "oidc-claim",
    "oie_policy": "app-sign-in-policy",
    "access_certification": "access-certification",
    "dynamic_idp": "dynamic-idp",
    "unknown": None,
}
_ENGINES = {"classic": "classic", "identity_engine": "identity-engine", "both": None, "unknown": None}


def _errors(row: dict[str, Any]) -> list[str]:
    usage = _USAGES[row["context"]]
    engine = None if usage is not None else _ENGINES[row["engine"]]
    found = oktaexpr.check(row["expr"], engine=engine, usage=usage)
    return [f"{problem.code} {problem.message}" for problem in found if problem.severity is Severity.ERROR]


@pytest.mark.parametrize("row", [row for row in ROWS if row["valid"] is True], ids=lambda row: row["id"])
def test_valid_expression_has_no_error(row: dict[str, Any]) -> None:
    oktaexpr.parse(row["expr"])
    assert _errors(row) == []


@pytest.mark.parametrize("row", [row for row in ROWS if row["valid"] is False], ids=lambda row: row["id"])
def test_broken_expression_is_caught(row: dict[str, Any]) -> None:
    assert _errors(row) != []


@pytest.mark.parametrize("row", [row for row in ROWS if "expect" in row], ids=lambda row: row["id"])
def test_expected_value(row: dict[str, Any]) -> None:
    given = dict(row["given"])
    scope = Scope(
        {name: value for name, value in given.items() if name != "groups"}, groups=given.get("groups", ())
    )
    got = oktaexpr.evaluate(row["expr"], scope, engine=_ENGINES[row["engine"]] or "classic")
    assert same(got, row["expect"]), repr(got)
