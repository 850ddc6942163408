"""Who the users of a batch are: what root `user` has of each of them, a list a column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oktaexpr.columns.layout import ABSENT, Path
from oktaexpr.columns.rows import Rows
from oktaexpr.functions.declaration import IDENTITY_ENGINE


def login_column(rows: Rows) -> list[str]:
    """Return the logins; who has none is called by the key. Raises `DirectoryError` for a type without values."""
    keys = rows.values((rows.layout.key,))
    return [
        login if isinstance(login, str) and login else str(key)
        for login, key in zip(profile_column(rows, "login"), keys, strict=True)
    ]


def profile_column(rows: Rows, name: str) -> list[Any]:
    """Return one attribute of the users' profiles, None where there is none. Raises as `login_column` does."""
    inside = ("profile",) if rows.layout.engine == IDENTITY_ENGINE else ()
    return user_column(rows, (*inside, name))


def user_column(rows: Rows, path: Path) -> list[Any]:
    """Return what root `user` has at a path, None where it has nothing. Raises as `login_column` does."""
    found = rows.layout.find(("user", *path))
    if isinstance(found, tuple):
        return rows.values(found)
    if found is ABSENT:
        return [None] * len(rows)
    return [_reached(rows.user(row), path) for row in range(len(rows))]


def _reached(user: object, path: Path) -> object:
    for name in path:
        user = user.get(name) if isinstance(user, Mapping) else None
    return user
