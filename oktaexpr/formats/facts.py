"""What a file says of the org besides its expressions: groups, schemas, app instances, filters of claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from oktaexpr.directory.schema import Attribute
from oktaexpr.formats.found import Use


@dataclass(frozen=True, slots=True)
class KnownGroup:
    """A group of the org."""

    key: str
    """Its id, or the key of what Terraform writes for it: `okta_group.data.id`."""
    name: str | None
    is_exported: bool
    """Whether Okta listed it. Terraform's files name the groups that they make, not all that there are."""


@dataclass(frozen=True, slots=True)
class KnownSchema:
    """The attributes of a user or of an app's users."""

    owner: str
    """`user`, or the app: its id, or the key of what Terraform writes for it: `okta_app_saml.dbt`."""
    attributes: Mapping[str, Attribute]
    is_exported: bool
    """Whether Okta listed it. Terraform's files add attributes to what is there."""
    has_base: bool = False
    """Whether the attributes that Okta itself gives to users of this kind are among these."""


@dataclass(frozen=True, slots=True)
class KnownApp:
    """An app instance with the name that expressions use."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class FilterClaim:
    """A claim that holds all groups of the user whose names fit a filter."""

    use: Use
    how: str
    """Okta's word: STARTS_WITH, EQUALS, CONTAINS or REGEX."""
    text: str


@dataclass(frozen=True, slots=True)
class KnownRule:
    """A group rule as the others see it."""

    address: str
    name: str
    use: Use
    is_active: bool
    condition: str
    """What it means, so that two spellings compare; the text where it does not parse."""
    groups: tuple[str, ...]
    """Keys of the groups that it assigns."""
    reads: tuple[tuple[str, str], ...]
    """Groups that its condition asks for: how (`id`, `exact`, `prefix` …), and the id or text."""


Fact: TypeAlias = KnownGroup | KnownSchema | KnownApp | FilterClaim | KnownRule
