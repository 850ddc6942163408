"""What a reader should know before the table: where the modes part, and which groups nobody looks at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from oktaexpr.render import counted
from simulator.decision import Decision
from simulator.render.conditions import condition_phrase
from simulator.render.layout import attribute_entry, question_columns
from simulator.render.options import Column, Sort, TableOptions
from simulator.render.phrases import Phrase, code, listed, words
from simulator.tables import Kind, ModeRow, ModeTable, Population, State


def findings(table: ModeTable, options: TableOptions) -> Iterator[Phrase]:
    """Yield one sentence a finding, most important first."""
    if set(options.license_columns) == {Column.SSO, Column.SCIM}:
        yield from _parting(table)
    if Column.SCIM in options.columns and table.never_asked:
        names = listed([code(atom.label) for atom in table.never_asked], "or")
        yield (*words("The expression never looks at "), *names, *words(": no effect under SCIM."))
    if not table.is_full:
        dash = " \u2013 means that it does not matter." if question_columns(table) else ""
        fixed = "" if options.sort is Sort.NONE_FIRST else ", so that the rows cannot be sorted"
        yield words(f"Read from the top: the first row that fits decides{fixed}.{dash}")


def people_findings(
    options: TableOptions, population: Population | None, missing_groups: Sequence[str]
) -> Iterator[Phrase]:
    """Yield what the directory adds: who changes, whom the table cannot place, which groups it does not have."""
    if population is not None:
        if set(options.license_columns) == {Column.SSO, Column.SCIM}:
            yield words(
                f"Of {counted(population.total, 'user')}, {population.differing:,} "
                f"{'gets' if population.differing == 1 else 'get'} another license under SCIM."
            )
        if population.unplaced:
            yield words(
                f"{counted(population.unplaced, 'user')} {'fits' if population.unplaced == 1 else 'fit'} no row: "
                "an attribute has not the type it is compared with."
            )
    if missing_groups:
        names = listed([code(name) for name in missing_groups], "or")
        yield (*words("The directory has no group "), *names, *words("."))


def _parting(table: ModeTable) -> Iterator[Phrase]:
    differing = [row for row in table.rows if row.modes.differs]
    if not differing:
        yield words("SSO and SCIM give everyone the same license.")
        return
    first = differing[0]
    is_left = not table.is_full and first is not table.rows[0] and first.row.cells
    left = words(" whom no row above fits" if is_left else "")
    yield (*_who(first), *left, *words(f": {_license(first.modes.sso)} under SSO, "), *_under_scim(first))
    kind = "combinations" if table.is_full else "rows"
    yield words(f"The modes differ in {len(differing)} of {len(table.rows)} {kind}.")


def _who(row: ModeRow) -> Phrase:
    """Return who a row is about, in words that fit the start of a sentence."""
    cells = row.row.cells
    no_groups = [cell.atoms[0] for cell in cells if cell.states == {State.NO}]
    if cells and len(no_groups) == len(cells) and all(atom.kind is Kind.GROUP for atom in no_groups):
        names = [code(atom.label) for atom in no_groups]
        neither = "A user in neither " if len(names) == 2 else "A user not in "
        return (*words(neither), *listed(names, "nor" if len(names) == 2 else "or"))
    if not cells:
        return words("Every other user")
    return (*words("A user "), *condition_phrase(row.row))


def _license(decision: Decision) -> str:
    if decision.error:
        return f"error {decision.error}"
    return decision.license.display_name if decision.license else "no license"


def _under_scim(row: ModeRow) -> Phrase:
    if row.modes.scim is None:
        return (*words("under SCIM the "), *attribute_entry(row.modes.attribute).phrase, *words("."))
    return words(f"{_license(row.modes.scim)} under SCIM.")
