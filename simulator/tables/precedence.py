"""The precedence table of one expression: who gets which value, read from the top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import oktaexpr
from oktaexpr.syntax import print_node
from simulator.tables.atoms import Atom, State, answer
from simulator.tables.first_match import Decided, first_match
from simulator.tables.outcomes import Outcome
from simulator.tables.regions import Region, find_atoms
from simulator.tables.theory import make_space
from simulator.tables.whole_conditions import lay_out, reached_regions

ROW_LIMIT = 500
"""How many rows one outcome may need before a table asks whole conditions instead of their parts."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A result in the expression that no user can get."""

    text: str
    span: oktaexpr.Span


@dataclass(frozen=True, slots=True)
class PrecedenceTable:
    """A first-match table: the first row that matches decides, the last one matches everybody."""

    atoms: tuple[Atom, ...]
    """The questions of the expression, in the order of the columns."""
    rows: tuple[Decided[Outcome], ...]
    unreachable: tuple[Unreachable, ...]
    engine: str
    places: Mapping[Outcome, tuple[oktaexpr.Span, ...]]
    """Where the expression gives each outcome, in the order of the text; only what some user can get."""

    @property
    def used(self) -> tuple[Atom, ...]:
        """Return the questions that some row asks; the others change nothing."""
        asked = {atom for decided in self.rows for cell in decided.row.cells for atom in cell.atoms}
        return tuple(atom for atom in self.atoms if atom in asked)

    def answers(self, scope: oktaexpr.Scope) -> dict[Atom, State]:
        """Ask all questions about one user."""
        return {atom: answer(atom.program(self.engine), scope) for atom in self.atoms}

    def read(self, answers: Mapping[Atom, State]) -> Outcome:
        """Return the outcome of the first row that fits the answers."""
        return next(decided.outcome for decided in self.rows if decided.row.matches(answers))


def precedence_table(
    expression: str, *, engine: str = "classic", typed: bool = True, limit: int = ROW_LIMIT
) -> PrecedenceTable:
    """Return the table of an expression, exact for every user whose attributes are as `typed` says.

    `typed`: an attribute holds null or values of the type that it is compared with; otherwise anything, and rows for
    the errors of a wrong type appear. Raises `ExpressionSyntaxError` for a text that is no expression and
    `TableError` for one that asks too many questions. Where one outcome needs more than `limit` rows, conditions are
    asked as a whole.
    """
    tree = oktaexpr.parse(expression)

    def draw(wholes: tuple[Atom, ...], limit: int) -> PrecedenceTable:
        space = make_space(find_atoms(tree, wholes), engine, typed=typed)
        regions, reached = reached_regions(space, tree, engine, typed=typed)
        rows = first_match(space, ((region.users, region.outcome) for region in reached), limit)
        return PrecedenceTable(
            space.variables.atoms,
            tuple(rows),
            tuple(_unreachable(regions, reached)),
            engine,
            _places(reached),
        )

    return lay_out(tree, engine, draw, limit, typed=typed)


def _unreachable(regions: list[Region], reached: list[Region]) -> list[Unreachable]:
    """Return the results whose every region is empty or impossible."""
    known = {region.node.span for region in reached}
    missing = {region.node.span: region.node for region in regions if region.node.span not in known}
    return [Unreachable(print_node(node), span) for span, node in missing.items()]


def _places(reached: list[Region]) -> dict[Outcome, tuple[oktaexpr.Span, ...]]:
    found: dict[Outcome, set[oktaexpr.Span]] = {}
    for region in reached:
        found.setdefault(region.outcome, set()).add(region.node.span)
    return {outcome: tuple(sorted(spans)) for outcome, spans in found.items()}
