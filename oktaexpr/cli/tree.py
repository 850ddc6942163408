"""`oktaexpr tree`: the syntax tree of an expression."""

from __future__ import annotations

from typing import Annotated

import typer

import oktaexpr
from oktaexpr.cli.shared import options as given
from oktaexpr.cli.shared.failures import faults_drawn
from oktaexpr.cli.shared.inputs import read_expression
from oktaexpr.cli.shared.options import TextFormat
from oktaexpr.cli.shared.output import write

DETAILS = "One line a node: its kind, what it holds, and with --spans where it stands."
EXAMPLES = (
    """oktaexpr tree 'user.level > 3 AND isMemberOfGroupName("dbt")'""",
    """oktaexpr tree -f license.oel --format json""",
)


def run(
    expression: given.ExpressionArgument = None,
    file: given.FileOption = None,
    spans: Annotated[bool, typer.Option("--spans", help="Add line and column of each node.")] = False,
    output: given.TextFormatOption = TextFormat.TEXT,
) -> None:
    """Parse and print."""
    from oktaexpr.render.syntax import draw_tree, tree_json

    source = read_expression(expression, file)
    with faults_drawn(source):
        tree = oktaexpr.parse(source.text)
    write(tree_json(tree, source) if output is TextFormat.JSON else draw_tree(tree, source, spans=spans))
