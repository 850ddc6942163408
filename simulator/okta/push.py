"""A push of everybody: what Okta does when provisioning starts, or when an admin presses Force Sync."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import oktaexpr
from simulator.okta.app import OktaApp
from simulator.okta.client import Action, OktaScimClient
from simulator.okta.person import People
from simulator.okta.transport import Transport, UnreachableError


@dataclass(frozen=True, slots=True, kw_only=True)
class UserResult:
    """What became of one user."""

    login: str
    user_name: str
    action: Action
    sent: str | None
    """The value of the attribute, None where nothing or a null was sent."""
    license: str | None = None
    """The license that the service has afterwards."""
    id: str | None = None
    error: str | None = None

    def to_mapping(self) -> dict[str, str | None]:
        """Return the result for JSON."""
        return {
            "login": self.login,
            "userName": self.user_name,
            "action": self.action.value,
            "sent": self.sent,
            "license": self.license,
            "id": self.id,
            "error": self.error,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupResult:
    """What became of one pushed group."""

    name: str
    action: Action
    members: int
    error: str | None = None


@dataclass(frozen=True, slots=True)
class PushReport:
    """What became of everybody, in the directory's order."""

    users: tuple[UserResult, ...] = ()
    groups: tuple[GroupResult, ...] = ()
    interrupted: str | None = None
    """Why the push stopped early; repeat it, and nobody is lost or doubled."""

    @property
    def failed(self) -> tuple[UserResult | GroupResult, ...]:
        """Return what the service refused."""
        results: tuple[UserResult | GroupResult, ...] = (*self.users, *self.groups)
        return tuple(result for result in results if result.action is Action.FAILED)

    @property
    def is_complete(self) -> bool:
        """Tell whether everything arrived."""
        return self.interrupted is None and not self.failed


_LISTED = (Action.CREATED, Action.UPDATED)

Progress = Callable[[int, int, UserResult], None]
"""Called after each user with how many are done, how many there are, and what became of this one."""


def push(
    directory: oktaexpr.Directory,
    app: OktaApp,
    transport: Transport,
    *,
    logins: Iterable[str] | None = None,
    groups: Sequence[str] = (),
    progress: Progress | None = None,
) -> PushReport:
    """Provision the app's users, or those of `logins`, then push the groups of these names.

    Raises `ExpressionSyntaxError` for a mapping that does not parse and `DirectoryError` for an unknown user or group;
    a service that stops answering ends the push with `interrupted`.
    """
    people, client = People(directory, app), OktaScimClient(transport, app)
    chosen = people.logins() if logins is None else list(logins)
    memberships = {name: [user.login for user in directory.users_in(name)] for name in groups}
    users: list[UserResult] = []
    pushed: list[GroupResult] = []
    try:
        for login in chosen:
            users.append(_push_user(people, client, login))
            if progress is not None:
                progress(len(users), len(chosen), users[-1])
        ids = {result.login: result.id for result in users if result.action in _LISTED}
        pushed += [_push_group(people, client, name, members, ids) for name, members in memberships.items()]
    except UnreachableError as error:
        return PushReport(tuple(users), tuple(pushed), str(error))
    return PushReport(tuple(users), tuple(pushed))


def _push_user(people: People, client: OktaScimClient, login: str) -> UserResult:
    person = people.read(login)
    written = client.provision(person)
    problems = (written.error, person.license.failure and f"no license was sent: {person.license.failure}")
    return UserResult(
        login=person.login,
        user_name=person.user_name,
        action=written.action,
        sent=person.license.value,
        license=written.license,
        id=written.id,
        error="; ".join(problem for problem in problems if problem) or None,
    )


def _push_group(
    people: People, client: OktaScimClient, name: str, logins: Sequence[str], ids: Mapping[str, str | None]
) -> GroupResult:
    """Push a group with those of its members who are active and provisioned, now or earlier; Okta sends no others."""
    members = []
    for person in (people.read(login) for login in logins):
        user_id = ids[person.login] if person.login in ids else client.id_of(person)
        if user_id is not None and person.active:
            members.append({"value": user_id, "display": person.user_name})
    written = client.push_group(name, members)
    return GroupResult(name=name, action=written.action, members=len(members), error=written.error)
