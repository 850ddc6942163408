"""Random syntax trees and random texts; every kind of node occurs.

The trees are those that a text can give: names that no literal or construct takes in their place, literals
without a sign, chains with two operands at least. Nested chains need no care: the printer puts them into
parentheses, and the tree of `(a + b) + c` is another than that of `a + b + c`.
"""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import strategies as st

from oktaexpr.syntax import nodes
from oktaexpr.syntax.nodes import Node

_HERE = Path(__file__).parent
REAL_EXPRESSIONS = tuple(
    json.loads(line)["expr"]
    for line in (_HERE.parent / "conformance" / "real_world.jsonl").read_text("utf-8").splitlines()
)
"""Expressions that people published."""

_TAKEN = {"null", "true", "false", "not", "t", "new"}
_TRICKY = (
    "and",
    "OR",
    "eq",
    "lt",
    "matches",
    "between",
    "notes",
    "order",
    "nullable",
    "div",
    "isTrue",
    "a$b",
    "_",
)
_WORDS = st.from_regex(r"\A[A-Za-z_][A-Za-z0-9_$]{0,5}\Z") | st.sampled_from(_TRICKY)

member_names = _WORDS | st.sampled_from(("not", "null", "True", "T", "new", "class"))
"""Names that follow a point or a `#`: there, no word is taken."""
root_names = _WORDS.filter(lambda name: name.lower() not in _TAKEN)
"""Names that stand alone."""
type_names = st.lists(member_names, min_size=1, max_size=3).map(".".join)
"""Dotted names of Java types."""

literals = st.one_of(
    st.just(nodes.Literal("null", None)),
    st.booleans().map(lambda value: nodes.Literal("boolean", value)),
    st.integers(0, 2**31 - 1).map(lambda value: nodes.Literal("integer", value)),
    st.integers(0, 2**63 - 1).map(lambda value: nodes.Literal("long", value)),
    st.floats(0, allow_nan=False).map(lambda value: nodes.Literal("double", abs(value))),
    st.floats(0, allow_nan=False).map(lambda value: nodes.Literal("float", abs(value))),
    (st.text() | st.text("ab'\"\\ ")).map(lambda value: nodes.Literal("string", value)),
)
"""Constants of every kind."""

_leaves = st.one_of(
    literals,
    root_names.map(nodes.Name),
    member_names.map(nodes.Variable),
    st.builds(nodes.TypeReference, type_names, st.integers(0, 2)),
    st.builds(nodes.BeanReference, st.sampled_from("@&"), member_names | st.text("a'\" ", max_size=4)),
)


def _tuples(inner: st.SearchStrategy[Node], least: int = 0) -> st.SearchStrategy[tuple[Node, ...]]:
    return st.lists(inner, min_size=least, max_size=3).map(tuple)


def _chains(inner: st.SearchStrategy[Node], operators: str) -> st.SearchStrategy[Node]:
    links = st.lists(st.tuples(st.sampled_from(operators), inner), min_size=1, max_size=3)
    return st.builds(
        lambda first, rest: nodes.Arithmetic(
            tuple(operator for operator, _ in rest), (first, *(operand for _, operand in rest))
        ),
        inner,
        links,
    )


def _navigation(inner: st.SearchStrategy[Node]) -> list[st.SearchStrategy[Node]]:
    safe = st.booleans()
    return [
        st.builds(nodes.Property, inner, member_names, safe),
        st.builds(nodes.Index, st.none() | inner, inner),
        st.builds(nodes.Call, root_names, _tuples(inner)),
        st.builds(nodes.MethodCall, inner, member_names, _tuples(inner), safe),
        st.builds(nodes.Projection, inner, inner, safe),
        st.builds(nodes.Selection, inner, st.sampled_from(("all", "first", "last")), inner, safe),
    ]


