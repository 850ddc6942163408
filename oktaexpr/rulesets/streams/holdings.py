"""Who of a batch is in which group while rules run and after: each group that rules may change, as the set of its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from oktaexpr.directory import Group
from oktaexpr.rulesets.streams.people import Crowd
from oktaexpr.rulesets.streams.row_sets import RowSet, flagged_rows, flags_of, rows_in

RowsByGroup = Mapping[int, RowSet]
"""Number of a known group to rows."""


class Holdings:
    """The memberships of one batch under one set of rules. Groups that no rule changes are asked of the batch itself."""

    def __init__(self, crowd: Crowd, start: RowsByGroup, targets: Sequence[Sequence[int]]) -> None:
        """Take the rows that have each changing group at the start, and the groups that each rule fills."""
        self.crowd = crowd
        self._start = start
        self._now = dict(start)
        self._targets = targets
        self._matches: list[tuple[int, RowSet]] = []

    def give(self, place: int, rows: RowSet) -> bool:
        """Add rows to the groups of the rule at a place, which matches them. Returns whether one was new in a group."""
        self._matches.append((place, rows))
        is_new = False
        for number in self._targets[place]:
            held = self._now[number]
            self._now[number] = held | rows
            is_new |= self._now[number] != held
        return is_new

    def flags(self, numbers: Collection[int]) -> list[bool]:
        """Return for each row whether it has one of these groups now."""
        changing = [number for number in numbers if number in self._now]
        if not changing:
            return self.crowd.flags(numbers)
        rows = 0
        for number in changing:
            rows |= self._now[number]
        if len(changing) < len(numbers):
            rows |= flagged_rows(self.crowd.flags([one for one in numbers if one not in self._now]))
        return flags_of(rows, len(self.crowd))

    def matches(self) -> list[list[int]]:
        """Return for each row the rules that matched it so far, by place, in the order of their matching."""
        found: list[list[int]] = [[] for _ in range(len(self.crowd))]
        for place, rows in self._matches:
            for row in rows_in(rows, len(self.crowd)):
                found[row].append(place)
        return found

    def groups(self) -> Iterator[tuple[Group, ...]]:
        """Yield the groups of each row now: those of the start in their order, then those that rules gave."""
        known = self.crowd.known.groups
        started = {number: flags_of(rows, len(self.crowd)) for number, rows in self._start.items()}
        for row, (own, matched) in enumerate(zip(self.crowd.memberships, self.matches(), strict=True)):
            held = dict.fromkeys(number for number in own if number not in started or started[number][row])
            held |= dict.fromkeys(number for place in matched for number in self._targets[place])
            yield tuple([known[number] for number in held])


@dataclass(frozen=True, slots=True)
class Effects:
    """What rules do to a batch, as the rows of each group that they fill."""

    added: RowsByGroup
    """Those that it is given to and that had it not."""
    unexplained: RowsByGroup
    """Those that have it, though none of the rules gives it."""


def given_rows(matched: Sequence[RowSet], targets: Sequence[Sequence[int]]) -> dict[int, RowSet]:
    """Return the rows to which rules give each group, by what each rule matched and what it fills."""
    given: dict[int, RowSet] = {}
    for rows, numbers in zip(matched, targets, strict=True):
        for number in numbers:
            given[number] = given.get(number, 0) | rows
    return dict(sorted(given.items()))


def effects_of(given: RowsByGroup, start: RowsByGroup) -> Effects:
    """Return what it does that rules give groups to these rows, where `start` says who was in them before."""
    return Effects(
        {number: rows & ~start[number] for number, rows in given.items()},
        {number: start[number] & ~rows for number, rows in given.items()},
    )
