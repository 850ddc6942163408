"""A scope with some of its data set anew, as `--set user.level=4` or a test case says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from oktaexpr.directory.scope import Scope

if TYPE_CHECKING:
    from oktaexpr.directory.directory import Directory

Setting = tuple[tuple[str, ...], Any]
"""The keys from the root on, and the value: `(("user", "level"), 4)`."""


def adjusted_scope(
    scope: Scope,
    *,
    settings: Sequence[Setting] = (),
    groups: Sequence[str] = (),
    now: datetime | str | None = None,
    directory: Directory | None = None,
) -> Scope:
    """Return the scope with values set, more groups, another time; the mappings given stay as they are.

    A group is the directory's of that name, or a new one where it has none.
    """
    if not settings and not groups and now is None:
        return scope
    added = [group for name in groups for group in _groups_called(name, directory)]
    return Scope(
        with_settings(scope.roots, settings) if settings else scope.roots,
        groups=[*scope.groups, *added],
        relations=scope.relations,
        now=now or scope.now,
    )


def with_settings(roots: Mapping[str, Any], settings: Iterable[Setting]) -> dict[str, Any]:
    """Return the roots with each value set at its path; the mappings given stay as they are."""
    changed: dict[str, Any] = dict(roots)
    for path, value in settings:
        changed = _with_value(changed, path, value)
    return changed


def _with_value(mapping: Mapping[str, Any], path: tuple[str, ...], value: object) -> dict[str, Any]:
    key, *rest = path
    if not rest:
        return {**mapping, key: value}
    inner = mapping.get(key)
    below = inner if isinstance(inner, Mapping) else {}
    return {**mapping, key: _with_value(below, tuple(rest), value)}


def _groups_called(name: str, directory: Directory | None) -> Sequence[Any]:
    known = directory.find_groups(name) if directory is not None else []
    return known or [{"name": name, "type": "OKTA_GROUP"}]
