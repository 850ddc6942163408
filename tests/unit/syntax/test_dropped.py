"""What parses and Okta leaves out."""

from __future__ import annotations

import pytest

from oktaexpr.diagnostics import apply_edits
from oktaexpr.syntax import parse
from oktaexpr.syntax.dropped import dropped_constructs


@pytest.mark.parametrize(
    ("text", "code", "mark"),
    [
        ('user.a = "b"', "OEL123", "="),
        ("n++", "OEL124", "++"),
        ("--n", "OEL124", "--"),
        ("T(java.lang.Runtime).getRuntime()", "OEL125", "T"),
        ("new String('a')", "OEL126", "new"),
        ("new", "OEL126", "new"),
        ("@bean", "OEL127", "@"),
        ("&bean", "OEL127", "&"),
        ("a instanceof b", "OEL128", "instanceof"),
        ("#name", "OEL129", "#"),
        ("#call(1)", "OEL129", "#"),
    ],
)
def test_the_first_token_of_the_construct_is_marked(text: str, code: str, mark: str) -> None:
    (found,) = dropped_constructs(parse(text))
    assert (found.code, text[found.span.start : found.span.end]) == (code, mark)
    assert found.help


@pytest.mark.parametrize("text", ["#this", "#root", "users.?[#this.active]", "user.new", "{'a': #root}"])
def test_what_okta_keeps_is_left_alone(text: str) -> None:
    assert dropped_constructs(parse(text)) == []


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("a = 1", "a == 1"),
        ("a = 1 AND !(b = 2)", "a == 1 AND !(b == 2)"),
        ("a = 1 ? b : c", "a == 1 ? b : c"),
        ("users.?[age = 3]", "users.?[age == 3]"),
    ],
)
def test_an_assignment_in_a_condition_is_mended_safely(text: str, fixed: str) -> None:
    fixes = [found.fix for found in dropped_constructs(parse(text)) if found.fix is not None]
    assert all(fix.safe for fix in fixes)
    assert apply_edits(text, [edit for fix in fixes for edit in fix.edits]) == fixed


@pytest.mark.parametrize("text", ["f(a = 1)", "x ? a = 1 : 2", "{a = 1}"])
def test_an_assignment_elsewhere_is_only_suggested_to_be_equality(text: str) -> None:
    (found,) = dropped_constructs(parse(text))
    assert found.fix is not None
    assert not found.fix.safe


def test_problems_come_in_the_order_of_the_text() -> None:
    found = dropped_constructs(parse("(@a == #b) AND (c instanceof d) AND n++ = T(x)"))
    assert [problem.code for problem in found] == ["OEL127", "OEL129", "OEL128", "OEL124", "OEL123", "OEL125"]
