"""Every rule finds its failing example, lets its passing one be, and can be explained."""

from __future__ import annotations

import pytest

from oktaexpr.checker import TOPICS
from oktaexpr.diagnostics import Rule, Severity, rule, rules
from tests.unit.checker.examples import check_example

RULES = [value for topic in TOPICS for value in vars(topic).values() if isinstance(value, Rule)]


def test_all_topics_register_their_rules() -> None:
    assert {one.code for one in RULES} <= {one.code for one in rules()}
    assert len({one.code for one in RULES}) == len(RULES) > 50


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)
def test_the_failing_example_triggers_the_rule(one: Rule) -> None:
    found = [problem for problem in check_example(one.failing) if problem.code == one.code]
    assert found
    assert found[0].severity in {one.severity, Severity.INFO}
    assert str(found[0].provenance).startswith(one.provenance)
    assert one.provenance in {"okta", "spel", "field", "dbt", "assumed"}


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)
def test_the_passing_example_does_not(one: Rule) -> None:
    found = check_example(one.passing)
    assert one.code not in {problem.code for problem in found}
    assert [problem for problem in found if problem.severity is Severity.ERROR] == []


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)
def test_messages_follow_the_style(one: Rule) -> None:
    for problem in check_example(one.failing):
        first = problem.message[0]
        assert not problem.message.endswith(".")
        assert (
            first.islower() or first in "`'\"0123456789" or problem.message.split()[0] in {"String", "List"}
        )
        assert 0 <= problem.span.start <= problem.span.end <= len(one.failing.text)


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)
def test_every_rule_explains_itself(one: Rule) -> None:
    assert rule(one.code.lower()) is one
    assert one.title
    assert not one.title.endswith(".")
    assert one.explanation.endswith(".")
    assert len(one.explanation.split()) > 8


@pytest.mark.parametrize(
    ("family", "severities"),
    [
        ("OEL3", {Severity.ERROR}),
        ("OEL5", {Severity.WARNING}),
        ("OEL6", {Severity.WARNING, Severity.INFO}),
    ],
)
def test_families_have_their_severities(family: str, severities: set[Severity]) -> None:
    assert {one.severity for one in RULES if one.code.startswith(family)} == severities
