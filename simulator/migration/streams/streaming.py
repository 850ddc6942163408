"""A migration from files to a report: read, sorted, taken through the states, told."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import oktaexpr
from simulator.account import DbtAccount
from simulator.licenses import LicenseType
from simulator.migration.seating import seat_lines
from simulator.migration.streams.population import Population
from simulator.migration.streams.report import FirstUsers, StreamedMigration
from simulator.migration.streams.results import result_batches
from simulator.migration.streams.spool import Spool, new_spool
from simulator.migration.streams.tracks import Track, stages
from simulator.migration.streams.users import NEEDED, Classes
from simulator.setup_review import review_mapping
from simulator.timeline import SimulatedApp

if TYPE_CHECKING:
    from oktaexpr.columns import Sink, Source

Progress = Callable[[int, int | None], None]
"""Told how many users of how many are read; None where the files do not say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is migrated."""

    source: Source
    """The users, all of whom have the app."""
    account: DbtAccount
    app: SimulatedApp
    """Its mapping is what the migration is to; its name is of no use, since files do not say who has which app."""
    key: str | None = None
    """The column that tells users apart, else that of `Evaluator`; their `login` is who they are in the report."""
    now: datetime | None = None
    """The time of the evaluations, else the clock's."""


def migrate_stream(
    job: Job, *, sink: Sink | None = None, progress: Progress | None = None
) -> StreamedMigration:
    """Take all users through the migration, and write each to `sink`. Gives what `migrate` gives for a directory.

    Holds four bytes a user in memory. Raises `ExpressionSyntaxError` for the mapping, `DirectoryError` and `UsageError`
    for the files, `SpoolError` where the disk is full.
    """
    with new_spool() as spool:
        population = Population(job.account, *_read(job, spool, progress))
        steps = list(stages(job.account, job.app, job.now or datetime.now(UTC)))
        for stage in steps:
            population.pass_through(stage)
        if sink is not None:
            for batch in result_batches(spool, population):
                sink.write(batch)
        firsts = FirstUsers(population, steps)
        moves, absent = firsts.named(spool)
    expression = job.app.attribute.mapping or ""
    return StreamedMigration(
        expression=expression,
        held=population.held,
        seats=tuple(seat_lines(job.account, population.held, _wanted(population))),
        moves=tuple(moves.values()),
        listings=firsts.listings(moves),
        absent=absent,
        findings=tuple(review_mapping(expression, job.app.engine)),
    )


def _read(job: Job, spool: Spool, progress: Progress | None) -> tuple[array[int], list[Track]]:
    """Return for each user the number of a track, and the tracks."""
    from oktaexpr.columns import Evaluator, Settings

    program = oktaexpr.compile(job.app.attribute.mapping or "", engine=job.app.engine)
    settings = Settings(key=job.key, memberships=job.source.memberships(), now=job.now)
    evaluator = Evaluator(program, settings)
    columns = evaluator.columns_of(job.source.schemas())
    batches = job.source.batches(None if columns is None else columns | NEEDED)
    classes, members, total = Classes(job.account), array("I"), job.source.count()
    for rows, (values, errors) in evaluator.evaluated(batches):
        part = classes.sort(rows, values, errors)
        members.extend(part.numbers)
        spool.add(part)
        if progress is not None:
            progress(len(members), total)
    spool.close()
    return members, classes.tracks


def _wanted(population: Population) -> Counter[LicenseType | None]:
    """Return how many users the mapping gives which license."""
    found: Counter[LicenseType | None] = Counter()
    for number, count in population.counted().items():
        track = population.tracks[number]
        if track.person.active:
            found[LicenseType.of(track.mapped.value)] += count
    return found
