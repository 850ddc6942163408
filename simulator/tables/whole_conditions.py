"""Conditions that are asked as a whole, where their parts would take too many rows.

No short list of yes and no tells "in an odd number of these groups", say. Then the table asks the condition itself, as
it stands in the expression.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Protocol, TypeVar

from oktaexpr.syntax import nodes, print_node
from simulator.errors import TableError
from simulator.tables.atoms import Atom, Kind
from simulator.tables.diagrams import FALSE
from simulator.tables.first_match import rows_of_users
from simulator.tables.regions import Region, condition_atoms, find_atoms, find_conditions
from simulator.tables.theory import Space, make_space

_FEW = 8
"""How many rows a condition may take by itself and still be told by its parts."""

Table = TypeVar("Table", covariant=True)


class Draw(Protocol[Table]):
    """What makes a table."""

    def __call__(self, wholes: tuple[Atom, ...], limit: int, /) -> Table:
        """Return the table with these conditions asked as a whole; raise `TableError` where it cannot be."""
        ...


def lay_out(
    tree: nodes.Node | None, engine: str, draw: Draw[Table], limit: int, *, typed: bool = True
) -> Table:
    """Return the table that `draw` makes of `tree`, if any, with as few conditions asked as a whole as will do.

    Of these there are none; or those that take many rows by themselves; or, then with any number of rows for one
    outcome, all that ask several questions. Raises `TableError` where even that is too many questions.
    """
    with suppress(TableError):
        return draw((), limit)
    conditions = [] if tree is None else _compound(tree)
    long = [one for one in conditions if _takes_many_rows(one, engine, typed=typed)]
    if long:
        with suppress(TableError):
            return draw(_wholes(long, engine, typed=typed), limit)
    return draw(_wholes(conditions, engine, typed=typed), sys.maxsize)


def reached_regions(
    space: Space, tree: nodes.Node, engine: str, *, typed: bool = True
) -> tuple[list[Region], list[Region]]:
    """Return the regions of `tree`, and those of them that some user is in.

    Where conditions are asked as a whole, their parts still tell which results nobody gets, unless they are too many.
    """
    regions = list(space.walker.regions(tree, space.possible))
    reached = [region for region in regions if space.diagrams.both(region.users, space.possible) != FALSE]
    if space.variables.wholes:
        with suppress(TableError):
            _, known = reached_regions(
                make_space(find_atoms(tree), engine, typed=typed), tree, engine, typed=typed
            )
            results = {(region.node.span, region.outcome) for region in known}
            reached = [region for region in reached if (region.node.span, region.outcome) in results]
    return regions, reached


def _compound(tree: nodes.Node) -> list[nodes.Node]:
    """Return the conditions that ask several questions, once each."""
    return [one for one in dict.fromkeys(find_conditions(tree)) if len(set(condition_atoms(one))) > 1]


def _takes_many_rows(condition: nodes.Node, engine: str, *, typed: bool) -> bool:
    try:
        space = make_space(condition_atoms(condition), engine, typed=typed)
    except TableError:
        return True
    holds = space.diagrams.both(space.walker.truth(condition).holds, space.possible)
    rows = rows_of_users(space, holds, space.diagrams.negate(space.possible), _FEW)
    return rows is None or len(rows) > _FEW


def _wholes(conditions: Iterable[nodes.Node], engine: str, *, typed: bool) -> tuple[Atom, ...]:
    found = []
    for condition in conditions:
        text = print_node(condition)
        can_fail = _can_fail(condition, engine, typed=typed)
        found.append(Atom(Kind.WHOLE_CONDITION, text, text, condition, can_fail))
    return tuple(found)


def _can_fail(condition: nodes.Node, engine: str, *, typed: bool) -> bool:
    """Tell whether some user has no answer. Raises `TableError` for a condition with too many questions to say."""
    atoms = set(condition_atoms(condition))
    if all(atom.is_group and not atom.can_fail for atom in atoms):
        return False
    space = make_space(atoms, engine, typed=typed)
    return space.diagrams.both(space.walker.truth(condition).fails, space.possible) != FALSE
