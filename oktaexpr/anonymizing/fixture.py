"""A whole directory with its rules, as files of Okta's API that hold nothing personal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import chain
from typing import Any

from oktaexpr.anonymizing.fragments import fragments_of
from oktaexpr.anonymizing.originals import Originals
from oktaexpr.anonymizing.replacing import Replacing
from oktaexpr.directory import AppRecord, Attribute, Directory, Group, UserRecord
from oktaexpr.rulesets import GroupRule

_TIMES = ("created", "activated", "statusChanged", "lastLogin", "lastUpdated", "passwordChanged")
_DAY = 10
_RELATIONS = ("manager", "assistant", "linked")
_GROUP_FACTS = ("type", "objectClass")
_EVERYONE = ("BUILT_IN", "Everyone")


class GroupNames(StrEnum):
    """What becomes of the names of groups."""

    KEEP_IMPERSONAL = "keep-impersonal"
    """Kept, but for words that also stand in somebody's profile."""
    KEEP = "keep"
    """Kept, whatever stands in them."""
    REPLACE = "replace"
    """Replaced, but for those of built-in groups."""


Files = dict[str, Any]
"""Names of files and their contents, ready for JSON."""


def anonymized(
    directory: Directory,
    rules: Sequence[GroupRule] = (),
    *,
    key: bytes,
    group_names: GroupNames = GroupNames.KEEP_IMPERSONAL,
) -> Files:
    """Return files from which `Directory.load` and `read_rules` read the same org under other names.

    Users, groups, memberships, relations, app profiles and schemas keep their shape; absent, null and empty stay
    apart. The same key gives the same names for the same directory. What expressions read besides (`org`, sessions,
    devices) is left out.
    """
    originals = Originals(directory, with_group_names=group_names is GroupNames.REPLACE)
    fragments = fragments_of([rule.expression for rule in rules], originals.tokens)
    fixture = _Fixture(directory, Replacing(originals, key, fragments), group_names)
    files: Files = {
        "users.json": [fixture.user(user) for user in directory.users],
        "groups.json": [fixture.group(group) for group in directory.groups],
        "memberships.json": fixture.memberships(),
        "apps.json": [fixture.app(app) for app in directory.apps],
        "app_users.json": list(fixture.app_users()),
        "schemas.json": list(fixture.schemas()),
        "group_rules.json": [fixture.rule(rule) for rule in rules],
    }
    return {name: content for name, content in files.items() if content}


