"""A push of everybody: what Okta does when provisioning starts, or when an admin presses Force Sync."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import oktaexpr
from simulator.okta.app import OktaApp
from simulator.okta.client import Action, OktaScimClient
from simulator.okta.person import People, Person
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

    def to_mapping(self) -> dict[str, str | int | None]:
        """Return the result for JSON."""
        return {
            "name": self.name,
            "action": self.action.value,
            "members": self.members,
            "error": self.error,
        }


@dataclass(frozen=True, slots=True)
class PushReport:
    """What became of everybody, in the directory's order."""

    users: tuple[UserResult, ...] = ()
    groups: tuple[GroupResult, ...] = ()
    interrupted: str | None = None
    """Why the push stopped early; repeat it, and nobody is lost or doubled."""

    @property
    def results(self) -> tuple[UserResult | GroupResult, ...]:
        """Return users and groups."""
        return (*self.users, *self.groups)

    @property
    def failed(self) -> tuple[UserResult | GroupResult, ...]:
        """Return what the service refused."""
        return tuple(result for result in self.results if result.action is Action.FAILED)

    @property
    def not_sent(self) -> tuple[UserResult | GroupResult, ...]:
        """Return whom a push that stopped early did not get to, or of whom it does not know what became."""
        return tuple(result for result in self.results if result.action is Action.NOT_SENT)

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
    a service that stops answering ends the push with `interrupted`, and who is left is `not_sent`.
    """
    people, client = People(directory, app), OktaScimClient(transport, app)
    chosen = people.logins() if logins is None else list(logins)
    memberships = {name: [user.login for user in directory.users_in(name)] for name in groups}
    users: list[UserResult] = []
    pushed: list[GroupResult] = []
    interrupted = None
    try:
        for login in chosen:
            users.append(_push_user(people, client, login))
            if progress is not None:
                progress(len(users), len(chosen), users[-1])
        ids = {result.login: result.id for result in users if result.action in _LISTED}
        for name, members in memberships.items():
            pushed.append(_push_group(people, client, name, members, ids))
    except UnreachableError as error:
        interrupted = str(error)
        users += [_not_sent(people.read(login)) for login in chosen[len(users) :]]
        left = list(memberships)[len(pushed) :]
        pushed += [GroupResult(name=name, action=Action.NOT_SENT, members=0) for name in left]
    return PushReport(tuple(users), tuple(pushed), interrupted)


def _not_sent(person: Person) -> UserResult:
    return UserResult(login=person.login, user_name=person.user_name, action=Action.NOT_SENT, sent=None)


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
