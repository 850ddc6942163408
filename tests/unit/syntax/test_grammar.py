"""The grammar itself: no conflict, no reserved name, and limits with words of their own."""

from __future__ import annotations

import pytest
from lark import Lark

from oktaexpr.errors import ExpressionSyntaxError
from oktaexpr.syntax import nodes, parse, syntax_faults, walk
from oktaexpr.syntax.parser import grammar_text


def test_the_grammar_has_no_conflict() -> None:
    Lark(grammar_text(), parser="lalr", lexer="contextual", strict=True)


@pytest.mark.parametrize(
    "text",
    [
        "user.notes",
        "order",
        "user.nextManager",
        "user.nullable",
        "user.not",
        "user.T",
        "{and: 1}",
        "divisor",
        "trueName",
    ],
)
def test_operators_take_no_names(text: str) -> None:
    assert syntax_faults(text) == []


def test_a_chain_of_2000_terms_is_one_node() -> None:
    for operator, kind in ((" OR ", nodes.Logical), (" + ", nodes.Arithmetic), (" ?: ", nodes.Elvis)):
        tree = parse(operator.join(["user.login"] * 2000))
        assert isinstance(tree, kind)
        assert len(tree.operands) == 2000


def test_deep_nesting_is_a_fault_and_no_recursion_error() -> None:
    text = "!" * 5000 + "true"
    with pytest.raises(ExpressionSyntaxError) as caught:
        parse(text)
    assert [fault.code for fault in caught.value.diagnostics] == ["OEL112"]
    assert len(list(walk(parse("!" * 90 + "true")))) == 91


def test_an_error_carries_its_first_message() -> None:
    with pytest.raises(ExpressionSyntaxError, match="not closed") as caught:
        parse("f(a")
    assert caught.value.message == caught.value.diagnostics[0].message
