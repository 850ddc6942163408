"""A precedence table read from the top gives every user what the expression itself gives."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oktaexpr
from oktaexpr.render import plain_text
from simulator.tables import Outcome, OutcomeKind, PrecedenceTable, precedence_table

GROUPS = ["dbt_dev", "dbt_ops", "fin", "Data"]
RESULTS = st.sampled_from(
    ["'developer'", "'read_only'", "'it'", "null", "''", "'Developer'", "user.dbtLicense"]
)

CONDITIONS = st.one_of(
    st.sampled_from(GROUPS).map("isMemberOfGroupName('{}')".format),
    st.sampled_from(GROUPS).map('isMemberOf("{}")'.format),
    st.sampled_from(["dbt_", "dbt_d", "D", "x"]).map("isMemberOfGroupNameStartsWith('{}')".format),
    st.sampled_from(["dev", "e", "_"]).map("isMemberOfGroupNameContains('{}')".format),
    st.sampled_from(["dbt_(dev|ops)", "["]).map("isMemberOfGroupNameRegex('{}')".format),
    st.sampled_from(
        [
            "{'group.profile.name': 'fin', 'operator': 'EXACT'}",
            "{'group.profile.name': {'dbt_', 'D'}}",
            "{'group.id': {'00g1', '00g2'}}, {'group.profile.name': 'fin'}",
            "{'group.profile.name': 'fin', 'operator': 'REGEX'}",
        ]
    ).map("user.isMemberOf({})".format),
    st.just("isMemberOfAnyGroup('00g1', '00g2')"),
    st.builds(
        "user.level {} {}".format,
        st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
        st.sampled_from([1, 2.5, 7]),
    ),
    st.builds(
        "user.department {} '{}'".format, st.sampled_from(["==", "!=", ">"]), st.sampled_from(["A", "B", ""])
    ),
    st.sampled_from(
        ["user.department == null", "3 < user.level", "user.contractor == true", "user.contractor"]
    ),
    st.sampled_from(["String.len(user.department) > 1", "true", "'yes'", "'maybe'"]),
)


def _compound(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} AND {})".format, children, children),
        st.builds("({} OR {})".format, children, children),
        children.map("!({})".format),
        st.builds("({} ? {} : {})".format, children, children, children),
    )


def _mapping(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    condition = st.recursive(CONDITIONS, _compound, max_leaves=4)
    return st.one_of(
        st.builds("({} ? {} : {})".format, condition, children, children),
        st.builds("IIF({}, {}, {})".format, condition, children, children),
        st.builds("({} ?: {})".format, children, children),
    )


EXPRESSIONS = st.recursive(RESULTS, _mapping, max_leaves=8)

MEMBERSHIPS = st.lists(
    st.builds(
        lambda name, number: {"name": name, "id": f"00g{number}"},
        st.sampled_from([*GROUPS, "dbt_", "xe"]),
        st.integers(1, 4),
    ),
    max_size=4,
)
LICENSES = st.sampled_from([None, "", "developer", "other"])
TYPED_PROFILES = st.fixed_dictionaries(
    {},
    optional={
        "level": st.sampled_from([None, 0, 1, 2, 2.5, 3, 7, 8]),
        "department": st.sampled_from([None, "", "A", "AB", "B", "C"]),
        "contractor": st.sampled_from([None, True, False]),
        "dbtLicense": LICENSES,
    },
)
ANYTHING = st.sampled_from([None, 0, 1, 2.5, 9, "", "A", "true", True, False, [], ["A"]])
WILD_PROFILES = st.fixed_dictionaries(
    {}, optional={"level": ANYTHING, "department": ANYTHING, "contractor": ANYTHING, "dbtLicense": LICENSES}
)


def _evaluate(expression: str, scope: oktaexpr.Scope) -> Outcome:
    try:
        result = oktaexpr.evaluate(expression, scope)
    except oktaexpr.EvaluationError:
        return Outcome(OutcomeKind.ERROR)
    return Outcome(OutcomeKind.NULL) if result is None else Outcome(OutcomeKind.VALUE, plain_text(result))


def _read(table: PrecedenceTable, scope: oktaexpr.Scope) -> Outcome:
    outcome = table.read(table.answers(scope))
    return _evaluate(outcome.text, scope) if outcome.kind is OutcomeKind.COMPUTED else outcome


LIMITS = st.sampled_from([1, 500])
"""How many rows an outcome may take: with one, most conditions are asked as a whole."""


@given(
    expression=EXPRESSIONS,
    users=st.lists(st.tuples(TYPED_PROFILES, MEMBERSHIPS), min_size=5, max_size=15),
    limit=LIMITS,
)
@settings(max_examples=150, deadline=None)
def test_table_agrees_with_evaluation(
    expression: str, users: list[tuple[dict[str, Any], Any]], limit: int
) -> None:
    table = precedence_table(expression, limit=limit)
    for profile, groups in users:
        scope = oktaexpr.Scope(user=profile, groups=groups)
        assert _read(table, scope) == _evaluate(expression, scope), (expression, profile, groups)


@given(
    expression=EXPRESSIONS,
    users=st.lists(st.tuples(WILD_PROFILES, MEMBERSHIPS), min_size=5, max_size=15),
    limit=LIMITS,
)
@settings(max_examples=150, deadline=None)
def test_untyped_table_agrees_for_any_attribute_value(
    expression: str, users: list[tuple[dict[str, Any], Any]], limit: int
) -> None:
    table = precedence_table(expression, typed=False, limit=limit)
    for profile, groups in users:
        scope = oktaexpr.Scope(user=profile, groups=groups)
        assert _read(table, scope) == _evaluate(expression, scope), (expression, profile, groups)


def _chain(count: int) -> str:
    types = ("developer", "analyst", "it", "read_only")
    arms = [f"isMemberOfGroupName('g{number}') ? '{types[number % 4]}'" for number in range(count)]
    return f"{' : '.join(arms)} : 'read_only'"


def _clauses(count: int) -> str:
    pairs = [
        f"(isMemberOfGroupName('g{2 * n}') OR isMemberOfGroupName('g{2 * n + 1}'))" for n in range(count // 2)
    ]
    return f"{' AND '.join(pairs)} ? 'developer' : 'read_only'"


@pytest.mark.parametrize(
    "expression", [_chain(60), _clauses(60)], ids=["60-arm chain", "60-group AND of ORs"]
)
@given(
    numbers=st.lists(st.sets(st.integers(0, 59)), min_size=20, max_size=40),
    missing=st.sets(st.integers(0, 59)),
)
@settings(max_examples=10, deadline=None)
def test_large_table_agrees_with_evaluation(
    expression: str, numbers: list[set[int]], missing: set[int]
) -> None:
    table = precedence_table(expression)
    for members in [*numbers, set(range(60)), set(range(60)) - missing, set(range(0, 60, 2))]:
        scope = oktaexpr.Scope(user={}, groups=[{"name": f"g{number}"} for number in sorted(members)])
        assert _read(table, scope) == _evaluate(expression, scope)
