"""`check --select DBT1` holds for any text, and knows everything that a user of any profile can be sent."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import oktaexpr
from oktaexpr import CheckedExpression
from simulator.licenses import LicenseType
from simulator.mapping_check import check_mapping
from simulator.setup_rules import RULES
from tests.property.test_checker import any_text, engines
from tests.property.test_precedence_tables import EXPRESSIONS, MEMBERSHIPS, TYPED_PROFILES

CODES = {rule.code for rule in RULES}


@given(any_text, engines)
@settings(deadline=None)
def test_every_problem_has_a_place_and_a_rule(text: str, engine: str | None) -> None:
    for problem in check_mapping(CheckedExpression(text, engine)):
        assert 0 <= problem.span.start <= problem.span.end <= len(text)
        assert problem.code in CODES


@given(
    expression=EXPRESSIONS, users=st.lists(st.tuples(TYPED_PROFILES, MEMBERSHIPS), min_size=5, max_size=15)
)
@settings(max_examples=150, deadline=None)
def test_whatever_a_user_is_sent_that_dbt_refuses_is_found(
    expression: str, users: list[tuple[dict[str, Any], Any]]
) -> None:
    codes = {problem.code for problem in check_mapping(CheckedExpression(expression))}
    for profile, groups in users:
        try:
            sent = oktaexpr.evaluate(expression, oktaexpr.Scope(user=profile, groups=groups))
        except oktaexpr.EvaluationError:
            assert "DBT103" in codes, (expression, profile, groups)
            continue
        # A value straight from the profile may be anything, which is a problem of its own.
        if sent is None:
            assert codes & {"DBT103", "DBT104"}, (expression, profile, groups)
        elif LicenseType.of(sent) is None:
            assert codes & {"DBT102", "DBT104"}, (expression, profile, groups)
