"""The value of the attribute for one user at one time, and the groups that users can be in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import oktaexpr
from oktaexpr.documents import near_hint
from simulator.errors import TimelineError
from simulator.mapping import MappedValue
from simulator.profile_editor import AttributeValue, LicenseAttribute
from simulator.timeline.people import Person
from simulator.timeline.setup import SimulatedApp

Group = Mapping[str, Any]


class Groups:
    """The groups of the directory, or those that a timeline without a directory names."""

    def __init__(self, directory: oktaexpr.Directory | None) -> None:
        """Know the directory's groups; without a directory every name is a group."""
        self._is_closed = directory is not None
        self._found: dict[str, Group] = {}
        self._several: set[str] = set()
        for group in directory.groups if directory else ():
            name = str(group.name)
            if name in self._found:
                self._several.add(name)
            self._found[name] = group
        for group in directory.groups if directory else ():
            if group.id is not None:
                self._found[group.id] = group

    def find(self, reference: str) -> Group:
        """Return the group of a name or id. Raises `TimelineError` for none, or for several of that name."""
        if reference in self._several:
            message = f"several groups are called {reference!r}: name one by its id"
            raise TimelineError(message)
        group = self._found.get(reference)
        if group is not None:
            return group
        if self._is_closed:
            hint = near_hint(reference, self._found)
            message = f"the directory has no group {reference!r}" + (f"; {hint}" if hint else "")
            raise TimelineError(message)
        return self._found.setdefault(reference, {"name": reference, "type": "OKTA_GROUP"})


class Evaluator:
    """Evaluates mappings for users; each expression is compiled once."""

    def __init__(self, app: SimulatedApp, directory: oktaexpr.Directory | None) -> None:
        """Evaluate in the app's engine; users of the directory bring relations and app profiles along."""
        self._app = app
        self._directory = directory
        self._known = {user.login for user in directory.users} if directory else set()
        self._programs: dict[str, oktaexpr.Program | str] = {}

    def value(self, attribute: LicenseAttribute, person: Person, at: datetime) -> AttributeValue:
        """Return the value that an evaluation at that time gives."""
        names = person.group_names
        return attribute.choose_value(
            person.login, names, lambda mapping: self._evaluate(mapping, person, at)
        )

    def _evaluate(self, mapping: str, person: Person, at: datetime) -> MappedValue:
        program = self._program(mapping)
        if isinstance(program, str):
            return MappedValue(failure=program)
        try:
            value = program(self._scope(person, at))
        except oktaexpr.EvaluationError as error:
            return MappedValue(failure=error.message)
        if value is None or isinstance(value, str):
            return MappedValue(value=value)
        failure = f"the mapping gives {oktaexpr.java_type(value)}, and the attribute is text"
        return MappedValue(failure=failure)

    def _program(self, mapping: str) -> oktaexpr.Program | str:
        """Return the program, or why there is none: Okta would not save such a mapping, so that nothing is sent."""
        program = self._programs.get(mapping)
        if program is None:
            try:
                program = oktaexpr.compile(mapping, engine=self._app.engine)
            except oktaexpr.ExpressionSyntaxError as error:
                program = f"the mapping does not parse: {error.message}"
            self._programs[mapping] = program
        return program

    def _scope(self, person: Person, at: datetime) -> oktaexpr.Scope:
        if self._directory is None or person.login not in self._known:
            user = person.profile if self._app.engine == "classic" else {"profile": person.profile}
            return oktaexpr.Scope(user=user, groups=person.groups, now=at)
        base = self._directory.scope(person.login, engine=self._app.engine, app=self._app.name)
        return oktaexpr.Scope(
            base.roots,
            user=self._user(person, base.user),
            groups=person.groups,
            relations=base.relations,
            now=at,
        )

    def _user(self, person: Person, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return root `user` with the profile of this moment; while nothing changed, the directory's own."""
        if self._app.engine == "classic":
            return person.profile
        return given if given.get("profile") is person.profile else {**given, "profile": person.profile}
