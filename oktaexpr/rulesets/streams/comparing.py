"""Two sets of rules over the same stream of users, in one pass: who gains or loses which group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oktaexpr.rulesets.rules import GroupRule
from oktaexpr.rulesets.streams.evaluating import by_group
from oktaexpr.rulesets.streams.holdings import RowsByGroup, given_rows
from oktaexpr.rulesets.streams.known_groups import KnownGroups
from oktaexpr.rulesets.streams.people import Crowd, People, Progress, Reader
from oktaexpr.rulesets.streams.result import StreamedDifference, Tally
from oktaexpr.rulesets.streams.row_sets import rows_in
from oktaexpr.rulesets.streams.rule_counts import RuleCounts
from oktaexpr.rulesets.streams.running import Run, Running
from oktaexpr.rulesets.streams.tables import Reasons, Tables, batch_of, reasons_of

if TYPE_CHECKING:
    import pyarrow as pa

    from oktaexpr.columns import Sink


def compare_stream(
    old: Sequence[GroupRule],
    new: Sequence[GroupRule],
    people: People,
    *,
    sink: Sink | None = None,
    progress: Progress | None = None,
) -> StreamedDifference:
    """Return who gains or loses a group when the new rules take the place of the old ones; all of them go to `sink`.

    Gives what `compare` gives for a directory: a membership that the old rules give goes where the new ones do not
    give it, any other stays. Memory does not grow with the users. Raises `DirectoryError` and `UsageError` for the files.
    """
    reader = Reader(people)
    known = reader.known_groups()
    before, after = Running(old, known, people.key), Running(new, known, people.key)
    counts, tables, total = _Counts(before, after), Tables(known), people.source.count()
    for crowd in reader.crowds(known, _columns_of([before, after], people)):
        changes = _compared(crowd, before, after)
        counts.add(crowd, changes)
        if sink is not None:
            sink.write(_table(crowd, changes, tables, before, after))
        if progress is not None:
            progress(counts.users, total)
    return counts.result(known)


@dataclass(frozen=True, slots=True)
class _Changes:
    """What differs for the users of a batch."""

    old: Run
    new: Run
    gained: RowsByGroup
    lost: RowsByGroup
    rows: Sequence[int]
    """Those who gain or lose a group, in order."""


class _Counts:
    """Grows with the groups and the rules, not with the users."""

    def __init__(self, before: Running, after: Running) -> None:
        self.users = 0
        self._changed = 0
        self._old, self._new = RuleCounts(before), RuleCounts(after)
        self._gained: Tally[int, str] = Tally()
        self._lost: Tally[int, str] = Tally()

    def add(self, crowd: Crowd, changes: _Changes) -> None:
        """Count the users of a batch."""
        self.users += len(crowd)
        self._changed += len(changes.rows)
        self._old.add(changes.old)
        self._new.add(changes.new)
        for tally, groups in ((self._gained, changes.gained), (self._lost, changes.lost)):
            for number, rows in groups.items():
                tally.add_rows(number, rows, crowd.logins)

    def result(self, known: KnownGroups) -> StreamedDifference:
        return StreamedDifference(
            users=self.users,
            changed=self._changed,
            gained=by_group(self._gained, known),
            lost=by_group(self._lost, known),
            old=self._old.outcomes(),
            new=self._new.outcomes(),
            notes=known.notes(),
        )


def _columns_of(sets: Sequence[Running], people: People) -> set[str] | None:
    """Return the columns that some of the sets needs, None where one needs all."""
    schemas = people.source.schemas()
    wanted = [running.columns_of(schemas) for running in sets]
    return (
        None if None in wanted else set[str]().union(*(columns for columns in wanted if columns is not None))
    )


def _compared(crowd: Crowd, before: Running, after: Running) -> _Changes:
    """Run the old rules, then the new ones for the users without what the old ones gave them."""
    had = crowd.holders(before.filled | after.filled)
    old = before.run(crowd, had)
    old_given = given_rows(old.matched, before.targets)
    kept = {number: rows & ~old_given.get(number, 0) for number, rows in had.items()}
    new = after.run(crowd, kept)
    new_given = given_rows(new.matched, after.targets)
    gained, lost, changed = {}, {}, 0
    for number, rows in sorted(had.items()):
        old_rows, new_rows = old_given.get(number, 0), new_given.get(number, 0)
        gained[number] = new_rows & ~(old_rows | rows)
        lost[number] = old_rows & ~new_rows
        changed |= gained[number] | lost[number]
    return _Changes(old, new, gained, lost, list(rows_in(changed, len(crowd))))


def _table(
    crowd: Crowd, changes: _Changes, tables: Tables, before: Running, after: Running
) -> pa.RecordBatch:
    """Return `key`, `user`, `gained` and `lost` of each user who changes, each group with the ids of its rules."""
    columns = {
        "gained": tables.with_rules(_reasons(changes.rows, changes.gained, changes.new, after), after),
        "lost": tables.with_rules(_reasons(changes.rows, changes.lost, changes.old, before), before),
    }
    return batch_of(crowd, columns, changes.rows)


def _reasons(users: Sequence[int], groups: RowsByGroup, run: Run, running: Running) -> list[Reasons]:
    """Return for each of these users the groups among `groups`, with the rules that give them in a run."""
    matches = run.matches()
    held: dict[int, list[int]] = {row: [] for row in users}
    for number, rows in groups.items():
        for row in rows_in(rows, len(matches)):
            held[row].append(number)
    found: list[Reasons] = []
    for row, numbers in held.items():
        given = reasons_of(matches[row], running.targets)
        found.append({number: given[number] for number in numbers})
    return found
