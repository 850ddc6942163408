"""A sheet as CSV: headings and rows, without findings and facts."""

from __future__ import annotations

from oktaexpr.render import csv_cell, csv_table
from simulator.render.layout import Sheet
from simulator.render.phrases import bare


def draw_csv(sheet: Sheet) -> str:
    """Return the rows as CSV with a header line; a cell that could be a formula is defused."""
    rows = ([bare(entry.phrase) for entry in line.entries] for line in sheet.lines)
    return csv_table([csv_cell(bare(heading)) for heading in sheet.headings], rows)
