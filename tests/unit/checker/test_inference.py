"""The types that the checker gives to expressions."""

from __future__ import annotations

import pytest

from oktaexpr.checker.context import lay_out
from oktaexpr.checker.inference import infer
from oktaexpr.directory.schema import Attribute
from oktaexpr.functions import CLASSIC, IDENTITY_ENGINE, Engine
from oktaexpr.syntax import parse

SCHEMA = {"level": Attribute("level", "integer"), "teams": Attribute("teams", "array")}


def _type(text: str, engine: Engine | None = None) -> str:
    tree = parse(text)
    return str(infer(lay_out(tree), engine, SCHEMA)[id(tree)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("null", "Null"),
        ("1", "Integer"),
        ("1L", "Long"),
        ("1.5", "Double"),
        ("1.5f", "Float"),
        ("'a'", "String"),
        ("{1, 2}", "List<Integer>"),
        ("{}", "List"),
        ("{a: 1}", "Map"),
        ("1 + 2", "Integer"),
        ("1 + 2L", "Long"),
        ("1 + 2.0", "Double"),
        ("1f * 2", "Float"),
        ("1 + 'a'", "String"),
        ("user.x + 1", "Any"),
        ("user.x - 1", "Number"),
        ("-1", "Integer"),
        ("-user.x", "Number"),
        ("!user.x", "Boolean"),
        ("user.a == 1", "Boolean"),
        ("user.a matches 'x'", "Boolean"),
        ("user.a AND user.b", "Boolean"),
        ("user.a ? 1 : 'x'", "Integer | String"),
        ("user.a ?: 'x'", "Any"),
        ("user.firstName ?: 1", "Integer | String"),
        ("user.firstName", "String"),
        ("user.level", "Integer"),
        ("user.teams", "List"),
        ("user.profile.level", "Integer"),
        ("user.anything", "Any"),
        ("security.risk.level", "String"),
        ("session.amr", "List<String>"),
        ("session.amr[0]", "String"),
        ("String.len('a')", "Integer"),
        ("IIF(user.a, 1, 'x')", "Integer | String"),
        ("user.getGroups({'group.type': 'APP_GROUP'})", "List<Group>"),
        ("user.getGroups({'group.type': 'APP_GROUP'})[0].name", "String"),
        ("user.getGroups({'group.type': 'APP_GROUP'}).^[name == 'x'].type", "String"),
        ("user.words.![toUpperCase()]", "List<Any>"),
    ],
)
def test_types(text: str, expected: str) -> None:
    assert _type(text) == expected


def test_a_user_has_dates_in_identity_engine_only() -> None:
    assert _type("user.created", IDENTITY_ENGINE) == "DateTime | String"
    assert _type("user.created", CLASSIC) == "Any"


def test_long_chains_do_not_recurse() -> None:
    terms = 2_000
    assert _type(" + ".join(["'a'"] * terms)) == "String"
    assert _type(" OR ".join(["user.a"] * terms)) == "Boolean"
    assert _type("".join(f"user.a == {at} ? {at} : " for at in range(terms)) + "0") == "Integer"
