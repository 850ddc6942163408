"""Comparing two snapshots: which users get another license, and which lines of the tables changed."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from itertools import zip_longest
from typing import Any

from simulator.snapshots.reading import csv_rows
from simulator.snapshots.taking import FILES, HEADERS, USERS

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UserChange:
    """One user whose row is not the same; None stands for a snapshot that does not have the user."""

    login: str
    old: Row | None
    new: Row | None

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that differ, none where the user came or went."""
        if self.old is None or self.new is None:
            return ()
        return tuple(name for name in HEADERS if self.old.get(name) != self.new.get(name))

    def to_mapping(self) -> dict[str, Any]:
        """Return the change for JSON."""
        return {"user": self.login, "columns": list(self.columns), "old": self.old, "new": self.new}


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of tables that is not the same: the lines that went and came, marked with - and +."""

    name: str
    lines: tuple[str, ...]

    def to_mapping(self) -> dict[str, Any]:
        """Return the change for JSON."""
        return {"file": self.name, "lines": list(self.lines)}


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs between a stored snapshot and one that was just taken."""

    users: tuple[UserChange, ...]
    files: tuple[FileChange, ...]

    @property
    def is_same(self) -> bool:
        """Tell whether nothing differs."""
        return not self.users and not self.files

    def to_mapping(self) -> dict[str, Any]:
        """Return the comparison for JSON."""
        return {
            "same": self.is_same,
            "users": [change.to_mapping() for change in self.users],
            "files": [change.to_mapping() for change in self.files],
        }


def compare(old: Mapping[str, str], new: Mapping[str, str]) -> Comparison:
    """Compare two snapshots, given as the texts of their files; a file that is missing counts as empty.

    Raises `SnapshotError` for users that are no CSV.
    """
    users = tuple(_users(old.get(USERS, ""), new.get(USERS, "")))
    return Comparison(users, tuple(compare_files(old, new, FILES[1:] if users else FILES)))


def compare_files(
    old: Mapping[str, str], new: Mapping[str, str], names: Iterable[str]
) -> Iterator[FileChange]:
    """Yield the files that differ by line, in the order of `names`."""
    for name in names:
        if lines := _lines(old.get(name, ""), new.get(name, "")):
            yield FileChange(name, lines)


def _users(old: str, new: str) -> Iterator[UserChange]:
    before, after = _by_login(old), _by_login(new)
    for login in sorted({*before, *after}):
        if before.get(login) != after.get(login):
            yield UserChange(login, before.get(login), after.get(login))


def _by_login(text: str) -> dict[str, Row]:
    rows = (row for _, row in csv_rows(io.StringIO(text), USERS))
    header = next(rows, [])
    named = (dict(zip_longest(header, row[: len(header)], fillvalue="")) for row in rows)
    return {row.get("user", ""): row for row in named}


def _lines(old: str, new: str) -> tuple[str, ...]:
    changed = unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)
    return tuple(line for line in list(changed)[2:] if not line.startswith("@@"))
