"""`oktaexpr explain`: every part of an expression with its value for one user, and why."""

from __future__ import annotations

import sys

import typer

import oktaexpr
from oktaexpr.cli.shared import options as given
from oktaexpr.cli.shared.failures import FAULT, faults_drawn
from oktaexpr.cli.shared.inputs import read_expression
from oktaexpr.cli.shared.options import Engine, TextFormat
from oktaexpr.cli.shared.output import paint_for, text_width, write
from oktaexpr.cli.shared.people import read_people

DETAILS = (
    "Prints the parts as a tree: what each gave, which group decided a membership test, which branch was not taken. "
    "The last line says why in words. Exits with 1 where the expression has no value."
)
EXAMPLES = (
    """oktaexpr explain 'isMemberOfGroupName("dbt_developers") ? "developer" : "read_only"' --group dbt_developers""",
    """oktaexpr explain -f license.oel --directory examples/acme --user alice@acme.example""",
)


def run(
    expression: given.ExpressionArgument = None,
    file: given.FileOption = None,
    user: given.UserOption = None,
    directory: given.DirectoryOption = None,
    engine: given.EngineOption = Engine.CLASSIC,
    app: given.AppOption = None,
    settings: given.SetOption = None,
    group: given.GroupOption = None,
    now: given.NowOption = None,
    output: given.TextFormatOption = TextFormat.TEXT,
    redact: given.RedactOption = False,
) -> None:
    """Trace and print."""
    from oktaexpr.render.trace import draw_trace, trace_json
    from oktaexpr.render.trace_redaction import redacted_trace

    source = read_expression(expression, file)
    people = read_people(
        engine=engine, directory=directory, app=app, settings=settings, groups=group, now=now
    )
    with faults_drawn(source):
        trace = oktaexpr.explain(source.text, people.asked(user), engine=engine)
    if redact:
        trace = redacted_trace(trace, people.redactor())
    if output is TextFormat.JSON:
        write(trace_json(trace))
    else:
        write(draw_trace(trace, width=text_width(), paint=paint_for(sys.stdout)))
    if trace.error is not None:
        raise typer.Exit(FAULT)
