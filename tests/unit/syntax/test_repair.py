"""Reading goes on behind a fault, and places stay those of the text that the user has."""

from __future__ import annotations

import pytest

from oktaexpr.diagnostics import Diagnostic, Edit, Fix, Severity
from oktaexpr.source import Span
from oktaexpr.syntax import syntax_faults
from oktaexpr.syntax.repair import RepairedText


def _diagnostic(span: Span, fix: Fix | None = None) -> Diagnostic:
    return Diagnostic("OEL100", Severity.ERROR, "message", span, fix=fix)


def test_edits_are_made_and_places_kept() -> None:
    repaired = RepairedText("a === b === c")
    repaired.apply([Edit(Span(2, 5), "=="), Edit(Span(8, 11), "==")])
    assert repaired.text == "a == b == c"
    assert repaired.locate(_diagnostic(Span(10, 11))).span == (12, 13)


def test_what_an_edit_inserts_stands_where_the_edit_starts() -> None:
    repaired = RepairedText("f(a")
    repaired.apply([Edit(Span(3, 3), ")")])
    assert repaired.locate(_diagnostic(Span(3, 4))).span == (3, 3)


def test_a_fix_of_text_that_a_mend_wrote_is_left_out() -> None:
    repaired = RepairedText("a b")
    repaired.apply([Edit(Span(1, 2), " OR ")])
    fix = Fix("other", (Edit(Span(2, 4), "AND"),))
    assert repaired.locate(_diagnostic(Span(2, 4), fix)).fix is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("user.a === “x” OR user.b <> 2147483648", ["OEL109", "OEL107", "OEL109", "OEL111"]),
        ("f(a,, b; c) AND", ["OEL105", "OEL108", "OEL104"]),
        ("f(g(h(1", ["OEL102", "OEL102", "OEL102"]),
        ("a < b < c AND d < e < f", ["OEL120", "OEL120"]),
        ('user.a == "x" AND (user..b == 1e', ["OEL122", "OEL116", "OEL102"]),
    ],
)
def test_several_faults_are_all_told(text: str, codes: list[str]) -> None:
    assert [fault.code for fault in syntax_faults(text)] == codes


@pytest.mark.parametrize(
    "text",
    [
        "if the user has the group then assign developer else nothing",
        "user must be member of (California) and be active",
        'isMemberOfAnyGroup("${local.all_groups["Engineering - IT"]["id"]}")',
        "user.department == 'Sales AND user.title == 'CEO' OR user.x == 'y'",
    ],
)
def test_prose_and_broken_quotes_are_told_once(text: str) -> None:
    assert len(syntax_faults(text)) == 1


def test_a_long_text_with_many_faults_is_not_read_again_for_each() -> None:
    text = "user..login + " * 3000 + "1"
    assert len(syntax_faults(text)) == 1
    assert len(syntax_faults("user..login + " * 30 + "1")) == 20
