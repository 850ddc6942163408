"""Groups and users as expressions see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

_GROUP_KEYS = (
    "id",
    "type",
    "created",
    "lastUpdated",
    "lastMembershipUpdated",
    "objectClass",
    "source",
    "profile",
)


def group_name(data: Mapping[str, Any]) -> str | None:
    """Return a group's name from either shape: `name`, or `profile.name` as Okta's API has it."""
    if type(data) is Group:
        return data.name
    name: object = data.get("name")
    if name is None:
        profile = data.get("profile")
        if isinstance(profile, Mapping):
            name = profile.get("name")
    return name if type(name) is str else _text(name)


def _text(value: object) -> str | None:
    """Return a name or id as text: YAML and JSON files hold some that look like numbers."""
    return None if value is None else str(value)


class Group(Mapping[str, Any]):
    """One group. Answers both `name` (Okta's Classic page) and `profile.name` (the Identity Engine page).

    Made from `{"id", "name", "type", "source": {"id"}}` or from the shape of Okta's API.
    """

    java_name: ClassVar[str] = "Group"
    __slots__ = ("_data", "id", "name", "source_id", "type")

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Read the four things that functions ask for; the rest stays as given."""
        source = data.get("source")
        self._data = data
        self.id: str | None = _text(data.get("id"))
        self.name: str | None = group_name(data)
        self.type: str | None = _text(data.get("type"))
        self.source_id: str | None = _text(source.get("id") if isinstance(source, Mapping) else source)

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - profile values have any type
        """Return a property; Okta's API shape is completed where the plain one was given."""
        if key == "name":
            return self.name
        if key == "profile":
            profile = self._data.get("profile")
            if isinstance(profile, Mapping) and "name" in profile:
                return profile
            return {**(profile or {}), "name": self.name, "description": self._data.get("description")}
        return self._data[key]

    def __iter__(self) -> Iterator[str]:
        """Yield the keys of Okta's API shape that this group has."""
        return (key for key in _GROUP_KEYS if key == "profile" or key in self._data)

    def __len__(self) -> int:
        """Count those keys."""
        return sum(1 for _ in self)

    def __eq__(self, other: object) -> bool:
        """Tell whether both have the same id, or, without one, the same data."""
        if not isinstance(other, Group):
            return NotImplemented
        return self.id == other.id if self.id is not None else dict(self._data) == dict(other._data)

    def __hash__(self) -> int:
        """Hash what identifies the group."""
        return hash((self.id, self.name))

    def __repr__(self) -> str:
        """Show id and name."""
        return f"Group(id={self.id!r}, name={self.name!r})"


class User(Mapping[str, Any]):
    """A related user (a manager, a linked object): answers both `lastName` and `profile.lastName`."""

    java_name: ClassVar[str] = "User"
    __slots__ = ("_data",)

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Keep the mapping as given: a profile, or an object with a `profile`."""
        self._data = data

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - profile values have any type
        """Return a top-level property, else one of the profile. Raises `KeyError` where neither has it."""
        data = self._data
        profile = data.get("profile")
        if key == "profile" and not isinstance(profile, Mapping):
            return data
        if key in data:
            return data[key]
        if isinstance(profile, Mapping):
            return profile[key]
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        """Yield the keys of the mapping that was given."""
        return iter(self._data)

    def __len__(self) -> int:
        """Count those keys."""
        return len(self._data)

    def __repr__(self) -> str:
        """Show that it is a user, and no personal data."""
        return "User(…)"
