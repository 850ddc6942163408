"""A set of rules over batches of users: what `evaluation` does for a user after the other, for all of a batch at once.

In a cycle the rules run again over the whole batch until nobody gains a group. Who gained none in a round would be
answered the same in the next, so that the rounds of others change nothing for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from oktaexpr.rulesets.dependencies import Dependencies
from oktaexpr.rulesets.preparing import prepare_rule
from oktaexpr.rulesets.result import RuleError
from oktaexpr.rulesets.rules import GroupRule
from oktaexpr.rulesets.streams.answering import RowErrors, RuleColumn
from oktaexpr.rulesets.streams.holdings import Holdings, RowsByGroup
from oktaexpr.rulesets.streams.known_groups import KnownGroups
from oktaexpr.rulesets.streams.people import Crowd
from oktaexpr.rulesets.streams.row_sets import RowSet, rows_in

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(slots=True)
class Run:
    """What comes out for one batch; grows while the rules run."""

    holdings: Holdings
    matched: list[RowSet]
    """The rows of each rule, by its place among those that run."""
    errors: dict[int, list[RuleError]] = field(default_factory=dict)
    """By row, in the order of the stages."""
    unsettled: dict[int, list[GroupRule]] = field(default_factory=dict)
    """By row the rules that gave it groups and, with all that the row then has, would no more."""

    def matches(self) -> list[list[int]]:
        """Return for each row the rules that matched, by their places, in the order of their matching."""
        return self.holdings.matches()

    def add_errors(self, found: Mapping[int, RuleError]) -> None:
        """Keep the errors of one rule."""
        for row, error in found.items():
            self.errors.setdefault(row, []).append(error)


class Running:
    """The active rules of a set, ready for any number of batches."""

    def __init__(self, rules: Sequence[GroupRule], known: KnownGroups, key: str | None = None) -> None:
        """Make the rules ready for tables with this key."""
        prepared = [prepare_rule(rule, known.find) for rule in rules]
        ready = [one for _, one in prepared if one is not None]
        dependencies = Dependencies(ready)
        self.outcomes = [outcome for outcome, _ in prepared]
        self.rules = [one.rule for one in ready]
        """Those that run."""
        self.feeds = dependencies.feeds
        self.stages = dependencies.stages()
        self._columns = [RuleColumn(one, known, key) for one in ready]
        self.targets = [column.targets for column in self._columns]
        """The numbers of the groups that each rule fills, by the rule's place."""
        self._places = {rule.id: place for place, rule in enumerate(self.rules)}
        self._excluded_users = frozenset[str]().union(*(rule.excluded_users for rule in self.rules))

    @property
    def filled(self) -> frozenset[int]:
        """Return the numbers of the groups that the rules fill."""
        return frozenset(number for targets in self.targets for number in targets)

    def columns_of(self, schemas: Sequence[pa.Schema]) -> set[str] | None:
        """Return the columns that the rules need of tables with these schemas, None for all of them."""
        columns: set[str] = set()
        for rule in self._columns:
            found = rule.columns_of(schemas)
            if found is None:
                return None
            columns |= found
        return columns

    def run(self, crowd: Crowd, start: RowsByGroup) -> Run:
        """Run all stages over a batch; `start` has the rows of each group that may change, filled ones among them."""
        run = Run(Holdings(crowd, start, self.targets), [0] * len(self.rules))
        named = crowd.named(self._excluded_users)
        for stage in self.stages:
            places = [self._places[one.rule.id] for one in stage.rules]
            self._run_stage(places, run, named, is_cycle=stage.is_cycle)
        return run

    def _run_stage(
        self, places: Sequence[int], run: Run, named: Mapping[str, Sequence[int]], *, is_cycle: bool
    ) -> None:
        is_new, errors = self._round(places, run, named)
        while is_cycle and is_new:
            is_new, errors = self._round(places, run, named)
        for found in errors:
            run.add_errors(found)
        for place in places if is_cycle else ():
            if run.matched[place]:
                self._check_ground(place, run, named)

    def _round(
        self, places: Sequence[int], run: Run, named: Mapping[str, Sequence[int]]
    ) -> tuple[bool, list[RowErrors]]:
        """Run each rule once with the same groups, then add what they give to those whom they did not match before.

        Returns whether anybody is new in a group, and the errors of each rule for those whom it did not match before.
        """
        answers = [self._columns[place].answer(run.holdings, named) for place in places]
        is_new = False
        errors = []
        for place, (rows, found) in zip(places, answers, strict=True):
            before = run.matched[place]
            errors.append(_without(found, before, len(run.holdings.crowd)))
            run.matched[place] |= rows
            is_new |= run.holdings.give(place, rows & ~before)
        return is_new, errors

    def _check_ground(self, place: int, run: Run, named: Mapping[str, Sequence[int]]) -> None:
        """Ask a rule of a cycle again about those whom it matched, now that they have all of the cycle's groups."""
        matched, count = run.matched[place], len(run.holdings.crowd)
        rows, errors = self._columns[place].answer(run.holdings, named)
        run.add_errors({row: errors[row] for row in rows_in(matched, count) if row in errors})
        for row in rows_in(matched & ~rows, count):
            run.unsettled.setdefault(row, []).append(self.rules[place])


def _without(errors: RowErrors, rows: RowSet, count: int) -> RowErrors:
    """Return the errors outside of some rows."""
    if not errors or not rows:
        return errors
    inside = set(rows_in(rows, count))
    return {row: error for row, error in errors.items() if row not in inside}
