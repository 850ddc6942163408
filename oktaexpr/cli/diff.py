"""`oktaexpr diff`: which users of a directory get another value from a new expression."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

import oktaexpr
from oktaexpr.cli.shared import options as given
from oktaexpr.cli.shared.columns import Column, ColumnsOption, column_cell, extension_columns
from oktaexpr.cli.shared.failures import FAULT, faults_drawn
from oktaexpr.cli.shared.inputs import read_expression
from oktaexpr.cli.shared.options import Engine, TableFormat
from oktaexpr.cli.shared.output import has_color, table_width, write
from oktaexpr.cli.shared.people import People, read_people
from oktaexpr.errors import EvaluationError

if TYPE_CHECKING:
    from oktaexpr.directory import Scope
    from oktaexpr.render.difference import Change
    from oktaexpr.render.outcomes import Outcome
    from oktaexpr.render.redact import Redactor
    from oktaexpr.source import Source
    from oktaexpr.tracer import Trace

DETAILS = "Prints both values of each such user and why. Exits with 1 where there is any."
EXAMPLES = (
    """oktaexpr diff old.oel new.oel --directory examples/acme""",
    """oktaexpr diff 'user.level > 3' 'user.level >= 3' --directory examples/acme --format csv""",
)


def run(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="The expression as it is, or a file that ends in .oel.")
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The expression as it shall be, or such a file.")],
    directory: Annotated[
        str,
        typer.Option(
            "--directory", "-d", metavar="PATH", help="Whose users: a YAML or JSON file, or a folder."
        ),
    ],
    engine: given.EngineOption = Engine.CLASSIC,
    app: given.AppOption = None,
    settings: given.SetOption = None,
    now: given.NowOption = None,
    column: ColumnsOption = None,
    output: given.TableFormatOption = TableFormat.TABLE,
    redact: given.RedactOption = False,
) -> None:
    """Evaluate both for everyone and print who changes."""
    from oktaexpr.render.difference import changes_csv, changes_json, changes_table

    sources = read_expression(old), read_expression(new)
    people = read_people(engine=engine, directory=directory, app=app, settings=settings, now=now)
    redactor = people.redactor() if redact else None
    changes, users = _changes(sources, people, extension_columns(column or ()), redactor)
    match output:
        case TableFormat.TABLE:
            write(changes_table(changes, users, width=table_width(), color=has_color(sys.stdout)))
        case TableFormat.CSV:
            write(changes_csv(changes))
        case TableFormat.JSON:
            write(changes_json((sources[0].text, sources[1].text), engine.value, changes, users))
    if changes:
        raise typer.Exit(FAULT)


def _changes(
    sources: tuple[Source, Source],
    people: People,
    columns: Mapping[str, Column],
    redactor: Redactor | None,
) -> tuple[list[Change], int]:
    """Return the users whose value changes, and how many users there are."""
    programs = []
    for source in sources:
        with faults_drawn(source):
            programs.append(oktaexpr.compile(source.text, people.engine))
    changes, users = [], 0
    for login, scope in people.everyone():
        users += 1
        old, new = (_outcome(program, login, scope) for program in programs)
        if old.key != new.key:
            traces = [oktaexpr.explain(source.text, scope, engine=people.engine) for source in sources]
            change = _change((old, new), traces, columns)
            changes.append(change if redactor is None else _redacted(change, traces, redactor))
    return changes, users


def _outcome(program: oktaexpr.Program, login: str, scope: Scope) -> Outcome:
    from oktaexpr.render.outcomes import Outcome

    try:
        return Outcome(login, program(scope))
    except EvaluationError as error:
        return Outcome(login, error=error)


def _change(
    outcomes: tuple[Outcome, Outcome], traces: Sequence[Trace], columns: Mapping[str, Column]
) -> Change:
    from oktaexpr.render.difference import Change

    texts = {
        name: (column_cell(column, outcomes[0]), column_cell(column, outcomes[1]))
        for name, column in columns.items()
    }
    return Change(*outcomes, traces[0].sentence, traces[1].sentence, texts)


def _redacted(change: Change, traces: Sequence[Trace], redactor: Redactor) -> Change:
    """Return the change without personal values; the traces tell what was cut out of one."""
    from oktaexpr.render.outcomes import Outcome
    from oktaexpr.render.trace_redaction import redacted_trace

    login = redactor.text(change.old.login)
    old, new = (redacted_trace(trace, redactor) for trace in traces)
    return replace(
        change,
        old=Outcome.of_trace(login, old),
        new=Outcome.of_trace(login, new),
        why_old=old.sentence,
        why_new=new.sentence,
        columns={
            name: (redactor.text(one), redactor.text(two)) for name, (one, two) in change.columns.items()
        },
    )
