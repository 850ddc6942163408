"""Who of a batch is in which group while rules run: each group that rules may change, as the set of its rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from oktaexpr.directory import Group
from oktaexpr.rulesets.streams.people import Crowd


class Holdings:
    """The memberships of one batch under one set of rules. Groups that no rule changes are asked of the batch itself."""

    def __init__(
        self, crowd: Crowd, start: Mapping[int, Collection[int]], targets: Sequence[Sequence[int]]
    ) -> None:
        """Take the rows that have each changing group at the start, and the groups that each rule fills."""
        self.crowd = crowd
        self.given: list[list[int]] = [[] for _ in range(len(crowd))]
        """For each row the rules that matched, by place, in the order of their matching."""
        self._start = start
        self._now = {number: set(rows) for number, rows in start.items()}
        self._targets = targets

    def give(self, place: int, rows: Collection[int]) -> bool:
        """Add rows to the groups of the rule at a place. Returns whether a row was new in a group."""
        for row in rows:
            self.given[row].append(place)
        is_new = False
        for number in self._targets[place]:
            held = self._now[number]
            count = len(held)
            held.update(rows)
            is_new |= len(held) > count
        return is_new

    def flags(self, numbers: Collection[int]) -> list[bool]:
        """Return for each row whether it has one of these groups now."""
        flags = self.crowd.flags([number for number in numbers if number not in self._now])
        for number in numbers:
            for row in self._now.get(number, ()):
                flags[row] = True
        return flags

    def groups(self, row: int) -> tuple[Group, ...]:
        """Return the groups of a row now: those of the start in their order, then those that rules gave."""
        start, known = self._start, self.crowd.known.groups
        held = dict.fromkeys(
            number for number in self.crowd.memberships[row] if number not in start or row in start[number]
        )
        held |= dict.fromkeys(number for place in self.given[row] for number in self._targets[place])
        return tuple([known[number] for number in held])
