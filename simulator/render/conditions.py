"""The conditions of a row in words: `in dbt_dev, not in dbt_it`, `in any of {a, b}`, or `otherwise`."""

from __future__ import annotations

from simulator.render.phrases import Phrase, code, joined, listed, words
from simulator.tables import Atom, Cell, Kind, Row, State


def condition_phrase(row: Row) -> Phrase:
    """Return what must hold for a user so that the row matches, the rows above aside."""
    if not row.cells:
        return words("otherwise")
    return joined(_cell(cell) for cell in row.cells)


def _cell(cell: Cell) -> Phrase:
    if len(cell.atoms) > 1:
        return _alternatives(cell.atoms)
    (atom,) = cell.atoms
    if cell.states == {State.YES}:
        return _holds(atom)
    if cell.states == {State.FAILS}:
        return (*code(atom.text), *words(" has no answer"))
    if State.YES in cell.states:
        ending = " is answered" if State.FAILS not in cell.states else " holds or has no answer"
        return (*code(atom.text), *words(ending))
    if atom.kind is Kind.WHOLE_CONDITION:
        return (*words("where not ("), *code(atom.text), *words(")"))
    before = "not in " if atom.is_group else "without "
    return (*words(before), *_subject(atom))


def _alternatives(atoms: tuple[Atom, ...]) -> Phrase:
    if all(atom.kind is Kind.GROUP for atom in atoms):
        return (*words("in any of {"), *joined(code(atom.label) for atom in atoms), *words("}"))
    return (*words("either "), *listed([_holds(atom) for atom in atoms], "or"))


def _holds(atom: Atom) -> Phrase:
    if atom.kind is Kind.WHOLE_CONDITION:
        return (*words("where "), *code(atom.text))
    return (*words("in " if atom.is_group else "with "), *_subject(atom))


def _subject(atom: Atom) -> Phrase:
    match atom.kind:
        case Kind.GROUP:
            return code(atom.label)
        case Kind.GROUP_ID | Kind.GROUP_PATTERN if not atom.can_fail:
            return words(atom.label)
        case Kind.PRESENCE:
            return (*words("a value of "), *code(atom.text))
        case _:
            return code(atom.text)