def _operations(inner: st.SearchStrategy[Node]) -> list[st.SearchStrategy[Node]]:
    arms = st.lists(st.builds(nodes.Arm, inner, inner), min_size=1, max_size=2).map(tuple)
    return [
        st.builds(nodes.Unary, st.sampled_from("!-+"), inner),
        st.builds(lambda operand: nodes.Unary("!", operand, word=True), inner),
        _chains(inner, "+-"),
        _chains(inner, "*/%"),
        st.builds(lambda base, power: nodes.Arithmetic(("^",), (base, power)), inner, inner),
        st.builds(nodes.Comparison, st.sampled_from(("==", "!=", "<", "<=", ">", ">=")), inner, inner),
        st.builds(nodes.Matches, inner, inner),
        st.builds(nodes.Between, inner, inner),
        st.builds(nodes.Logical, st.sampled_from(("and", "or")), _tuples(inner, 2)),
        st.builds(nodes.Conditional, arms, inner),
        st.builds(nodes.Elvis, _tuples(inner, 2)),
    ]


def _collections(inner: st.SearchStrategy[Node]) -> list[st.SearchStrategy[Node]]:
    entries = st.lists(st.builds(nodes.MapEntry, inner, inner), max_size=3).map(tuple)
    return [st.builds(nodes.ListLiteral, _tuples(inner)), st.builds(nodes.MapLiteral, entries)]


def _dropped(inner: st.SearchStrategy[Node]) -> list[st.SearchStrategy[Node]]:
    return [
        st.builds(nodes.Assignment, inner, inner),
        st.builds(nodes.Step, inner, st.sampled_from(("++", "--")), st.booleans()),
        st.builds(nodes.InstanceOf, inner, inner),
        st.builds(nodes.Constructor, type_names, _tuples(inner)),
        st.builds(nodes.FunctionReference, member_names, _tuples(inner)),
    ]


def _extend(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(*_navigation(inner), *_operations(inner), *_collections(inner), *_dropped(inner))


trees: st.SearchStrategy[Node] = st.recursive(_leaves, _extend, max_leaves=20)
"""Trees over all node kinds, those that Okta drops included."""

_FRAGMENTS = (
    *(
        "user",
        "user.login",
        "f(",
        "and",
        "OR",
        "not",
        "matches",
        "if",
        "then",
        "is",
        "in",
        "T",
        "new",
        "null",
        "true",
    ),
    *(
        "'a'",
        '"b"',
        "'",
        '"',
        "\u201c",
        "\u2019",
        "`",
        "1",
        "2.5",
        "1e",
        "0x",
        ".5",
        "3000000000",
        "1L",
        "\\",
        '\\"',
    ),
    *(
        "==",
        "===",
        "=",
        "!=",
        "<>",
        "=<",
        "&",
        "&&",
        "|",
        "||",
        "!",
        "?",
        ":",
        "?:",
        "??",
        "+",
        "++",
        "--",
        "*",
        "**",
    ),
    *(
        "/",
        "//",
        "/*",
        "*/",
        "^",
        "%",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ".",
        "?.",
        ";",
        "~",
        "#",
        "@",
        "$",
        "${",
        "#{",
    ),
    *(" ", " ", "\n", "\u00a0", "\u200b", "\u2212", "\u00e9", "\uff11", ".?[", ".![", "\u2260", "<%"),
)

broken_texts = st.lists(st.sampled_from(_FRAGMENTS), max_size=14).map("".join) | st.lists(
    st.sampled_from(_FRAGMENTS), max_size=14
).map(" ".join)
"""Texts of pieces of the language, which hardly ever fit together."""


@st.composite
def mutated_expressions(draw: st.DrawFn) -> str:
    """Draw a published expression with up to three pieces taken out, doubled or put in."""
    text: str = draw(st.sampled_from(REAL_EXPRESSIONS))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 4)))
        piece = draw(st.sampled_from(("", text[start:end] * 2, *_FRAGMENTS)))
        text = text[:start] + piece + text[end:]
    return text
