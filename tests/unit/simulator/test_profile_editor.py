"""The license attribute in Okta's Profile Editor."""

from __future__ import annotations

from typing import Any

import pytest

from oktaexpr import Severity
from simulator.errors import AttributeSetupError
from simulator.licenses import NAMESPACE
from simulator.mapping import PUBLISHED_EXPRESSIONS
from simulator.profile_editor import (
    ENUMERATION,
    AttributeType,
    GroupAssignment,
    LicenseAttribute,
    ValueSource,
    read_schema,
)
from simulator.setup_review import review_mapping, review_setup

MAPPED = LicenseAttribute(mapping=PUBLISHED_EXPRESSIONS[0])
ASSIGNED = LicenseAttribute(
    group_assignments=(GroupAssignment("readers", "read_only", 1), GroupAssignment("admins", "it", 0))
)


def _schema(**changes: Any) -> dict[str, Any]:
    attribute = {
        "title": "License Type",
        "type": "string",
        "scope": "NONE",
        "externalName": "licenseType",
        "externalNamespace": NAMESPACE,
        "enum": ["it", "analyst", "developer", "read_only"],
        "oneOf": [
            {"const": "it", "title": "IT"},
            {"const": "analyst", "title": "Analyst"},
            {"const": "developer", "title": "Developer"},
            {"const": "read_only", "title": "Read Only"},
        ],
    }
    return {"definitions": {"base": {}, "custom": {"properties": {"licenseType": {**attribute, **changes}}}}}


def test_defaults_are_what_dbts_page_says() -> None:
    assert read_schema(_schema()) == LicenseAttribute()
    assert list(ENUMERATION.items()) == [
        ("IT", "it"),
        ("Analyst", "analyst"),
        ("Developer", "developer"),
        ("Read Only", "read_only"),
    ]


def test_scope_self_is_the_personal_type() -> None:
    assert read_schema(_schema(scope="SELF")).attribute_type is AttributeType.PERSONAL


def test_members_without_a_title_stand_under_their_value() -> None:
    assert read_schema(_schema(oneOf=[], enum=["it"])).enumeration == {"it": "it"}
    assert read_schema(_schema(oneOf=[], enum=None)).enumeration is None


def test_attribute_is_found_in_another_case_and_missed_otherwise() -> None:
    assert read_schema(_schema(), "LicenseType").variable_name == "licenseType"
    with pytest.raises(AttributeSetupError, match="license_type"):
        read_schema(_schema(), "license_type")


def test_mapping_gives_the_value() -> None:
    value = MAPPED.value_for("mia@acme.example", ["dbt_developers"])
    assert (value.source, value.value) == (ValueSource.MAPPING, "developer")
    assert MAPPED.extension_for(value) == (NAMESPACE, {"licenseType": "developer"})


def test_personal_value_goes_before_the_mapping() -> None:
    attribute = LicenseAttribute(mapping=MAPPED.mapping, personal_values={"mia@acme.example": "it"})
    assert attribute.value_for("mia@acme.example", ["dbt_developers"]).value == "it"
    assert attribute.value_for("ben@acme.example", ["dbt_developers"]).value == "developer"


def test_group_with_the_lowest_priority_number_wins() -> None:
    value = ASSIGNED.value_for("mia@acme.example", ["readers", "admins"])
    assert (value.source, value.value) == (ValueSource.GROUP, "it")
    assert ASSIGNED.value_for("mia@acme.example", ["readers"]).value == "read_only"


def test_user_without_any_source_sends_nothing() -> None:
    value = ASSIGNED.value_for("mia@acme.example", ["other"])
    assert value.source is ValueSource.NOWHERE
    assert ASSIGNED.extension_for(value) == (NAMESPACE, None)


def test_personal_attribute_takes_no_group_value() -> None:
    attribute = LicenseAttribute(
        attribute_type=AttributeType.PERSONAL, group_assignments=ASSIGNED.group_assignments
    )
    assert attribute.value_for("mia@acme.example", ["admins"]).source is ValueSource.NOWHERE


def test_mapping_that_fails_sends_nothing() -> None:
    attribute = LicenseAttribute(mapping="user.active ? 'it' : 'read_only'")
    value = attribute.value_for("mia@acme.example", [], {"active": None})
    assert value.failure
    assert attribute.extension_for(value)[1] is None


def test_published_set_up_has_no_finding() -> None:
    assert review_setup(MAPPED) == []


@pytest.mark.parametrize(
    ("changes", "code", "severity"),
    [
        ({"external_namespace": NAMESPACE.replace("dbtLabs", "dbtlabs")}, "DBT111", Severity.ERROR),
        ({"external_name": "license_type"}, "DBT112", Severity.ERROR),
        ({"data_type": "boolean"}, "DBT113", Severity.ERROR),
        ({"variable_name": "license"}, "DBT114", Severity.INFO),
        ({"display_name": "License"}, "DBT114", Severity.INFO),
        ({"attribute_type": AttributeType.PERSONAL}, "DBT115", Severity.INFO),
        ({"enumeration": None}, "DBT116", Severity.WARNING),
        ({"enumeration": {**ENUMERATION, "Viewer": "viewer"}}, "DBT116", Severity.ERROR),
        ({"enumeration": {"Developer": "developer"}}, "DBT116", Severity.INFO),
        ({"mapping": None}, "DBT121", Severity.WARNING),
        ({"group_assignments": (GroupAssignment("readers", "read_only"),)}, "DBT122", Severity.WARNING),
        ({"personal_values": {"mia@acme.example": "it"}}, "DBT122", Severity.WARNING),
        ({"is_pushed": False}, "DBT123", Severity.WARNING),
        ({"personal_values": {"mia@acme.example": "IT"}}, "DBT102", Severity.ERROR),
        (
            {
                "mapping": None,
                "group_assignments": (GroupAssignment("a", "it"), GroupAssignment("b", "developer")),
            },
            "DBT124",
            Severity.WARNING,
        ),
    ],
)
def test_slip_in_the_set_up_is_found(changes: dict[str, Any], code: str, severity: Severity) -> None:
    attribute = LicenseAttribute(**{"mapping": MAPPED.mapping, **changes})
    assert (code, severity) in {(finding.code, finding.severity) for finding in review_setup(attribute)}


@pytest.mark.parametrize("expression", PUBLISHED_EXPRESSIONS)
def test_published_mapping_stays_in_the_enumeration(expression: str) -> None:
    assert review_mapping(expression) == []


@pytest.mark.parametrize(
    ("expression", "codes", "help_text"),
    [
        ("isMemberOfGroupName('a') ? 'Developer' : 'read_only'", ["DBT102"], "write 'developer'"),
        ("isMemberOfGroupName('a') ? 'read-only' : 'it'", ["DBT102"], "write 'read_only'"),
        ("'viewer'", ["DBT102"], "it takes developer, read_only, analyst, it"),
        ("isMemberOfGroupName('a') ? 'it' : null", ["DBT103"], "give every user a license type"),
        ("user.active ? 'it' : 'read_only'", ["DBT103"], "test for null before"),
        ("user.dbtLicense", ["DBT104"], None),
        ("isMemberOfGroupName('a' ? 'it'", ["DBT101"], None),
    ],
)
def test_mapping_that_can_leave_the_enumeration_is_found(
    expression: str, codes: list[str], help_text: str | None
) -> None:
    findings = review_mapping(expression)
    assert [finding.code for finding in findings] == codes
    assert findings[0].help == help_text


def test_dead_branch_is_not_reported() -> None:
    assert review_mapping("user.level > 5 ? 'it' : user.level > 7 ? 'viewer' : 'read_only'") == []
