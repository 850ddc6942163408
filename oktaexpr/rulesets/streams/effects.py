"""What a run of rules over a batch does to its users' groups, as rows by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from oktaexpr.rulesets.streams.holdings import RowsByGroup
from oktaexpr.rulesets.streams.row_sets import RowSet
from oktaexpr.rulesets.streams.running import Run


@dataclass(frozen=True, slots=True)
class Effects:
    """The rows of each group, by its number."""

    given: RowsByGroup
    """Those to which rules give it, whether or not they had it before."""
    added: RowsByGroup
    """Those that had it not."""
    unexplained: RowsByGroup
    """Those that have it, though rules fill it and none of them gives it."""


def effects_of(run: Run, targets: Sequence[Sequence[int]], start: RowsByGroup) -> Effects:
    """Return what a run did, where each rule fills its targets and `start` says who was in them."""
    given: dict[int, RowSet] = {}
    for place, numbers in enumerate(targets):
        for number in numbers:
            given[number] = given.get(number, 0) | run.matched[place]
    return Effects(
        given,
        {number: rows & ~start[number] for number, rows in sorted(given.items())},
        {number: start[number] & ~rows for number, rows in sorted(given.items())},
    )
