"""Every syntax rule shows itself in its own examples."""

from __future__ import annotations

import pytest

from oktaexpr.diagnostics import Diagnostic, Rule, Severity, rules
from oktaexpr.syntax import parse, syntax_faults
from oktaexpr.syntax.dropped import dropped_constructs
from oktaexpr.syntax.rules import RULES

_EVERY_RULE = pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))


def _problems(text: str) -> list[Diagnostic]:
    return syntax_faults(text) or dropped_constructs(parse(text))


@_EVERY_RULE
def test_the_failing_example_has_this_problem_first(rule: Rule) -> None:
    assert _problems(rule.failing.text)[0].code == rule.code


@_EVERY_RULE
def test_the_passing_example_has_no_problem(rule: Rule) -> None:
    assert _problems(rule.passing.text) == []


@_EVERY_RULE
def test_a_rule_is_registered_as_an_error_of_its_family(rule: Rule) -> None:
    assert rule in rules()
    assert rule.severity is Severity.ERROR
    assert 100 <= int(rule.code.removeprefix("OEL")) < 130
    assert rule.explanation.endswith(".")


def test_codes_leave_no_gap() -> None:
    assert sorted(RULES) == [f"OEL{number}" for number in range(100, 130)]
