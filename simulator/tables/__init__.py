"""Precedence tables: who gets which license, exactly, in as few rows as it takes."""

from simulator.tables.atoms import Atom, Kind, State
from simulator.tables.first_match import Decided
from simulator.tables.modes import ModeRow, Modes, ModeTable, mode_table
from simulator.tables.outcomes import Outcome, OutcomeKind
from simulator.tables.precedence import PrecedenceTable, Unreachable, precedence_table
from simulator.tables.rows import Cell, Row

__all__ = [
    "Atom",
    "Cell",
    "Decided",
    "Kind",
    "ModeRow",
    "ModeTable",
    "Modes",
    "Outcome",
    "OutcomeKind",
    "PrecedenceTable",
    "Row",
    "State",
    "Unreachable",
    "mode_table",
    "precedence_table",
]