class _Fixture:
    """Builds the objects of one org."""

    def __init__(self, directory: Directory, replacing: Replacing, group_names: GroupNames) -> None:
        self._directory = directory
        self._replacing = replacing
        self._keeps_names = group_names is GroupNames.KEEP
        schemas = [directory.schema, *(app.schema for app in directory.apps)]
        enumerated = [one.enum for schema in schemas if schema for one in schema.values()]
        names = [group.name for group in directory.groups if self._keeps(group)]
        self._constants = frozenset(str(value) for value in chain(names, *enumerated))

    def user(self, user: UserRecord) -> dict[str, Any]:
        """Return one user; times are cut to the day, since a minute tells who it was."""
        given = user.data
        made: dict[str, Any] = {}
        if user.id is not None:
            made["id"] = self._replacing.id(user.id, "00u")
        if user.status is not None:
            made["status"] = user.status
        for name in _TIMES:
            if name in given:
                time = given[name]
                made[name] = f"{time[:_DAY]}T00:00:00.000Z" if isinstance(time, str) and time else time
        kind = given.get("type")
        if isinstance(kind, Mapping) and isinstance(kind.get("id"), str):
            made["type"] = {"id": self._replacing.id(kind["id"], "oty")}
        made["profile"] = self._replacing.profile(user.profile, self._directory.schema)
        for name in _RELATIONS:
            relation: Mapping[str, str] = getattr(user, name)
            if relation:
                made[name] = {key: self._replacing.text(login) for key, login in relation.items()}
        return made

    def group(self, group: Group) -> dict[str, Any]:
        """Return one group."""
        made: dict[str, Any] = {}
        if group.id is not None:
            made["id"] = self._replacing.id(group.id, "00g")
        made |= {name: group[name] for name in _GROUP_FACTS if name in group}
        if group.source_id is not None:
            made["source"] = {"id": self._replacing.id(group.source_id, "0oa")}
        profile = {
            name: self._replacing.scrubbed(value) if isinstance(value, str) else value
            for name, value in group["profile"].items()
            if name in ("name", "description")
        }
        made["profile"] = profile | {"name": self._group_name(group)}
        return made

    def _group_name(self, group: Group) -> str:
        name = group.name or ""
        return name if self._keeps(group) else self._replacing.scrubbed(name)

    def _keeps(self, group: Group) -> bool:
        """Whether a group keeps its name in any case; those of built-in groups are Okta's own."""
        return self._keeps_names or group.type == "BUILT_IN"

    def memberships(self) -> dict[str, list[str]]:
        """Return the users of each group by their ids; everybody is in Everyone without being listed."""
        members: dict[str, list[str]] = {}
        for group in self._directory.groups:
            users = self._directory.users_in(group)
            if users and (group.type, group.name) != _EVERYONE:
                key = self._group_name(group) if group.id is None else self._replacing.id(group.id, "00g")
                members[key] = [self._user_reference(user) for user in users]
        return members

    def _user_reference(self, user: UserRecord) -> str:
        if user.id is None:
            return self._replacing.text(user.login)
        return self._replacing.id(user.id, "00u")

    def app(self, app: AppRecord) -> dict[str, Any]:
        """Return one app instance; the name stays what expressions call it unless it is personal."""
        label = self._replacing.scrubbed(str(app.data.get("label", app.name)))
        made = {"id": self._app_id(app), "name": self._replacing.scrubbed(app.name), "label": label}
        return made | {key: app.data[key] for key in ("status",) if key in app.data}

    def _app_id(self, app: AppRecord) -> str:
        return self._replacing.id(str(app.data.get("id", app.name)), "0oa")

    def app_users(self) -> Iterator[dict[str, Any]]:
        """Yield the profiles that users have in apps."""
        for app in self._directory.apps:
            for user in self._directory.users:
                if app.name in user.apps:
                    profile = self._replacing.profile(user.apps[app.name], app.schema)
                    yield {"appId": self._app_id(app), "id": self._user_reference(user), "profile": profile}

    def schemas(self) -> Iterator[dict[str, Any]]:
        """Yield the schema of users and those of apps, where there are any."""
        if self._directory.schema is not None:
            yield _schema("/meta/schemas/user/default", self._directory.schema)
        for app in self._directory.apps:
            if app.schema is not None:
                yield _schema(f"/meta/schemas/apps/{self._app_id(app)}/default", app.schema)

    def rule(self, rule: GroupRule) -> dict[str, Any]:
        """Return one group rule, whose expression asks for the replaced values and ids."""
        replacing = self._replacing
        people = {
            "users": {"exclude": [replacing.id(one, "00u") for one in sorted(rule.excluded_users)]},
            "groups": {"exclude": [replacing.id(one, "00g") for one in sorted(rule.excluded_groups)]},
        }
        expression = {
            "value": replacing.expression(
                rule.expression, self._constants, keeps_group_names=self._keeps_names
            ),
            "type": "urn:okta:expression:1.0",
        }
        made = {
            "id": replacing.id(rule.id, "0pr"),
            "type": "group_rule",
            "name": replacing.scrubbed(rule.name),
            "status": rule.status,
            "conditions": {"people": people, "expression": expression},
            "actions": {"assignUserToGroups": {"groupIds": [self._target(one) for one in rule.targets]}},
        }
        return made if rule.groups_are_valid else made | {"allGroupsValid": False}

    def _target(self, reference: str) -> str:
        group = self._directory.group(reference)
        if group is not None and group.id is None:
            return self._group_name(group)
        return self._replacing.id(reference if group is None or group.id is None else group.id, "00g")


def _schema(key: str, attributes: Mapping[str, Attribute]) -> dict[str, Any]:
    return {"id": key, "definitions": {"custom": {"properties": {
        name: _attribute(attribute) for name, attribute in attributes.items()
    }}}}  # fmt: skip


def _attribute(attribute: Attribute) -> dict[str, Any]:
    made: dict[str, Any] = {"type": attribute.type}
    if attribute.items is not None:
        made["items"] = {"type": attribute.items}
    if attribute.enum:
        made["enum"] = list(attribute.enum)
    return made
