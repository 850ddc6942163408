"""The shape of each section, as validated by pydantic. Loaded only while a directory is read.

Keys that are no known ones are refused where they would be typos, and free where an org decides: in profiles,
properties and roots. Typed dictionaries keep absent and null apart, which a class with defaults would not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, Required

from pydantic import BeforeValidator, ConfigDict, StringConstraints, TypeAdapter, ValidationError, with_config
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from oktaexpr.directory.contents import GroupType, UserStatus
from oktaexpr.directory.problems import WRONG_SHAPE, Finding, Path, described, near_hint

_STRICT = ConfigDict(strict=True, extra="forbid")
_FREE = ConfigDict(strict=True, extra="allow")

Text = Annotated[str, StringConstraints(min_length=1)]
Object = dict[str, Any]


def _id_of_object(given: object) -> object:
    """Let a reference be the object itself, as Okta's API lists members and groups."""
    return given.get("id", given) if isinstance(given, Mapping) else given


def _from_active_directory(given: object) -> object:
    """Let a bare login stand for the one source of managers and assistants that Okta documents."""
    return {"active_directory": given} if isinstance(given, str) else given


def _value_of_enumeration(given: object) -> object:
    """Accept text and numbers, and the objects of a list of such; a union of types would complain once for each."""
    if isinstance(given, bool) or not isinstance(given, str | int | float | Mapping):
        kind = "enumeration_value"
        raise PydanticCustomError(kind, "expected text or a number")
    return given


Reference = Annotated[Text, BeforeValidator(_id_of_object)]
"""An id, a login, or a group's name."""
Superiors = Annotated[dict[str, Reference], BeforeValidator(_from_active_directory)]
"""A person by the app that says so."""
EnumerationValue = Annotated[Any, BeforeValidator(_value_of_enumeration)]
AttributeType = Literal["string", "boolean", "integer", "number", "array", "object"]


@with_config(_FREE)
class Profile(TypedDict, total=False):
    """A user's profile: anything, and a login."""

    login: Required[Text]


@with_config(_STRICT)
class UserInput(TypedDict, total=False):
    """A user in the shape of Okta's API, with what the org knows about the user besides."""

    id: Text
    status: UserStatus
    created: str | None
    activated: str | None
    statusChanged: str | None
    lastLogin: str | None
    lastUpdated: str | None
    passwordChanged: str | None
    transitioningToStatus: str | None
    realmId: str | None
    type: Object
    credentials: Object
    profile: Required[Profile]
    _links: Object
    _embedded: Object
    groups: list[Reference]
    manager: Superiors
    assistant: Superiors
    linked: dict[str, Reference]
    roots: Object


@with_config(_STRICT)
class GroupInput(TypedDict, total=False):
    """A group, plain or in the shape of Okta's API, and its members."""

    id: Text
    name: Text
    description: str | None
    type: GroupType
    source: Object
    created: str | None
    lastUpdated: str | None
    lastMembershipUpdated: str | None
    objectClass: list[str]
    profile: Object
    _links: Object
    _embedded: Object
    members: list[Reference]


@with_config(_STRICT)
class MembershipInput(TypedDict):
    """One user in one group."""

    group: Reference
    user: Reference


@with_config(_FREE)
class ItemsInput(TypedDict, total=False):
    """What the lists of an array attribute hold."""

    type: Literal["string", "boolean", "integer", "number", "object"]
    enum: list[EnumerationValue] | None


@with_config(_FREE)
class AttributeInput(TypedDict, total=False):
    """A schema's declaration of one attribute."""

    type: Required[AttributeType]
    enum: list[EnumerationValue] | None
    items: ItemsInput | None


@with_config(_FREE)
class DefinitionInput(TypedDict, total=False):
    """One part of a schema of Okta's API."""

    properties: dict[str, AttributeInput]


@with_config(_FREE)
class ApiSchemaInput(TypedDict, total=False):
    """A schema of Okta's API."""

    definitions: Required[dict[str, DefinitionInput]]


def _with_type(given: object) -> object:
    """Let `level: integer` stand for `level: {type: integer}`."""
    return {"type": given} if isinstance(given, str) else given


PlainSchema = dict[str, Annotated[AttributeInput, BeforeValidator(_with_type)]]


