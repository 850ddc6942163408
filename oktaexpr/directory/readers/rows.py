"""Rows of a table into objects in the shape of Okta's API."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, get_args

from oktaexpr.directory.contents import UserStatus
from oktaexpr.directory.readers.columns import DELETED, IGNORED, PROFILE, USER_KEYS, Layout, TableKind
from oktaexpr.directory.readers.shapes import Broken, Item, Shape, shape_of


class Absent:
    """The type of a cell that holds nothing, as opposed to null and to an empty text."""


ABSENT = Absent()
_STATUSES = frozenset(get_args(UserStatus))
_SEPARATORS = (";", "|", "\n", ",")
Row = Sequence[Any]


def row_items(layout: Layout, rows: Iterable[tuple[int, Row]]) -> Iterator[Item | Broken]:
    """Yield the objects of rows that come with their positions; a row may give several."""
    convert = _Converter(layout).convert
    deleted = layout.first([DELETED])
    width = len(layout.headers)
    for position, row in rows:
        if len(row) != width:
            yield Broken(f"{len(row)} cells, but the header has {width}", position)
        elif deleted is None or str(row[deleted]).casefold() not in ("true", "1", "t"):
            yield from convert(row, position)


class _Converter:
    """Turns one row after the other; remembers which users and groups a table of memberships has told already."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._described: set[object] = set()
        self._user = layout.user
        self._group = layout.group
        names_group = "group.id" in layout.meanings and "group.name" in layout.meanings
        self._describes_groups = names_group or layout.kind is TableKind.GROUPS
        self._describes_users = layout.describes_users
        self._is_plain = not self._describes_groups and not self._describes_users
        self.convert: Callable[[Row, int], Iterable[Item | Broken]] = {
            TableKind.USERS: self._users,
            TableKind.GROUPS: self._groups,
            TableKind.MEMBERSHIPS: self._memberships,
            TableKind.APP_USERS: self._app_users,
            TableKind.RULES: self._rules,
        }[layout.kind]

    def _memberships(self, row: Row, position: int) -> Iterable[Item | Broken]:
        pair = _reference(row, self._user), _reference(row, self._group)
        member = Item(Shape.MEMBERSHIP, pair, position)
        return (member,) if self._is_plain else (*self._new_objects(row, position, pair), member)

    def _new_objects(self, row: Row, position: int, pair: tuple[object, object]) -> Iterator[Item | Broken]:
        """Yield the user and the group of a membership where the row tells about them for the first time."""
        user, group = pair
        if self._describes_users and user not in self._described:
            self._described.add(user)
            yield from self._users(row, position)
        if self._describes_groups and group not in self._described:
            self._described.add(group)
            yield from self._groups(row, position)

    def _users(self, row: Row, position: int) -> Iterator[Item | Broken]:
        user: dict[str, Any] = {}
        profile: dict[str, Any] = {}
        joined: list[str] = []
        for meaning, cell in zip(self._layout.meanings, row, strict=True):
            if isinstance(cell, Absent) or meaning in (IGNORED, DELETED) or meaning.startswith("group."):
                continue
            if meaning == "user.id" or meaning in USER_KEYS:
                if cell not in (None, ""):
                    user[meaning.removeprefix("user.")] = _status(cell) if meaning == "status" else cell
            elif meaning == "groups":
                joined = split_list(cell)
            elif meaning == PROFILE:
                whole = _mapping(cell)
                if whole is None:
                    yield Broken(
                        "expected a profile as JSON", position, (self._layout.headers[row.index(cell)],)
                    )
                    return
                profile.update(whole)
            elif meaning not in ("user", "group"):
                profile[meaning] = cell
        if "login" not in profile and isinstance(profile.get("email"), str):
            profile["login"] = profile["email"]
        user["profile"] = profile
        shape = shape_of(user) if PROFILE in self._layout.meanings else Shape.USER
        yield Item(shape, user, position)
        reference = user.get("id") or profile.get("login")
        yield from (Item(Shape.MEMBERSHIP, (reference, group), position) for group in joined)

    def _groups(self, row: Row, position: int) -> Iterator[Item | Broken]:
        cells = self._cells(row, "group.")
        profile = {key: cells[key] for key in ("name", "description") if key in cells}
        group = {key: cells[key] for key in ("id", "type") if cells.get(key) not in (None, "")}
        yield Item(Shape.GROUP, {**group, "profile": profile}, position)

    def _app_users(self, row: Row, position: int) -> Iterator[Item | Broken]:
        app = self._layout.meanings.index("app.id")
        profile: dict[str, Any] = {}
        for meaning, cell in zip(self._layout.meanings, row, strict=True):
            if meaning == PROFILE:
                profile.update(_mapping(cell) or {})
            elif not isinstance(cell, Absent) and meaning not in ("app.id", "user.id", IGNORED, *USER_KEYS):
                profile[meaning] = cell
        value = {"id": _reference(row, self._user), "appId": row[app], "profile": profile}
        yield Item(Shape.APP_USER, value, position)

    def _rules(self, row: Row, position: int) -> Iterator[Item | Broken]:
        cells = self._cells(row, "rule.")
        people: dict[str, Any] = {
            "users": {"exclude": split_list(cells.get("excluded_users"))},
            "groups": {"exclude": split_list(cells.get("excluded_groups"))},
        }
        rule: dict[str, Any] = {
            **{key: cells[key] for key in ("id", "name", "status") if key in cells},
            "type": "group_rule",
            "conditions": {"people": people, "expression": {"value": cells.get("expression")}},
            "actions": {"assignUserToGroups": {"groupIds": split_list(cells.get("targets"))}},
        }
        yield Item(Shape.GROUP_RULE, rule, position)

    def _cells(self, row: Row, prefix: str) -> dict[str, Any]:
        """Return the cells whose meaning begins so, by the rest of the meaning."""
        return {
            meaning.removeprefix(prefix): cell
            for meaning, cell in zip(self._layout.meanings, row, strict=True)
            if meaning.startswith(prefix) and not isinstance(cell, Absent)
        }


def _status(cell: object) -> object:
    """Return Okta's word for a state that a table may spell for people, `Locked out`; any other cell as it is."""
    word = "_".join(cell.upper().split()) if isinstance(cell, str) else ""
    return word if word in _STATUSES else cell


def _reference(row: Row, at: int | None) -> Any:  # noqa: ANN401 - a cell holds any value
    """Return a cell that names a user or a group; None where it is empty."""
    cell = None if at is None else row[at]
    return None if isinstance(cell, Absent) or cell == "" else cell


def _mapping(cell: object) -> dict[str, Any] | None:
    """Return the JSON object of a cell."""
    if isinstance(cell, dict):
        return cell
    try:
        value = json.loads(cell) if isinstance(cell, str) else None
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _name_of(item: object) -> object:
    """Return what an item of a list says which group it is: an id comes before a name."""
    return (item.get("id") or item.get("name") or item) if isinstance(item, dict) else item


def split_list(cell: object) -> list[str]:
    """Return the texts of a cell that holds a JSON list, or texts between `;`, `|`, line ends or commas."""
    if isinstance(cell, list | tuple):
        return [str(_name_of(item)) for item in cell]
    text = cell.strip() if isinstance(cell, str) else ""
    if text.startswith("["):
        try:
            listed = json.loads(text)
        except (ValueError, RecursionError):
            listed = None
        if isinstance(listed, list):
            return [str(item) for item in listed]
    separator = next((one for one in _SEPARATORS if one in text), ";")
    return [part.strip() for part in text.split(separator) if part.strip()]
