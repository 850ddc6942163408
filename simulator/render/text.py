"""A sheet for a terminal."""

from __future__ import annotations

import io
from collections.abc import Mapping
from itertools import product
from string import ascii_uppercase
from typing import TYPE_CHECKING

from oktaexpr.render import UNLIMITED, cell_width
from simulator.render.layout import Sheet
from simulator.render.phrases import bare, with_ticks

if TYPE_CHECKING:
    from rich.table import Table

_STYLES = {
    "developer": "bold blue",
    "analyst": "magenta",
    "it": "cyan",
    "read_only": "green",
    "error": "bold red",
    "open": "yellow",
    "differs": "bold red",
    "yes": "bold",
    "no": "dim",
    "any": "dim",
    "none": "dim",
    "same": "dim",
}


def draw_text(sheet: Sheet, *, width: int = UNLIMITED, color: bool = False) -> str:
    """Return the findings, the table and its facts, wrapped inside `width` columns.

    Where the table is too wide, names in its headings become letters, which are told above it.
    """
    from rich.console import Console
    from rich.text import Text

    target = io.StringIO()
    console = Console(
        file=target,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        legacy_windows=False,
    )
    letters = {} if _natural_width(sheet) <= width else _letters(sheet)
    if sheet.caption:
        console.print(Text(with_ticks(sheet.caption), style="bold"))
        console.print()
    for number, finding in enumerate(sheet.above):
        console.print(Text(with_ticks(finding), style="bold" if number == 0 else ""))
    if sheet.above:
        console.print()
    if letters:
        for place, letter in letters.items():
            console.print(Text(f"{letter} = {with_ticks(sheet.headings[place])}"))
        console.print()
    console.print(_table(sheet, letters))
    if sheet.below:
        console.print()
    for note in sheet.below:
        console.print(Text(with_ticks(note), style="dim"))
    return "\n".join(line.rstrip() for line in target.getvalue().rstrip("\n").split("\n"))


def _table(sheet: Sheet, letters: Mapping[int, str]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False, header_style="bold"
    )
    for place, heading in enumerate(sheet.headings):
        table.add_column(Text(letters.get(place, bare(heading))), overflow="fold")
    for line in sheet.lines:
        table.add_row(
            *(Text(bare(entry.phrase), style=_STYLES.get(entry.role, "")) for entry in line.entries)
        )
    return table


def _natural_width(sheet: Sheet) -> int:
    """Return the columns that the table takes with nothing wrapped, two between cells."""
    rows = [[bare(entry.phrase) for entry in line.entries] for line in sheet.lines]
    columns = zip([bare(heading) for heading in sheet.headings], *rows, strict=True)
    return sum(max(map(cell_width, column)) + 2 for column in columns) - 2


def _letters(sheet: Sheet) -> dict[int, str]:
    """Return A, B, …, Z, AA, … for the headings that are or hold a name, by their place."""
    places = [place for place, heading in enumerate(sheet.headings) if any(part.is_code for part in heading)]
    names = ("".join(letters) for size in (1, 2) for letters in product(ascii_uppercase, repeat=size))
    return dict(zip(places, names, strict=False))
