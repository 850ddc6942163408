"""One set of rules over a stream of users."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from oktaexpr.directory import Group
from oktaexpr.rulesets.preparing import find_targets, notes_on_gone
from oktaexpr.rulesets.result import RuleError
from oktaexpr.rulesets.rules import GroupRule
from oktaexpr.rulesets.streams.holdings import Effects, effects_of, given_rows
from oktaexpr.rulesets.streams.known_groups import KnownGroups
from oktaexpr.rulesets.streams.people import Crowd, People, Progress, Reader
from oktaexpr.rulesets.streams.result import Counted, StreamedRules, Tally
from oktaexpr.rulesets.streams.rule_counts import RuleCounts
from oktaexpr.rulesets.streams.running import Run, Running
from oktaexpr.rulesets.streams.tables import Tables

if TYPE_CHECKING:
    from oktaexpr.columns import Sink


def evaluate_stream(
    rules: Sequence[GroupRule],
    people: People,
    *,
    from_scratch: bool = False,
    sink: Sink | None = None,
    progress: Progress | None = None,
) -> StreamedRules:
    """Return who would be in which group, and write everybody to `sink`. Gives what `evaluate` gives for a directory.

    With `from_scratch` nobody is in the groups that active rules fill before the rules run. Memory does not grow with
    the users. Raises `DirectoryError` and `UsageError` for the files.
    """
    reader = Reader(people)
    known = reader.known_groups()
    running = Running(rules, known, people.key)
    emptied = _filled_when_active(rules, known) if from_scratch else frozenset()
    counts, tables = _Counts(running, known), Tables(known)
    total = people.source.count()
    for crowd in reader.crowds(known, running.columns_of(people.source.schemas())):
        start = dict.fromkeys(emptied, 0) if from_scratch else crowd.holders(running.filled)
        run = running.run(crowd, start)
        effects = effects_of(given_rows(run.matched, running.targets), start)
        counts.add(crowd, run, effects)
        if sink is not None:
            sink.write(tables.rules(crowd, run, running, effects))
        if progress is not None:
            progress(counts.users, total)
    return counts.result()


def _filled_when_active(rules: Sequence[GroupRule], known: KnownGroups) -> frozenset[int]:
    """Return the groups of rules that Okta has as active, also of those whose expression does not parse."""
    active = [rule for rule in rules if rule.status == "ACTIVE" and rule.groups_are_valid]
    return frozenset(known.number(group) for rule in active for group in find_targets(rule, known.find)[0])


class _Counts:
    """Grows with the groups and the kinds of errors, not with the users."""

    def __init__(self, running: Running, known: KnownGroups) -> None:
        self.users = 0
        self._running = running
        self._known = known
        self._gone = 0
        self._rules = RuleCounts(running)
        self._added: Tally[int, str] = Tally()
        self._unexplained: Tally[int, str] = Tally()
        self._errors: Tally[tuple[GroupRule, str], RuleError] = Tally()
        self._unsettled: Tally[GroupRule, str] = Tally()

    def add(self, crowd: Crowd, run: Run, effects: Effects) -> None:
        """Count the users of a batch."""
        self.users += len(crowd)
        self._gone += crowd.gone.bit_count()
        self._rules.add(run)
        for tally, groups in ((self._added, effects.added), (self._unexplained, effects.unexplained)):
            for number, members in groups.items():
                tally.add_rows(number, members, crowd.logins)
        for _, errors in sorted(run.errors.items()):
            for error in errors:
                self._errors.add((error.rule, error.code), error)
        for row, rules in sorted(run.unsettled.items()):
            for rule in rules:
                self._unsettled.add(rule, crowd.logins[row])

    def result(self) -> StreamedRules:
        running = self._running
        return StreamedRules(
            users=self.users,
            rules=self._rules.outcomes(),
            feeds=running.feeds,
            cycles=[tuple(one.rule for one in stage.rules) for stage in running.stages if stage.is_cycle],
            added=by_group(self._added, self._known),
            unexplained=by_group(self._unexplained, self._known),
            errors=self._errors,
            unsettled=self._unsettled,
            notes=[*notes_on_gone(self._gone), *self._known.notes()],
        )


def by_group(tally: Tally[int, str], known: KnownGroups) -> dict[Group, Counted[str]]:
    """Return counts by the groups themselves, in the order of the known groups."""
    return {known.groups[number]: found for number, found in sorted(tally.items())}
