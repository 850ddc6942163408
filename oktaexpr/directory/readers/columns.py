"""What the columns of a table mean: aliases of headers, and the kind of table that they make.

Okta documents no headers of its reports, and every export tool has its own; so headers are compared without case,
spaces and punctuation, and a column map of the caller wins over every guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from oktaexpr.directory.problems import Path
from oktaexpr.directory.schema import BASE_ATTRIBUTES


class TableKind(StrEnum):
    """What the rows of a table are."""

    USERS = "users"
    GROUPS = "groups"
    MEMBERSHIPS = "memberships"
    APP_USERS = "app users"
    RULES = "group rules"


USER_KEYS = (
    "status", "created", "activated", "statusChanged", "lastLogin", "lastUpdated", "passwordChanged", "realmId",
)  # fmt: skip
"""Keys of a user beside the profile."""
IGNORED = "ignore"
PROFILE = "profile"
"""A column that holds the whole profile as JSON."""
DELETED = "deleted"
"""A column that says that the row is gone in Okta, as warehouses keep it."""

_ALIASES: Mapping[str, str] = {
    **dict.fromkeys(("userid", "oktauserid", "oktaid", "uid"), "user.id"),
    **dict.fromkeys(("user", "member", "memberid"), "user"),
    **dict.fromkeys(("login", "username", "userlogin", "oktalogin", "oktausername", "loginname"), "login"),
    **dict.fromkeys(("email", "primaryemail", "emailaddress", "useremail"), "email"),
    **dict.fromkeys(("firstname", "givenname"), "firstName"),
    **dict.fromkeys(("lastname", "surname", "familyname"), "lastName"),
    **dict.fromkeys(("status", "userstatus", "accountstatus"), "status"),
    **dict.fromkeys(("created", "createdat", "createddate", "creationdate"), "created"),
    **dict.fromkeys(("activated", "activatedat", "activationdate"), "activated"),
    **dict.fromkeys(("lastlogin", "lastloginat", "lastlogindate"), "lastLogin"),
    **dict.fromkeys(("lastupdated", "lastupdatedat", "updatedat"), "lastUpdated"),
    **dict.fromkeys(("passwordchanged", "passwordchangedat"), "passwordChanged"),
    **dict.fromkeys(("statuschanged", "statuschangedat"), "statusChanged"),
    "realmid": "realmId",
    **dict.fromkeys(("groupid", "oktagroupid"), "group.id"),
    **dict.fromkeys(("group", "groupidorname"), "group"),
    "groupname": "group.name",
    "grouptype": "group.type",
    "groupdescription": "group.description",
    **dict.fromkeys(("groups", "groupnames", "groupmemberships", "memberof"), "groups"),
    **dict.fromkeys(("appid", "applicationid"), "app.id"),
    **dict.fromkeys(("expression", "expressionvalue", "conditionsexpressionvalue"), "rule.expression"),
    **dict.fromkeys(("groupids", "targetids", "targetgroupids", "targetgroups"), "rule.targets"),
    **dict.fromkeys(("excludedusers", "excludeduserids", "usersexcluded"), "rule.excluded_users"),
    **dict.fromkeys(("excludedgroups", "excludedgroupids", "groupsexcluded"), "rule.excluded_groups"),
    **dict.fromkeys(("profile", "profilejson"), PROFILE),
    **dict.fromkeys(("fivetrandeleted", "isdeleted"), DELETED),
}
_BASE = {name.casefold(): name for name in BASE_ATTRIBUTES}
_BOOKKEEPING = re.compile(r"_(?:links?|embedded|fivetran|cq|airbyte|dlt|sdc)_?", re.IGNORECASE)
"""Columns that the tools of warehouses add for themselves."""
_PROFILE_PREFIX = re.compile(r"(?:user[._ ])?profile[._ ]|user\.", re.IGNORECASE)
_USER_REFERENCES = ("user.id", "login", "user", "email")
"""In the order of trust: an id says more than a login."""
_GROUP_REFERENCES = ("group.id", "group", "group.name")
_BY_KIND: Mapping[TableKind, Mapping[str, str]] = {
    TableKind.USERS: {"id": "user.id", "typeid": IGNORED, "typename": IGNORED},
    TableKind.GROUPS: {
        "id": "group.id",
        "name": "group.name",
        "type": "group.type",
        "description": "group.description",
        "created": IGNORED,
        "lastupdated": IGNORED,
    },
    TableKind.MEMBERSHIPS: {"id": "user.id", "name": IGNORED, "type": IGNORED, "description": IGNORED},
    TableKind.APP_USERS: {"id": "user.id"},
    TableKind.RULES: {"id": "rule.id", "name": "rule.name", "status": "rule.status"},
}
"""What a bare name means depends on the table that it stands in."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one table: what each means, in the table's order."""

    kind: TableKind
    headers: tuple[str, ...]
    meanings: tuple[str, ...]
    doubled: tuple[tuple[str, str], ...] = ()
    """Headers of one meaning: the column that is read, and the one that is left out."""

    def first(self, candidates: Sequence[str]) -> int | None:
        """Return the index of the first candidate meaning that the table has."""
        return next((self.meanings.index(one) for one in candidates if one in self.meanings), None)

    @property
    def user(self) -> int | None:
        """The index of the column that says best which user it is."""
        return self.first(_USER_REFERENCES)

    @property
    def group(self) -> int | None:
        """The index of the column that says best which group it is."""
        return self.first(_GROUP_REFERENCES)

    def column_of(self, path: Path) -> int | None:
        """Return the index of the column that a problem's path leads to: `("profile", "level")`, `("user",)`."""
        for key in reversed(path):
            if key == "user":
                return self.user
            if key == "group":
                return self.group
            found = self.first([f"user.{key}", str(key), f"group.{key}", f"app.{key}", f"rule.{key}"])
            if found is not None:
                return found
        return self.headers.index(str(path[-1])) if path and path[-1] in self.headers else None

    @property
    def describes_users(self) -> bool:
        """Whether the rows tell more of a user than who it is."""
        plain = {*_USER_REFERENCES[:3], IGNORED, DELETED}
        told = [
            one
            for one in self.meanings
            if one not in plain and not one.startswith(("group", "rule.", "app."))
        ]
        return self.kind is TableKind.USERS or (bool(told) and "login" in self.meanings)


