"""`oktaexpr eval --all --runtime spark`: what Spark is told, and which options it cannot follow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from oktaexpr.cli.shared.options import TableFormat
from oktaexpr.cli.shared.output import write
from oktaexpr.cli.shared.streams import refuse_options

if TYPE_CHECKING:
    import oktaexpr
    from oktaexpr.cli.eval_stream import Streaming
    from oktaexpr.columns import Settings, Summary


def evaluate_on_spark(
    program: oktaexpr.Program, place: str, settings: Settings, streaming: Streaming, output: TableFormat
) -> Summary | None:
    """Evaluate every user on Spark and return what came out; with `--explain-plan` only say how. Raises `typer.BadParameter`."""
    from oktaexpr.columns.spark import evaluate_frame, open_session, read_users, spark_faults, summarized

    refuse_options({"--type": streaming.types})
    _check_output(streaming.out, output)
    if streaming.explain_plan:
        write("spark: generated code, over the Arrow batches of `mapInArrow`")
        return None
    session = open_session()
    results = evaluate_frame(program, read_users(session, place), settings)
    with spark_faults():
        if streaming.out is not None:
            results.write.mode("overwrite").parquet(streaming.out)
            results = session.read.parquet(streaming.out)
        return summarized(results)


def _check_output(out: str | None, output: TableFormat) -> None:
    """Refuse what Spark does not write, rather than write something else or nothing."""
    if output is not TableFormat.TABLE:
        message = "Spark prints no rows: write them with --out"
        raise typer.BadParameter(message, param_hint="--format")
    if out is not None and Path(out).suffix in {".csv", ".jsonl", ".ndjson"}:
        message = f"Spark writes a folder of Parquet, so {out!r} would not be what its name says"
        raise typer.BadParameter(message, param_hint="--out")
