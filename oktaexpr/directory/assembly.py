"""Validated sections into records that know each other; every name that points at nothing is reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from oktaexpr.directory.contents import EMPTY, AppRecord, Contents, UserRecord
from oktaexpr.directory.people import Group
from oktaexpr.directory.problems import (
    BROKEN_REFERENCE,
    WRONG_SHAPE,
    Finding,
    Path,
    case_notes,
    near_hint,
    quoted,
)
from oktaexpr.directory.schema import attributes, user_schema

EVERYONE = "Everyone"
"""The built-in group that Okta puts every user in, so that no file needs to list its members."""
_SHARED_ROOTS = ("org", "session", "security", "login", "access", "accessRequest")
TAKEN_ROOTS = frozenset({"user", "app", "appuser", "device", "idpuser", *_SHARED_ROOTS})
OWN_KEYS = frozenset({"groups", "manager", "assistant", "linked", "roots", "_links", "_embedded"})
"""Keys of a user that expressions do not read from `user`."""


class Assembly:
    """Connects one directory's sections. `findings` holds what does not fit, with paths that begin with the section."""

    def __init__(self, sections: Mapping[str, Any]) -> None:
        """Take the validated sections by name."""
        self.findings: list[Finding] = []
        self._sections = sections
        self._users: list[dict[str, Any]] = sections.get("users", [])
        self._groups: list[dict[str, Any]] = sections.get("groups", [])
        self._user_at: dict[str, int] = {}
        self._group_at: dict[str, int] = {}
        self._named_groups: dict[str, list[int]] = {}
        self._joined: list[set[int]] = [set() for _ in self._users]

    def contents(self) -> Contents:
        """Return the connected contents; they count only where `findings` stays empty."""
        self._index_users()
        self._index_groups()
        self._join_groups()
        apps, app_users = self._apps()
        devices = self._devices()
        groups = [Group({key: part for key, part in one.items() if key != "members"}) for one in self._groups]
        users = [
            self._user(at, groups, app_users.get(at, EMPTY), devices.get(at))
            for at in range(len(self._users))
        ]
        schema = self._sections.get("schema")
        return Contents(
            users=users,
            groups=groups,
            apps=apps,
            schema=None if schema is None else user_schema(schema),
            roots=self._roots(),
            now=self._now(),
            notes=tuple(case_notes(user.login for user in users)),
        )

    def _index_users(self) -> None:
        """Make logins and ids lead to users; a login wins over an id that happens to be spelled alike."""
        ids: dict[str, int] = {}
        logins: dict[str, int] = {}
        for at, user in enumerate(self._users):
            self._claim(ids, user.get("id"), at, ("users", at, "id"), "id")
            self._claim(logins, user["profile"]["login"], at, ("users", at, "profile", "login"), "login")
        self._user_at = ids | logins

    def _index_groups(self) -> None:
        for at, group in enumerate(self._groups):
            self._claim(self._group_at, group.get("id"), at, ("groups", at, "id"), "id")
            name = group.get("name") or group.get("profile", EMPTY).get("name")
            if isinstance(name, str) and name:
                self._named_groups.setdefault(name, []).append(at)
            else:
                self._report(WRONG_SHAPE, ("groups", at), "a group needs a name, here or in its profile")

    def _claim(self, taken: dict[str, int], key: str | None, at: int, path: Path, what: str) -> None:
        if key is not None and taken.setdefault(key, at) != at:
            first = f"{path[0]}[{taken[key]}]"
            self._report(BROKEN_REFERENCE, path, f"the {what} {quoted(key)} is taken by {first}")

    def _join_groups(self) -> None:
        """Gather memberships from all three places that may hold them."""
        for at, user in enumerate(self._users):
            for place, reference in enumerate(user.get("groups", ())):
                self._join(at, self._group(reference, ("users", at, "groups", place)))
        for at, group in enumerate(self._groups):
            for place, reference in enumerate(group.get("members", ())):
                self._join(self._person(reference, ("groups", at, "members", place)), at)
        self._join_memberships(self._sections.get("memberships", ()))
        for at, group in enumerate(self._groups):
            if group.get("type") == "BUILT_IN" and at in self._named_groups.get(EVERYONE, ()):
                for joined in self._joined:
                    joined.add(at)

    def _join_memberships(self, given: Mapping[str, list[str]] | list[dict[str, str]]) -> None:
        """Read the section in either form: users by group, or a list of pairs."""
        if isinstance(given, Mapping):
            for name, users in given.items():
                group = self._group(name, ("memberships", name))
                for place, user in enumerate(users):
                    self._join(self._person(user, ("memberships", name, place)), group)
            return
        for at, one in enumerate(given):
            group = self._group(one["group"], ("memberships", at, "group"))
            self._join(self._person(one["user"], ("memberships", at, "user")), group)

    def _join(self, user: int | None, group: int | None) -> None:
        if user is not None and group is not None:
            self._joined[user].add(group)

    def _person(self, reference: str, path: Path) -> int | None:
        at = self._user_at.get(reference)
        if at is None:
            hint = partial(near_hint, reference, self._user_at)
            self._report(BROKEN_REFERENCE, path, f"no user {quoted(reference)}", hint)
        return at

    def _group(self, reference: str, path: Path) -> int | None:
        """Return the group of that id or, where only one has it, name."""
        at = self._group_at.get(reference)
        if at is not None:
            return at
        named = self._named_groups.get(reference, ())
        if len(named) == 1:
            return named[0]
        if named:
            ids = [str(self._groups[one].get("id", "one without an id")) for one in named]
            message = f"{len(named)} groups are called {quoted(reference)}"
            self._report(
                BROKEN_REFERENCE, path, message, f"name one by its id: {', '.join(map(quoted, ids))}"
            )
        else:
            hint = partial(near_hint, reference, [*self._named_groups, *self._group_at])
            self._report(BROKEN_REFERENCE, path, f"no group {quoted(reference)}", hint)
        return None

    def _apps(self) -> tuple[list[AppRecord], dict[int, dict[str, Mapping[str, Any]]]]:
        """Return the apps, and by user the app profiles under the apps' names."""
        apps: list[AppRecord] = []
        profiles: dict[int, dict[str, Mapping[str, Any]]] = {}
        taken: dict[str, int] = {}
        for at, app in enumerate(self._sections.get("apps", ())):
            name: str = app["name"]
            self._claim(taken, name, at, ("apps", at, "name"), "name")
            if name in TAKEN_ROOTS:
                message = f"{quoted(name)} is a root of the language, no app"
                self._report(BROKEN_REFERENCE, ("apps", at, "name"), message)
            for login, profile in app.get("users", EMPTY).items():
                person = self._person(login, ("apps", at, "users", login))
                if person is not None:
                    profiles.setdefault(person, {})[name] = profile
            shown = {key: app[key] for key in ("id", "name", "label", "status") if key in app}
            schema = app.get("schema")
            apps.append(
                AppRecord(
                    name=name,
                    data={**shown, **app.get("properties", EMPTY)},
                    kind=app.get("kind", name),
                    schema=None if schema is None else attributes(schema),
                )
            )
        return apps, profiles

    def _devices(self) -> dict[int, Mapping[str, Any]]:
        """Return the device of each user; of several the first listed is the one signed in with."""
        devices: dict[int, Mapping[str, Any]] = {}
        for at, device in enumerate(self._sections.get("devices", ())):
            person = self._person(device["user"], ("devices", at, "user"))
            if person is not None:
                devices.setdefault(person, {key: part for key, part in device.items() if key != "user"})
        return devices

    def _user(
        self, at: int, groups: list[Group], apps: Mapping[str, Any], device: Mapping[str, Any] | None
    ) -> UserRecord:
        given = self._users[at]
        roots = {} if device is None else {"device": device}
        own: Mapping[str, Any] = given.get("roots", EMPTY)
        self._refuse_user_root(own, ("users", at, "roots", "user"))
        data = {key: part for key, part in given.items() if key not in OWN_KEYS}
        return UserRecord(
            login=given["profile"]["login"],
            profile=given["profile"],
            data=data,
            groups=tuple([groups[one] for one in sorted(self._joined[at])]),
            apps=apps,
            manager=self._people(at, "manager"),
            assistant=self._people(at, "assistant"),
            linked=self._people(at, "linked"),
            roots={**roots, **own} if roots or own else EMPTY,
        )

    def _people(self, at: int, key: str) -> Mapping[str, str]:
        """Return the logins that a user's relation of that kind leads to."""
        given: Mapping[str, str] | None = self._users[at].get(key)
        if not given:
            return EMPTY
        found = {name: self._person(one, ("users", at, key, name)) for name, one in given.items()}
        return {
            name: self._users[person]["profile"]["login"]
            for name, person in found.items()
            if person is not None
        }

    def _roots(self) -> dict[str, Any]:
        free: Mapping[str, Any] = self._sections.get("roots", EMPTY)
        self._refuse_user_root(free, ("roots", "user"))
        shared = {name: self._sections[name] for name in _SHARED_ROOTS if name in self._sections}
        return {**free, **shared}

    def _refuse_user_root(self, roots: Mapping[str, Any], path: Path) -> None:
        if "user" in roots:
            self._report(
                WRONG_SHAPE, path, "the root `user` is each user's own profile; it cannot be given here"
            )

    def _now(self) -> str | None:
        given: str | None = self._sections.get("now")
        if given is not None:
            try:
                datetime.fromisoformat(given)
            except ValueError:
                message = (
                    f"expected an ISO 8601 date-time such as 2026-11-24T09:00:00Z, found {quoted(given)}"
                )
                self._report(WRONG_SHAPE, ("now",), message)
        return given

    def _report(
        self, code: str, path: Path, message: str, hint: Callable[[], str | None] | str | None = None
    ) -> None:
        self.findings.append(Finding(code, path, message, hint))
