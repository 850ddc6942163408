"""`license migrate` over files of any size: what it is told, and the run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from oktaexpr.cli.shared import StreamOptions, open_people, opened_sink

if TYPE_CHECKING:
    from oktaexpr.cli.shared import Progress
    from simulator.account import DbtAccount
    from simulator.migration.streams import StreamedMigration
    from simulator.timeline import SimulatedApp

MovesOption = Annotated[
    str | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Read the users as a stream, and write each with all states to a file: .parquet, .csv or .jsonl.",
    ),
]


def migrate_files(
    place: str, account: DbtAccount, app: SimulatedApp, options: StreamOptions, progress: Progress | None
) -> StreamedMigration:
    """Migrate the users of a file or folder, and write them where that was asked for. Raises as `migrate_stream` does."""
    from simulator.migration.streams import Job, migrate_stream

    source = open_people(place, options.types)
    job = Job(source=source, account=account, app=app, key=options.key)
    with opened_sink(options.out, source) as sink:
        return migrate_stream(job, sink=sink, progress=progress)
