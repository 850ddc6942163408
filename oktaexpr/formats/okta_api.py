"""Answers of Okta's API, in files of any name: each object is known by its shape, wherever it stands in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from oktaexpr.directory.schema import Attribute, attributes
from oktaexpr.formats.facts import Fact, FilterClaim, KnownApp, KnownGroup, KnownSchema
from oktaexpr.formats.found import FoundExpression, GroupRule, Receiver, Use
from oktaexpr.formats.interpolated import expressions_in_template
from oktaexpr.formats.resources import Resource, assigned_groups, is_built_in_subject, policy_usage
from oktaexpr.formats.values import Array, Object, Scalar, Text, Value
from oktaexpr.functions import IDENTITY_ENGINE
from oktaexpr.source import Span

_GROUP_TYPES = frozenset({"OKTA_GROUP", "APP_GROUP", "BUILT_IN"})
_APP_SCHEMA = re.compile(r"/meta/schemas/apps/([^/]+)/")
_MARKS = (
    '"expression"', '"elCondition"', '"valueType"', '"userNameTemplate"', '"attributeStatements"',
    '"subjectNameIdTemplate"', '"userScopeExpression"', '"reviewerScopeExpression"', "/meta/schemas/", '"definitions"', '"objectClass"', '"OKTA_GROUP"', '"providerExpression"',
)  # fmt: skip


def may_be_okta_api(text: str) -> bool:
    """Whether a file is worth reading: most JSON of a repository has nothing to do with Okta."""
    return any(mark in text for mark in _MARKS)


def read_okta_objects(value: Value, path: str) -> Iterator[FoundExpression | Fact]:
    """Yield the expressions and facts of a value and of all that is in it."""
    match value:
        case Array(items=items):
            for item in items:
                yield from read_okta_objects(item, path)
        case Object():
            found = list(_object(value, path))
            yield from found
            if not found:
                for inner in value.entries.values():
                    yield from read_okta_objects(inner, path)
        case _:
            pass


def _object(value: Object, path: str) -> Iterator[FoundExpression | Fact]:
    conditions = value.get("conditions")
    if value.get("definitions") is not None:
        yield from _schema(value)
    elif value.get("profile", "name") is not None and value.text("type") in _GROUP_TYPES:
        yield KnownGroup(value.text("id") or "", value.text("profile", "name"), is_exported=True)
        yield from read_okta_objects(value.get("_embedded") or Scalar(None), path)
    elif isinstance(conditions, Object) and conditions.get("expression", "value") is not None:
        is_realm = value.get("actions", "assignUserToRealm") is not None
        yield from _realm_assignment(value, path) if is_realm else _group_rule(value, path)
    elif value.get("reviewerSettings") is not None:
        yield from _campaign(value, path)
    elif value.get("source", "type") is not None and value.get("target", "type") is not None:
        yield from _mapping(value, path)
    elif value.text("claimType") is not None and value.text("valueType") is not None:
        yield from _claim(value, path)
    elif isinstance(conditions, Object) and conditions.get("elCondition", "condition") is not None:
        yield from _policy_rule(value, path)
    elif value.get("credentials", "userNameTemplate") is not None or value.text("signOnMode") is not None:
        yield from _app(value, path)
    elif value.get("policy", "subject", "userNameTemplate") is not None:
        yield from _identity_provider(value, path)
    elif value.get("actions", "idp", "matchCriteria") is not None:
        yield from _discovery_rule(value, path)


def _resource(value: Object, path: str) -> Resource:
    return Resource("", _title(value), value, path)


def _title(value: Object) -> str:
    """Return what a message calls an object: its name, its label, or its id."""
    return value.text("name") or value.text("label") or value.text("id") or "?"


def _find(value: Object, path: str, keys: tuple[str, ...], usage: str | None) -> Iterator[FoundExpression]:
    return _resource(value, path).find(".".join(keys), value.get(*keys), None, usage)


def _templates(value: Object, path: str, keys: tuple[str, ...], usage: str) -> Iterator[FoundExpression]:
    for found in _find(value, path, keys, usage):
        for content in expressions_in_template(found.content):
            yield replace(found, content=content)


def _group_rule(value: Object, path: str) -> Iterator[FoundExpression]:
    listed = value.get("actions", "assignUserToGroups", "groupIds")
    groups, are_known = assigned_groups(listed, path, _title(value))
    status = value.text("status") or "ACTIVE"
    if value.get("allGroupsValid") == Scalar(value=False):
        status = "INVALID"
    rule = GroupRule(_title(value), status, groups, are_known)
    for found in _find(value, path, ("conditions", "expression", "value"), "group-rule"):
        yield replace(found, rule=rule)


def _realm_assignment(value: Object, path: str) -> Iterator[FoundExpression]:
    for found in _find(value, path, ("conditions", "expression", "value"), None):
        yield replace(found, engine=IDENTITY_ENGINE)


def _campaign(value: Object, path: str) -> Iterator[FoundExpression]:
    """Yield whose access is reviewed, a condition; and who reviews it, which is a user."""
    yield from _find(value, path, ("principalScopeSettings", "userScopeExpression"), "access-certification")
    for kinds in (("reviewerSettings",), ("reviewerSettings", "reviewerLevels")):
        for found in _resource(value, path).inner(kinds, "reviewerScopeExpression", None):
            yield replace(found, engine=IDENTITY_ENGINE)


def _mapping(value: Object, path: str) -> Iterator[FoundExpression | Fact]:
    sides = {side: _side(value, side) for side in ("source", "target")}
    for side, owner in sides.items():
        name = value.text(side, "name")
        if owner != "user" and name is not None:
            yield KnownApp(owner, name)
    properties = value.get("properties")
    if not isinstance(properties, Object):
        return
    title = f"{value.text('source', 'name') or '?'} -> {value.text('target', 'name') or '?'}"
    for name, entry in properties.entries.items():
        if isinstance(entry, Object):
            attribute = f"properties.{name}.expression"
            resource = Resource("", title, value, path)
            for found in resource.find(attribute, entry.get("expression"), None, "profile-mapping"):
                appuser = sides["source"] if sides["source"] != "user" else None
                receiver = Receiver(sides["target"], name, _key_place(properties, name, path))
                yield replace(found, receiver=receiver, appuser=appuser)


def _key_place(value: Object, name: str, path: str) -> Use | None:
    """Return where a key stands, without its quotes; None for one that needs escapes, as no attribute does."""
    place = value.places.get(name)
    if place is None or not name.replace("-", "_").isidentifier():
        return None
    return Use(path, Span(place.start + 1, place.start + 1 + len(name)))


def _side(value: Object, side: str) -> str:
    return "user" if value.text(side, "type") == "user" else value.text(side, "id") or "?"


def _claim(value: Object, path: str) -> Iterator[FoundExpression | Fact]:
    if value.text("valueType") == "EXPRESSION":
        yield from _find(value, path, ("value",), "oidc-claim")
        return
    filter_type = value.text("group_filter_type") or value.text("groupFilterType")
    given = value.get("value")
    if isinstance(given, Text) and filter_type is not None:
        yield FilterClaim(Use(path, given.content.origins[0].span), filter_type, given.value)


def _policy_rule(value: Object, path: str) -> Iterator[FoundExpression]:
    for found in _find(value, path, ("conditions", "elCondition", "condition"), "app-sign-in-policy"):
        yield replace(found, usage=policy_usage(found.text))


def _app(value: Object, path: str) -> Iterator[FoundExpression]:
    if value.text("credentials", "userNameTemplate", "type") == "CUSTOM":
        keys = ("credentials", "userNameTemplate", "template")
        yield from _templates(value, path, keys, "username-template")
    for found in _templates(value, path, ("settings", "signOn", "subjectNameIdTemplate"), "saml-attribute"):
        if not is_built_in_subject(found.text):
            yield found
    for number, statement in enumerate(value.objects("settings", "signOn", "attributeStatements")):
        if (statement.text("type") or "EXPRESSION") == "EXPRESSION":
            for at, item in enumerate(statement.items("values")):
                attribute = f"settings.signOn.attributeStatements[{number}].values[{at}]"
                yield from _resource(value, path).find(attribute, item, None, "saml-attribute")


def _identity_provider(value: Object, path: str) -> Iterator[FoundExpression]:
    yield from _templates(value, path, ("policy", "subject", "userNameTemplate", "template"), "idp-username")


def _discovery_rule(value: Object, path: str) -> Iterator[FoundExpression]:
    for number, criterion in enumerate(value.objects("actions", "idp", "matchCriteria")):
        attribute = f"actions.idp.matchCriteria[{number}].providerExpression"
        given = criterion.get("providerExpression")
        yield from _resource(value, path).find(attribute, given, None, "dynamic-idp")


def _schema(value: Object) -> Iterator[Fact]:
    definitions = value.get("definitions")
    identifier = value.text("id") or ""
    app = _APP_SCHEMA.search(identifier)
    if not isinstance(definitions, Object) or not (app or "/meta/schemas/user/" in identifier):
        return
    parts = {name: plain(part) for name, part in definitions.entries.items() if isinstance(part, Object)}
    declared = {
        name: one
        for part in parts.values()
        for name, one in (part.get("properties") or {}).items()
        if isinstance(one, dict) and isinstance(one.get("type"), str)
    }
    owner = app[1] if app else "user"
    yield KnownSchema(owner, schema_attributes(declared), is_exported=True, has_base="base" in parts)


def schema_attributes(declared: dict[str, Any]) -> dict[str, Attribute]:
    """Return the attributes that a schema of Okta's API declares."""
    return attributes(declared)


def plain(value: Value) -> Any:  # noqa: ANN401 - any JSON value
    """Return a value without its places; None for what is not known."""
    match value:
        case Text(value=text):
            return text
        case Scalar(value=scalar):
            return scalar
        case Array(items=items):
            return [plain(item) for item in items]
        case Object(entries=entries):
            return {key: plain(inner) for key, inner in entries.items()}
        case _:
            return None
