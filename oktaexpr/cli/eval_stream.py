"""`oktaexpr eval --all` over files of any size: read, evaluated and written as a stream."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

import typer

from oktaexpr.cli.shared.failures import FAULT
from oktaexpr.cli.shared.options import TableFormat
from oktaexpr.cli.shared.output import paint_for, say, write
from oktaexpr.cli.shared.people import checked_time
from oktaexpr.cli.shared.progress import progress_shown
from oktaexpr.cli.shared.streams import is_parquet, open_people, opened_sink
from oktaexpr.cli.stream_options import Runtime

if TYPE_CHECKING:
    import pyarrow as pa

    import oktaexpr
    from oktaexpr.columns import Settings, Source
    from oktaexpr.columns.sinks import Sink
    from oktaexpr.columns.summary import Summary


@dataclass(frozen=True, slots=True)
class Streaming:
    """What `eval` was told about streams."""

    out: str | None = None
    runtime: Runtime = Runtime.EMBEDDED
    explain_plan: bool = False
    key: str | None = None
    types: Sequence[str] | None = None
    memberships: str | None = None

    @property
    def asked_for(self) -> bool:
        """Whether an option was given that only streams have."""
        given = (self.out, self.explain_plan, self.key, self.types, self.memberships)
        return any(given) or self.runtime is Runtime.SPARK

    def takes(self, place: str | None, *, everyone: bool) -> bool:
        """Tell whether a command's users are streamed: `--all` with such an option, or over Parquet.

        Raises `typer.BadParameter` for such an option without `--all` and a place to read.
        """
        if not everyone or place is None:
            if self.asked_for:
                message = "--out, --runtime, --explain-plan, --key, --type and --memberships go with --all and --directory"
                raise typer.BadParameter(message)
            return False
        return self.asked_for or is_parquet(place)


def run_stream(
    program: oktaexpr.Program, place: str, streaming: Streaming, *, now: str | None, output: TableFormat
) -> None:
    """Evaluate every user, write what was asked for, say what came out; exit with 1 where a row has an error."""
    from oktaexpr.columns import Settings
    from oktaexpr.render.population import summary_text

    settings = Settings(key=streaming.key, now=checked_time(now))
    if streaming.runtime is Runtime.SPARK:
        from oktaexpr.cli.eval_spark import evaluate_on_spark

        summary = evaluate_on_spark(program, place, settings, streaming, output)
    else:
        summary = _embedded(program, place, settings, streaming, output)
    if summary is None:
        return
    if streaming.out is None and output is not TableFormat.TABLE:
        say(summary_text(summary, paint=paint_for(sys.stderr)))
    else:
        write(summary_text(summary, paint=paint_for(sys.stdout)))
    if summary.errors:
        raise typer.Exit(FAULT)


def _embedded(
    program: oktaexpr.Program, place: str, settings: Settings, streaming: Streaming, output: TableFormat
) -> Summary | None:
    from dataclasses import replace

    if streaming.memberships is not None:
        message = "a table of memberships is read from the folder of the users, in files called memberships*"
        raise typer.BadParameter(message, param_hint="--memberships")
    from oktaexpr.columns import Evaluator
    from oktaexpr.columns.plan import make_plan, planned_batches
    from oktaexpr.columns.summary import Summary

    source = open_people(place, streaming.types)
    memberships = source.memberships()
    evaluator = Evaluator(program, replace(settings, memberships=memberships))
    plan = make_plan(program, source, evaluator)
    if streaming.explain_plan:
        write(str(plan))
        return None
    summary = Summary()
    with _sink(streaming.out, source, output) as sink:
        for result in _watched(planned_batches(plan, source, evaluator), source.count()):
            summary.add(result)
            if sink is not None:
                sink.write(result)
    if memberships is not None and memberships.unknown_count:
        say(_strangers(memberships.unknown_count))
    return summary


def _strangers(count: int) -> str:
    if count == 1:
        return "note: 1 membership is of a user who is not in the table"
    return f"note: {count:,} memberships are of users who are not in the table"


@contextmanager
def _sink(out: str | None, source: Source, output: TableFormat) -> Iterator[Sink | None]:
    """Open where the rows go: a file, standard output, or nowhere."""
    from oktaexpr.columns.sinks import CsvSink, JsonLinesSink

    if out is not None:
        with opened_sink(out, source) as sink:
            yield sink
        return
    stream: IO[bytes] = sys.stdout.buffer
    match output:
        case TableFormat.TABLE:
            yield None
        case TableFormat.CSV:
            sink = CsvSink(stream)
            yield sink
            sink.close()
        case TableFormat.JSON:
            sink = JsonLinesSink(stream)
            yield sink
            sink.close()


def _watched(results: Iterable[pa.RecordBatch], count: int | None) -> Iterator[pa.RecordBatch]:
    """Pass results on, with a bar on a terminal that shows how many users are done."""
    done = 0
    with progress_shown("evaluating") as progress:
        for result in results:
            yield result
            done += result.num_rows
            if progress is not None:
                progress(done, count)