@with_config(_STRICT)
class AppInput(TypedDict, total=False):
    """An app instance under its variable name, with its users' app profiles by login."""

    id: Text
    name: Required[Annotated[str, StringConstraints(pattern=r"^[A-Za-z_$][A-Za-z0-9_$]*$")]]
    label: str
    kind: str
    status: Literal["ACTIVE", "INACTIVE"]
    properties: Object
    schema: PlainSchema
    users: dict[str, Object]


@with_config(_STRICT)
class DeviceInput(TypedDict, total=False):
    """A device as the root `device` shows it, and the user who has it."""

    id: Text
    user: Required[Reference]
    profile: Object
    provider: Object
    assurance: Object
    caller: Object


_ADAPTERS: dict[str, TypeAdapter[Any]] = {
    "users": TypeAdapter(list[UserInput]),
    "groups": TypeAdapter(list[GroupInput]),
    "memberships": TypeAdapter(list[MembershipInput]),
    "memberships by group": TypeAdapter(dict[str, list[Reference]]),
    "apps": TypeAdapter(list[AppInput]),
    "devices": TypeAdapter(list[DeviceInput]),
    "schema": TypeAdapter(PlainSchema),
    "schema of the API": TypeAdapter(ApiSchemaInput),
    "now": TypeAdapter(Text, config=ConfigDict(strict=True)),
    **{
        name: TypeAdapter(Object, config=ConfigDict(strict=True))
        for name in ("org", "session", "security", "login", "access", "accessRequest", "roots")
    },
}
SECTIONS = tuple(name for name in _ADAPTERS if " " not in name)
"""What a directory may hold, by key of `directory.yaml` or by name of a file of its own."""

_KNOWN_KEYS: Mapping[str, type] = {
    "users": UserInput,
    "groups": GroupInput,
    "memberships": MembershipInput,
    "apps": AppInput,
    "devices": DeviceInput,
}
_IDENTIFYING = frozenset({"id", "name", "profile", "user", "group"})
_EXPECTED = {
    "string_type": "text",
    "list_type": "a list",
    "dict_type": "a mapping",
    "bool_type": "true or false",
}


def validate(section: str, given: object) -> tuple[Any, list[Finding]]:
    """Return the section's value, and what is wrong with its shape; the value counts only where nothing is."""
    name = section
    if section == "memberships" and isinstance(given, Mapping):
        name = "memberships by group"
    if section == "schema" and isinstance(given, Mapping) and isinstance(given.get("definitions"), Mapping):
        name = "schema of the API"
    try:
        return _ADAPTERS[name].validate_python(given), []
    except ValidationError as error:
        return None, list(findings_of(section, error))


def without_wrong_parts(given: object, findings: Sequence[Finding]) -> list[Any] | None:
    """Return a section's list without the keys that the findings name, or None where a record's identity is wrong."""
    if not isinstance(given, list):
        return None
    rest = list(given)
    for finding in findings:
        _, *path = finding.path
        match path:
            case [int(at), str(key), *_] if key not in _IDENTIFYING and isinstance(rest[at], Mapping):
                rest[at] = {name: part for name, part in rest[at].items() if name != key}
            case _:
                return None
    return rest


def findings_of(section: str, error: ValidationError) -> Iterator[Finding]:
    """Yield what a validation found, in plain words, with paths that begin with the section."""
    for fault in error.errors(include_url=False):
        path: Path = fault["loc"]
        last = path[-1] if path else section
        kind = fault["type"]
        hint: str | None = None
        match kind:
            case "extra_forbidden":
                message = "unknown key"
                hint = near_hint(str(last), _KNOWN_KEYS[section].__annotations__)
            case "missing":
                message = "the key is missing"
            case "literal_error":
                message = f"expected {fault['ctx']['expected']}, found {described(fault['input'])}"
            case "string_too_short":
                message = "expected text, found an empty one"
            case "string_unicode":
                message = "the text holds half of a surrogate pair"
            case "string_pattern_mismatch":
                message = f"expected a variable name such as zendesk, found {described(fault['input'])}"
            case _:
                expected = _EXPECTED.get(kind)
                message = f"expected {expected}" if expected else fault["msg"][:1].lower() + fault["msg"][1:]
                message += f", found {described(fault['input'])}"
        yield Finding(WRONG_SHAPE, (section, *path), message, hint)
