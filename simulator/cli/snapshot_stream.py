"""`license snapshot` over files of any size: what it is told, and the run."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oktaexpr.cli.shared import (
    FAULT,
    StreamOptions,
    open_people,
    opened_sink,
    paint_for,
    progress_shown,
    refuse_options,
    say,
    write,
)
from oktaexpr.render import ReportFormat
from simulator.cli.comparison_output import print_comparison

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from oktaexpr.columns import Sink
    from simulator.account import DbtAccount
    from simulator.snapshots.streams import Job, StreamedComparison


class UsersFormat(StrEnum):
    """How a snapshot keeps its users."""

    CSV = "csv"
    PARQUET = "parquet"


RowsOption = Annotated[
    str | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Read the users as a stream, and write each, with --check each change, to a file too: .parquet, .csv or .jsonl.",
    ),
]
UsersOption = Annotated[
    UsersFormat | None,
    typer.Option(
        "--users",
        help="Read the users as a stream, and keep them in the snapshot as users.csv or, far smaller, as users.parquet; else as before.",
    ),
]


@dataclass(frozen=True, slots=True)
class SnapshotOptions:
    """What the command was told about streams."""

    stream: StreamOptions
    users: UsersFormat | None = None

    def takes(self, place: str, others: Mapping[str, object]) -> bool:
        """Tell whether the users are streamed. Raises `typer.BadParameter` where that goes with one of `others` not."""
        if self.users is not None:
            refuse_options(others)
            return True
        return self.stream.takes(place, others)


@dataclass(frozen=True, slots=True)
class Request:
    """What a snapshot of a stream is taken of, and where it is."""

    folder: Path
    place: str
    expression: str
    account: DbtAccount
    engine: str
    options: SnapshotOptions

    def job(self) -> Job:
        """Find the files of users. Raises `DirectoryError` and `UsageError`."""
        from simulator.snapshots.streams import Job

        return Job(
            source=open_people(self.place, self.options.stream.types),
            account=self.account,
            expression=self.expression,
            engine=self.engine,
            key=self.options.stream.key,
        )

    def sink(self, job: Job) -> AbstractContextManager[Sink | None]:
        """Open the file of `--out`, where there is one. Raises `DirectoryError`, `UsageError` and `typer.BadParameter`."""
        out = self.options.stream.out
        if out is not None and Path(out).resolve().parent == self.folder.resolve():
            message = f"{out!r} lies in the folder of the snapshot, which holds its own files only"
            raise typer.BadParameter(message, param_hint="--out")
        return opened_sink(out, job.source)


def run_stream(request: Request, output: ReportFormat | None) -> None:
    """Write the snapshot and say what it holds; with a format, compare and exit with 1 where anything differs."""
    from simulator.snapshots.streams import UsersKind, check_stream, snapshot_stream
    from simulator.snapshots.streams.text import draw_tally

    job = request.job()
    if output is None:
        kind = None if request.options.users is None else UsersKind(request.options.users.value)
        with progress_shown("evaluating") as progress, request.sink(job) as sink:
            tally = snapshot_stream(job, request.folder, kind=kind, sink=sink, progress=progress)
        write(draw_tally(tally, paint_for(sys.stdout)))
        say(f"wrote the snapshot to {request.folder}")
        return
    with progress_shown("evaluating") as progress, request.sink(job) as sink:
        comparison = check_stream(job, request.folder, sink=sink, progress=progress)
    _print(comparison, request.folder, output)
    if not comparison.is_same:
        raise typer.Exit(FAULT)


def _print(comparison: StreamedComparison, folder: Path, output: ReportFormat) -> None:
    from simulator.snapshots.storing import read_tables
    from simulator.snapshots.streams.reporting import streamed_findings
    from simulator.snapshots.streams.text import draw_streamed_comparison

    findings = streamed_findings(comparison, read_tables(folder), folder)
    print_comparison(comparison, findings, output, partial(draw_streamed_comparison, comparison))
