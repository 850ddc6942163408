"""Tables: drawn for a terminal, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from oktaexpr.render.hidden import shortened, visible
from oktaexpr.render.values import csv_cell

UNLIMITED = 100_000
"""The width of a table that nobody looks at: one line a row, so that other programs can read it."""

_LONGEST_CELL = 1_000
"""What is longer has no place in a table; CSV and JSON hold all of it."""


def text_table(
    headers: Sequence[str], rows: Iterable[Sequence[str]], *, width: int = UNLIMITED, color: bool = False
) -> str:
    """Return a table with one header line; long cells wrap inside `width`. Cells are texts, never markup."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", show_edge=False
    )
    for header in headers:
        table.add_column(Text(header), overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(shortened(cell, _LONGEST_CELL), keep="\n")) for cell in row))
    target = io.StringIO()
    console = Console(
        file=target,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        legacy_windows=False,
    )
    console.print(table)
    return "\n".join(line.rstrip() for line in target.getvalue().rstrip("\n").split("\n"))


def csv_table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return the rows as CSV with a header line; a cell that could be a formula is defused."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows([csv_cell(cell) for cell in row] for row in rows)
    return target.getvalue().removesuffix("\n")
