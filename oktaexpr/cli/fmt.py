"""`oktaexpr fmt`: the canonical spelling of an expression."""

from __future__ import annotations

from typing import Annotated

import typer

import oktaexpr
from oktaexpr.cli.shared import options as given
from oktaexpr.cli.shared.failures import FAULT, faults_drawn
from oktaexpr.cli.shared.inputs import read_expression
from oktaexpr.cli.shared.options import TextFormat
from oktaexpr.cli.shared.output import say, write, write_expression
from oktaexpr.render.escaping import escaped
from oktaexpr.render.hidden import visible

DETAILS = "Spaces, word operators and literals are written one way; the meaning stays, and so do parentheses."
EXAMPLES = (
    """oktaexpr fmt "user.level>3 and  user.title eq 'CTO'\"""",
    """oktaexpr fmt -f license.oel --check""",
    """oktaexpr fmt -f license.oel --escape hcl""",
    """oktaexpr fmt -f license.oel --check --format json""",
)


def run(
    expression: given.ExpressionArgument = None,
    file: given.FileOption = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Print no expression; exit with 1 where the spelling is another one."),
    ] = False,
    escape: given.EscapeOption = None,
    output: given.TextFormatOption = TextFormat.TEXT,
) -> None:
    """Format and print, or compare."""
    if escape is not None and output is TextFormat.JSON:
        message = "--escape is for the expression alone; a document of JSON escapes it by itself"
        raise typer.BadParameter(message)
    source = read_expression(expression, file)
    with faults_drawn(source):
        formatted = oktaexpr.format(source.text)
    if output is TextFormat.JSON:
        from oktaexpr.render.syntax import formatted_json

        write(formatted_json(source.text, formatted))
    elif not check:
        write_expression(escaped(formatted, escape))
    elif formatted != source.text:
        say(visible(f"{source.name} would be written: {formatted}", keep="\n\t"))
    if check and formatted != source.text:
        raise typer.Exit(FAULT)
