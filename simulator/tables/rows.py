"""Rows of a precedence table: cells that must all match, read from the top, first match wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from simulator.tables.atoms import Atom, State
from simulator.tables.diagrams import Cube
from simulator.tables.regions import Variables

_ALL = frozenset(State)
_YES = frozenset({State.YES})


@dataclass(frozen=True, slots=True)
class Cell:
    """What one or more questions must come out as. Of several, any one is enough."""

    atoms: tuple[Atom, ...]
    states: frozenset[State]

    def matches(self, answers: Mapping[Atom, State]) -> bool:
        """Tell whether a user with these answers fits."""
        return any(answers[atom] in self.states for atom in self.atoms)

    def __str__(self) -> str:
        """Return `yes`, `no`, `no or fails`, or `any of dbt_a, dbt_b`."""
        if len(self.atoms) > 1:
            return f"any of {', '.join(atom.label for atom in self.atoms)}"
        return " or ".join(state.value for state in State if state in self.states)


@dataclass(frozen=True, slots=True)
class Row:
    """Cells in the order of the atoms; a question without a cell does not matter. No cells: otherwise."""

    cells: tuple[Cell, ...]

    def matches(self, answers: Mapping[Atom, State]) -> bool:
        """Tell whether a user with these answers fits all cells."""
        return all(cell.matches(answers) for cell in self.cells)


def rows_of_cubes(cubes: Iterable[Cube], variables: Variables) -> list[Row]:
    """Return rows that together match what the cubes do, alternatives joined to "any of" cells."""
    rows = _join_alternatives([frozenset(_cells(cube, variables)) for cube in cubes])
    places = {atom: place for place, atom in enumerate(variables.atoms)}
    ordered = [Row(tuple(sorted(row, key=lambda cell: places[cell.atoms[0]]))) for row in rows]
    return sorted(ordered, key=lambda row: [[places[atom] for atom in cell.atoms] for cell in row.cells])


def row_of_clauses(complement: Sequence[Cube], variables: Variables) -> Row | None:
    """Return the one row that matches where no cube of `complement` does, or None where a row cannot say it."""
    places = {atom: place for place, atom in enumerate(variables.atoms)}
    cells: dict[tuple[Atom, ...], frozenset[State]] = {}
    for cube in complement:
        if len(cube) == 1:
            atom, states = _states(cube[0][0], not cube[0][1], variables)
            cells[(atom,)] = cells.get((atom,), _ALL) & states
        elif all(not value and not variables.owner[number][1] for number, value in cube):
            cells[tuple(variables.owner[number][0] for number, _ in cube)] = _YES
        else:
            return None
    ordered = sorted(cells.items(), key=lambda item: [places[atom] for atom in item[0]])
    return Row(tuple(Cell(atoms, states) for atoms, states in ordered))


def _cells(cube: Cube, variables: Variables) -> list[Cell]:
    found: dict[Atom, frozenset[State]] = {}
    for number, value in cube:
        atom, states = _states(number, value, variables)
        found[atom] = found.get(atom, _ALL) & states
    return [Cell((atom,), states) for atom, states in found.items()]


def _states(number: int, value: bool, variables: Variables) -> tuple[Atom, frozenset[State]]:
    """Return the atom of a variable and the states that it can have when the variable has this value."""
    atom, failing = variables.owner[number]
    if failing:
        return atom, frozenset({State.FAILS}) if value else frozenset({State.YES, State.NO})
    if value:
        return atom, _YES
    return atom, frozenset({State.NO, State.FAILS}) if atom in variables.fails else frozenset({State.NO})


def _join_alternatives(rows: list[frozenset[Cell]]) -> list[frozenset[Cell]]:
    """Join rows that differ in one yes only, biggest families first, until none are left.

    All rows have the same outcome, so that their order among each other does not matter.
    """
    while True:
        families: dict[frozenset[Cell], list[tuple[frozenset[Cell], Cell]]] = {}
        for row in rows:
            for cell in row:
                if cell.states == _YES:
                    families.setdefault(row - {cell}, []).append((row, cell))
        rest, family = max(families.items(), key=lambda item: len(item[1]), default=(frozenset(), []))
        if len(family) < 2:
            return rows
        atoms = dict.fromkeys(atom for _, cell in family for atom in cell.atoms)
        joined = {row for row, _ in family}
        place = next(number for number, row in enumerate(rows) if row in joined)
        merged = rest | {Cell(tuple(atoms), _YES)}
        rows = [*rows[:place], merged, *(row for row in rows[place:] if row not in joined)]
