"""App instances of an export, their schemas and the profiles that users have in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from oktaexpr.directory.assembly import TAKEN_ROOTS
from oktaexpr.directory.contents import AppRecord
from oktaexpr.directory.problems import quoted
from oktaexpr.directory.readers.collector import Gathered
from oktaexpr.directory.readers.places import Origin
from oktaexpr.directory.schema import attributes

Profiles = dict[int, dict[str, Mapping[str, Any]]]
"""App profiles under the apps' names, by the user's place."""
FindPerson = Callable[[str, Origin, tuple[str, ...]], int | None]

_SHOWN = ("id", "name", "label", "status")
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_$]")
_APP_OF_SCHEMA = re.compile(r"/apps/([^/]+)/")


class Applications:
    """Connects the apps of one export; `notes` says which names are not Okta's own."""

    def __init__(self, gathered: Gathered, find_person: FindPerson) -> None:
        """Take what was gathered, and what finds a user by a reference."""
        self._gathered = gathered
        self._find_person = find_person
        self.notes: list[str] = []

    def connect(self) -> tuple[list[AppRecord], Profiles]:
        """Return the apps, and the users' profiles in them."""
        schemas = {
            found[1]: schema
            for schema, _ in self._gathered.schemas
            if (found := _APP_OF_SCHEMA.search(str(schema.get("id", ""))))
        }
        counts = Counter(app["name"] for app, _ in self._gathered.apps)
        names: dict[str, str] = {}
        apps: list[AppRecord] = []
        for app, origin in self._gathered.apps:
            name = self._variable_name(app, counts)
            if name in names.values():
                self._gathered.problems.add(origin, ("name",), f"the app {quoted(name)} stands twice")
                continue
            names[app.get("id", name)] = name
            schema = schemas.get(app.get("id", ""))
            shown = {key: app[key] for key in _SHOWN if key in app} | {"name": name}
            apps.append(
                AppRecord(
                    name=name,
                    data={**shown, **_mapping(app.get("profile")), **_mapping(app.get("properties"))},
                    kind=app["name"],
                    schema=None if schema is None else attributes(schema),
                )
            )
        return apps, self._profiles(names)

    def _variable_name(self, app: Mapping[str, Any], counts: Mapping[str, int]) -> str:
        """Return the name that expressions use. The API does not say it where several instances share a name."""
        name = _NOT_IN_NAMES.sub("_", app["name"])
        if counts[app["name"]] > 1 or name in TAKEN_ROOTS or not name[0].isidentifier():
            name = f"app_{name}" if "id" not in app else f"{name}_{_NOT_IN_NAMES.sub('_', app['id'])}"
            name = name if name[0].isidentifier() else f"_{name}"
        if name != app["name"]:
            self.notes.append(
                f"the app {quoted(app.get('label', app['name']))} is called {name} here; "
                "Okta's Profile Editor shows the name that expressions have for it"
            )
        return name

    def _profiles(self, names: Mapping[str, str]) -> Profiles:
        by_name = {name: name for name in names.values()}
        profiles: Profiles = {}
        for app, value, origin in self._gathered.app_users:
            owner = app if app is not None else next((one for one in names if one in origin.file.name), None)
            name = None if owner is None else names.get(owner) or by_name.get(owner)
            if name is None:
                reason = "nothing says whose app user it is" if owner is None else f"no app {quoted(owner)}"
                self._gathered.problems.add(origin, ("appId",), reason)
                continue
            person = self._find_person(value["id"], origin, ("id",))
            if person is not None:
                profiles.setdefault(person, {})[name] = value.get("profile") or {}
        return profiles


def _mapping(given: object) -> Mapping[str, Any]:
    return given if isinstance(given, Mapping) else {}
