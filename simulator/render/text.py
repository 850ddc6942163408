"""A sheet for a terminal."""

from __future__ import annotations

import io

from oktaexpr.render import UNLIMITED
from simulator.render.layout import Sheet
from simulator.render.phrases import bare, with_ticks

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
    """Return the findings, the table and its facts, wrapped inside `width` columns."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    for heading in sheet.headings:
        table.add_column(Text(bare(heading), style="bold"), overflow="fold")
    for line in sheet.lines:
        table.add_row(
            *(Text(bare(entry.phrase), style=_STYLES.get(entry.role, "")) for entry in line.entries)
        )
    target = io.StringIO()
    console = Console(
        file=target,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        legacy_windows=False,
    )
    if sheet.caption:
        console.print(Text(with_ticks(sheet.caption), style="bold"))
        console.print()
    for number, finding in enumerate(sheet.above):
        console.print(Text(with_ticks(finding), style="bold" if number == 0 else ""))
    if sheet.above:
        console.print()
    console.print(table)
    if sheet.below:
        console.print()
    for note in sheet.below:
        console.print(Text(with_ticks(note), style="dim"))
    return "\n".join(line.rstrip() for line in target.getvalue().rstrip("\n").split("\n"))
