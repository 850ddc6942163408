"""`oktaexpr eval --all --runtime spark`: what Spark is told, and which options it cannot follow."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from oktaexpr.cli.shared.options import TableFormat
from oktaexpr.cli.shared.output import write

if TYPE_CHECKING:
    import oktaexpr
    from oktaexpr.cli.eval_stream import Streaming
    from oktaexpr.columns import Settings, Summary


def evaluate_on_spark(
    program: oktaexpr.Program, place: str, settings: Settings, streaming: Streaming, output: TableFormat
) -> Summary | None:
    """Evaluate every user on Spark and return what came out; with `--explain-plan` only say how.

    Raises `typer.BadParameter` for options that Spark cannot follow, `UsageError` and `DirectoryError` as Spark does.
    """
    from oktaexpr.columns.spark import evaluate_frame, open_session, read_users, summarized, write_results

    json = _json_columns(streaming.types)
    _check_output(streaming.out, output)
    if streaming.explain_plan:
        write("spark: generated code, over the Arrow batches of `mapInArrow`")
        return None
    # Java logs a page at each start, and again with its traceback what is raised here in a sentence.
    session = open_session(quiet=not os.environ.get("OKTAEXPR_DEBUG"))
    users = read_users(session, place, memberships=streaming.memberships, key=settings.key, json=json)
    results = evaluate_frame(program, users, settings)
    if streaming.out is not None:
        results = write_results(session, results, streaming.out)
    return summarized(results)


def _json_columns(types: Sequence[str] | None) -> list[str]:
    """Return the columns that `--type COLUMN=json` names; tables and Parquet say every other type themselves."""
    named = [text.rpartition("=") for text in types or ()]
    for column, _, kind in named:
        if not column or kind != "json":
            message = f"Spark reads Parquet and tables, which say the types: only COLUMN=json is left to say, not {kind}"
            raise typer.BadParameter(message, param_hint="--type")
    return [column for column, _, _ in named]


def _check_output(out: str | None, output: TableFormat) -> None:
    """Refuse what Spark does not write, rather than write something else or nothing."""
    if output is not TableFormat.TABLE:
        message = "Spark prints no rows: write them with --out"
        raise typer.BadParameter(message, param_hint="--format")
    if out is not None and Path(out).suffix in {".csv", ".jsonl", ".ndjson"}:
        message = f"Spark writes a folder of Parquet, so {out!r} would not be what its name says"
        raise typer.BadParameter(message, param_hint="--out")
