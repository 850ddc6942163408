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

_PARTS = (
    "user.{}",
    "String.substring(user.{}, 0, 2)",
    "user.{}.length()",
    "String.toUpperCase(user.{})",
    "(user.{} ?: 'Sales')",
    "(user.{} + 1)",
    "{{user.{}, 1}}",
)
_NAMED = st.sampled_from(("firstName", "title", "level"))
_values = st.builds(str.format, st.sampled_from(_PARTS), _NAMED)
_literals = st.sampled_from(("'E'", "'Eng'", "2", "null"))
_group_tests = (
    "isMemberOfGroupName('a')",
    "isMemberOfGroupNameStartsWith('dbt_')",
    "isMemberOfGroupNameContains('_b')",
)
_tests = st.one_of(
    st.builds("{} {} {}".format, _values, st.sampled_from(("==", "!=", "<", "matches")), _literals),
    st.sampled_from(_group_tests),
    st.builds("String.startsWith({}, 'E')".format, _values),
)
_joined_tests = st.one_of(
    _tests,
    st.builds("({} {} {})".format, _tests, st.sampled_from(("and", "or")), _tests),
    st.builds("!({})".format, _tests),
)
mappings = st.builds("{} ? 'it' : {} ? {} : null".format, _joined_tests, _joined_tests, _values | _literals)
"""Expressions in the shape of license mappings; tests and values fail for some users, and are null for others."""
_texts = st.sampled_from((None, "", "E", "Eng", "Sales", "2"))
_few = st.fixed_dictionaries(
    {
        **dict.fromkeys(ATTRIBUTES, st.none()),
        "firstName": _texts,
        "title": _texts,
        "level": st.sampled_from((None, 1, 2)),
        "groups": st.sampled_from((["dbt_a", "dbt_b"], ["dbt_b", "dbt_a"], ["a"], ["a", "dbt_b"], ["x"])),
    }
)
alike_users = st.lists(_few, min_size=2, max_size=5).map(lambda users: [{**user, "id": ""} for user in users])
"""Users who have much in common."""


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
@settings(max_examples=150, deadline=None)
def test_who_is_alike_has_one_explanation(text: str, users: list[dict[str, Any]], is_split: bool) -> None:
    _check(text, _crossed(users), is_split=is_split)


@given(mappings, alike_users, st.booleans())
@settings(max_examples=150, deadline=None)
def test_who_is_alike_for_a_mapping_has_one_explanation(
    text: str, users: list[dict[str, Any]], is_split: bool
) -> None:
    _check(text, _crossed(users), is_split=is_split)


def _check(text: str, people: list[dict[str, Any]], *, is_split: bool) -> None:
    """Explain everybody, and see that nobody who is alike is told something else; `is_split` has a batch a user."""
    evaluator = Evaluator(oktaexpr.compile(text), Settings(now=NOW))
    parts = [[user] for user in people] if is_split else [people]
    told: dict[Likeness, tuple[str, ...]] = {}
    number = 0
    for rows, likenesses in evaluator.alike(map(batch_of, parts)):
        for likeness in likenesses or [(at,) for at in range(number, number + len(rows))]:
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
        # Of two lengths, and of those two that begin with a.
        ("IIF(String.len(user.email) > 100 OR !(String.startsWith(user.email, 'a')), 'it', null)", 4),
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
