"""What one evaluation can see: roots by name, the user's groups, relations and the clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from oktaexpr.directory.people import Group, group_name
from oktaexpr.errors import UsageError

_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Relations:
    """What functions look up about the user elsewhere in the org.

    `None` in place of `workday` or `directory` means: no such app user, or more than one.
    """

    linked: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Linked objects: primary name to user."""
    manager: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Manager's Okta user by source (`active_directory`)."""
    manager_app: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Manager's app user by app instance."""
    assistant: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Assistant's Okta user by source."""
    assistant_app: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Assistant's app user by app instance."""
    workday: Mapping[str, Any] | None = None
    """The user's one Workday app user."""
    directory: Mapping[str, Any] | None = None
    """The user's one Active Directory app user."""
    internal: Mapping[str, Any] = field(default_factory=dict)
    """Internal properties by name: `id`, `status`."""


NO_RELATIONS = Relations()


class Scope:
    """The data of one evaluation. An absent root or key reads as null; nothing is copied, mappings are read when asked."""

    __slots__ = ("_given", "_group_ids", "_groups", "group_names", "now", "relations", "roots", "user")

    def __init__(
        self,
        roots: Mapping[str, Any] | None = None,
        /,
        *,
        user: Mapping[str, Any] | None = None,
        groups: Iterable[Mapping[str, Any]] = (),
        relations: Relations | None = None,
        now: datetime | str | None = None,
        **more_roots: Any,  # noqa: ANN401 - roots hold any data
    ) -> None:
        """Take the roots as keywords or, whatever they are called, in `roots`.

        `now` is ISO 8601 text or an aware datetime; None means the system clock, read once per evaluation.
        Raises `UsageError` for a group that is no mapping.
        """
        named: dict[str, Any] = dict(roots) if roots else {}
        if more_roots:
            named.update(more_roots)
        if user is not None:
            named["user"] = user
        self.roots: dict[str, Any] = named
        self.user: Any = named.get("user")
        self.relations = relations or NO_RELATIONS
        self.now = now
        self._given = tuple(groups)
        self._groups: tuple[Group, ...] | None = None
        self._group_ids: frozenset[str | None] | None = None
        # Ready at once and in a plain slot: programs ask for names more than for anything else.
        try:
            self.group_names: frozenset[str | None] = frozenset([group_name(group) for group in self._given])
        except AttributeError:
            message = "a group is a mapping such as {'id': '00g…', 'name': 'Sales'}"
            raise UsageError(message) from None

    @property
    def groups(self) -> tuple[Group, ...]:
        """The user's groups."""
        if self._groups is None:
            self._groups = tuple(
                [group if isinstance(group, Group) else Group(group) for group in self._given]
            )
        return self._groups

    @property
    def group_ids(self) -> frozenset[str | None]:
        """The ids of the user's groups."""
        if self._group_ids is None:
            self._group_ids = frozenset([group.id for group in self.groups])
        return self._group_ids
