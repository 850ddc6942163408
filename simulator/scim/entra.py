"""What Entra ID writes in a way of its own: text for `active`, and members to remove as a value.

Both are its ways unless the address that it is given asks for the RFC's. What dbt does with them nobody documents.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from simulator.scim.body import find, is_active_path

_BOOLEANS = {"true": True, "false": False}


def with_boolean_active(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body of a user, or of its PATCH, with the texts True and False for `active` as true and false."""
    return {name: _with_boolean(name, value) for name, value in document.items()}


def _with_boolean(name: str, value: object) -> object:
    match name.casefold():
        case "active":
            return _boolean(value)
        case "operations" if isinstance(value, list):
            return [_with_boolean_operation(one) for one in value]
        case _:
            return value


def _with_boolean_operation(operation: object) -> object:
    if not isinstance(operation, dict):
        return operation
    path, value = find(operation, "path"), find(operation, "value")
    if isinstance(value, dict) and path is None:
        read: object = with_boolean_active(value)
    elif is_active_path(path):
        read = _boolean(value)
    else:
        return operation
    return {name: read if name.casefold() == "value" else part for name, part in operation.items()}


def _boolean(value: object) -> object:
    return _BOOLEANS.get(value.casefold(), value) if isinstance(value, str) else value


def with_filtered_removals(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the PATCH of a group with `members[value eq "…"]` for each member that a removal lists as its value.

    F10.7 leaves path and value free, and without the value the removal would be one of all members.
    """
    return {name: _with_filters(name, value) for name, value in document.items()}


def _with_filters(name: str, value: object) -> object:
    if name.casefold() != "operations" or not isinstance(value, list):
        return value
    return [part for operation in value for part in _removals(operation)]


def _removals(operation: object) -> list[object]:
    if not isinstance(operation, dict) or str(find(operation, "op")).casefold() != "remove":
        return [operation]
    members = find(operation, "value")
    if str(find(operation, "path")).casefold() != "members" or not isinstance(members, list) or not members:
        return [operation]
    ids = [find(member, "value") if isinstance(member, dict) else None for member in members]
    if not all(isinstance(member_id, str) for member_id in ids):
        return [operation]
    return [{"op": "remove", "path": f"members[value eq {json.dumps(member_id)}]"} for member_id in ids]
