"""What holds for every text that is checked, whatever the place."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from oktaexpr.checker import apply_fixes, check
from oktaexpr.diagnostics import rule
from oktaexpr.functions import CLASSIC, IDENTITY_ENGINE, catalogue
from oktaexpr.functions.usages import usages
from oktaexpr.syntax import parse, print_node, syntax_faults
from oktaexpr.syntax.nodes import Node
from oktaexpr.types import Target
from tests.property.strategies import broken_texts, mutated_expressions, trees

_ARGUMENTS = (
    "", "null", "true", "1", "-1", "'a'", "''", "'['", "{}", "{'a', 1}", "{:}", "{'group.id': 'a'}", "user", "user.a",
    "user.firstName", "#this", "T(a)", "{1}.![#this]", "session.amr", "a.b", "b", "IIF(true, 1, '(')", "1 + 'a'",
)  # fmt: skip
_CALLED = sorted({*catalogue.functions, *(f"user.a.{name}" for name in catalogue.methods)})
calls = st.builds(
    lambda name, arguments: f"{name}({', '.join(filter(None, arguments))})",
    st.sampled_from(_CALLED)
    | st.sampled_from(("'a'.", "{1}.", "1.5.")).flatmap(
        lambda target: st.sampled_from(sorted(catalogue.methods)).map(lambda name: target + name)
    ),
    st.lists(st.sampled_from(_ARGUMENTS), max_size=5),
)
"""Every function and method with arguments of every kind, as many as come."""

any_text = calls | trees.map(print_node) | broken_texts | mutated_expressions() | st.text()
places = st.sampled_from([None, *(usage.name for usage in usages())])
engines = st.sampled_from([None, CLASSIC, IDENTITY_ENGINE])
targets = st.sampled_from([None, Target("string", ("a", "b")), Target("integer"), Target("array")])


@given(any_text, places, targets)
def test_every_problem_has_a_place_and_a_rule(text: str, usage: str | None, target: Target | None) -> None:
    for problem in check(text, usage=usage, target=target):
        assert 0 <= problem.span.start <= problem.span.end <= len(text)
        assert rule(problem.code) is not None
        assert problem.provenance


@given(any_text, engines)
def test_problems_come_in_the_order_of_the_text(text: str, engine: str | None) -> None:
    spans = [problem.span for problem in check(text, engine=engine)]
    assert spans == sorted(spans)


@settings(max_examples=500, deadline=None)
@given(calls, engines, places)
def test_any_call_of_any_function_can_be_checked(text: str, engine: str | None, usage: str | None) -> None:
    parse(text)
    check(text, engine=engine)
    check(text, usage=usage)


@settings(deadline=None)
@given(trees.map(print_node) | mutated_expressions(), engines)
def test_safe_fixes_leave_an_expression_an_expression(text: str, engine: str | None) -> None:
    if syntax_faults(text):
        return
    fixed = apply_fixes(text, check(text, engine=engine))
    parse(fixed)


@settings(deadline=None)
@given(mutated_expressions(), engines)
def test_fixing_comes_to_an_end(text: str, engine: str | None) -> None:
    fixed = apply_fixes(text, check(text, engine=engine), lambda one: check(one, engine=engine))
    assert apply_fixes(fixed, check(fixed, engine=engine)) == fixed


@given(trees)
def test_parentheses_change_no_type_error(tree: Node) -> None:
    text = print_node(tree)
    plain = sorted(problem.code for problem in check(text) if problem.code.startswith("OEL3"))
    wrapped = sorted(problem.code for problem in check(f"({text})") if problem.code.startswith("OEL3"))
    assert plain == wrapped
