"""`oktaexpr license scenarios`: rows of one event each, with the license and the error that are expected."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from oktaexpr.cli.shared import FAULT, TextFormat, paint_for, say_problem, table_width, write
from oktaexpr.cli.shared import options as given

DETAILS = (
    "A row says what the account, the user and the event are, and what is expected; docs name the fields as in "
    "examples/acme/scenarios.jsonl. Settings afterwards are compared too where a row expects them. Exits with 1 "
    "where a row is not as expected."
)
EXAMPLES = (
    "oktaexpr license scenarios examples/acme/scenarios.jsonl",
    "oktaexpr license scenarios examples/acme/scenarios.jsonl --format json",
)
_LARGEST_FILE = 50_000_000
"""Bytes of a file of rows."""


def run(
    file: Annotated[str, typer.Argument(metavar="FILE", help="JSON lines, or - for standard input.")],
    output: given.TextFormatOption = TextFormat.TEXT,
) -> None:
    """Run the rows and print."""
    from simulator.errors import ScenarioError
    from simulator.render.scenarios import draw_outcomes, outcomes_json
    from simulator.scenarios import read_rows
    from simulator.scenarios import run as run_rows

    outcomes = run_rows(read_rows(_read(file), file))
    if not outcomes:
        message = f"{file}: there is no scenario in it"
        raise ScenarioError(message)
    for outcome in outcomes:
        for note in outcome.notes:
            say_problem(f"scenario {outcome.id}: {note}", "warning")
    if output is TextFormat.JSON:
        write(outcomes_json(outcomes))
    else:
        write(draw_outcomes(outcomes, width=table_width(), paint=paint_for(sys.stdout)))
    if not all(outcome.ok for outcome in outcomes):
        raise typer.Exit(FAULT)


def _read(file: str) -> str:
    """Return the text of the file. Raises `typer.BadParameter` where it cannot be read."""
    try:
        if file == "-":
            content = sys.stdin.buffer.read(_LARGEST_FILE + 1)
        else:
            with Path(file).open("rb") as stream:
                content = stream.read(_LARGEST_FILE + 1)
        text = content.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no UTF-8"
        message = f"cannot read {file!r}: {reason}"
        raise typer.BadParameter(message) from None
    if len(content) > _LARGEST_FILE:
        message = f"{file!r} has more than {_LARGEST_FILE:,} bytes"
        raise typer.BadParameter(message)
    return text
