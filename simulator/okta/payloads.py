"""The bodies that Okta sends: built by hand, since what counts is what Okta writes and not what the models allow."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from simulator.okta.app import OktaApp
from simulator.okta.person import Person

CORE_USER = "urn:ietf:params:scim:schemas:core:2.0:User"
CORE_GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"

Body = dict[str, Any]


def create_user(app: OktaApp, person: Person) -> Body:
    """Return the body of a POST; Okta makes up a password even where it synchronises none."""
    return {**_user(app, person), "password": secrets.token_urlsafe(16)}


def replace_user(app: OktaApp, person: Person, stored: Mapping[str, Any]) -> Body:
    """Return the body of a PUT: everything, with the id and meta that a GET gave."""
    body = {**_user(app, person), "id": stored["id"]}
    return {**body, "meta": stored["meta"]} if "meta" in stored else body


def patch_user(app: OktaApp, person: Person) -> Body:
    """Return the body of a PATCH of the attributes: an object for the core ones, a path for the license (F10.6)."""
    core = _core(person)
    del core["groups"]
    operations: list[Body] = [{"op": "replace", "value": core}]
    extension = _extension(app, person)
    if extension is not None:
        path = f"{app.external_namespace}:{app.external_name}"
        operations.append({"op": "replace", "path": path, "value": extension[app.external_name]})
    return {"schemas": [PATCH], "Operations": operations}


def set_active(*, active: bool) -> Body:
    """Return the body of the PATCH that activates or deactivates; it has no path."""
    return {"schemas": [PATCH], "Operations": [{"op": "replace", "value": {"active": active}}]}


def whole_group(name: str, members: Sequence[Mapping[str, str]], group_id: str | None = None) -> Body:
    """Return the body of a POST, or with an id of a PUT, of a pushed group."""
    body: Body = {"schemas": [CORE_GROUP], "displayName": name, "members": list(members)}
    return body if group_id is None else {**body, "id": group_id}


def patch_members(members: Sequence[Mapping[str, str]]) -> Body:
    """Return the body of the PATCH that replaces a group's members."""
    operation = {"op": "replace", "path": "members", "value": list(members)}
    return {"schemas": [PATCH], "Operations": [operation]}


def _user(app: OktaApp, person: Person) -> Body:
    extension = _extension(app, person)
    if extension is None:
        return {"schemas": [CORE_USER], **_core(person)}
    return {
        "schemas": [CORE_USER, app.external_namespace],
        **_core(person),
        app.external_namespace: extension,
    }


def _core(person: Person) -> Body:
    return {
        "userName": person.user_name,
        "name": {"givenName": person.given_name, "familyName": person.family_name},
        "emails": [{"primary": True, "value": person.email, "type": "work"}],
        "displayName": person.display_name,
        "locale": person.locale,
        "externalId": person.external_id,
        "groups": [],
        "active": person.active,
    }


def _extension(app: OktaApp, person: Person) -> Body | None:
    """Return the extension, None where it is not sent."""
    if person.license.failure is not None:
        return None
    if person.license.value is None and app.empty_value == "leave out":
        return None
    return {app.external_name: person.license.value}
