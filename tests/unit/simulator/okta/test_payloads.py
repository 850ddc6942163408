"""What Okta sends, attribute for attribute: shapes from Okta's SCIM 2.0 reference, the extension from dbt's set-up page."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.licenses import NAMESPACE
from simulator.okta.app import OktaApp
from simulator.okta.payloads import (
    create_user,
    patch_members,
    patch_user,
    replace_user,
    set_active,
    whole_group,
)
from simulator.okta.person import LicenseValue, Person

WIZARD = OktaApp(expression="'developer'")


def person(value: str | None = "developer", failure: str | None = None, **changes: Any) -> Person:
    known: dict[str, Any] = {
        "login": "mia@acme.example",
        "user_name": "mia@acme.example",
        "email": "mia@acme.example",
        "given_name": "Mia",
        "family_name": "Roe",
        "display_name": "Mia Roe",
        "locale": "en-US",
        "external_id": "00uA1",
        "active": True,
    }
    return Person(**{**known, **changes}, license=LicenseValue(value=value, failure=failure))


def test_create() -> None:
    body = create_user(WIZARD, person())
    assert len(body.pop("password")) > 10
    assert body == {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", NAMESPACE],
        "userName": "mia@acme.example",
        "name": {"givenName": "Mia", "familyName": "Roe"},
        "emails": [{"primary": True, "value": "mia@acme.example", "type": "work"}],
        "displayName": "Mia Roe",
        "locale": "en-US",
        "externalId": "00uA1",
        "groups": [],
        "active": True,
        NAMESPACE: {"licenseType": "developer"},
    }


def test_every_create_has_a_password_of_its_own() -> None:
    assert create_user(WIZARD, person())["password"] != create_user(WIZARD, person())["password"]


def test_replace_has_the_id_and_meta_of_the_read_and_no_password() -> None:
    meta = {"resourceType": "User", "version": 'W/"3"'}
    body = replace_user(WIZARD, person(), {"id": "42", "meta": meta, "title": "old"})
    assert (body["id"], body["meta"], body["groups"]) == ("42", meta, [])
    assert "password" not in body
    assert "title" not in body


def test_patch_of_a_catalogue_app_names_the_license_by_its_path() -> None:
    body = patch_user(WIZARD, person("read_only"))
    assert body["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:PatchOp"]
    core, license_operation = body["Operations"]
    assert core["op"] == "replace"
    assert "path" not in core
    assert "groups" not in core["value"]
    assert license_operation == {"op": "replace", "path": f"{NAMESPACE}:licenseType", "value": "read_only"}


def test_deactivation_has_no_path() -> None:
    assert set_active(active=False)["Operations"] == [{"op": "replace", "value": {"active": False}}]


@pytest.mark.parametrize(
    ("empty_value", "given", "sent"),
    [
        ("leave out", person(None), None),
        ("null", person(None), {"licenseType": None}),
        ("null", person(None, failure="no such function"), None),
        ("leave out", person(""), {"licenseType": ""}),
    ],
)
def test_a_mapping_without_a_value(empty_value: Any, given: Person, sent: object) -> None:
    body = create_user(OktaApp(expression="null", empty_value=empty_value), given)
    assert body.get(NAMESPACE) == sent
    assert (NAMESPACE in body["schemas"]) is (sent is not None)


def test_a_slip_in_the_profile_editor_is_sent_as_it_is() -> None:
    app = OktaApp(expression="'developer'", external_namespace="urn:wrong", external_name="licensetype")
    assert create_user(app, person())["urn:wrong"] == {"licensetype": "developer"}


def test_groups() -> None:
    members = [{"value": "42", "display": "mia@acme.example"}]
    assert whole_group("dbt_developers", members) == {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
        "displayName": "dbt_developers",
        "members": members,
    }
    assert whole_group("dbt_developers", members, "7")["id"] == "7"
    assert patch_members(members)["Operations"] == [{"op": "replace", "path": "members", "value": members}]
