"""A set of rules over batches of users: what `evaluation` does for a user after the other, for all of a batch at once.

In a cycle the rules run again over the whole batch until nobody gains a group. Who gained none in a round would be
answered the same in the next, so that the rounds of others change nothing for them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING

from oktaexpr.columns import Evaluator, Settings
from oktaexpr.columns.kernel import Values
from oktaexpr.columns.predicates import Predicate
from oktaexpr.columns.rows import RowScope
from oktaexpr.directory import Scope
from oktaexpr.rulesets.dependencies import Dependencies
from oktaexpr.rulesets.preparing import not_boolean, prepare_rule
from oktaexpr.rulesets.result import RuleError
from oktaexpr.rulesets.rules import GroupRule
from oktaexpr.rulesets.streams.holdings import Holdings
from oktaexpr.rulesets.streams.known_groups import KnownGroups
from oktaexpr.rulesets.streams.people import Crowd
from oktaexpr.values.faults import Fault

if TYPE_CHECKING:
    import pyarrow as pa


_MOST_PREDICATES = 1_000
"""Group tests whose groups are remembered; data whose types change with every batch brings new ones each time."""


@dataclass(frozen=True, slots=True)
class Run:
    """What came out for one batch."""

    given: Sequence[Sequence[int]]
    """For each row the rules that matched, by their places among those that run, in the order of their matching."""
    matched: Sequence[Set[int]]
    """The rows of each rule, by its place."""
    errors: Mapping[int, Sequence[RuleError]]
    """By row, in the order of the stages."""
    unsettled: Mapping[int, Sequence[GroupRule]]
    """By row the rules that gave it groups and, with all that the row then has, would no more."""


@dataclass(slots=True)
class _Progress:
    """One batch while the rules run over it."""

    holdings: Holdings
    named: Mapping[str, Sequence[int]]
    """The rows of users whom rules exclude."""
    matched: Sequence[set[int]]
    """The rows that each rule matched so far, by its place."""
    errors: dict[int, list[RuleError]] = field(default_factory=dict)
    unsettled: dict[int, list[GroupRule]] = field(default_factory=dict)

    def add_errors(self, found: Mapping[int, RuleError]) -> None:
        for row, error in found.items():
            self.errors.setdefault(row, []).append(error)


_Answer = tuple[set[int], dict[int, RuleError]]
"""The rows where a rule matches, and the errors by row."""


class Running:
    """The active rules of a set, ready for any number of batches."""

    def __init__(self, rules: Sequence[GroupRule], known: KnownGroups, key: str | None = None) -> None:
        """Make the rules ready for tables with this key."""
        prepared = [prepare_rule(rule, known.find) for rule in rules]
        ready = [one for _, one in prepared if one is not None]
        dependencies = Dependencies(ready)
        self.outcomes = [outcome for outcome, _ in prepared]
        self.rules = [one.rule for one in ready]
        self.feeds = dependencies.feeds
        self.stages = dependencies.stages()
        self.targets = [[known.number(group) for group in one.targets] for one in ready]
        """The numbers of the groups that each rule fills, by the rule's place."""
        self._known = known
        self._places = {one.rule.id: place for place, one in enumerate(ready)}
        self._evaluators = [Evaluator(one.program, Settings(key=key)) for one in ready]
        self._excluded_users = frozenset[str]().union(*(rule.excluded_users for rule in self.rules))
        self._excluded_groups = [
            [at for at, group in enumerate(known.groups) if group.id in rule.excluded_groups]
            for rule in self.rules
        ]
        self._met: dict[Predicate, frozenset[int]] = {}

    @property
    def filled(self) -> frozenset[int]:
        """Return the numbers of the groups that the rules fill."""
        return frozenset(number for targets in self.targets for number in targets)

    def columns_of(self, schemas: Sequence[pa.Schema]) -> set[str] | None:
        """Return the columns that the rules need of tables with these schemas, None for all of them."""
        columns: set[str] = set()
        for evaluator in self._evaluators:
            found = evaluator.columns_of(schemas)
            if found is None:
                return None
            columns |= found
        return columns

    def run(self, crowd: Crowd, start: Mapping[int, Collection[int]]) -> Run:
        """Run all stages over a batch; `start` has the rows of each group that may change, filled ones among them."""
        progress = _Progress(
            Holdings(crowd, start, self.targets),
            crowd.named(self._excluded_users),
            [set() for _ in self.rules],
        )
        for stage in self.stages:
            self._run_stage(
                [self._places[one.rule.id] for one in stage.rules], progress, is_cycle=stage.is_cycle
            )
        return Run(progress.holdings.given, progress.matched, progress.errors, progress.unsettled)

    def _run_stage(self, places: Sequence[int], progress: _Progress, *, is_cycle: bool) -> None:
        is_new, errors = self._round(places, progress)
        while is_cycle and is_new:
            is_new, errors = self._round(places, progress)
        for found in errors:
            progress.add_errors(found)
        for place in places if is_cycle else ():
            matched = progress.matched[place]
            if matched:
                rows, late = self._answer(place, progress)
                progress.add_errors({row: error for row, error in late.items() if row in matched})
                for row in sorted(matched - rows):
                    progress.unsettled.setdefault(row, []).append(self.rules[place])

    def _round(self, places: Sequence[int], progress: _Progress) -> tuple[bool, list[dict[int, RuleError]]]:
        """Run each rule once with the same groups, then add what they give to those whom they did not match before.

        Returns whether anybody is new in a group, and the errors of each rule for those whom it never matched.
        """
        answers = [self._answer(place, progress) for place in places]
        is_new = False
        errors = []
        for place, (rows, found) in zip(places, answers, strict=True):
            matched = progress.matched[place]
            errors.append({row: error for row, error in found.items() if row not in matched})
            new = rows - matched
            matched |= new
            is_new |= progress.holdings.give(place, new)
        return is_new, errors

    def _answer(self, place: int, progress: _Progress) -> _Answer:
        """Return the rows where the rule matches and those where it has no answer, for whom it does not leave out."""
        values, failed = self._values(place, progress.holdings)
        rule, crowd = self.rules[place], progress.holdings.crowd
        left_out = self._left_out(place, progress)
        errors = {
            row: RuleError(rule, crowd.logins[row], error.code, error.message)
            for row, error in failed.items()
            if row not in left_out
        }
        if set(map(type, values)) <= {bool}:
            return set(compress(range(len(values)), values)) - left_out, errors
        for row, value in enumerate(values):
            if type(value) is not bool and row not in failed and row not in left_out:
                errors[row] = not_boolean(rule, crowd.logins[row], value)
        return {row for row, value in enumerate(values) if value is True} - left_out, errors

    def _left_out(self, place: int, progress: _Progress) -> Set[int]:
        """Return the rows of deactivated users, and of those whom the rule excludes by name or group."""
        rule, crowd = self.rules[place], progress.holdings.crowd
        rows = {row for name in rule.excluded_users for row in progress.named.get(name, ())}
        if self._excluded_groups[place]:
            rows |= set(compress(range(len(crowd)), progress.holdings.flags(self._excluded_groups[place])))
        return crowd.gone | rows if rows else crowd.gone

    def _values(self, place: int, holdings: Holdings) -> Values:
        rows, evaluator = holdings.crowd.rows, self._evaluators[place]
        kernel = evaluator.kernel(rows.layout)
        try:
            met = [self._groups_that_meet(predicate) for predicate in kernel.predicates]
        except Fault:
            # A group cannot be asked for itself, as where its name takes a pattern too long: then every row is asked.
            kernel = evaluator.kernel(rows.layout, use_predicates=False)
            met = []
        flags = [holdings.flags(numbers) for numbers in met]
        scopes = [self._scopes(holdings)] if kernel.needs_scope else []
        return kernel.over([*map(rows.values, kernel.columns), *flags, *scopes], len(rows))

    def _groups_that_meet(self, predicate: Predicate) -> frozenset[int]:
        found = self._met.get(predicate)
        if found is None:
            if len(self._met) >= _MOST_PREDICATES:
                self._met.clear()
            found = self._met[predicate] = frozenset(predicate.matching(self._known.groups))
        return found

    def _scopes(self, holdings: Holdings) -> Iterator[Scope]:
        rows = holdings.crowd.rows
        return (RowScope(rows, row, holdings.groups(row)) for row in range(len(rows)))
