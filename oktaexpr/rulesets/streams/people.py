"""The users of a stream, batch by batch: who they are, and which of the known groups they are in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from oktaexpr.columns import BATCH_ROWS, Rows, login_column
from oktaexpr.columns.layout import GROUPS, KEYS, read_layout
from oktaexpr.directory import Group
from oktaexpr.directory.problems import quoted
from oktaexpr.errors import DirectoryError
from oktaexpr.functions.declaration import CLASSIC
from oktaexpr.rulesets.preparing import GONE
from oktaexpr.rulesets.streams.known_groups import KnownGroups, distinct_groups
from oktaexpr.rulesets.streams.row_sets import RowSet, flagged_rows, rows_in, set_of_rows

if TYPE_CHECKING:
    import pyarrow as pa

    from oktaexpr.columns import Source

Progress = Callable[[int, int | None], None]
"""Told how many users of how many are done; None where the files do not say it."""

_NEEDED = frozenset({*KEYS, "status", "profile", "user", GROUPS})
"""The columns that are read beside those of the rules, where they are there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Whose groups the rules are about."""

    source: Source
    groups: Sequence[Group] = ()
    """The groups that there are; of none, those that the users' lists name, which takes a look at all lists first."""
    key: str | None = None
    """The column that tells users apart; else the first of `key`, `id`, `login`, `email`."""
    now: datetime | None = None
    """The time of the evaluations, else the clock's."""
    strict: bool = False
    """Stop at the first membership of a group that is not among those known, rather than leave it out."""


class Crowd:
    """The users of one batch."""

    def __init__(self, rows: Rows, known: KnownGroups) -> None:
        """Take the rows, whose groups are those of `known`."""
        self.rows = rows
        self.known = known
        self.meant = [known.meant(member) for member in rows.groups.distinct]
        """For each distinct group of the batch the number of the known one."""

    def __len__(self) -> int:
        """Count the users."""
        return len(self.rows)

    @cached_property
    def logins(self) -> list[str]:
        """Return who they are: the login, or the key of who has none."""
        return login_column(self.rows)

    @cached_property
    def gone(self) -> RowSet:
        """Return the users who are deactivated."""
        return flagged_rows(status == GONE for status in self.rows.internal.get("status", ()))

    def named(self, names: Collection[str]) -> dict[str, list[int]]:
        """Return the rows of users with one of these ids or logins, by it."""
        found: dict[str, list[int]] = {}
        if not names:
            return found
        for column in (self.rows.internal.get("id", ()), self.logins):
            for row, name in enumerate(column):
                if isinstance(name, str) and name in names:
                    found.setdefault(name, []).append(row)
        return found

    def holders(self, numbers: Collection[int]) -> dict[int, RowSet]:
        """Return for each of the known groups with these numbers the rows that have it."""
        found = dict.fromkeys(numbers, 0)
        wanted = [at for at, number in enumerate(self.meant) if number in found]
        for at, rows in self.rows.groups.holders(wanted).items():
            number = self.meant[at]
            assert number is not None
            found[number] |= set_of_rows(rows, len(self))
        for number in self.known.of_everybody & found.keys():
            found[number] = flagged_rows([True] * len(self))
        return found

    def flags(self, numbers: Collection[int]) -> list[bool]:
        """Return for each row whether it has one of the known groups with these numbers."""
        if not self.known.of_everybody.isdisjoint(numbers):
            return [True] * len(self)
        wanted = [at for at, number in enumerate(self.meant) if number in numbers]
        return self.rows.groups.flags(wanted)

    @cached_property
    def memberships(self) -> list[list[int]]:
        """Return the numbers of each row's groups, in order and each once."""
        found: list[list[int]] = [[] for _ in range(len(self))]
        for number, rows in self.holders(range(len(self.known.groups))).items():
            for row in rows_in(rows, len(self)):
                found[row].append(number)
        return found

    def leave_out_unknown(self, *, strict: bool) -> None:
        """Count the memberships of groups that are not known. Raises `DirectoryError` for the first with `strict`."""
        unknown = [at for at, number in enumerate(self.meant) if number is None]
        for at, rows in self.rows.groups.holders(unknown).items():
            member = self.rows.groups.distinct[at]
            if rows and strict and (member.id or member.name):
                name = quoted(member.id or member.name or "")
                message = f"user {quoted(self.logins[rows[0]])}: no group {name} among those that are listed"
                raise DirectoryError(message)
            self.known.leave_out(member, len(rows))


class Reader:
    """Reads people; the table of memberships, if there is one, is read once and kept."""

    def __init__(self, people: People) -> None:
        """Read the memberships. Raises `DirectoryError` and `UsageError` for a table that cannot be read."""
        self.people = people
        self._memberships = people.source.memberships()
        self._now = people.now or datetime.now(UTC)

    def known_groups(self) -> KnownGroups:
        """Return the groups that are listed; where none is, those that the users' lists name."""
        if self.people.groups:
            return KnownGroups(self.people.groups)
        members = (one for rows in self._rows({*KEYS, GROUPS}) for one in rows.groups.distinct)
        return KnownGroups(distinct_groups(members))

    def crowds(self, known: KnownGroups, columns: set[str] | None) -> Iterator[Crowd]:
        """Yield all users, with these columns and those that say who they are; None for all columns.

        Of no users, one batch without rows, so that a file of them has its columns. Raises `DirectoryError` and
        `UsageError` for files that cannot be read, `DirectoryError` for a group that is not known where people are
        read strictly.
        """
        is_empty = True
        for rows in self._rows(None if columns is None else {*columns, *_NEEDED}):
            crowd = Crowd(rows, known)
            crowd.leave_out_unknown(strict=self.people.strict)
            is_empty = False
            yield crowd
        if is_empty:
            yield Crowd(self._no_rows(), known)

    def _rows(self, columns: set[str] | None) -> Iterator[Rows]:
        key = self.people.key
        if columns is not None and key is not None:
            columns = {*columns, key}
        for batch in self.people.source.batches(columns):
            whole = self._joined(batch)
            for start in range(0, whole.num_rows, BATCH_ROWS):
                part = whole.slice(start, BATCH_ROWS)
                yield Rows(part, read_layout(part, CLASSIC, key), self._now)

    def _joined(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        if self._memberships is None:
            return batch
        layout = read_layout(batch, CLASSIC, self.people.key)
        return self._memberships.joined(batch, layout.key, GROUPS)

    def _no_rows(self) -> Rows:
        import pyarrow as pa

        key = self.people.key or KEYS[0]
        nobody = pa.RecordBatch.from_pydict({key: pa.array([], pa.string())})
        return Rows(nobody, read_layout(nobody, CLASSIC, key), self._now)
