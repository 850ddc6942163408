"""Users, groups and apps of an org, and what one evaluation sees of them.

Names load when first used: an evaluation needs a scope, and most need no directory.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oktaexpr.directory.contents import AppRecord, Contents, UserRecord
    from oktaexpr.directory.directory import Directory
    from oktaexpr.directory.people import Group, User
    from oktaexpr.directory.schema import Attribute
    from oktaexpr.directory.scope import Relations, Scope

_HOMES = {
    "AppRecord": "contents",
    "Attribute": "schema",
    "Contents": "contents",
    "Directory": "directory",
    "Group": "people",
    "Relations": "scope",
    "Scope": "scope",
    "User": "people",
    "UserRecord": "contents",
}

__all__ = [
    "AppRecord",
    "Attribute",
    "Contents",
    "Directory",
    "Group",
    "Relations",
    "Scope",
    "User",
    "UserRecord",
]


def __getattr__(name: str) -> object:
    """Load a name from its module."""
    home = _HOMES.get(name)
    if home is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value
