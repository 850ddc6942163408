"""`oktaexpr eval`: the value of an expression, for one user or for all."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

import oktaexpr
from oktaexpr.cli.eval_stream import Streaming, run_stream
from oktaexpr.cli.shared import options as given
from oktaexpr.cli.shared.failures import FAULT, faults_drawn
from oktaexpr.cli.shared.inputs import read_expression
from oktaexpr.cli.shared.options import Engine, TableFormat
from oktaexpr.cli.shared.output import has_color, table_width, write
from oktaexpr.cli.shared.people import NOBODY, read_people
from oktaexpr.cli.shared.streams import KeyOption, TypeOption, refuse_options
from oktaexpr.cli.stream_options import (
    ExplainPlanOption,
    MembershipsOption,
    OutOption,
    Runtime,
    RuntimeOption,
)
from oktaexpr.errors import EvaluationError

if TYPE_CHECKING:
    from oktaexpr.directory import Scope
    from oktaexpr.render.outcomes import Outcome
    from oktaexpr.render.redact import Redactor
    from oktaexpr.source import Source
    from oktaexpr.tracer import Trace

DETAILS = (
    "For one user the value alone is printed; for several, a table with a count of each value. Without --directory "
    "the user is what --set and --group say. With --all, Parquet is read as a stream of any size, and so are CSV and "
    "JSON lines where --out is given. Exits with 1 where an evaluation fails."
)
EXAMPLES = (
    """oktaexpr eval 'isMemberOfGroupName("dbt_developers") ? "developer" : "read_only"' --group dbt_developers""",
    """oktaexpr eval 'user.level > 3' --set user.level=4""",
    """oktaexpr eval -f license.oel --directory examples/acme --all --format csv""",
    """oktaexpr eval -f license.oel --directory examples/scale/users.jsonl --all --out licenses.csv""",
)


def run(
    expression: given.ExpressionArgument = None,
    file: given.FileOption = None,
    user: given.UsersOption = None,
    everyone: Annotated[
        bool, typer.Option("--all", help="Evaluate for every user of the directory.")
    ] = False,
    directory: given.DirectoryOption = None,
    engine: given.EngineOption = Engine.CLASSIC,
    app: given.AppOption = None,
    settings: given.SetOption = None,
    group: given.GroupOption = None,
    now: given.NowOption = None,
    output: given.TableFormatOption = TableFormat.TABLE,
    redact: given.RedactOption = False,
    out: OutOption = None,
    runtime: RuntimeOption = Runtime.EMBEDDED,
    explain_plan: ExplainPlanOption = False,
    key: KeyOption = None,
    types: TypeOption = None,
    memberships: MembershipsOption = None,
) -> None:
    """Evaluate and print."""
    if everyone and user:
        message = "--all is every user; leave out --user"
        raise typer.BadParameter(message)
    source = read_expression(expression, file)
    streaming = Streaming(out, runtime, explain_plan, key, types, memberships)
    if streaming.takes(directory, everyone=everyone):
        refuse_options({"--app": app, "--set": settings, "--group": group, "--redact": redact})
        with faults_drawn(source):
            program = oktaexpr.compile(source.text, engine)
        run_stream(program, str(directory), streaming, now=now, output=output)
        return
    people = read_people(
        engine=engine, directory=directory, app=app, settings=settings, groups=group, now=now
    )
    with faults_drawn(source):
        program = oktaexpr.compile(source.text, engine)
    redactor = people.redactor() if redact else None
    if everyone or (user and len(user) > 1):
        chosen = people.everyone() if everyone else ((login, people.scope(login)) for login in user or ())
        _print_many(source, engine, list(_outcomes(program, chosen, redactor)), output)
        return
    login = user[0] if user else None
    if output is TableFormat.TABLE:
        _print_value(source, program, people.asked(login), redactor)
    else:
        (outcome,) = _outcomes(program, [(login or NOBODY, people.asked(login))], redactor)
        _print_one(source, engine, outcome, output)


def _print_value(source: Source, program: oktaexpr.Program, scope: Scope, redactor: Redactor | None) -> None:
    from oktaexpr.render.values import value_text

    with faults_drawn(source, redactor):
        value = program(scope) if redactor is None else _redacted(program, scope, redactor).value
    write(value_text(value))


def _print_one(source: Source, engine: Engine, outcome: Outcome, output: TableFormat) -> None:
    from oktaexpr.render.outcomes import outcome_json, outcomes_csv

    if output is TableFormat.JSON:
        write(outcome_json(source.text, engine.value, outcome))
    else:
        write(outcomes_csv([outcome]))
    if outcome.error is not None:
        raise typer.Exit(FAULT)


def _print_many(source: Source, engine: Engine, outcomes: Sequence[Outcome], output: TableFormat) -> None:
    from oktaexpr.render.outcomes import outcomes_csv, outcomes_json, outcomes_table

    match output:
        case TableFormat.TABLE:
            write(outcomes_table(outcomes, width=table_width(), color=has_color(sys.stdout)))
        case TableFormat.CSV:
            write(outcomes_csv(outcomes))
        case TableFormat.JSON:
            write(outcomes_json(source.text, engine.value, outcomes))
    if any(outcome.error is not None for outcome in outcomes):
        raise typer.Exit(FAULT)


def _outcomes(
    program: oktaexpr.Program, scopes: Iterable[tuple[str, Scope]], redactor: Redactor | None
) -> Iterator[Outcome]:
    from oktaexpr.render.outcomes import Outcome

    for login, scope in scopes:
        if redactor is not None:
            trace = _redacted(program, scope, redactor)
            yield Outcome.of_trace(redactor.text(login), trace)
            continue
        try:
            yield Outcome(login, program(scope))
        except EvaluationError as error:
            yield Outcome(login, error=error)


def _redacted(program: oktaexpr.Program, scope: Scope, redactor: Redactor) -> Trace:
    """Evaluate with a trace, which tells a constant from what was cut out of a personal value."""
    from oktaexpr.render.trace_redaction import redacted_trace

    return redacted_trace(oktaexpr.explain(program.text, scope, engine=program.engine), redactor)
