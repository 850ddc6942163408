"""Okta's calls to a SCIM service: find by name, create, update, deactivate, push a group."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from simulator.licenses import ATTRIBUTE, NAMESPACE
from simulator.okta import payloads
from simulator.okta.app import OktaApp
from simulator.okta.person import Person
from simulator.okta.transport import Answer, Transport

_CONFLICT = 409
_PAGE = 100


class Action(StrEnum):
    """What became of one user or group."""

    CREATED = "created"
    UPDATED = "updated"
    DEACTIVATED = "deactivated"
    ABSENT = "absent"
    """Deactivated in Okta and never provisioned: nothing to do."""
    FAILED = "failed"
    NOT_SENT = "not sent"
    """The service stopped answering before it said what became of it."""


@dataclass(frozen=True, slots=True)
class Written:
    """The outcome of one write."""

    action: Action
    resource: Mapping[str, Any] = field(default_factory=dict)
    """What the service has afterwards."""
    error: str | None = None

    @property
    def id(self) -> str | None:
        """Return the id that the service gave."""
        return self.resource.get("id")

    @property
    def license(self) -> str | None:
        """Return the license that the service says the user has."""
        extension = self.resource.get(NAMESPACE)
        return extension.get(ATTRIBUTE) if isinstance(extension, Mapping) else None


class OktaScimClient:
    """One app's provisioning. Every method may raise `UnreachableError`; what the service refuses is in the result."""

    def __init__(self, transport: Transport, app: OktaApp) -> None:
        """Write through `transport` in the manner of `app`."""
        self._transport = transport
        self._app = app

    def provision(self, person: Person) -> Written:
        """Bring one user to the state that Okta has; doing it again changes nothing, so that a broken run can be repeated."""
        found = self._find("Users", "userName", person.user_name)
        if isinstance(found, Answer):
            return _failed(found)
        if found is not None:
            return self._update(person, found)
        if not person.active:
            return Written(Action.ABSENT)
        answer = self._transport.send("POST", "/Users", payloads.create_user(self._app, person))
        if answer.status == _CONFLICT:
            # An earlier POST may have arrived although its answer was lost; then the user is found now.
            found = self._find("Users", "userName", person.user_name)
            if isinstance(found, Mapping):
                return self._update(person, found)
        return _written(Action.CREATED, answer)

    def id_of(self, person: Person) -> str | None:
        """Return the id of a user who was provisioned earlier, None for one who was not."""
        found = self._find("Users", "userName", person.user_name)
        return found.get("id") if isinstance(found, Mapping) else None

    def push_group(self, name: str, members: Sequence[Mapping[str, str]]) -> Written:
        """Create a group by its name, or replace its members; a member has `value` (the id) and `display`."""
        found = self._find("Groups", "displayName", name)
        if isinstance(found, Answer):
            return _failed(found)
        if found is None:
            answer = self._transport.send("POST", "/Groups", payloads.whole_group(name, members))
            return _written(Action.CREATED, answer)
        path = f"/Groups/{found['id']}"
        if self._app.made_by == "wizard":
            answer = self._transport.send("PUT", path, payloads.whole_group(name, members, found["id"]))
        else:
            answer = self._transport.send("PATCH", path, payloads.patch_members(members))
        return self._after(answer, path, Action.UPDATED)

    def _update(self, person: Person, found: Mapping[str, Any]) -> Written:
        path = f"/Users/{found['id']}"
        action = Action.UPDATED if person.active else Action.DEACTIVATED
        if self._app.made_by == "catalogue":
            body = (
                payloads.patch_user(self._app, person) if person.active else payloads.set_active(active=False)
            )
            return self._after(self._transport.send("PATCH", path, body), path, action)
        stored = self._transport.send("GET", path)
        if not _is_resource(stored):
            return _failed(stored)
        answer = self._transport.send("PUT", path, payloads.replace_user(self._app, person, stored.body))
        return self._after(answer, path, action)

    def _after(self, answer: Answer, path: str, action: Action) -> Written:
        """Return what the service has after a write, asking again where the answer has no body (204)."""
        if not answer.is_error and not answer.body:
            answer = self._transport.send("GET", path)
        return _written(action, answer)

    def _find(self, endpoint: str, attribute: str, value: str) -> Mapping[str, Any] | Answer | None:
        """Return the resource of that name, the one in the same case first, None for none, or an answer that is no list."""
        query: dict[str, str | int] = {
            "filter": f"{attribute} eq {json.dumps(value)}",
            "startIndex": 1,
            "count": _PAGE,
        }
        answer = self._transport.send("GET", f"/{endpoint}", query=query)
        listed = answer.body.get("Resources", () if "totalResults" in answer.body else None)
        if answer.is_error or not isinstance(listed, list | tuple):
            return answer
        found = [one for one in listed if isinstance(one, Mapping) and isinstance(one.get("id"), str)]
        return next((one for one in found if one.get(attribute) == value), found[0] if found else None)


def _written(action: Action, answer: Answer) -> Written:
    return Written(action, answer.body) if _is_resource(answer) else _failed(answer)


def _is_resource(answer: Answer) -> bool:
    """Tell whether an answer is a resource with its id; a page of a proxy that answers 200 is none."""
    return not answer.is_error and isinstance(answer.body.get("id"), str)


def _failed(answer: Answer) -> Written:
    return Written(
        Action.FAILED, error=answer.error if answer.is_error else f"{answer.status}, and no SCIM answer"
    )
