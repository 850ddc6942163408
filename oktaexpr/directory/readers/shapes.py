"""What an object of an export is, told by its keys alone: exports name their files as they like.

Mappings are asked for as `dict`, which is what readers give: an abstract check of a million of them takes seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple, get_args

from oktaexpr.directory.contents import GroupType, UserStatus


class Shape(StrEnum):
    """The objects of Okta's API that mean something here."""

    USER = "user"
    GROUP = "group"
    MEMBERSHIP = "membership"
    APP = "app"
    APP_USER = "app user"
    SCHEMA = "schema"
    GROUP_RULE = "group rule"
    MAPPING = "profile mapping"
    OTHER = "other"


class Item(NamedTuple):
    """One object of an export; `position` finds its place again (see `places.Origin`)."""

    shape: Shape
    value: Any
    """The object in the shape of Okta's API; a pair (user, group) of references for a membership."""
    position: int


class Broken(NamedTuple):
    """A row that cannot even be taken apart."""

    reason: str
    position: int
    path: tuple[str | int, ...] = ()


_GROUP_TYPES = get_args(GroupType)
MEMBERSHIP_KEYS = {"user": ("userId", "user_id", "user", "id"), "group": ("groupId", "group_id", "group")}
"""How the two sides of a pair are called."""
_MOST_KEYS_OF_PAIR = 8
_APP_KEYS = ("appId", "app_id", "app")
_USER_STATES = get_args(UserStatus)
_OF_OTHERS = frozenset({"priority", "factorType", "resourceType"})
"""What has a profile as users do, and perhaps a status: an app's group assignment, a factor, a device."""


def shape_of(item: Mapping[str, Any]) -> Shape:
    """Return what an object is; `OTHER` for what no directory is made of, such as a policy."""
    if membership_references(item) is not None:
        return Shape.MEMBERSHIP
    if _is_group_rule(item):
        return Shape.GROUP_RULE
    if isinstance(item.get("definitions"), dict):
        return Shape.SCHEMA
    if isinstance(item.get("source"), dict) and isinstance(item.get("target"), dict):
        return Shape.MAPPING
    if "signOnMode" in item:  # an app may have a profile too
        return Shape.APP
    profile = item.get("profile")
    if isinstance(profile, dict):
        return _with_profile(item, profile)
    if "label" in item and "name" in item:
        return Shape.APP
    return _bare(item)


def _is_group_rule(item: Mapping[str, Any]) -> bool:
    actions = item.get("actions")
    return item.get("type") == "group_rule" or (isinstance(actions, dict) and "assignUserToGroups" in actions)


def _with_profile(item: Mapping[str, Any], profile: Mapping[str, Any]) -> Shape:
    """Tell apart what has a profile: users, groups, app users, and what is none of them."""
    if not _OF_OTHERS.isdisjoint(item):
        return Shape.OTHER
    if app_of(item) is not None or item.get("scope") in ("USER", "GROUP") or "syncState" in item:
        return Shape.APP_USER
    if item.get("type") in _GROUP_TYPES or "objectClass" in item or "lastMembershipUpdated" in item:
        return Shape.GROUP
    if "login" in profile or item.get("status") in _USER_STATES:
        return Shape.USER
    if "name" in profile:
        return Shape.GROUP
    return _bare(item)


def _bare(item: Mapping[str, Any]) -> Shape:
    """Go by the kind of id, or by the plain shape of a group in a fixture."""
    given = item.get("id")
    prefix = given[:3] if isinstance(given, str) else ""
    if item.get("type") in _GROUP_TYPES or prefix == "00g":
        return Shape.GROUP
    if prefix == "00u":
        return Shape.USER
    return Shape.OTHER


def membership_references(item: Mapping[str, Any]) -> tuple[object, object] | None:
    """Return user and group of a pair such as `{"groupId": …, "userId": …}`, or None for anything else."""
    if len(item) > _MOST_KEYS_OF_PAIR or "profile" in item:
        return None
    for group_key in MEMBERSHIP_KEYS["group"]:
        if group_key in item:
            for user_key in MEMBERSHIP_KEYS["user"]:
                if user_key in item:
                    return reference_of(item[user_key]), reference_of(item[group_key])
    return None


def app_of(item: Mapping[str, Any]) -> str | None:
    """Return the id of the app that an app user belongs to, from a key of its own or from its links."""
    for key in _APP_KEYS:
        if isinstance(item.get(key), str):
            return str(item[key])
    links = item.get("_links")
    link = links.get("app") if isinstance(links, dict) else None
    href = link.get("href") if isinstance(link, dict) else None
    return href.rstrip("/").rpartition("/")[2] if isinstance(href, str) else None


def reference_of(given: object) -> object:
    """Let a reference be the object itself, as Okta's API lists members and groups."""
    return given.get("id", given) if isinstance(given, dict) else given
