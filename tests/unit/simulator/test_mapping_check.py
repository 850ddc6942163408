"""What a mapping of the license attribute shows by itself, with a place in the text for each finding."""

from __future__ import annotations

import pytest

from oktaexpr import CheckedExpression, Severity, Target
from oktaexpr.diagnostics import Rule
from simulator.mapping_check import check_enumeration, check_mapping, check_type
from simulator.setup_rules import RULES

MAPPING_RULES = [one for one in RULES if one.code.startswith("DBT10")]
TWICE = "isMemberOfGroupName('a') ? 'IT' : isMemberOfGroupName('b') ? 'IT' : 'it'"


def _shown(text: str) -> list[tuple[str, str]]:
    """Return the code and the underlined part of each finding."""
    found = check_mapping(CheckedExpression(text))
    return [(one.code, text[one.span.start : one.span.end]) for one in found]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (TWICE, [("DBT102", "'IT'"), ("DBT102", "'IT'")]),
        ("isMemberOfGroupName('a') ? 'it' : null", [("DBT103", "null")]),
        ("isMemberOfGroupName('a') ? 'it' : user.dbt", [("DBT104", "user.dbt")]),
        ("IIF(isMemberOfGroupName('a'), 'it', user.dbt)", [("DBT104", "user.dbt")]),
        ("isMemberOfGroupName('a') ? 'it'", [("DBT101", "?")]),
        # A condition that is null fails in Spring's engine; a comparison with null is false.
        ("user.isLead ? 'it' : 'developer'", [("DBT103", "user.isLead")]),
        ("user.level > 5 ? 'it' : 'developer'", []),
        # Nobody is above 7 and not above 5.
        ("user.level == null ? 'it' : user.level > 5 ? 'it' : user.level > 7 ? 'viewer' : 'read_only'", []),
    ],
)
def test_every_part_that_shows_a_problem_is_underlined(text: str, shown: list[tuple[str, str]]) -> None:
    assert _shown(text) == shown


def test_two_places_of_one_value_are_two_problems() -> None:
    spans = [one.span.start for one in check_mapping(CheckedExpression(TWICE))]
    assert spans == [TWICE.index("'IT'"), TWICE.rindex("'IT'")]


@pytest.mark.parametrize("rule", MAPPING_RULES, ids=lambda rule: rule.code)
def test_examples_of_a_rule_show_it_and_show_nothing(rule: Rule) -> None:
    found = list(check_mapping(CheckedExpression(rule.failing.text, usage=rule.failing.usage)))
    assert (rule.code, rule.severity) in {(one.code, one.severity) for one in found}
    assert list(check_mapping(CheckedExpression(rule.passing.text, usage=rule.passing.usage))) == []


@pytest.mark.parametrize(
    ("usage", "attribute", "is_judged"),
    [
        (None, None, True),
        ("profile-mapping", None, True),
        ("profile-mapping", "licenseType", True),
        ("profile-mapping", "licensetype", True),
        ("profile-mapping", "department", False),
        ("group-rule", None, False),
        ("saml-attribute", "licenseType", False),
    ],
)
def test_only_what_may_be_the_license_mapping_is_judged(
    usage: str | None, attribute: str | None, is_judged: bool
) -> None:
    target = Target(enum=["viewer"], type="boolean")
    expression = CheckedExpression("'viewer'", usage=usage, attribute=attribute, target=target)
    for check in (check_mapping, check_type, check_enumeration):
        assert bool(list(check(expression))) == is_judged


def test_a_finding_names_its_fact_and_says_where_nobody_documents_it() -> None:
    (sent,) = check_mapping(CheckedExpression("'Developer'"))
    assert (sent.help, sent.provenance) == ("write 'developer'", "dbt F1.6")
    (null,) = check_mapping(CheckedExpression("null"))
    assert null.provenance == "assumed F12.42"


@pytest.mark.parametrize(
    ("target", "severities"),
    [
        (None, []),
        (Target(), []),
        (Target(enum=["it", "analyst", "developer", "read_only"]), []),
        (Target(enum=["developer", "read_only", "analyst"]), [Severity.INFO]),
        (Target(enum=["it", "analyst", "developer", "read_only", "viewer"]), [Severity.ERROR]),
    ],
)
def test_the_values_of_a_target_are_the_enumeration(
    target: Target | None, severities: list[Severity]
) -> None:
    found = list(check_enumeration(CheckedExpression("'it'", target=target)))
    assert [(one.code, one.severity) for one in found] == [("DBT116", one) for one in severities]


def test_the_type_of_a_target_is_the_data_type() -> None:
    assert list(check_type(CheckedExpression("'it'", target=Target()))) == []
    assert list(check_type(CheckedExpression("'it'"))) == []
    (found,) = check_type(CheckedExpression("'it'", target=Target(type="boolean")))
    assert (found.code, found.message) == ("DBT113", "the data type is boolean, not string")
    assert (found.span.start, found.span.end) == (0, 4)
