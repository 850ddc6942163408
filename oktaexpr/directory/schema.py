"""The user attributes that an org has: name, type, enumeration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

BASE_ATTRIBUTES = (
    "login", "email", "secondEmail", "firstName", "lastName", "middleName", "honorificPrefix", "honorificSuffix",
    "title", "displayName", "nickName", "profileUrl", "primaryPhone", "mobilePhone", "streetAddress", "city", "state",
    "zipCode", "countryCode", "postalAddress", "preferredLanguage", "locale", "timezone", "userType",
    "employeeNumber", "costCenter", "organization", "division", "department", "managerId", "manager",
)  # fmt: skip
"""What every Okta user profile has, declared or not; all of them are strings."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a profile."""

    name: str
    type: str = "string"
    """Okta's schema word: string, boolean, integer, number, array, object."""
    enum: tuple[str | int | float, ...] = ()
    """The values it takes; empty means any. Those of a list of objects, which no expression compares, are left out."""
    items: str | None = None
    """What a list holds, for type `array`."""


def user_schema(declared: Mapping[str, Any]) -> dict[str, Attribute]:
    """Return the attributes by name: the base ones of every org, and those of a declared schema."""
    return {name: Attribute(name) for name in BASE_ATTRIBUTES} | attributes(declared)


def attributes(declared: Mapping[str, Any]) -> dict[str, Attribute]:
    """Return the attributes of a schema as validated: `{name: "string" | {"type", "enum", …}}`, or Okta's API shape."""
    return {name: _attribute(name, given) for name, given in _properties(declared)}


def _properties(declared: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield names and declarations; Okta's API keeps them under `definitions.base` and `definitions.custom`."""
    if "definitions" not in declared:
        yield from declared.items()
        return
    for part in declared["definitions"].values():
        yield from part.get("properties", {}).items()


def _attribute(name: str, given: str | Mapping[str, Any]) -> Attribute:
    if isinstance(given, str):
        return Attribute(name, given)
    items = given.get("items") or {}
    listed = given.get("enum") or items.get("enum") or ()
    values = tuple(one for one in listed if not isinstance(one, Mapping))
    return Attribute(name, given["type"], values, items.get("type"))
