"""Every code of the review is explained, with a mapping that has it and one that has not."""

from __future__ import annotations

import inspect
import re

import pytest

from oktaexpr.diagnostics import Rule, rule
from simulator import setup_review
from simulator.setup_review import review_mapping
from simulator.setup_rules import RULES

MAPPING_RULES = [one for one in RULES if one.failing.usage]


def test_every_code_has_a_rule_and_every_rule_a_code() -> None:
    used = set(re.findall(r"DBT1\d\d", inspect.getsource(setup_review)))
    used.discard("DBT1")
    assert {one.code for one in RULES} == used


@pytest.mark.parametrize("one", MAPPING_RULES, ids=lambda one: one.code)
def test_failing_example_has_the_finding_and_the_passing_one_none(one: Rule) -> None:
    found = review_mapping(one.failing.text)
    assert (one.code, one.severity) in {(finding.code, finding.severity) for finding in found}
    assert review_mapping(one.passing.text) == []


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)
def test_rule_is_explained(one: Rule) -> None:
    assert rule(one.code) is one
    assert one.explanation.endswith(".")
    assert not one.title.endswith(".")
    assert one.failing.text != one.passing.text