def layout_of(headers: Sequence[str], columns: Mapping[str, str]) -> Layout | None:
    """Return what a table's columns mean, or None for a table that no directory is made of.

    `columns` maps a header to its meaning: `user.id`, `login`, `group.id`, `group.name`, `status`, `profile` (JSON),
    `deleted`, `ignore`, or the name of an attribute.
    """
    given = _given_meanings(headers, columns)
    plain = [_plain(header) for header in headers]
    kind = _kind({known or _bare_meaning(header) for known, header in zip(given, headers, strict=True)})
    if kind is None:
        return None
    meanings = tuple(
        known or _meaning(name, header, kind)
        for known, name, header in zip(given, plain, headers, strict=True)
    )
    return _without_doubles(Layout(kind, tuple(headers), meanings), given)


def _given_meanings(headers: Sequence[str], columns: Mapping[str, str]) -> list[str | None]:
    """Return what the caller says of each column; a header that the map spells as it is has it for itself."""
    exact = {_plain(header) for header in headers if header in columns}
    known = {_plain(header): meaning for header, meaning in columns.items() if _plain(header) not in exact}
    return [columns.get(header) or known.get(_plain(header)) for header in headers]


def _without_doubles(layout: Layout, given: Sequence[str | None]) -> Layout:
    """Return the layout with one column for each meaning.

    A column that the caller mapped comes first, then one that has the very name of what it means, then the first.
    """
    best: dict[str, int] = {}
    losers: list[int] = []
    ranks = [
        (known is None, header.strip() != meaning.rpartition(".")[2], _plain(header) != _plain(meaning))
        for known, header, meaning in zip(given, layout.headers, layout.meanings, strict=True)
    ]
    for at, meaning in enumerate(layout.meanings):
        kept = at if meaning == IGNORED else best.setdefault(meaning, at)
        if kept != at:
            best[meaning], loser = (at, kept) if ranks[at] < ranks[kept] else (kept, at)
            losers.append(loser)
    return Layout(
        layout.kind,
        layout.headers,
        tuple(IGNORED if at in losers else meaning for at, meaning in enumerate(layout.meanings)),
        tuple((layout.headers[best[layout.meanings[loser]]], layout.headers[loser]) for loser in losers),
    )


def _kind(names: set[str]) -> TableKind | None:
    """Return the kind of table that these meanings and bare names make."""
    has_user = not names.isdisjoint(_USER_REFERENCES)
    has_group = not names.isdisjoint(_GROUP_REFERENCES)
    if "rule.expression" in names:
        return TableKind.RULES
    if "app.id" in names and (has_user or "id" in names):
        return TableKind.APP_USERS
    if has_group and (has_user or ("id" in names and "name" not in names)):
        return TableKind.MEMBERSHIPS
    if has_user or (PROFILE in names and "id" in names):
        return TableKind.USERS
    if has_group or ("name" in names and ("id" in names or "type" in names)):
        return TableKind.GROUPS
    return None


def _meaning(name: str, header: str, kind: TableKind) -> str:
    if name in _BY_KIND[kind]:
        return _BY_KIND[kind][name]
    if _BOOKKEEPING.match(header) and name not in _ALIASES:
        return IGNORED
    return _ALIASES.get(name) or _attribute(header)


def _bare_meaning(header: str) -> str:
    """Return what a header means wherever it stands, or the header without its punctuation."""
    return _ALIASES.get(_plain(header)) or _ALIASES.get(_plain(_attribute(header)), _plain(header))


def _attribute(header: str) -> str:
    """Return the meaning of a column of the profile: Okta's own name of a base attribute, or the header's."""
    attribute = _PROFILE_PREFIX.sub("", header.strip(), count=1)
    return _ALIASES.get(_plain(attribute)) or _BASE.get(_plain(attribute), attribute)


def _plain(header: str) -> str:
    """Return a header without case, spaces and punctuation."""
    return "".join(char for char in header.casefold() if char.isalnum())
