"""`oktaexpr rule`: what a code of `check` means."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from oktaexpr.cli.codes import unknown_code
from oktaexpr.cli.shared import options as given
from oktaexpr.cli.shared.extensions import load_rules
from oktaexpr.cli.shared.options import TextFormat
from oktaexpr.cli.shared.output import paint_for, text_width, write
from oktaexpr.diagnostics import rule as find_rule
from oktaexpr.diagnostics import rules

DETAILS = (
    "For a code: why it matters, what to write instead, an example that it finds and one that it does not. Without one, "
    "the rules of check; DIR lists those about files of users, TEST those about tests, DBT those about licenses."
)
EXAMPLES = ("oktaexpr rule", "oktaexpr rule OEL401", "oktaexpr rule OEL5")


def run(
    code: Annotated[
        str | None,
        typer.Argument(metavar="CODE", help="A code, or the beginning of several.", show_default=False),
    ] = None,
    output: given.TextFormatOption = TextFormat.TEXT,
) -> None:
    """List or explain."""
    from oktaexpr.render.rules import draw_rule, draw_rules, load_other_rules, rule_json, rules_json

    wanted = (code or "OEL").upper()
    load_rules(wanted)
    load_other_rules(wanted)
    paint = paint_for(sys.stdout)
    found = find_rule(code) if code is not None else None
    if found is not None:
        write(
            rule_json(found)
            if output is TextFormat.JSON
            else draw_rule(found, width=text_width(), paint=paint)
        )
        return
    problem = unknown_code(wanted)
    if problem is not None:
        raise typer.BadParameter(problem)
    listed = [rule for rule in rules() if rule.code.startswith(wanted)]
    write(rules_json(listed) if output is TextFormat.JSON else draw_rules(listed, paint=paint))
