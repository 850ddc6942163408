"""From a comparison of modes to a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.render.findings import findings, people_findings
from simulator.render.layout import Sheet, headings, lines
from simulator.render.options import Column, TableOptions
from simulator.render.phrases import Phrase, ticked
from simulator.render.reasons import legend
from simulator.tables import ModeTable, Population


def make_sheet(
    table: ModeTable,
    options: TableOptions,
    population: Population | None = None,
    missing_groups: Sequence[str] = (),
) -> Sheet:
    """Return the table as an author wants it.

    `population` fills the column of users; `missing_groups` are groups of the table that the directory does not have.
    """
    above: list[Phrase] = []
    below: list[Phrase] = []
    if options.has_notes:
        above += findings(table, options)
        above += people_findings(options, population, missing_groups)
    if options.has_notes and {Column.FACT, Column.REASON} & set(options.columns):
        below += legend(table, options.columns)
    return Sheet(
        ticked(options.caption or ""),
        headings(table, options),
        lines(table, options, population.counts if population else None),
        tuple(above),
        tuple(below),
    )
