"""Objects of an export are known by their keys, whatever their file is called (shapes: Okta's API reference)."""

from __future__ import annotations

from typing import Any

import pytest

from oktaexpr.directory.readers.shapes import Shape, app_of, membership_references, shape_of

USER = {"id": "00uA1", "status": "ACTIVE", "type": {"id": "otyA1"}, "profile": {"login": "mia@acme.example"}}
GROUP = {
    "id": "00gB1",
    "type": "OKTA_GROUP",
    "objectClass": ["okta:user_group"],
    "profile": {"name": "dbt_developers", "description": None},
}
RULE = {
    "id": "0prC1",
    "type": "group_rule",
    "conditions": {"expression": {"value": "true"}},
    "actions": {"assignUserToGroups": {"groupIds": ["00gB1"]}},
}


@pytest.mark.parametrize(
    ("item", "shape"),
    [
        (USER, Shape.USER),
        ({"id": "00uA1", "status": "ACTIVE", "profile": {}}, Shape.USER),
        (GROUP, Shape.GROUP),
        ({"id": "00g1", "name": "a"}, Shape.GROUP),
        ({"type": "BUILT_IN", "name": "Everyone"}, Shape.GROUP),
        (RULE, Shape.GROUP_RULE),
        ({key: part for key, part in RULE.items() if key != "type"}, Shape.GROUP_RULE),
        ({"source": {"id": "otyA1"}, "target": {"id": "0oaE1"}, "properties": {}}, Shape.MAPPING),
        ({"id": "x", "definitions": {"base": {}}}, Shape.SCHEMA),
        ({"id": "0oaE1", "name": "dbt", "label": "dbt", "signOnMode": "SAML_2_0"}, Shape.APP),
        (
            {"id": "0oaE2", "status": "ACTIVE", "signOnMode": "OPENID_CONNECT", "profile": {"label": "x"}},
            Shape.APP,
        ),
        ({"id": "00uA1", "scope": "USER", "profile": {"licenseType": "it"}}, Shape.APP_USER),
        ({"appId": "0oaE1", "id": "00uA1", "profile": {}}, Shape.APP_USER),
        ({"id": "00gB1", "priority": 0, "profile": {"licenseType": "it"}}, Shape.OTHER),
        (
            {"id": "00gB1", "priority": 0, "profile": {}, "_links": {"app": {"href": "/apps/0oaE1"}}},
            Shape.OTHER,
        ),
        (
            {"id": "opf1", "status": "ACTIVE", "factorType": "question", "profile": {"question": "x"}},
            Shape.OTHER,
        ),
        (
            {"id": "guo1", "status": "ACTIVE", "resourceType": "UDDevice", "profile": {"platform": "IOS"}},
            Shape.OTHER,
        ),
        ({"groupId": "00gB1", "id": "00uA1"}, Shape.MEMBERSHIP),
        ({"group": {"id": "00gB1"}, "user": {"id": "00uA1"}}, Shape.MEMBERSHIP),
        ({"id": "oclF1", "name": "groups", "claimType": "IDENTITY"}, Shape.OTHER),
        ({"id": "rul1", "type": {"odd": []}, "status": []}, Shape.OTHER),
        ({}, Shape.OTHER),
    ],
)
def test_shape(item: dict[str, Any], shape: Shape) -> None:
    assert shape_of(item) is shape


def test_a_pair_gives_both_references() -> None:
    assert membership_references({"group_id": "g", "user_id": "u"}) == ("u", "g")
    assert membership_references({"group": {"id": "g"}, "user": {"id": "u"}}) == ("u", "g")
    assert membership_references({"group": "g"}) is None


def test_an_app_user_belongs_to_the_app_of_its_link() -> None:
    assert app_of({"_links": {"app": {"href": "https://acme.example/api/v1/apps/0oaE1"}}}) == "0oaE1"
    assert app_of({"_links": {"user": {"href": "https://acme.example/api/v1/users/00uA1"}}}) is None
