"""Whatever a function gets, it gives a value or a fault: nothing else comes out, and no data is changed."""

from __future__ import annotations

from contextlib import suppress
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import oktaexpr
from oktaexpr.functions import BOTH, Function, catalogue
from oktaexpr.functions.calling import call
from oktaexpr.functions.evaluation import Evaluation
from oktaexpr.functions.resolve import find_method
from oktaexpr.values.country import find_country
from oktaexpr.values.faults import Fault
from oktaexpr.values.kinds import Array, Character, Float, Long, MapEntry, SetValue

GROUPS = [
    {"id": "g1", "name": "a"},
    {"id": "g2"},
    {"name": "b", "type": "APP_GROUP", "source": {"id": "s"}},
    {"id": 5, "name": None},
]
SCOPE = oktaexpr.Scope(groups=GROUPS, now="2026-01-01T00:00:00Z")

_scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.integers(-3, 3),
    st.integers(-3, 3).map(Long),
    st.floats(),
    st.floats(width=32).map(Float),
    st.text(max_size=12),
    st.sampled_from(
        [
            "",
            "a",
            "a,b",
            "\ud800",
            "a😀",
            "(a",
            "a.*",
            "$1",
            "%s %d %",
            "group.name",
            "group.a.b",
            "EXACT",
            "OKTA",
            "840",
        ]
    ),
    st.sampled_from("ab").map(Character),
    st.just(find_country("US")),
    st.just(SCOPE.groups[0]),
    st.just(datetime(2026, 1, 1, tzinfo=UTC)),
)
_keys = st.sampled_from(["a", "group.id", "group.type", "group.profile.name", "operator"])
values = st.recursive(
    _scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(st.text(max_size=3), max_size=4).map(Array),
        st.lists(st.text(max_size=3), max_size=4).map(SetValue),
        st.dictionaries(_keys, inner, max_size=3),
        st.builds(MapEntry, st.text(max_size=3), inner),
    ),
    max_leaves=6,
)
_eager = st.sampled_from([function for function in catalogue.everything() if not function.lazy])


def _receiving(function: Function, arguments: list[Any], engine: str) -> Function | None:
    """Return what a call means: a method is found by its receiver, as the program does it."""
    if function.signature.receiver is None:
        return function
    name = function.name.partition("::")[2]
    try:
        return find_method(arguments[0], name, len(arguments) - 1, engine)  # type: ignore[arg-type]
    except Fault:
        return None


@given(_eager, st.lists(values, min_size=1, max_size=6), st.sampled_from(BOTH))
def test_only_values_and_faults_come_out(function: Function, arguments: list[Any], engine: str) -> None:
    meant = _receiving(function, arguments, engine)
    if meant is None:
        return
    before = deepcopy(arguments)
    with suppress(Fault):
        call(meant, arguments, Evaluation(SCOPE, engine))  # type: ignore[arg-type]
    assert repr(arguments) == repr(before)
