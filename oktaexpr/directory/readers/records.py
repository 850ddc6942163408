"""The shape of what an export holds, as validated by pydantic row by row.

Looser than a fixture: keys that Okta adds from time to time are let through. Loaded only while an export is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Required

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict

from oktaexpr.directory.contents import GroupType, UserStatus
from oktaexpr.directory.problems import Path
from oktaexpr.directory.readers.shapes import Shape
from oktaexpr.directory.records import ApiSchemaInput, Profile, Reference, Superiors, Text, findings_of

_LOOSE = ConfigDict(strict=True, extra="allow")


@with_config(_LOOSE)
class ExportedUser(TypedDict, total=False):
    """A user of Okta's API; `manager`, `assistant`, `linked` and `groups` as fixtures have them."""

    id: Text
    status: UserStatus
    created: str | None
    activated: str | None
    statusChanged: str | None
    lastLogin: str | None
    lastUpdated: str | None
    passwordChanged: str | None
    profile: Required[Profile]
    manager: Superiors
    assistant: Superiors
    linked: dict[str, Reference]


@with_config(_LOOSE)
class ExportedGroup(TypedDict, total=False):
    """A group of Okta's API, or a plain one."""

    id: Text
    name: Text
    type: GroupType
    source: dict[str, Any]
    profile: dict[str, Any]


@with_config(_LOOSE)
class ExportedApp(TypedDict, total=False):
    """An app instance of Okta's API."""

    id: Text
    name: Required[Text]
    label: str
    status: Literal["ACTIVE", "INACTIVE"]


@with_config(_LOOSE)
class ExportedAppUser(TypedDict, total=False):
    """A user's assignment to an app."""

    id: Required[Text]
    profile: dict[str, Any] | None


_ADAPTERS: Mapping[Shape, TypeAdapter[Any]] = {
    Shape.USER: TypeAdapter(ExportedUser),
    Shape.GROUP: TypeAdapter(ExportedGroup),
    Shape.APP: TypeAdapter(ExportedApp),
    Shape.APP_USER: TypeAdapter(ExportedAppUser),
    Shape.SCHEMA: TypeAdapter(ApiSchemaInput),
}


def wrong_part(shape: Shape, value: object) -> tuple[Path, str] | None:
    """Return where an object is wrong and how, in plain words; None for a good one."""
    try:
        _ADAPTERS[shape].validate_python(value)
    except ValidationError as error:
        finding = next(findings_of(shape.value, error))
        hint = finding.hint() if callable(finding.hint) else finding.hint
        return finding.path[1:], finding.message + (f"; {hint}" if hint else "")
    return None
