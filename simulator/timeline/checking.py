"""What only the whole of a timeline shows: users who never joined, unknown groups, events out of order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import oktaexpr
from oktaexpr.documents import near_hint
from simulator.account import read_license_maps
from simulator.errors import AccountError, TimelineError
from simulator.plans import read_plan
from simulator.seats import Seats
from simulator.timeline.evaluation import Groups
from simulator.timeline.events import (
    AppAssigned,
    AppUnassigned,
    LicenseMapsChanged,
    MappingEdited,
    PlanChanged,
    ProfileChanged,
    SeatsChanged,
    TimelineEvent,
    UserJoins,
)
from simulator.timeline.setup import Setup

Place = tuple[str | int, ...]
Problem = tuple[Place, str, str | None]
"""Where it stands, what is wrong, and what may have been meant."""


class Checker:
    """Goes through the events of one timeline as they follow each other."""

    def __init__(self, setup: Setup) -> None:
        """Know the users and groups of the start."""
        self._setup = setup
        self._groups = Groups(setup.directory)
        self._users = {user.login for user in setup.directory.users} if setup.directory else set()

    def problems(self, events: Sequence[TimelineEvent]) -> list[Problem]:
        """Return what is wrong, from the top."""
        found = list(self._start())
        before = events[0].at if events else None
        for number, event in enumerate(events):
            place: Place = ("events", number)
            if before is not None and event.at < before:
                found.append(((*place, "at"), "the event stands after a later one", None))
            before = event.at
            found += self._people(place, event)
            found += self._groups_of(place, event)
            found += self._values(place, event)
        return found

    def _start(self) -> Iterator[Problem]:
        app = self._setup.app
        yield from _expression(("app", "expression"), app.attribute.mapping, app.engine)
        for login in self._setup.start:
            if login not in self._users:
                yield ("start", login), "no user of the directory", self._near(login)
        for number, one in enumerate(app.attribute.group_assignments):
            yield from self._group(("app", "group_values", number, "group"), one.group)
        for name in sorted(app.assigned_groups):
            yield from self._group(("app", "assigned_groups"), name)
        if app.name is not None and self._setup.directory is not None:
            try:
                self._setup.directory.app(app.name)
            except oktaexpr.DirectoryError as error:
                yield ("app", "name"), error.message, None

    def _people(self, place: Place, event: TimelineEvent) -> Iterator[Problem]:
        if isinstance(event, UserJoins):
            if event.user in self._users:
                yield (*place, "user"), "the user is there already", None
            self._users.add(event.user)
            return
        if isinstance(event, AppAssigned | AppUnassigned) and (event.user is None) is (event.group is None):
            yield place, "give either user or group", None
        login = getattr(event, "user", None)
        if login is not None and login not in self._users:
            yield (*place, "user"), f"nobody called {login!r} is there at that time", self._near(login)
        if isinstance(event, ProfileChanged) and event.profile.get("login", login) != login:
            yield (*place, "profile", "login"), "the login of a user cannot change here", None

    def _groups_of(self, place: Place, event: TimelineEvent) -> Iterator[Problem]:
        if isinstance(event, UserJoins):
            for number, name in enumerate(event.groups):
                yield from self._group((*place, "groups", number), name)
        named: str | None = getattr(event, "group", None)
        if named is not None:
            yield from self._group((*place, "group"), named)

    def _group(self, place: Place, name: str) -> Iterator[Problem]:
        try:
            self._groups.find(name)
        except TimelineError as error:
            yield place, str(error), None

    def _values(self, place: Place, event: TimelineEvent) -> Iterator[Problem]:
        try:
            match event:
                case MappingEdited():
                    yield from _expression((*place, "expression"), event.expression, self._setup.app.engine)
                case PlanChanged():
                    read_plan(event.plan, self._setup.account.assumptions)
                case SeatsChanged():
                    Seats.from_mapping(event.seats)
                case LicenseMapsChanged():
                    read_license_maps(event.license_maps)
                case _:
                    return
        except AccountError as error:
            yield place, str(error), None

    def _near(self, login: str) -> str | None:
        return near_hint(login, sorted(self._users))


def _expression(place: Place, text: str | None, engine: str) -> Iterator[Problem]:
    """Refuse an expression that does not parse: Okta would not save it."""
    if text is None:
        return
    try:
        oktaexpr.compile(text, engine=engine)
    except oktaexpr.ExpressionSyntaxError as error:
        yield place, f"no expression: {error.message}", None
