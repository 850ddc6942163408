"""What a directory holds: users, app instances, and the words for the two engines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from oktaexpr.directory.people import Group
from oktaexpr.directory.schema import Attribute

EMPTY: Mapping[str, Any] = {}

UserStatus = Literal[
    "STAGED", "PROVISIONED", "ACTIVE", "RECOVERY", "PASSWORD_EXPIRED", "LOCKED_OUT", "SUSPENDED", "DEPROVISIONED",
]  # fmt: skip
"""Okta's words for the state of an account."""
GroupType = Literal["OKTA_GROUP", "APP_GROUP", "BUILT_IN"]
"""Okta's words for where a group comes from."""


@dataclass(frozen=True, slots=True, repr=False)
class UserRecord:
    """One user of the org."""

    login: str
    profile: Mapping[str, Any]
    data: Mapping[str, Any]
    """The user in the shape of Okta's API: `id`, `status`, `created` … and `profile`."""
    groups: tuple[Group, ...] = ()
    """In the order in which the directory lists its groups."""
    apps: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """App profiles by the app's variable name."""
    manager: Mapping[str, str] = field(default_factory=dict)
    """Login of the manager by the app that says so (`active_directory`)."""
    assistant: Mapping[str, str] = field(default_factory=dict)
    """Login of the assistant, likewise."""
    linked: Mapping[str, str] = field(default_factory=dict)
    """Login of the linked user by primary name."""
    roots: Mapping[str, Any] = field(default_factory=dict)
    """Roots that this user sees in place of the directory's, such as the own device."""

    @property
    def id(self) -> str | None:
        """The id that Okta gave, if the directory knows it."""
        return self.data.get("id")

    @property
    def status(self) -> str | None:
        """Okta's word for the state of the account, such as `ACTIVE`."""
        return self.data.get("status")

    def __repr__(self) -> str:
        """Show which user it is, and no personal data."""
        return f"UserRecord(id={self.id!r})"


@dataclass(frozen=True, slots=True)
class AppRecord:
    """One app instance."""

    name: str
    """The variable name that expressions use: `zendesk.role`, `zendesk_app.companySubDomain`."""
    data: Mapping[str, Any]
    """What the roots `app` and `zendesk_app` show: id, name, label and the properties."""
    kind: str
    """The app of the catalogue behind the instance; `active_directory` and `workday` have functions of their own."""
    schema: Mapping[str, Attribute] | None = None
    """Attributes of the app's user profile, where declared."""


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row of an export that was left out: where it stands, from 1, and why."""

    file: str
    line: int
    column: int
    reason: str

    def __str__(self) -> str:
        """Show `users.csv:7:3: reason`, as editors know it."""
        return f"{self.file}:{self.line}:{self.column}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a directory is made of, checked: every name in it points at something."""

    users: Sequence[UserRecord] = ()
    groups: Sequence[Group] = ()
    apps: Sequence[AppRecord] = ()
    schema: Mapping[str, Attribute] | None = None
    roots: Mapping[str, Any] = field(default_factory=dict)
    """What every user's scope shows besides the apps: `org`, `session`, `security` …"""
    now: str | None = None
    skipped: Sequence[SkippedRow] = ()
    """Rows of an export that were left out, at most a thousand of them."""
    skipped_count: int = 0
    notes: Sequence[str] = ()
    """What a reader should know about how an export was taken, a sentence each."""


def scalars(value: object) -> Iterator[str | int | float]:
    """Yield the texts and numbers in a value of a profile, however deep in lists and mappings."""
    match value:
        case bool():
            return
        case str() | int() | float():
            yield value
        case Mapping():
            for inner in value.values():
                yield from scalars(inner)
        case list() | tuple():
            for inner in value:
                yield from scalars(inner)
        case _:
            return
