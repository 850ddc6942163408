"""What one rule answers for the users of a batch, all at once: the rows where it matches, and those without an answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from oktaexpr.columns import Evaluator, Settings
from oktaexpr.columns.kernel import Values
from oktaexpr.columns.predicates import Predicate
from oktaexpr.columns.rows import RowScope
from oktaexpr.directory import Scope
from oktaexpr.rulesets.dependencies import ReadyRule
from oktaexpr.rulesets.preparing import not_boolean
from oktaexpr.rulesets.result import RuleError
from oktaexpr.rulesets.streams.holdings import Holdings
from oktaexpr.rulesets.streams.known_groups import KnownGroups
from oktaexpr.rulesets.streams.row_sets import RowSet, flagged_rows, rows_in, set_of_rows
from oktaexpr.values.faults import Fault

if TYPE_CHECKING:
    import pyarrow as pa

_MOST_PREDICATES = 100
"""Group tests whose groups are remembered; data whose types change with every batch brings new ones each time."""

RowErrors = dict[int, RuleError]
"""The errors of one rule by row."""


class RuleColumn:
    """One active rule, ready for batches of any layout."""

    def __init__(self, ready: ReadyRule, known: KnownGroups, key: str | None) -> None:
        """Take the rule for tables with this key, whose groups are those of `known`."""
        self.rule = ready.rule
        self.targets = [known.number(group) for group in ready.targets]
        """The numbers of the groups that it fills."""
        self._known = known
        self._evaluator = Evaluator(ready.program, Settings(key=key))
        self._asks_for_groups = ready.asks_for_groups
        self._excluded_groups = [
            number for number, group in enumerate(known.groups) if group.id in ready.rule.excluded_groups
        ]
        self._met: dict[Predicate, frozenset[int]] = {}

    def columns_of(self, schemas: Sequence[pa.Schema]) -> set[str] | None:
        """Return the columns that the rule needs of tables with these schemas, None for all of them."""
        return self._evaluator.columns_of(schemas)

    def answer(self, holdings: Holdings, named: Mapping[str, Sequence[int]]) -> tuple[RowSet, RowErrors]:
        """Return the rows where the rule matches, and its errors; neither for whom it leaves out.

        `named` has the rows of users whom rules exclude, by id and login.
        """
        crowd = holdings.crowd
        values, failed = self._values(holdings)
        left_out = self._left_out(holdings, named)
        odd = {} if set(map(type, values)) <= {bool} else _odd_values(values, failed)
        errors: RowErrors = {}
        if failed or odd:
            skipped = set(rows_in(left_out, len(crowd)))
            for row, error in failed.items():
                if row not in skipped:
                    errors[row] = RuleError(self.rule, crowd.logins[row], error.code, error.message)
            for row, value in odd.items():
                if row not in skipped:
                    errors[row] = not_boolean(self.rule, crowd.logins[row], value)
            values = [value is True for value in values]
        return flagged_rows(values) & ~left_out, errors

    def _left_out(self, holdings: Holdings, named: Mapping[str, Sequence[int]]) -> RowSet:
        """Return users who are deactivated, and those whom the rule excludes by name or group."""
        crowd = holdings.crowd
        rows = crowd.gone
        excluded = [row for name in self.rule.excluded_users for row in named.get(name, ())]
        if excluded:
            rows |= set_of_rows(excluded, len(crowd))
        if self._excluded_groups:
            rows |= flagged_rows(holdings.flags(self._excluded_groups))
        return rows

    def _values(self, holdings: Holdings) -> Values:
        rows = holdings.crowd.rows
        kernel = self._evaluator.kernel(rows.layout)
        try:
            met = [self._groups_that_meet(predicate) for predicate in kernel.predicates]
        except Fault:
            # A group cannot be asked for itself, as where its name takes a pattern too long: then every row is asked.
            kernel = self._evaluator.kernel(rows.layout, use_predicates=False)
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
        """Yield the scope of each row; its groups only where the rule asks for them, since they take the longest."""
        rows = holdings.crowd.rows
        if not self._asks_for_groups:
            return (RowScope(rows, row, ()) for row in range(len(rows)))
        return (RowScope(rows, row, groups) for row, groups in enumerate(holdings.groups()))


def _odd_values(values: Sequence[object], failed: Collection[int]) -> dict[int, object]:
    """Return by row the values that are no Boolean, but for rows that failed and so have none."""
    return {row: value for row, value in enumerate(values) if type(value) is not bool and row not in failed}
