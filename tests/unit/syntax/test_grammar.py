"""The grammar itself: no conflict, and no keyword that eats a name."""

from __future__ import annotations

import warnings

import pytest
from lark import Lark

from oktaexpr.syntax import nodes, parse
from oktaexpr.syntax.parser import grammar_text

_WORDS = [
    "and",
    "or",
    "not",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "div",
    "mod",
    "matches",
    "between",
    "instanceof",
    "true",
    "null",
    "new",
    "T",
]


def test_grammar_has_no_conflict() -> None:
    """Lark settles conflicts silently unless it is asked to be strict."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # interegular's own, on some Pythons
        Lark(grammar_text(), parser="lalr", lexer="contextual", strict=True, maybe_placeholders=False)


@pytest.mark.parametrize("word", _WORDS)
def test_word_operators_are_names_after_a_dot(word: str) -> None:
    assert parse(f"user.{word}") == nodes.Property(nodes.Name("user"), word)


@pytest.mark.parametrize(
    "name",
    [
        "user.notes",
        "order",
        "user.nextManager",
        "user.nullable",
        "android",
        "notify",
        "trueName",
        "newHire",
        "Type",
    ],
)
def test_names_may_begin_with_a_word_operator(name: str) -> None:
    tree = parse(name)
    assert isinstance(tree, nodes.Name | nodes.Property)


@pytest.mark.parametrize("text", ["a AND b", "a And b", "a and b", "a && b", "a\nAND\tb"])
def test_word_and_symbol_forms_are_one_operator(text: str) -> None:
    assert parse(text) == nodes.Logical("and", (nodes.Name("a"), nodes.Name("b")))


def test_every_node_has_the_span_of_its_text() -> None:
    text = 'String.len( user.firstName ) > 3 ? {"a": [0].b} : (x ?: "y")'
    pending: list[nodes.Node] = [parse(text)]
    spans = []
    while pending:
        node = pending.pop()
        spans.append((type(node).__name__, text[node.span.start : node.span.end]))
        from oktaexpr.syntax import children

        pending.extend(children(node))
    assert ("MethodCall", "String.len( user.firstName )") in spans
    assert ("Property", "user.firstName") in spans
    assert ("Elvis", 'x ?: "y"') in spans
    assert ("Index", "[0]") in spans
    assert all(source for _, source in spans)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a OR b OR c", ["Logical"]),
        ("(a OR b) OR c", ["Logical", "Logical"]),
        ("1 + 2 - 3", ["Arithmetic"]),
        ("a ? 1 : b ? 2 : 3", ["Conditional"]),
        ("a ?: b ?: c", ["Elvis"]),
    ],
)
def test_chains_are_one_node(text: str, kinds: list[str]) -> None:
    from oktaexpr.syntax import walk

    found = [
        type(node).__name__
        for node in walk(parse(text))
        if type(node).__name__ in {"Logical", "Arithmetic", "Conditional", "Elvis"}
    ]
    assert found == kinds
