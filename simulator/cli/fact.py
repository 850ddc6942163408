"""`oktaexpr license fact`: what a reason rests on, whether it is documented, and where."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from oktaexpr.cli.shared import TextFormat, paint_for, table_width, text_width, write
from oktaexpr.cli.shared import options as given

DETAILS = (
    "A fact is documented, inferred from what is documented, or a default chosen here because nobody says; the last "
    "kind is a setting under `assumptions` of an account. A section such as F5 lists its facts."
)
EXAMPLES = ("oktaexpr license fact F5.3", "oktaexpr license fact F5", "oktaexpr license fact")


def run(
    fact_id: Annotated[
        str | None, typer.Argument(metavar="ID", help="An id, or a section.", show_default=False)
    ] = None,
    output: given.TextFormatOption = TextFormat.TEXT,
) -> None:
    """Look up and print."""
    from simulator.errors import FactError
    from simulator.facts import fact, facts
    from simulator.render.facts import draw_fact, draw_facts, fact_json, facts_json

    if fact_id is not None and "." in fact_id:
        try:
            found = fact(fact_id)
        except FactError as error:
            message = f"{error}; `oktaexpr license fact` lists all"
            raise typer.BadParameter(message) from None
        is_json = output is TextFormat.JSON
        write(
            fact_json(found) if is_json else draw_fact(found, width=text_width(), paint=paint_for(sys.stdout))
        )
        return
    listed = [one for one in facts() if fact_id is None or one.section == fact_id.upper()]
    if not listed:
        sections = ", ".join(dict.fromkeys(one.section for one in facts()))
        message = f"no fact and no section {fact_id!r}; sections are {sections}"
        raise typer.BadParameter(message)
    write(facts_json(listed) if output is TextFormat.JSON else draw_facts(listed, width=table_width()))
