"""Gathers the objects of all files of an export before they are connected: a file may refer to a later one."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from oktaexpr.directory.problems import Path, quoted
from oktaexpr.directory.readers.places import ExportFile, Origin, Problems
from oktaexpr.directory.readers.records import wrong_part
from oktaexpr.directory.readers.shapes import Broken, Item, Shape, app_of, reference_of

_MEMBER_KEYS = ("members", "users")


class Membership(NamedTuple):
    """A pair of references, and where it stands."""

    user: str
    group: str
    origin: Origin


class Pairs:
    """A million memberships in a few megabytes: references are numbered, and a pair is three numbers."""

    def __init__(self) -> None:
        """Start empty."""
        self._numbers: dict[str, int] = {}
        self._users = array("q")
        self._groups = array("q")
        self._positions = array("q")
        self._files: list[tuple[int, ExportFile]] = []

    def add(self, user: str, group: str, origin: Origin) -> None:
        """Keep one pair."""
        if not self._files or self._files[-1][1] is not origin.file:
            self._files.append((len(self._users), origin.file))
        numbers = self._numbers
        self._users.append(numbers.setdefault(user, len(numbers)))
        self._groups.append(numbers.setdefault(group, len(numbers)))
        self._positions.append(origin.position)

    def __len__(self) -> int:
        """Count the pairs."""
        return len(self._users)

    def __iter__(self) -> Iterator[Membership]:
        """Yield the pairs in the order of the files."""
        names = list(self._numbers)
        starts = [*(start for start, _ in self._files), len(self._users)]
        for (_, file), (start, end) in zip(self._files, pairwise(starts), strict=True):
            for at in range(start, end):
                yield Membership(
                    names[self._users[at]], names[self._groups[at]], Origin(file, self._positions[at])
                )


class Duplicate(NamedTuple):
    """A second object under a name that is taken; no problem where its file only lists somebody's members."""

    origin: Origin
    path: Path
    reason: str


class Gathered:
    """What the files hold, object by object, each valid in itself."""

    def __init__(self, problems: Problems) -> None:
        """Start empty; what is wrong goes to `problems`."""
        self.problems = problems
        self.users: list[Mapping[str, Any]] = []
        self.user_origins: list[Origin] = []
        self.groups: list[Mapping[str, Any]] = []
        self.group_origins: list[Origin] = []
        self.apps: list[tuple[Mapping[str, Any], Origin]] = []
        self.app_users: list[tuple[str | None, Mapping[str, Any], Origin]] = []
        self.schemas: list[tuple[Mapping[str, Any], Origin]] = []
        self.pairs = Pairs()
        self.duplicates: list[Duplicate] = []
        self.listed: dict[ExportFile, list[tuple[Shape, str, int]]] = {}
        """Ids of users and groups by file: a file whose path names a group lists its members."""
        self.user_at: dict[str, int] = {}
        self.group_at: dict[str, int] = {}

    def take(self, item: Item | Broken, file: ExportFile) -> None:
        """Take one object. Raises `DirectoryError` for a wrong one where rows may not be skipped."""
        origin = Origin(file, item.position)
        if isinstance(item, Broken):
            self.problems.add(origin, item.path, item.reason)
            return
        shape, value, _ = item
        if shape is Shape.MEMBERSHIP:
            self._take_membership(value, origin)
            return
        if shape in (Shape.OTHER, Shape.GROUP_RULE, Shape.MAPPING):
            return
        wrong = wrong_part(shape, value)
        if wrong is not None:
            self.problems.add(origin, *wrong)
        elif shape is Shape.USER:
            self._take_user(value, origin)
        elif shape is Shape.GROUP:
            self._take_group(value, origin)
        elif shape is Shape.APP:
            self.apps.append((value, origin))
        elif shape is Shape.APP_USER:
            self.app_users.append((app_of(value), value, origin))
        else:
            self.schemas.append((value, origin))

    def _take_membership(self, pair: tuple[object, object], origin: Origin) -> None:
        user, group = _text(pair[0]), _text(pair[1])
        if user and group:
            self.pairs.add(user, group, origin)
        else:
            name = "group" if user else "user"
            self.problems.add(origin, (name,), f"a membership needs a {name}")

    def _take_user(self, user: Mapping[str, Any], origin: Origin) -> None:
        login: str = user["profile"]["login"]
        key: str = user.get("id", login)
        self.listed.setdefault(origin.file, []).append((Shape.USER, key, origin.position))
        for name, path in ((user.get("id"), ("id",)), (login, ("profile", "login"))):
            at = None if name is None else self.user_at.get(name)
            if at is not None:
                if self.users[at] != user:
                    reason = f"the {path[-1]} {quoted(str(name))} is taken by another user"
                    self.duplicates.append(Duplicate(origin, path, reason))
                return
        self.user_at[key] = self.user_at[login] = len(self.users)
        self.users.append(user)
        self.user_origins.append(origin)
        for group in _references(user, ("groups",)):
            self._take_membership((key, group), origin)

    def _take_group(self, group: Mapping[str, Any], origin: Origin) -> None:
        key = group.get("id")
        name = group.get("name") or group.get("profile", {}).get("name")
        if not isinstance(name, str) or not name:
            self.problems.add(origin, (), "a group needs a name")
            return
        self.listed.setdefault(origin.file, []).append((Shape.GROUP, key or name, origin.position))
        if key is not None and key in self.group_at:
            if self.groups[self.group_at[key]] != group:
                reason = f"the id {quoted(key)} is taken by another group"
                self.duplicates.append(Duplicate(origin, ("id",), reason))
            return
        if key is not None:
            self.group_at[key] = len(self.groups)
        self.groups.append(group)
        self.group_origins.append(origin)
        for user in _references(group, _MEMBER_KEYS):
            self._take_membership((user, key or name), origin)


def _text(reference: object) -> str | None:
    """Return a reference as text; warehouses keep some ids as numbers."""
    if isinstance(reference, str):
        return reference
    return str(reference) if isinstance(reference, int) and not isinstance(reference, bool) else None


def _references(item: Mapping[str, Any], keys: tuple[str, ...]) -> Iterator[object]:
    """Yield what an object lists under one of the keys, there or in what the API embeds."""
    embedded = item.get("_embedded")
    for holder in (item, embedded if isinstance(embedded, Mapping) else {}):
        for key in keys:
            listed = holder.get(key)
            if isinstance(listed, list):
                yield from (reference_of(one) for one in listed)
