"""`license migrate` over files of any size: what it is told, and the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from oktaexpr.cli.shared import column_types, is_parquet, refuse_options

if TYPE_CHECKING:
    from simulator.account import DbtAccount
    from simulator.cli.progress import Progress
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


@dataclass(frozen=True, slots=True)
class StreamOptions:
    """What the command was told about streams."""

    out: str | None = None
    key: str | None = None
    types: Sequence[str] | None = None

    def takes(self, place: str, others: Mapping[str, object]) -> bool:
        """Tell whether the users are streamed: with such an option, or from Parquet unless one of `others` needs a directory.

        Raises `typer.BadParameter` where both are given.
        """
        if self.out or self.key or self.types:
            refuse_options(others)
            return True
        return is_parquet(place) and not any(others.values())


def migrate_files(
    place: str, account: DbtAccount, app: SimulatedApp, options: StreamOptions, progress: Progress | None
) -> StreamedMigration:
    """Migrate the users of a file or folder, and write them where that was asked for. Raises as `migrate_stream` does."""
    from contextlib import nullcontext

    from oktaexpr.columns import open_sink, open_source
    from simulator.migration.streams import Job, migrate_stream

    source = open_source(place, column_types(options.types))
    job = Job(source=source, account=account, app=app, key=options.key)
    with nullcontext() if options.out is None else open_sink(options.out) as sink:
        return migrate_stream(job, sink=sink, progress=progress)
