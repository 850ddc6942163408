"""`oktaexpr usages`: what Okta offers where, and who says so."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from oktaexpr.cli.shared import options as given
from oktaexpr.cli.shared.options import TableFormat
from oktaexpr.cli.shared.output import has_color, table_width, write
from oktaexpr.diagnostics import did_you_mean
from oktaexpr.functions.usages import Construct, Usage, constructs, usages

DETAILS = (
    "Without a name the whole table; for a usage its constructs, for a construct its usages, with sources."
)
EXAMPLES = ("oktaexpr usages", "oktaexpr usages group-rule", "oktaexpr usages 'Time.*' --format json")


def run(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="A usage or a construct of the table.", show_default=False),
    ] = None,
    output: given.TableFormatOption = TableFormat.TABLE,
) -> None:
    """Print the table or a part of it."""
    from oktaexpr.render.usages import usages_csv, usages_json

    places, rows = _chosen(name)
    match output:
        case TableFormat.TABLE:
            write(_drawn(places, rows, name))
        case TableFormat.CSV:
            write(usages_csv(places, rows))
        case TableFormat.JSON:
            write(usages_json(places, rows))


def _chosen(name: str | None) -> tuple[Sequence[Usage], Mapping[str, Construct]]:
    """Return the usages and constructs that a name means: all of one kind and one of the other."""
    places, rows = usages(), constructs()
    if name is None:
        return places, rows
    one = [usage for usage in places if usage.name == name]
    if one:
        return one, rows
    if name in rows:
        return places, {name: rows[name]}
    hint = did_you_mean(name, [*(usage.name for usage in places), *rows])
    message = f"no usage or construct {name!r}" + (f"; {hint}" if hint else "; oktaexpr usages lists them")
    raise typer.BadParameter(message)


def _drawn(places: Sequence[Usage], rows: Mapping[str, Construct], name: str | None) -> str:
    from oktaexpr.render.usages import draw_construct, draw_usage, draw_usages

    width, color = table_width(), has_color(sys.stdout)
    if name is None:
        return draw_usages(places, rows, width=width, color=color)
    if name in rows:
        return draw_construct(rows[name], places, width=width, color=color)
    return draw_usage(places[0], rows, width=width, color=color)
