"""What an evaluation or comparison over a stream says: counts of everybody, and the first users of each kind."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from oktaexpr.directory import Group
from oktaexpr.rulesets.result import Feed, RuleError, RuleOutcome
from oktaexpr.rulesets.rules import GroupRule
from oktaexpr.rulesets.streams.row_sets import RowSet, rows_in

FIRST_ROWS = 3
"""How many users of a kind are named."""

Kind = TypeVar("Kind", bound=Hashable)
Row = TypeVar("Row")


@dataclass(slots=True)
class Counted(Generic[Row]):
    """How often something came, and where it came first, in the order of the users."""

    count: int
    first: list[Row]


class Tally(dict[Kind, Counted[Row]]):
    """Counts by kind, in the order in which the kinds came."""

    def add(self, kind: Kind, row: Row) -> None:
        """Count one."""
        found = self.setdefault(kind, Counted(0, []))
        found.count += 1
        if found.count <= FIRST_ROWS:
            found.first.append(row)

    def add_rows(self, kind: Kind, rows: RowSet, names: Sequence[Row]) -> None:
        """Count the rows of a batch; `names` has what each row is called."""
        if not rows:
            return
        found = self.setdefault(kind, Counted(0, []))
        missing = FIRST_ROWS - len(found.first)
        if missing > 0:
            found.first += [names[row] for row in islice(rows_in(rows, len(names)), missing)]
        found.count += rows.bit_count()


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamedRules:
    """One set of rules over all users."""

    users: int
    rules: Sequence[RuleOutcome]
    feeds: Sequence[Feed] = ()
    cycles: Sequence[tuple[GroupRule, ...]] = ()
    added: Mapping[Group, Counted[str]]
    """By group the users who would be added, in the order of the known groups."""
    unexplained: Mapping[Group, Counted[str]]
    """By group the users who are in it though no rule says so."""
    errors: Mapping[tuple[GroupRule, str], Counted[RuleError]]
    """By rule and code."""
    unsettled: Mapping[GroupRule, Counted[str]]
    """By rule of a cycle the users to whom it gave groups and, with these, would no more."""
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamedDifference:
    """Who gains or loses which group, in the order of the known groups."""

    users: int
    changed: int
    """How many users are in other groups under the new rules."""
    gained: Mapping[Group, Counted[str]]
    """By group the users who gain it."""
    lost: Mapping[Group, Counted[str]]
    """By group the users who lose it."""
    old: Sequence[RuleOutcome]
    """What became of each of the old rules."""
    new: Sequence[RuleOutcome]
    """What became of each of the new ones."""
    notes: Sequence[str] = ()
