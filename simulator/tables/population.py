"""Real people in a comparison of modes: how many fall into each row, and who gets another license."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import oktaexpr
from simulator.tables.atoms import answer
from simulator.tables.modes import ModeTable


@dataclass(frozen=True, slots=True)
class Population:
    """Users counted over the rows of one table."""

    counts: tuple[int, ...]
    """Users for whom a row is the first that fits, in the order of the rows."""
    unplaced: int
    """Users who fit no row: an attribute has another type than the expression compares it with."""
    total: int
    differing: int
    """Users whose row gives another license under SCIM than under SSO."""


def count_users(table: ModeTable, scopes: Iterable[oktaexpr.Scope], engine: str = "classic") -> Population:
    """Return how many users each row of a table decides."""
    programs = {atom: atom.program(engine) for atom in table.atoms}
    counts = [0] * len(table.rows)
    total = 0
    for scope in scopes:
        total += 1
        answers = {atom: answer(program, scope) for atom, program in programs.items()}
        place = next((at for at, row in enumerate(table.rows) if row.row.matches(answers)), None)
        if place is not None:
            counts[place] += 1
    differing = sum(count for count, row in zip(counts, table.rows, strict=True) if row.modes.differs)
    return Population(tuple(counts), total - sum(counts), total, differing)
