"""Gathered objects into the contents of a directory; a reference that points at nothing costs only its row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from oktaexpr.directory.assembly import EVERYONE, OWN_KEYS
from oktaexpr.directory.contents import EMPTY, AppRecord, Contents, UserRecord
from oktaexpr.directory.people import Group
from oktaexpr.directory.problems import case_notes, near_hint, quoted
from oktaexpr.directory.readers.applications import Applications
from oktaexpr.directory.readers.collector import Gathered, Membership
from oktaexpr.directory.readers.declared_types import typed_profile
from oktaexpr.directory.readers.places import ExportFile, Origin
from oktaexpr.directory.readers.shapes import Shape
from oktaexpr.directory.schema import Attribute, attributes, user_schema

_PIECE = re.compile(r"[^/._\- ]+")
_TABLE_SUFFIXES = (".csv", ".tsv")
_GROUP_KEYS_LEFT_OUT = frozenset({"members", "users", "_links", "_embedded"})


class Connecting:
    """Connects what one export holds."""

    def __init__(self, gathered: Gathered) -> None:
        """Take all that was gathered."""
        self._gathered = gathered
        self._problems = gathered.problems
        self._notes: list[str] = []
        self._named: dict[str, list[int]] = {}
        self._mails: dict[str, int | None] = {}
        self._lists = dict(_member_lists(gathered))
        self._schema = self._user_schema()

    def contents(self) -> Contents:
        """Return the connected contents, with what was left out."""
        self._report_duplicates()
        self._define_missing()
        self._index()
        joined = self._join()
        applications = Applications(self._gathered, self._person)
        apps, app_users = applications.connect()
        self._notes += applications.notes
        groups = [self._group_record(group) for group in self._gathered.groups]
        users = [
            self._user(
                at, tuple([groups[one] for one in sorted(joined.get(at, ()))]), app_users.get(at, EMPTY)
            )
            for at in range(len(self._gathered.users))
        ]
        return self._finished(users, groups, apps)

    def _finished(self, users: list[UserRecord], groups: list[Group], apps: list[AppRecord]) -> Contents:
        self._notes += case_notes(user.login for user in users)
        count = self._problems.count
        if count:
            self._notes.append(f"{count:,} row{'s' * (count != 1)} skipped")
        return Contents(
            users=users,
            groups=groups,
            apps=apps,
            schema=self._schema,
            skipped=self._problems.skipped(),
            skipped_count=count,
            notes=tuple(self._notes),
        )

    def _report_duplicates(self) -> None:
        """Report a name that is taken, but not in a list of members, where everybody comes again."""
        for duplicate in self._gathered.duplicates:
            if duplicate.origin.file not in self._lists:
                self._problems.add(duplicate.origin, duplicate.path, duplicate.reason)

    def _define_missing(self) -> None:
        """Let a table of memberships that comes alone say itself which users and groups there are."""
        gathered = self._gathered
        pairs = list(gathered.pairs) if not gathered.users or not gathered.groups else []
        if not gathered.users and pairs:
            for name in dict.fromkeys(pair.user for pair in pairs):
                gathered.user_at[name] = len(gathered.users)
                gathered.users.append({"profile": {"login": name}})
                gathered.user_origins.append(pairs[0].origin)
            self._notes.append(
                "the export lists no users: those of its memberships are taken, with a login only"
            )
        if not gathered.groups and pairs:
            for name in dict.fromkeys(pair.group for pair in pairs):
                gathered.groups.append({"name": name})
                gathered.group_origins.append(pairs[0].origin)
            self._notes.append(
                "the export lists no groups: those of its memberships are taken, with a name only"
            )

    def _index(self) -> None:
        for at, group in enumerate(self._gathered.groups):
            self._named.setdefault(_name(group), []).append(at)
        for at, user in enumerate(self._gathered.users):
            mail = user["profile"].get("email")
            if isinstance(mail, str):
                self._mails[mail] = None if mail in self._mails else at

    def _join(self) -> dict[int, set[int]]:
        """Return the groups of each user, by their places in the lists."""
        joined: dict[int, set[int]] = {}
        for user, group, origin in chain(self._gathered.pairs, self._listed_members()):
            group_at = self._gathered.group_at.get(group)
            if group_at is None:
                group_at = self._group(group, origin)
            user_at = self._gathered.user_at.get(user)
            if user_at is None:
                user_at = self._person(user, origin, ("user",))
            if user_at is not None and group_at is not None:
                joined.setdefault(user_at, set()).add(group_at)
        for at in self._named.get(EVERYONE, ()):
            if self._gathered.groups[at].get("type") == "BUILT_IN":
                for user_at in range(len(self._gathered.users)):
                    joined.setdefault(user_at, set()).add(at)
        return joined

    def _listed_members(self) -> Iterator[Membership]:
        """Yield the memberships that a file's path says: the users in `groups/00gB1/users.json`, or the other way."""
        for file, owner in self._lists.items():
            for shape, reference, position in self._gathered.listed[file]:
                origin = Origin(file, position)
                if shape is Shape.USER:
                    yield Membership(reference, owner, origin)
                else:
                    yield Membership(owner, reference, origin)

    def _person(self, reference: str, origin: Origin, path: tuple[str, ...]) -> int | None:
        """Return the user of that id, login or e-mail; what points at nobody is a problem of the row at `origin`."""
        at = self._gathered.user_at.get(reference)
        if at is None:
            at = self._mails.get(reference)
        if at is None:
            self._problems.add(origin, path, f"no user {quoted(reference)}")
        return at

    def _group(self, reference: str, origin: Origin) -> int | None:
        """Return the group of that name, where only one has it."""
        named = self._named.get(reference, ())
        if len(named) == 1:
            return named[0]
        if named:
            reason = f"{len(named)} groups are called {quoted(reference)}: only an id tells them apart"
        else:
            hint = near_hint(reference, self._named)
            reason = f"no group {quoted(reference)}" + (f"; {hint}" if hint else "")
        self._problems.add(origin, ("group",), reason)
        return None

    def _group_record(self, group: Mapping[str, Any]) -> Group:
        return Group({key: part for key, part in group.items() if key not in _GROUP_KEYS_LEFT_OUT})

    def _user(self, at: int, groups: tuple[Group, ...], apps: Mapping[str, Mapping[str, Any]]) -> UserRecord:
        given = self._gathered.users[at]
        origin = self._gathered.user_origins[at]
        profile = given["profile"]
        if self._schema is not None and origin.file.path.suffix.lower() in _TABLE_SUFFIXES:
            profile, wrong = typed_profile(profile, self._schema)
            for name, reason in wrong:
                self._problems.add(origin, ("profile", name), reason)
        data = {key: part for key, part in given.items() if key not in OWN_KEYS}
        data["profile"] = profile
        return UserRecord(
            login=profile["login"],
            profile=profile,
            data=data,
            groups=groups,
            apps=apps,
            manager=self._people(given, "manager", origin),
            assistant=self._people(given, "assistant", origin),
            linked=self._people(given, "linked", origin),
        )

    def _people(self, user: Mapping[str, Any], key: str, origin: Origin) -> Mapping[str, str]:
        """Return the logins that a user's relation of that kind leads to."""
        given = user.get(key)
        if not given:
            return EMPTY
        sources = {"active_directory": given} if isinstance(given, str) else given
        found = {name: self._person(str(one), origin, (key,)) for name, one in sources.items()}
        return {
            name: self._gathered.users[at]["profile"]["login"] for name, at in found.items() if at is not None
        }

    def _user_schema(self) -> Mapping[str, Attribute] | None:
        """Return the attributes of all user types; Okta keeps a schema for each, and profiles do not say which."""
        declared: dict[str, Attribute] = {}
        for schema, _ in self._gathered.schemas:
            if "/apps/" not in str(schema.get("id", "")):
                declared |= attributes(schema)
        return user_schema({}) | declared if declared else None


def _name(group: Mapping[str, Any]) -> str:
    return str(group.get("name") or group["profile"]["name"])


def _member_lists(gathered: Gathered) -> Iterator[tuple[ExportFile, str]]:
    """Yield files that list one group's users or one user's groups, with that group's or user's id.

    The API's answer does not say whose it is; so the file's path must, with an id that the export knows.
    """
    for file, listed in gathered.listed.items():
        shapes = Counter(shape for shape, _, _ in listed)
        if len(shapes) != 1:
            continue
        owners = gathered.group_at if shapes[Shape.USER] else gathered.user_at
        owner = next((name for name in _names_in(file.name) if name in owners), None)
        if owner is not None:
            yield file, owner


def _names_in(path: str) -> Iterator[str]:
    """Yield what a path may name: each of its parts, and each run of pieces in a part, the longest first."""
    runs: set[str] = set()
    for part in path.split("/"):
        pieces = list(_PIECE.finditer(part))[:12]
        runs.update(
            part[first.start() : last.end()] for at, first in enumerate(pieces) for last in pieces[at:]
        )
    yield from sorted(runs, key=lambda run: (-len(run), run))
