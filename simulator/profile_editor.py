"""The license attribute as an admin sets it up in Okta's Profile Editor, and where its value comes from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from simulator.errors import AttributeSetupError
from simulator.licenses import ATTRIBUTE, NAMESPACE, LicenseType
from simulator.mapping import MappedValue, evaluate_mapping

ENUMERATION: Mapping[str, str] = {
    license_type.okta_display_name: license_type.value
    for license_type in (LicenseType.IT, LicenseType.ANALYST, LicenseType.DEVELOPER, LicenseType.READ_ONLY)
}
"""The members of the enumeration as dbt's page lists them: display name to value (F7.6)."""


class AttributeType(StrEnum):
    """Whether Okta takes a value for each person only, or from group assignments too (F7.7)."""

    PERSONAL = "Personal"
    GROUP = "Group"


class ValueSource(StrEnum):
    """Where the value of a user comes from."""

    PERSONAL = "personal override"
    MAPPING = "mapping expression"
    GROUP = "group assignment"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class GroupAssignment:
    """A group that the app is assigned to, with the attribute's value for its members."""

    group: str
    value: str | None
    priority: int = 0
    """Between several groups of a user, the lowest number wins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseAttribute:
    """The attribute with its fields and its sources; the defaults are what dbt's page says."""

    data_type: str = "string"
    display_name: str = "License Type"
    variable_name: str = ATTRIBUTE
    external_name: str = ATTRIBUTE
    external_namespace: str = NAMESPACE
    enumeration: Mapping[str, str] | None = field(default_factory=lambda: dict(ENUMERATION))
    """Display name to value; None where the attribute is no enumeration."""
    attribute_type: AttributeType = AttributeType.GROUP
    mapping: str | None = None
    """The expression, if the attribute is mapped."""
    is_pushed: bool = True
    """Whether the mapping's value is sent on updates too (`pushStatus` PUSH), not only on creation."""
    group_assignments: tuple[GroupAssignment, ...] = ()
    personal_values: Mapping[str, str | None] = field(default_factory=dict)
    """Values that an admin set for single users, by login."""

    @property
    def is_mapped_on_creation_only(self) -> bool:
        """Tell whether there is a mapping whose value never changes once the user has it (F13.15)."""
        return self.mapping is not None and not self.is_pushed

    @property
    def sources(self) -> tuple[ValueSource, ...]:
        """Return the sources that are in use, strongest first."""
        used = {
            ValueSource.PERSONAL: bool(self.personal_values),
            ValueSource.MAPPING: self.mapping is not None,
            ValueSource.GROUP: any(assignment.value is not None for assignment in self.group_assignments),
        }
        return tuple(source for source, is_used in used.items() if is_used)

    def value_for(
        self,
        login: str,
        groups: Collection[str],
        profile: Mapping[str, Any] | None = None,
        engine: str = "classic",
    ) -> AttributeValue:
        """Return the value of one user: a personal one first, then the mapping, then the group assignments."""
        return self.choose_value(
            login, groups, lambda mapping: evaluate_mapping(mapping, groups, profile, engine)
        )

    def choose_value(
        self, login: str, groups: Collection[str], evaluate: Callable[[str], MappedValue]
    ) -> AttributeValue:
        """Return the value as `value_for` does, with the mapping evaluated by `evaluate`, if it comes to that."""
        if login in self.personal_values:
            return AttributeValue(ValueSource.PERSONAL, self.personal_values[login])
        if self.mapping is not None:
            mapped = evaluate(self.mapping)
            return AttributeValue(ValueSource.MAPPING, mapped.value, mapped.failure)
        if self.attribute_type is AttributeType.PERSONAL:
            return AttributeValue(ValueSource.NOWHERE)
        assigned = [one for one in self.group_assignments if one.group in groups]
        if not assigned:
            return AttributeValue(ValueSource.NOWHERE)
        return AttributeValue(ValueSource.GROUP, min(assigned, key=lambda one: one.priority).value)

    def extension_for(self, value: AttributeValue) -> tuple[str, Mapping[str, object] | None]:
        """Return namespace and extension object as they go over the wire; None where nothing is sent."""
        if value.failure or value.source is ValueSource.NOWHERE:
            return self.external_namespace, None
        return self.external_namespace, {self.external_name: value.value}


@dataclass(frozen=True, slots=True)
class AttributeValue:
    """The value of the attribute for one user, and where it comes from."""

    source: ValueSource
    value: object = None
    failure: str | None = None
    """Why the mapping has no value."""


def read_schema(schema: Mapping[str, Any], variable_name: str = ATTRIBUTE) -> LicenseAttribute:
    """Read the attribute from an app user schema of Okta's API. Raises `AttributeSetupError` where it has none."""
    properties: dict[str, Any] = {}
    for definition in (schema.get("definitions") or {}).values():
        properties.update(definition.get("properties") or {})
    wanted = variable_name
    if wanted not in properties:
        near = [name for name in properties if name.lower() == wanted.lower()]
        if not near:
            message = f"the schema has no attribute {variable_name!r}"
            raise AttributeSetupError(message)
        wanted = near[0]
    found = properties[wanted]
    return LicenseAttribute(
        data_type=found.get("type", "string"),
        display_name=found.get("title", ""),
        variable_name=wanted,
        external_name=found.get("externalName", ""),
        external_namespace=found.get("externalNamespace", ""),
        enumeration=_enumeration(found),
        # Okta's API calls the type a scope: SELF is Personal.
        attribute_type=AttributeType.PERSONAL if found.get("scope") == "SELF" else AttributeType.GROUP,
    )


def _enumeration(found: Mapping[str, Any]) -> dict[str, str] | None:
    """Return the members: those with a title from `oneOf`, the others under their value."""
    values = [str(value) for value in found.get("enum") or ()]
    titles = {
        str(one.get("const")): str(one.get("title")) for one in found.get("oneOf") or () if "const" in one
    }
    members = {titles.get(value, value): value for value in dict.fromkeys([*values, *titles])}
    return members or None
