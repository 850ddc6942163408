"""A whole org: its users, groups and apps, and the scope of each user."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from oktaexpr.directory.contents import EMPTY, AppRecord, Contents, SkippedRow, UserRecord
from oktaexpr.directory.people import Group
from oktaexpr.directory.schema import Attribute
from oktaexpr.directory.scope import Relations, Scope
from oktaexpr.errors import DirectoryError, UsageError

_CLASSIC, _IDENTITY_ENGINE = "classic", "identity-engine"


class Directory:
    """Users, groups and apps of an org. Read once, never changed; scopes share its data and copy nothing.

    `users`, `groups` and `apps` are in the order of the file. `schema` maps user attributes to their type and
    enumeration, or is None where the directory declares none. Of an export, `skipped` holds the first thousand rows
    that were left out, `skipped_count` how many there are, and `notes` what else a reader should know.
    """

    def __init__(self, contents: Contents) -> None:
        """Index what `Contents` holds. `Directory.load` and `Directory.from_data` check it first."""
        self.users: Sequence[UserRecord] = contents.users
        self.groups: Sequence[Group] = contents.groups
        self.apps: Sequence[AppRecord] = contents.apps
        self.schema: Mapping[str, Attribute] | None = contents.schema
        self.now: str | None = contents.now
        self.skipped: Sequence[SkippedRow] = contents.skipped
        self.skipped_count: int = contents.skipped_count
        self.notes: Sequence[str] = contents.notes
        self._by_login = {user.login: user for user in contents.users}
        self._roots = {**contents.roots, **{f"{app.name}_app": app.data for app in contents.apps}}
        self._has_login_root = "login" in self._roots
        self._apps = {app.name: app for app in contents.apps}
        self._workday = _of_kind(contents.apps, "workday")
        self._active_directory = _of_kind(contents.apps, "active_directory")

    @classmethod
    def load(
        cls,
        path: str | os.PathLike[str],
        *,
        strict: bool = False,
        columns: Mapping[str, str] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Directory:
        """Read a fixture or an export.

        A fixture is one YAML or JSON file (`users`, `groups`, `apps` … as keys) or a folder with one file for each,
        right as a whole or refused. An export is a folder or file of Okta's API objects as JSON or JSON lines, of CSV
        or Parquet; its bad rows are skipped and counted, or with `strict` the first one ends the loading. `columns`
        maps headers of tables to what they mean, such as `{"usr_login": "login"}`; `progress` is told how many bytes
        of how many are read.

        Raises `DirectoryError` that lists the problems as `file:line:column: key path: what is wrong`.
        """
        from oktaexpr.directory.loading import read_path

        return cls(read_path(path, strict=strict, columns=columns, progress=progress))

    @classmethod
    def from_data(cls, data: Mapping[str, Any], name: str = "<data>") -> Directory:
        """Build a directory from data in the shape of a directory file. Raises `DirectoryError`, naming key paths."""
        from oktaexpr.directory.loading import read_data

        return cls(read_data(data, name))

    def user(self, login: str) -> UserRecord:
        """Return the user of that login or id. Raises `DirectoryError`, with the nearest logins."""
        found = self._by_login.get(login) or self._by_id.get(login)
        if found is None:
            raise _unknown(login, "user", self._by_login)
        return found

    def app(self, name: str) -> AppRecord:
        """Return the app instance of that variable name. Raises `DirectoryError`, with the nearest names."""
        found = self._apps.get(name)
        if found is None:
            raise _unknown(name, "app", self._apps)
        return found

    def group(self, reference: str) -> Group | None:
        """Return the group of that id or, where exactly one has it, of that name; None for no such group."""
        found = self._groups_by_id.get(reference)
        if found is not None:
            return found
        named = self._groups_by_name.get(reference, ())
        return named[0] if len(named) == 1 else None

    def find_groups(self, name: str) -> list[Group]:
        """Return the groups of exactly that name; Okta allows several, from different sources."""
        return list(self._groups_by_name.get(name, ()))

    def users_in(self, group: Group | str) -> list[UserRecord]:
        """Return the members of a group, or of the group or groups with that id or name.

        Raises `DirectoryError` for an unknown id or name, with the nearest names.
        """
        if isinstance(group, Group):
            return list(self._members.get(group, ()))
        named = self._groups_by_id.get(group)
        groups = [named] if named is not None else self.find_groups(group)
        if not groups:
            raise _unknown(group, "group", self._groups_by_name)
        members = {user.login: user for one in groups for user in self._members.get(one, ())}
        return list(members.values())

    def scope(self, login: str, engine: str = _CLASSIC, app: str | None = None) -> Scope:
        """Return what an expression sees of the user with that login or id.

        Root `user` is the profile in Classic and the whole user (`id`, `status`, `created`, `profile` …) in Identity
        Engine. Each app that the user has is a root under its variable name; `app` names the one whose expression
        is evaluated, which gives the roots `appuser` (null without an assignment) and `app`. Raises `DirectoryError`
        for an unknown user or app, `UsageError` for another engine.
        """
        _check_engine(engine)
        return self._scope(self.user(login), engine, None if app is None else self.app(app))

    def scopes(self, engine: str = _CLASSIC, app: str | None = None) -> Iterator[tuple[str, Scope]]:
        """Yield login and scope of each user, made one at a time. Raises as `scope` does."""
        _check_engine(engine)
        chosen = None if app is None else self.app(app)
        return ((user.login, self._scope(user, engine, chosen)) for user in self.users)

    def _scope(self, user: UserRecord, engine: str, app: AppRecord | None) -> Scope:
        roots: dict[str, Any] = {**self._roots, **user.apps}
        if not self._has_login_root:
            roots["login"] = {"identifier": user.login}
        if app is not None:
            roots["app"] = app.data
            if app.name in user.apps:
                roots["appuser"] = user.apps[app.name]
        if user.roots:
            roots.update(user.roots)
        return Scope(
            roots,
            user=user.profile if engine == _CLASSIC else user.data,
            groups=user.groups,
            relations=self._relations(user),
            now=self.now,
        )

    def _relations(self, user: UserRecord) -> Relations:
        internal = {key: user.data[key] for key in ("id", "status") if key in user.data}
        return Relations(
            linked=self._people(user.linked),
            manager=self._people(user.manager),
            manager_app=self._app_users(user.manager),
            assistant=self._people(user.assistant),
            assistant_app=self._app_users(user.assistant),
            workday=_only(user, self._workday),
            directory=_only(user, self._active_directory),
            internal=internal,
        )

    def _people(self, logins: Mapping[str, str]) -> Mapping[str, Mapping[str, Any]]:
        if not logins:
            return EMPTY
        return {key: self._by_login[login].data for key, login in logins.items()}

    def _app_users(self, logins: Mapping[str, str]) -> Mapping[str, Mapping[str, Any]]:
        """Return the app profiles of the superior; where several apps name one, the first listed counts."""
        for login in logins.values():
            return self._by_login[login].apps
        return EMPTY

    @cached_property
    def _by_id(self) -> dict[str, UserRecord]:
        return {user.id: user for user in self.users if user.id is not None}

    @cached_property
    def _groups_by_id(self) -> dict[str, Group]:
        return {group.id: group for group in self.groups if group.id is not None}

    @cached_property
    def _groups_by_name(self) -> dict[str, list[Group]]:
        named: dict[str, list[Group]] = {}
        for group in self.groups:
            named.setdefault(group.name or "", []).append(group)
        return named

    @cached_property
    def _members(self) -> dict[Group, list[UserRecord]]:
        members: dict[Group, list[UserRecord]] = {}
        for user in self.users:
            for group in user.groups:
                members.setdefault(group, []).append(user)
        return members


def _of_kind(apps: Sequence[AppRecord], kind: str) -> tuple[str, ...]:
    return tuple(app.name for app in apps if app.kind == kind)


def _only(user: UserRecord, names: tuple[str, ...]) -> Mapping[str, Any] | None:
    """Return the user's one app profile among `names`; Okta's functions answer no where there are several."""
    found = [user.apps[name] for name in names if name in user.apps]
    return found[0] if len(found) == 1 else None


def _check_engine(engine: str) -> None:
    if engine not in (_CLASSIC, _IDENTITY_ENGINE):
        message = f"no engine {engine!r}: use {_CLASSIC} or {_IDENTITY_ENGINE}"
        raise UsageError(message)


def _unknown(name: str, what: str, known: Collection[str]) -> DirectoryError:
    """Return the error for a name that nothing has; what it takes to word it is loaded only now."""
    from oktaexpr.directory.problems import near_hint, quoted

    hint = near_hint(name, known)
    return DirectoryError(f"no {what} {quoted(name)}" + (f"; {hint}" if hint else ""))
