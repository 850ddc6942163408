"""What Terraform's resources say of the org: groups, attributes of schemas, filters of claims."""

from __future__ import annotations

from collections.abc import Iterator

from oktaexpr.directory.schema import Attribute
from oktaexpr.formats.facts import Fact, FilterClaim, KnownGroup, KnownSchema
from oktaexpr.formats.found import Use
from oktaexpr.formats.keys import key_of
from oktaexpr.formats.resources import Resource, owner_of
from oktaexpr.formats.values import Object, Scalar, Text, Value


def facts_of(resource: Resource) -> Iterator[Fact]:
    """Yield what a resource says of the org."""
    arguments = resource.arguments
    match resource.kind:
        case "okta_group":
            key = key_of(f"{resource.address}.id", resource.path, resource.address)
            yield KnownGroup(key, arguments.text("name"), is_exported=False)
        case "okta_user_schema_property" | "okta_user_base_schema_property":
            yield from _attribute("user", arguments)
        case "okta_app_user_schema_property" | "okta_app_user_base_schema_property":
            owner = owner_of(resource, "app_id")
            if owner is not None:
                yield from _attribute(owner, arguments)
        case "okta_auth_server_claim" if arguments.text("value_type") == "GROUPS":
            filter_type, value = arguments.text("group_filter_type"), arguments.get("value")
            if filter_type is not None and isinstance(value, Text):
                span = arguments.places.get("value", value.content.origins[0].span)
                yield FilterClaim(Use(resource.path, span), filter_type, value.value)
        case _:
            pass


def _attribute(owner: str, arguments: Object) -> Iterator[Fact]:
    name, kind = arguments.text("index"), arguments.text("type")
    if name is not None and kind is not None:
        listed = [_constant(item) for item in arguments.items("enum")]
        enum = tuple(item for item in listed if item is not None)
        known = Attribute(name, kind, enum if len(enum) == len(listed) else (), arguments.text("array_type"))
        yield KnownSchema(owner, {name: known}, is_exported=False)


def _constant(value: Value) -> str | int | float | None:
    match value:
        case Text() if not value.content.holes:
            return value.value
        case Scalar(value=int(number) | float(number)):
            return number
        case _:
            return None
