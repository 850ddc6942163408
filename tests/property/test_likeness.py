"""Users who are said to be alike have the same value or error for the same reason, whatever else differs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import oktaexpr
from oktaexpr.columns import Evaluator, Likeness, Settings
from tests.property.column_users import (
    ATTRIBUTES,
    batch_of,
    expressions,
    fragment_expressions,
    joined_expressions,
    populations,
    scope_of,
)

NOW = "2026-11-24T09:00:00Z"


def _crossed(users: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the users, and each with one thing of another: many of them differ in what an expression does not tell."""
    found = list(users)
    for user in users:
        for name in (*ATTRIBUTES, "groups"):
            found += [{**user, name: other[name]} for other in users if other is not user]
    return [{**user, "id": f"00u{number}"} for number, user in enumerate(found)]


def _told(text: str, user: dict[str, Any]) -> tuple[str, ...]:
    """Return what a trace tells of a user."""
    trace = oktaexpr.explain(text, scope_of(user))
    value = (
        (trace.error.code, trace.error.message)
        if trace.error
        else (oktaexpr.java_type(trace.value), repr(trace.value))
    )
    return (*map(str, value), trace.sentence)


@given(expressions | fragment_expressions | joined_expressions, populations(), st.booleans())
@settings(max_examples=200, deadline=None)
def test_who_is_alike_has_one_explanation(text: str, users: list[dict[str, Any]], is_split: bool) -> None:
    people = _crossed(users)
    evaluator = Evaluator(oktaexpr.compile(text), Settings(now=NOW))
    parts = [[user] for user in people] if is_split else [people]
    told: dict[Likeness, tuple[str, ...]] = {}
    number = 0
    for rows, likenesses in evaluator.alike(map(batch_of, parts)):
        for likeness in (
            likenesses if likenesses is not None else [(at,) for at in range(number, number + len(rows))]
        ):
            one = _told(text, people[number])
            assert told.setdefault(likeness, one) == one
            number += 1
    assert number == len(people)
    event("some are alike" if len(told) < len(people) else "all differ")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("String.stringContains(user.email, 'b') ? 'it' : 'developer'", 2),
        ("String.substringAfter(user.email, '@') == 'acme.example' ? 'it' : 'developer'", 1),
        (
            "IIF(String.len(user.email) > 100 OR !(String.startsWith(user.email, 'a')), 'it', null)",
            4,
        ),  # two lengths
        ("user.email == 'a0@acme.example' ? 'it' : 'developer'", 50),
        ("user.email", 50),
    ],
)
def test_a_test_of_everybodys_own_address_has_as_many_kinds_as_its_reason_tells(
    text: str, kinds: int
) -> None:
    users = [{"id": str(number), "email": f"{'ab'[number % 2]}{number}@acme.example"} for number in range(50)]
    ((_, found),) = Evaluator(oktaexpr.compile(text)).alike([batch_of(users)])
    assert found is not None
    assert len(set(found)) == kinds
