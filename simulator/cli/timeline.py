"""`oktaexpr license timeline`: what each event of a file does to attribute and license of each user."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oktaexpr.cli.shared import options as given
from oktaexpr.cli.shared import paint_for, write
from oktaexpr.documents import near_hint
from oktaexpr.render import csv_cell
from simulator.timeline.setup import Reading

if TYPE_CHECKING:
    from oktaexpr.render import Redactor
    from simulator.timeline import Record, World

DETAILS = (
    "Plays the events of a YAML or JSON file: who joins, groups and profiles that change, the mapping, pushes, "
    "sign-ins, edits by hand, the toggle, plan and seats. Each record has the attribute that Okta stores, the value that "
    "it would evaluate now, what was sent, the license, and the facts behind it. `app` has the expression and who has the "
    "app, and what the documents leave open: `reading`, `push_status` (DONT_PUSH for a mapping that applies on create "
    "only), `made_by`, `profile_change`, `empty_value`."
)
EXAMPLES = (
    "oktaexpr license timeline examples/acme/timeline.yaml",
    "oktaexpr license timeline examples/acme/timeline.yaml --reading dbt --user mia@acme.example",
    "oktaexpr license timeline examples/acme/timeline.yaml --changes --format csv",
)

ReadingOption = Annotated[
    Reading | None,
    typer.Option(
        "--reading",
        help="Whose word on a change of groups: okta (evaluates nothing) or dbt (evaluates and sends).",
    ),
]


class Format(StrEnum):
    """What the records are written as."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def run(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The timeline, as YAML or JSON.")],
    reading: ReadingOption = None,
    user: Annotated[
        list[str] | None,
        typer.Option("--user", "-u", metavar="LOGIN", help="Only this user; may be repeated."),
    ] = None,
    changes: Annotated[
        bool, typer.Option("--changes", help="Only records in which a license changes or is refused.")
    ] = False,
    output: Annotated[
        Format, typer.Option("--format", help="For people, programs, spreadsheets.")
    ] = Format.TEXT,
    redact: given.RedactOption = False,
) -> None:
    """Play and print, record by record."""
    from simulator.timeline import World, play
    from simulator.timeline.document import load_timeline

    timeline = load_timeline(Path(file))
    if reading is not None:
        timeline = timeline.read_as(reading)
    for login in user or ():
        if login not in timeline.logins:
            hint = near_hint(login, timeline.logins)
            message = f"nobody in the timeline is called {login!r}" + (f"; {hint}" if hint else "")
            raise typer.BadParameter(message, param_hint="--user")
    world = World(timeline.setup)
    records = _chosen(play(world, timeline.events), set(user or ()), changes=changes)
    redactor = timeline.redactor() if redact else None
    if redactor is not None:
        records = (record.redacted(redactor) for record in records)
    match output:
        case Format.TEXT:
            _write_text(world, records, redactor)
        case Format.JSON:
            _write_json(records)
        case Format.CSV:
            _write_csv(records)


def _chosen(records: Iterable[Record], users: set[str], *, changes: bool) -> Iterator[Record]:
    for record in records:
        if users and record.user not in users:
            continue
        if changes and not (record.is_change or record.error):
            continue
        yield record


def _write_text(world: World, records: Iterable[Record], redactor: Redactor | None) -> None:
    from simulator.timeline import find_drift
    from simulator.timeline.text import draw_end, draw_facts, draw_record

    paint, last = paint_for(sys.stdout), None
    named: dict[str, None] = {}
    for last in records:
        write(draw_record(last, paint))
        named.update(dict.fromkeys(reason.fact for reason in last.reasons))
    if last is not None:
        write("")
        write(draw_facts(named))
        write("")
    stale = find_drift(world, last.at) if last is not None else []
    write(draw_end(world, stale if redactor is None else [one.redacted(redactor) for one in stale]))


def _write_json(records: Iterable[Record]) -> None:
    """Write a list, an element a line, so that a long play needs no more memory than a short one."""
    sign = "["
    for record in records:
        write(sign + json.dumps(record.to_mapping()))
        sign = ","
    write("]" if sign == "," else "[]")


def _write_csv(records: Iterable[Record]) -> None:
    from simulator.timeline.text import CSV_HEADERS, record_cells

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(CSV_HEADERS)
    writer.writerows([csv_cell(cell) for cell in record_cells(record)] for record in records)
