"""From regions to a short first-match table."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from simulator.errors import TableError
from simulator.tables.diagrams import FALSE
from simulator.tables.rows import Row, row_of_clauses, rows_of_cubes
from simulator.tables.theory import Space


class Ranked(Hashable, Protocol):
    """An outcome that tables can order."""

    @property
    def privilege(self) -> int:
        """Return how much the outcome grants; -1 for nothing at all."""
        ...


OutcomeType = TypeVar("OutcomeType", bound=Ranked)


@dataclass(frozen=True, slots=True)
class Decided(Generic[OutcomeType]):
    """A row with its outcome."""

    row: Row
    outcome: OutcomeType


def first_match(
    space: Space,
    regions: Iterable[tuple[int, OutcomeType]],
    limit: int,
    most: int | None = None,
) -> list[Decided[OutcomeType]]:
    """Return rows that, read from the top, give each possible user the outcome of their region.

    The order of the regions is kept, and the last outcome is the last row's, "otherwise", unless it grants more than
    another that makes as short a table. Raises `TableError` when one outcome needs more than `limit` rows, or all
    together more than `most`.
    """
    arms = _possible_arms(space, regions)
    natural = _try(space, arms, limit, most)
    last = arms[-1][1]
    best = natural
    for outcome in _safer(arms, last, desperate=natural is None and most is None):
        if best is not None:
            most = len(best) if best is natural else len(best) - 1
        best = _try(space, _moved_last(arms, outcome), limit, most) or best
    if best is None:
        message = f"one outcome needs more than {limit} rows"
        raise TableError(message)
    return best


def _possible_arms(space: Space, regions: Iterable[tuple[int, OutcomeType]]) -> list[tuple[int, OutcomeType]]:
    """Drop what no user can reach, and join neighbours with the same outcome."""
    arms: list[tuple[int, OutcomeType]] = []
    for users, outcome in regions:
        if space.diagrams.both(users, space.possible) == FALSE:
            continue
        if arms and arms[-1][1] == outcome:
            users = space.diagrams.either(arms.pop()[0], users)
        arms.append((users, outcome))
    return arms


def _safer(
    arms: Sequence[tuple[int, OutcomeType]], last: OutcomeType, *, desperate: bool
) -> list[OutcomeType]:
    """Return the outcomes that are better as "otherwise": least access first, nothing at all behind them."""
    if not desperate and last.privilege <= 0:
        return []
    others = {outcome for _, outcome in arms if outcome != last}
    if not desperate:
        others = {outcome for outcome in others if outcome.privilege < last.privilege}
    return sorted(others, key=lambda outcome: (outcome.privilege < 0, outcome.privilege, str(outcome)))


def _moved_last(
    arms: Sequence[tuple[int, OutcomeType]], outcome: OutcomeType
) -> list[tuple[int, OutcomeType]]:
    return [arm for arm in arms if arm[1] != outcome] + [arm for arm in arms if arm[1] == outcome]


def _try(
    space: Space, arms: Sequence[tuple[int, OutcomeType]], limit: int, most: int | None
) -> list[Decided[OutcomeType]] | None:
    """Return the table in this order of arms, or None where it has too many rows."""
    *firsts, (_, last) = _possible_arms(space, arms)
    table: list[Decided[OutcomeType]] = []
    decided = space.diagrams.negate(space.possible)
    for place, (users, outcome) in enumerate(firsts):
        rows = rows_of_users(space, users, decided, limit)
        if rows is None:
            return None
        table += [Decided(row, outcome) for row in rows]
        # Each arm that is left takes a row at least: a table that has lost already is not finished.
        if most is not None and len(table) + len(firsts) - place > most:
            return None
        decided = space.diagrams.either(decided, users)
    return [*table, Decided(Row(()), last)]


def rows_of_users(space: Space, users: int, decided: int, limit: int) -> list[Row] | None:
    """Return the fewest rows that match all of `users` and else only who is decided already; None for over `limit`."""
    diagrams = space.diagrams
    lower, upper = diagrams.minus(users, decided), diagrams.either(users, decided)
    rows: list[Row] | None
    try:
        rows = rows_of_cubes(diagrams.cover(lower, upper, limit), space.variables)
    except TableError:
        rows = None
    if rows is not None and len(rows) == 1:
        return rows
    try:
        complement = diagrams.cover(diagrams.negate(upper), diagrams.negate(lower), limit)
    except TableError:
        return rows
    row = row_of_clauses(complement, space.variables)
    return [row] if row else rows
