"""A timeline from a YAML or JSON file: validated as a whole, each problem told by file, line and key.

pydantic is loaded with this module, so that playing a timeline that was made in code needs it not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Annotated, Any, Literal, NotRequired, get_args

from pydantic import ConfigDict, Field, TypeAdapter, with_config
from typing_extensions import TypedDict

import oktaexpr
from oktaexpr.documents import Document, Path, document_error, read_document, validated
from simulator.account import DbtAccount
from simulator.errors import AccountError
from simulator.licenses import LicenseType
from simulator.profile_editor import GroupAssignment, LicenseAttribute
from simulator.timeline.checking import Checker, Problem
from simulator.timeline.events import ProfileChanged, TimelineEvent, UserJoins
from simulator.timeline.setup import Reading, Setup, SimulatedApp, StartingUser

if TYPE_CHECKING:
    from oktaexpr.render import Redactor

_STRICT = ConfigDict(strict=True, extra="forbid")


@with_config(_STRICT)
class GroupValueInput(TypedDict):
    """The attribute's value on a group assignment."""

    group: str
    value: str
    priority: NotRequired[int]


@with_config(_STRICT)
class AppInput(TypedDict, total=False):
    """The Okta app."""

    name: str
    expression: str | None
    reading: Literal["okta", "dbt"]
    engine: Literal["classic", "identity-engine"]
    assigned_groups: list[str]
    made_by: Literal["wizard", "catalogue"]
    push_status: Literal["PUSH", "DONT_PUSH"]
    empty_value: Literal["leave out", "null"]
    profile_change: Literal["evaluate", "keep"]
    group_values: list[GroupValueInput]
    personal_values: dict[str, str]


@with_config(_STRICT)
class StartInput(TypedDict, total=False):
    """A user before the first event."""

    license: Literal["developer", "read_only", "analyst", "it"]
    stored: str
    scim_managed: bool


@with_config(ConfigDict(extra="forbid"))
class TimelineInput(TypedDict):
    """The whole file."""

    account: dict[str, Any] | str
    app: AppInput
    directory: NotRequired[str]
    start: NotRequired[dict[str, StartInput]]
    events: list[Annotated[TimelineEvent, Field(discriminator="event")]]


_ADAPTER = TypeAdapter(TimelineInput)
_EVENT_KEYS = sorted({one.name for kind in get_args(TimelineEvent) for one in fields(kind)})
_KEYS: dict[Path, Sequence[str]] = {
    (): list(TimelineInput.__annotations__),
    ("app",): list(AppInput.__annotations__),
    ("app", "group_values"): list(GroupValueInput.__annotations__),
    ("start",): list(StartInput.__annotations__),
    ("events",): _EVENT_KEYS,
}


@dataclass(frozen=True, slots=True)
class Timeline:
    """What a file describes: where it starts, and what happens."""

    setup: Setup
    events: tuple[TimelineEvent, ...]

    @property
    def logins(self) -> set[str]:
        """Return the logins of all users, from the start or joining later."""
        known = {user.login for user in self.setup.directory.users} if self.setup.directory else set()
        return known | {event.user for event in self.events if isinstance(event, UserJoins)}

    def redactor(self) -> Redactor:
        """Return what replaces the personal values of the directory and of the events."""
        from oktaexpr.render import Redactor

        profiles: list[dict[str, object]] = []
        for event in self.events:
            if isinstance(event, UserJoins):
                profiles.append({**event.profile, "login": event.user})
            elif isinstance(event, ProfileChanged):
                profiles.append(event.profile)
        return Redactor(self.setup.directory, also=profiles)

    def read_as(self, reading: Reading) -> Timeline:
        """Return the timeline under one reading of what a change of groups does."""
        return replace(self, setup=replace(self.setup, app=replace(self.setup.app, reading=reading)))


def load_timeline(path: FilePath) -> Timeline:
    """Read a timeline; paths in it are relative to its folder.

    Raises `DirectoryError` that lists the problems as `file:line:column: key path: what is wrong`, for a directory or an
    account in another file too.
    """
    document = read_document(path)
    data: TimelineInput = validated(document, _ADAPTER, _KEYS)
    folder = path.parent
    directory = oktaexpr.Directory.load(folder / data["directory"]) if "directory" in data else None
    account, app = _account(document, data["account"], folder), _app(data["app"])
    start = {login: _starting(given) for login, given in data.get("start", {}).items()}
    setup = Setup(account=account, app=app, directory=directory, start=start)
    events = tuple(data["events"])
    problems: list[Problem] = Checker(setup).problems(events)
    if problems:
        raise document_error(document, problems)
    return Timeline(setup, events)


def _account(document: Document, given: dict[str, Any] | str, folder: FilePath) -> DbtAccount:
    where: Document = document
    path: Path = ("account",)
    if isinstance(given, str):
        where, path = read_document(folder / given), ()
        given = validated(where, TypeAdapter(dict[str, Any]))
    try:
        return DbtAccount.from_mapping(given)
    except AccountError as error:
        raise document_error(where, [(path, str(error), None)]) from None


def _app(given: AppInput) -> SimulatedApp:
    assignments = tuple(
        GroupAssignment(one["group"], one["value"], one.get("priority", 0))
        for one in given.get("group_values", [])
    )
    attribute = LicenseAttribute(
        mapping=given.get("expression"),
        is_pushed=given.get("push_status", "PUSH") == "PUSH",
        group_assignments=assignments,
        personal_values=given.get("personal_values", {}),
    )
    return SimulatedApp(
        attribute=attribute,
        reading=Reading(given.get("reading", "okta")),
        engine=given.get("engine", "classic"),
        name=given.get("name"),
        assigned_groups=frozenset(given.get("assigned_groups", [])),
        made_by=given.get("made_by", "wizard"),
        empty_value=given.get("empty_value", "leave out"),
        profile_change=given.get("profile_change", "evaluate"),
    )


def _starting(given: StartInput) -> StartingUser:
    name = given.get("license")
    return StartingUser(
        license=LicenseType(name) if name else None,
        stored=given.get("stored"),
        scim_managed=given.get("scim_managed", False),
    )
