"""Two snapshots of any size, compared user by user: every change is counted by kind, the first of each kind are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from simulator.snapshots.comparing import FileChange, UserChange
from simulator.snapshots.comparing import Row as NamedRow
from simulator.snapshots.streams.sorting import Row
from simulator.snapshots.streams.tally import Tally
from simulator.snapshots.taking import HEADERS
from simulator.snapshots.text import NAMES, cell_phrase, licenses_phrase

FIRST_CHANGES = 100
"""How many changes of each kind are kept."""
_MOST_KINDS = 200
_OTHERS = "other changes"
"""The kind of what comes when many kinds are known: a file that no snapshot was may hold anything."""
OTHER_VALUE = "another value for the same licenses"
OTHER_REASON = "the same licenses for another reason"
_LICENSES = ("sso", "sso_error", "scim", "scim_error")


class Change(NamedTuple):
    """A user whose row is not the same, with where the row stands in the old file, 1 where it does not."""

    user: UserChange
    line: int


@dataclass(slots=True)
class Kind:
    """All changes that are the same for the licenses."""

    count: int = 0
    first: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamedComparison:
    """All that differs between a stored snapshot and one that was just taken of a stream."""

    kinds: Mapping[str, Kind]
    """By what happens to the licenses, what most users have first."""
    files: tuple[FileChange, ...]
    tally: Tally
    """Of the new snapshot."""
    came: int
    gone: int

    @property
    def is_same(self) -> bool:
        """Tell whether nothing differs."""
        return not self.kinds and not self.files

    @property
    def changed(self) -> int:
        """Return how many users are in both and differ."""
        return sum(kind.count for kind in self.kinds.values()) - self.came - self.gone

    def to_mapping(self) -> dict[str, Any]:
        """Return the comparison for JSON; under `first` are no more than `FIRST_CHANGES` users of each kind."""
        return {
            "same": self.is_same,
            "totals": {"changed": self.changed, "new": self.came, "gone": self.gone},
            "kinds": [
                {
                    "kind": name,
                    "users": kind.count,
                    "first": [change.user.to_mapping() for change in kind.first],
                }
                for name, kind in self.kinds.items()
            ],
            "files": [change.to_mapping() for change in self.files],
            "counts": self.tally.to_mapping(),
        }


class ChangeKinds:
    """Sorts changes while they pass."""

    def __init__(self) -> None:
        """Start with none."""
        self._kinds: dict[str, Kind] = {}
        self.totals: Counter[str] = Counter()
        """How many users are new, and how many are gone."""

    def watched(self, changes: Iterable[Change]) -> Iterator[Change]:
        """Pass changes on and count them."""
        for change in changes:
            name = kind_of(change.user)
            if name not in self._kinds and len(self._kinds) >= _MOST_KINDS:
                name = _OTHERS
            kind = self._kinds.setdefault(name, Kind())
            kind.count += 1
            if len(kind.first) < FIRST_CHANGES:
                kind.first.append(change)
            self.totals["came"] += change.user.old is None
            self.totals["gone"] += change.user.new is None
            yield change

    def ordered(self) -> dict[str, Kind]:
        """Return the kinds: what changes no license at the end, else what most users have first."""
        quiet = (OTHER_VALUE, OTHER_REASON)
        found = sorted(self._kinds.items(), key=lambda one: (one[0] in quiet, -one[1].count, one[0]))
        return dict(found)


def kind_of(change: UserChange) -> str:
    """Return what happens to the licenses: `SCIM Read-Only → IT`."""
    old, new = change.old, change.new
    if old is None or new is None:
        row, word = (new, "new") if old is None else (old, "gone")
        assert row is not None
        return f"{word}: {licenses_phrase(row)}"
    pairs = [
        f"{NAMES[column]} {cell_phrase(old, column)} → {cell_phrase(new, column)}"
        for column in _LICENSES
        if column in change.columns
    ]
    return ", ".join(pairs) or (OTHER_VALUE if "value" in change.columns else OTHER_REASON)


def differences(old: Iterable[Row], new: Iterable[Row]) -> Iterator[Change]:
    """Yield the users who differ; both sides come by user, each user once."""
    olds, news = iter(old), iter(new)
    before, after = next(olds, None), next(news, None)
    while before is not None or after is not None:
        if before is not None and after is not None and before.user == after.user:
            if before.cells != after.cells:
                yield Change(UserChange(before.user, _named(before), _named(after)), before.place)
            before, after = next(olds, None), next(news, None)
        elif after is None or (before is not None and before.user < after.user):
            assert before is not None
            yield Change(UserChange(before.user, _named(before), None), before.place)
            before = next(olds, None)
        else:
            yield Change(UserChange(after.user, None, _named(after)), 1)
            after = next(news, None)


def last_of_each(rows: Iterable[Row], repeated: Callable[[Row], None] | None = None) -> Iterator[Row]:
    """Pass on the last row of each user, which is the one that counts; `repeated` is told those before it."""
    last: Row | None = None
    for row in rows:
        if last is not None:
            if last.user != row.user:
                yield last
            elif repeated is not None:
                repeated(last)
        last = row
    if last is not None:
        yield last


def _named(row: Row) -> NamedRow:
    return dict(zip(HEADERS, (row.user, *row.cells), strict=True))
