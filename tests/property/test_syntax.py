"""What holds for every text and every tree."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from oktaexpr.diagnostics import apply_edits
from oktaexpr.syntax import parse, print_node, syntax_faults, walk
from oktaexpr.syntax.dropped import dropped_constructs
from oktaexpr.syntax.nodes import Node
from tests.property.strategies import broken_texts, mutated_expressions, trees

any_text = st.text() | broken_texts | mutated_expressions()


@given(trees)
def test_a_printed_tree_reads_as_itself(tree: Node) -> None:
    assert parse(print_node(tree)) == tree


@given(trees)
def test_printing_is_stable(tree: Node) -> None:
    text = print_node(tree)
    assert print_node(parse(text)) == text


@given(trees)
def test_the_span_of_a_node_holds_the_spans_below_it(tree: Node) -> None:
    text = print_node(tree)
    for node in walk(parse(text)):
        assert 0 <= node.span.start < node.span.end <= len(text)


@given(any_text)
def test_every_fault_lies_in_the_text_and_has_words(text: str) -> None:
    for fault in syntax_faults(text):
        assert 0 <= fault.span.start <= fault.span.end <= len(text)
        assert fault.message
        assert fault.code.startswith("OEL1")


@given(any_text)
def test_a_safe_fix_never_makes_it_worse(text: str) -> None:
    faults = syntax_faults(text)
    for fault in faults:
        if fault.fix is not None and fault.fix.safe:
            fixed = apply_edits(text, fault.fix.edits)
            assert fixed != text
            assert len(syntax_faults(fixed)) <= len(faults)


@given(trees)
def test_what_okta_drops_is_found_where_it_stands(tree: Node) -> None:
    text = print_node(tree)
    for fault in dropped_constructs(parse(text)):
        assert text[fault.span.start : fault.span.end].strip()
