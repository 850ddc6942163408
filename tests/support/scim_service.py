"""A SCIM service for tests: started in a thread, with a client that has its token, and Okta's bodies by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx2

from simulator.account import DbtAccount
from simulator.licenses import NAMESPACE
from simulator.scim.settings import ServiceSettings
from simulator.scim.starting import open_service

TOKEN = "token-for-tests"
ACCOUNT: Mapping[str, Any] = {
    "plan": "enterprise",
    "scim": {"enabled": True, "scim_controlled_license_type": True},
}
CORE_USER = "urn:ietf:params:scim:schemas:core:2.0:User"
CORE_GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


@dataclass(frozen=True)
class Running:
    """A service that runs."""

    url: str
    http: httpx2.Client

    def users(self) -> list[dict[str, Any]]:
        """Return all users, in the order in which they were created."""
        return self.http.get("/Users").json()["Resources"]

    def license(self, user_name: str) -> str | None:
        """Return the license of a user of exactly that name; fails where there is not one of it."""
        (user,) = [user for user in self.users() if user["userName"] == user_name]
        return user.get(NAMESPACE, {}).get("licenseType")

    def members(self, group: str) -> list[str]:
        """Return the userNames of the members of a group, in the group's order."""
        (found,) = [one for one in self.state()["Groups"]["Resources"] if one["displayName"] == group]
        names = {user["id"]: user["userName"] for user in self.users()}
        return [names[member["value"]] for member in found.get("members", ())]

    def state(self) -> dict[str, Any]:
        """Return all that the service knows, to compare before and after."""
        return {name: self.http.get(f"/{name}").json() for name in ("Users", "Groups")}


@contextmanager
def running(
    account: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
    database: str = ":memory:",
) -> Iterator[Running]:
    """Run a service while the block runs."""
    read = DbtAccount.from_mapping({**ACCOUNT, **(account or {})})
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with (
        open_service(read, TOKEN, database=database, settings=ServiceSettings(**(settings or {}))) as server,
        server,
        httpx2.Client(base_url=server.url, headers=headers, trust_env=False) as http,
    ):
        yield Running(server.url, http)


def okta_user(user_name: str, license_type: Any = "developer", **changes: Any) -> dict[str, Any]:
    """Return the body of a POST as Okta sends it; a change to None leaves the attribute out."""
    body = {
        "schemas": [CORE_USER, NAMESPACE],
        "userName": user_name,
        "name": {"givenName": "Mia", "familyName": "Roe"},
        "emails": [{"primary": True, "value": user_name, "type": "work"}],
        "displayName": "Mia Roe",
        "locale": "en-US",
        "externalId": "00uA1",
        "groups": [],
        "password": "made-up",
        "active": True,
        NAMESPACE: {"licenseType": license_type},
        **changes,
    }
    return {name: value for name, value in body.items() if value is not None}
