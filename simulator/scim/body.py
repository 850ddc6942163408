"""What a request body says, read before the models see it.

The models take attribute names in any case and know no enumeration; dbt wants `licenseType` and its values in exactly
their own case (F1.6, F6.9), so the license is read from the JSON itself and the models get the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json
from scim2_models import InvalidSyntaxException, InvalidValueException

from simulator.events import ScimBody, ScimDelete, ScimPatchAttribute, ScimSetActive
from simulator.licenses import ATTRIBUTE, NAMESPACE

PatchEvent = ScimPatchAttribute | ScimSetActive | ScimDelete

_CORE_USER = "urn:ietf:params:scim:schemas:core:2.0:User"
_USER_FIELDS = ("schemas", "userName", "active", "name", "emails")
_GROUP_FIELDS = ("schemas", "displayName")
_USER_PATCH_FIELDS = ("schemas", "Operations")


@dataclass(frozen=True, slots=True)
class UserBody:
    """The body of a POST or PUT of a user, in two parts."""

    license: ScimBody
    rest: Mapping[str, Any]
    """What the models read: the body without dbt's extension."""


def read_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object of a body. Raises `InvalidSyntaxException` for anything else."""
    try:
        document = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise InvalidSyntaxException(detail=f"The body is no JSON: {error}") from None
    if not isinstance(document, dict):
        raise InvalidSyntaxException(detail="The body is no JSON object")
    return document


def check_schemas(document: Mapping[str, Any]) -> None:
    """Raise `InvalidSyntaxException` for a list of schemas with nothing in it; the models look at what is in it."""
    if find(document, "schemas") == []:
        raise InvalidSyntaxException(detail="schemas is empty: it lists the schemas of the body")


def read_user(document: Mapping[str, Any], *, complete: bool) -> UserBody:
    """Split the body of a user. Raises `InvalidValueException`, with `complete` also for fields that are missing (F10.5)."""
    if complete:
        require(document, _USER_FIELDS, "F10.5")
    _check_active(find(document, "active"))
    extension = document.get(NAMESPACE)
    if extension is not None and not isinstance(extension, dict):
        raise InvalidValueException(detail=f"{NAMESPACE} is an object with {ATTRIBUTE}")
    rest = {name: value for name, value in document.items() if name.casefold() != NAMESPACE.casefold()}
    return UserBody(
        license=ScimBody(extension=extension) if extension is not None else _misplaced(document),
        rest=rest,
    )


def check_group(document: Mapping[str, Any], *, complete: bool) -> None:
    """Raise `InvalidValueException` where a group lacks a field (F10.8); only with `complete`."""
    if complete:
        require(document, _GROUP_FIELDS, "F10.8")


def require(document: Mapping[str, Any], names: tuple[str, ...], fact: str) -> None:
    """Raise `InvalidValueException` for the names that a body lacks or has as null or an empty text."""
    missing = [name for name in names if find(document, name) in (None, "")]
    if missing:
        raise InvalidValueException(detail=f"Missing: {', '.join(missing)} ({fact})")


def find(document: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - any JSON
    """Return the value of an attribute, its name in any case as SCIM has it, or None."""
    if name in document:
        return document[name]
    return next((value for key, value in document.items() if key.casefold() == name.casefold()), None)


def _misplaced(document: Mapping[str, Any]) -> ScimBody:
    """Return the attribute that came under another namespace than dbt's, so that the rule can say that (F6.15)."""
    for key, value in document.items():
        if key.casefold().startswith("urn:") and isinstance(value, dict) and ATTRIBUTE in value:
            return ScimBody(extension=value, namespace=key)
    return ScimBody()


def _check_active(value: object) -> None:
    if value is not None and not isinstance(value, bool):
        raise InvalidValueException(detail=f"active is true or false, not {json.dumps(value)}")


def read_patch(document: Mapping[str, Any], *, complete: bool, can_remove: bool) -> list[PatchEvent]:
    """Return what the operations of a PATCH do to licenses, in order; the models check the operations themselves.

    `can_remove` says that removing the attribute removes the license; else it is an attribute without a value. Raises
    `InvalidValueException`, with `complete` also for fields that are missing (F10.6).
    """
    if complete:
        require(document, _USER_PATCH_FIELDS, "F10.6")
    operations = find(document, "Operations")
    if not isinstance(operations, list):
        return []
    found = (_events(operation) for operation in operations if isinstance(operation, dict))
    return [
        ScimDelete() if can_remove and event == _REMOVED else event for events in found for event in events
    ]


_REMOVED = ScimPatchAttribute(ScimBody(extension={}))


def _events(operation: Mapping[str, Any]) -> Iterator[PatchEvent]:
    path, value = find(operation, "path"), find(operation, "value")
    if path is None:
        yield from _without_path(value)
    elif not isinstance(path, str):
        raise InvalidValueException(detail="path is text")
    elif is_active_path(path):
        _check_active(value)
        if value is not None:
            yield ScimSetActive(active=value)
    elif path == NAMESPACE:
        yield ScimPatchAttribute(ScimBody(extension=value if isinstance(value, dict) else {}))
    elif path.casefold().endswith(ATTRIBUTE.casefold()):
        namespace, _, name = path.rpartition(":")
        extension = {} if str(find(operation, "op")).casefold() == "remove" else {name: value}
        yield ScimPatchAttribute(ScimBody(extension=extension, namespace=namespace or NAMESPACE))


def is_active_path(path: object) -> bool:
    """Tell whether the path of an operation is that of `active`."""
    return isinstance(path, str) and path.casefold() in ("active", f"{_CORE_USER}:active".casefold())


def _without_path(value: object) -> Iterator[PatchEvent]:
    """Read the object form, which carries only active; a license beside it is not read (F10.6)."""
    if isinstance(value, dict) and (active := find(value, "active")) is not None:
        _check_active(active)
        beside = value.get(NAMESPACE)
        yield ScimSetActive(active, ScimBody(extension=beside if isinstance(beside, dict) else None))
