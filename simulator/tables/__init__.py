"""Precedence tables: who gets which license, exactly, in as few rows as it takes."""

from simulator.tables.atoms import Atom, Kind, State
from simulator.tables.first_match import Decided
from simulator.tables.modes import FULL_LIMIT, Assigned, ModeRow, Modes, ModeTable, mode_table
from simulator.tables.outcomes import Outcome, OutcomeKind
from simulator.tables.population import Population, count_users
from simulator.tables.precedence import ROW_LIMIT, PrecedenceTable, Unreachable, precedence_table
from simulator.tables.rows import Cell, Row

__all__ = [
    "FULL_LIMIT",
    "ROW_LIMIT",
    "Assigned",
    "Atom",
    "Cell",
    "Decided",
    "Kind",
    "ModeRow",
    "ModeTable",
    "Modes",
    "Outcome",
    "OutcomeKind",
    "Population",
    "PrecedenceTable",
    "Row",
    "State",
    "Unreachable",
    "count_users",
    "mode_table",
    "precedence_table",
]
