"""Random users as rows and as Arrow columns, and expressions over them, for holding the ways of evaluation to each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from oktaexpr.columns.results import value_column
from oktaexpr.directory.scope import Relations, Scope

TEXTS = (
    "",
    "Engineering",
    "Sales",
    "Senior Analyst",
    "İstanbul",
    "straße",
    "\u212a",
    "a\U0001f600b",
    "\u03a3",
    "true",
    "4",
    "dbt_x",
)
"""Texts whose case, length or order differs between Java, Python and SQL: İ ß K(elvin) Σ, an emoji."""
GROUPS = ("dbt_developers", "dbt_read_only", "a", "Everyone", "İ", "\U0001f600", "")

_texts = st.sampled_from(TEXTS) | st.text(st.characters(codec="utf-8"), max_size=4)
_plain = {
    "text": st.none() | _texts,
    "number": st.none() | st.integers(-(2**31), 2**31 - 1) | st.integers(-3, 6),
    "long": st.none() | st.integers(-(2**63), 2**63 - 1),
    "double": st.none() | st.floats(allow_nan=True),
    "flag": st.none() | st.booleans(),
    "mixed": st.none()
    | _texts
    | st.integers(-3, 6)
    | st.booleans()
    | st.just("\ud800")
    | st.lists(st.integers(0, 3)),
    "list": st.none() | st.lists(st.none() | _texts, max_size=3),
    "address": st.none() | st.fixed_dictionaries({"city": st.none() | _texts}),
}
ATTRIBUTES = {
    "firstName": "text",
    "level": "number",
    "badge": "long",
    "active": "flag",
    "title": "text",
    "address": "address",
    "tags": "list",
}
"""What a user has, with the kind of value that each name promises."""


@st.composite
def populations(draw: st.DrawFn, *, as_named: bool = False) -> list[dict[str, Any]]:
    """Draw users: every attribute has one kind of value, which need not be the one that its name promises.

    With `as_named` it is, so that an expression that fits the names seldom fails.
    """
    kinds = {
        name: _plain[named if as_named else draw(st.sampled_from(sorted(_plain)))]
        for name, named in ATTRIBUTES.items()
    }
    count = draw(st.integers(1, 4))
    return [
        {name: draw(kind) for name, kind in kinds.items()} | {"id": f"00u{number}", "groups": draw(_groups)}
        for number in range(count)
    ]


_groups = st.one_of(
    st.lists(st.sampled_from(GROUPS), max_size=4),
    st.just([f"group {number}" for number in range(500)]),
    st.none(),
)


def scope_of(user: dict[str, Any]) -> Scope:
    """Return the row that the columns stand for."""
    profile = {name: value for name, value in user.items() if name != "groups"}
    names = user["groups"] or ()
    return Scope(
        user=profile,
        groups=[{"name": name} for name in names],
        relations=Relations(internal={"id": user["id"]}),
        now="2026-11-24T09:00:00Z",
    )


def batch_of(users: list[dict[str, Any]]) -> pa.RecordBatch:
    """Return the users as columns; what has several types is JSON."""
    parts = [value_column(name, [user[name] for user in users], structs=True) for name in users[0]]
    return pa.RecordBatch.from_arrays(
        [array for _, array in parts], schema=pa.schema([field for field, _ in parts])
    )


_ATOMS = (
    "user.firstName", "user.level", "user.active", "user.title", "user.address", "user.address.city", "user.tags", "user.absent",
    "user.id", "user", "appuser", "appuser?.x", "null", "true", "false", "1", "0", "3000000000L", "2.5", "'a'", "'dbt_'", "''",
    "'Engineering'", "1 + 2", "'a' + 1", "1 / 0", "{1, 'a'}", "{:}", "#root.user.level", "String.len('abc')", "user['level']",
    "user?.address?.city", "user.getInternalProperty('id')", "\"\U0001f600\"",
)  # fmt: skip
_GROUP_TESTS = (
    "isMemberOfGroupName('dbt_developers')", "isMemberOfGroupName('İ')", "isMemberOfGroupNameStartsWith('dbt_')",
    "isMemberOfGroupNameContains('_r')", "isMemberOfGroupNameRegex('dbt_.*|group 49[0-9]')", "isMemberOfGroupNameRegex('(')",
    "isMemberOfGroup('x')", "isMemberOf('a')", "isMemberOfAnyGroup('a', 'b')", "isMemberOfGroupName(user.firstName)",
    "isMemberOfGroupNameStartsWith('d' + 'bt')", "isMemberOfGroupName(null)", "isMemberOfGroupName()",
    "user.isMemberOf({'group.profile.name': 'dbt_', 'operator': 'STARTS_WITH'})", "user.isMemberOfGroupName('a')",
    "user.getGroups({'group.profile.name': 'dbt'}).![name]", "user.getGroups().size() > 3",
)  # fmt: skip
_BINARY = ("+", "-", "*", "/", "==", "!=", "<", "<=", ">", ">=", "and", "or", "?:", "matches")
_CALLS = (
    "String.toLowerCase({})", "String.len({})", "String.substring({}, 0, 1)", "String.stringContains({}, 'a')",
    "String.startsWith({}, 'E')", "({}).length()", "({}).![#this]", "({}).?[#this != null]", "({}).city", "({})?.city", "!({})",
    "-({})", "String.substringAfter({}, 'a')", "Arrays.size({})", "String.toUpperCase({})", "IIF({}, 1, 'x')", "({})[0]",
)  # fmt: skip

_leaves = st.sampled_from(_ATOMS + _GROUP_TESTS)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({}) {} ({})".format, inner, st.sampled_from(_BINARY), inner),
        st.builds("({} ? {} : {})".format, inner, inner, inner),
        st.builds(lambda call, value: call.format(value), st.sampled_from(_CALLS), inner),
        st.builds(
            "user.{} {} {}".format,
            st.sampled_from(sorted(ATTRIBUTES)),
            st.sampled_from(_BINARY),
            st.sampled_from(_ATOMS),
        ),
    )


_PARTS = (
    "String.toLowerCase(user.{})", "String.substring(user.{}, 0, 1)", "user.{}.length()", "(user.{} + 'x')", "(user.{} == null)",
    "(1 / user.{})", "{{user.{}}}", "(user.{} matches 'E.*')", "String.substringAfter(user.{}, 'r')", "String.len(user.{})",
)  # fmt: skip
joined_expressions: st.SearchStrategy[str] = st.builds(
    lambda head, test, parts: f"{test} ? {head} + {' + '.join(parts)} : {head}",
    st.sampled_from(("user.id", "user.firstName", "''", "user.tags", "user.getGroups().size()")),
    st.sampled_from(("true", "user.level > 1", "user.firstName == ''", "isMemberOfGroupName('a')")),
    st.lists(
        st.builds(str.format, st.sampled_from(_PARTS), st.sampled_from(("firstName", "title", "level"))),
        min_size=1,
        max_size=3,
    ),
)
"""Expressions with parts that read one attribute each, which may be worked out by distinct value."""


expressions: st.SearchStrategy[str] = st.recursive(_leaves, _grown, max_leaves=6)
"""Expressions over these users, many of which fail for some of them."""

_ORDERS = ("==", "!=", "<", "<=", ">", ">=")
_tests = st.one_of(
    st.sampled_from(_GROUP_TESTS[:9]),
    st.builds(
        "user.{} {} {}".format,
        st.sampled_from(("level", "badge")),
        st.sampled_from(_ORDERS),
        st.sampled_from(("4", "-1", "0", "user.level", "user.badge", "3000000000L")),
    ),
    st.builds(
        "user.{} {} {}".format,
        st.sampled_from(sorted(ATTRIBUTES)),
        st.sampled_from(("==", "!=", "<", "<=", ">", ">=")),
        st.sampled_from(
            (
                "4",
                "'Engineering'",
                "true",
                "null",
                "''",
                "'İstanbul'",
                "user.title",
                "-1",
                "user.level",
                "3000000000L",
            )
        ),
    ),
    st.builds(
        "String.{}(user.{}, {})".format,
        st.sampled_from(("startsWith", "stringContains")),
        st.sampled_from(sorted(ATTRIBUTES)),
        st.sampled_from(("'E'", "''", "'ß'", "'\U0001f600'", "null")),
    ),
    st.sampled_from(("user.active", "true", "user.absent == null")),
)


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(("and", "or")), inner),
        st.builds("!({})".format, inner),
    )


_results = (
    ("'developer'", "user.title", "null", "'İ'"),
    ("1", "user.level", "user.badge", "null"),
    ("true", "user.active"),
)


def _chosen(tests: st.SearchStrategy[str], *results: Sequence[str]) -> st.SearchStrategy[str]:
    conditions = st.recursive(tests, _joined, max_leaves=4)
    return conditions | st.sampled_from(results).flatmap(
        lambda values: st.builds(
            "{} ? {} : {}".format, conditions, st.sampled_from(values), st.sampled_from(values)
        )
    )


simple_expressions: st.SearchStrategy[str] = _chosen(_tests, *_results, ("1", "'a'"))
"""Expressions around the fragment that SQL may answer: most are just outside it."""

_texts_read = st.sampled_from(("user.firstName", "user.title", "user.absent"))
_numbers_read = st.sampled_from(("user.level", "user.badge", "4", "0", "-1", "3000000000L"))
_fitting_tests = st.one_of(
    st.sampled_from(_GROUP_TESTS[:5] + _GROUP_TESTS[7:9]),
    st.builds(
        "{} {} {}".format,
        _texts_read,
        st.sampled_from(("==", "!=")),
        _texts_read | st.just("null") | st.sampled_from(TEXTS).map("'{}'".format),
    ),
    st.builds("{} {} {}".format, _numbers_read, st.sampled_from(_ORDERS), _numbers_read),
    st.builds(
        "String.{}({}, '{}')".format,
        st.sampled_from(("startsWith", "stringContains")),
        st.sampled_from(("user.firstName", "user.title")),
        st.sampled_from(("E", "", "ß", "\U0001f600", "\u212a", "st")),
    ),
    st.sampled_from(("user.active == true", "user.active != null", "true")),
)
fragment_expressions: st.SearchStrategy[str] = _chosen(_fitting_tests, *_results)
"""Expressions of the fragment that SQL may answer, over users whose attributes are as their names promise."""
