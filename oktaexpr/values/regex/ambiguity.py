"""Which patterns could take exponential time in a backtracking engine, told before anything is matched.

A pattern is dangerous exactly if its automaton can walk from a position back to it along two different ways over
the same text; each round of that doubles the work. Polynomial slowness is left to the engine's time limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oktaexpr.values.regex.graph import connected_parts
from oktaexpr.values.regex.positions import read_positions

if TYPE_CHECKING:
    from oktaexpr.values.regex.nodes import Node
    from oktaexpr.values.regex.positions import Positions

_MAX_LOOP = 40
"""The most positions in one loop that are compared pair by pair; larger ambiguous-looking loops count as dangerous."""


def is_dangerous(root: Node) -> bool:
    """Say whether backtracking over a tree could take exponential time.

    Raises `Fault` with PATTERN_REFUSED where the pattern is too large to tell.
    """
    automaton = read_positions(root)
    parts = connected_parts(range(len(automaton.points)), lambda position: automaton.following[position])
    return any(_is_dangerous_loop(automaton, part) for part in parts)


def _is_dangerous_loop(automaton: Positions, part: list[int]) -> bool:
    """Look at the positions that can all reach one another."""
    inside = set(part)
    edges = {start: [end for end in automaton.following[start] if end in inside] for start in part}
    if any(len(set(ends)) < len(ends) for ends in edges.values()):
        return True
    overlapping = {
        position: {other for other in part if automaton.points[position] & automaton.points[other]}
        for position in (part if len(part) <= _MAX_LOOP else ())
    }
    if not overlapping:
        return not all(_are_disjoint(automaton, ends) for ends in edges.values())
    return _is_doubly_walkable(edges, overlapping)


def _are_disjoint(automaton: Positions, ends: list[int]) -> bool:
    """Say whether the next character alone decides where to go."""
    return not any(
        automaton.points[one] & automaton.points[other]
        for place, one in enumerate(ends)
        for other in ends[place + 1 :]
    )


def _is_doubly_walkable(edges: dict[int, list[int]], overlapping: dict[int, set[int]]) -> bool:
    """Walk the loop twice at once over the same text and see whether the walks can part and meet again."""

    def following(pair: tuple[int, int]) -> list[tuple[int, int]]:
        one, other = pair
        return [
            (min(ahead, beside), max(ahead, beside))
            for ahead in edges[one]
            for beside in edges[other]
            if beside in overlapping[ahead]
        ]

    together = [(position, position) for position in edges]
    for part in connected_parts(together, following):
        apart = sum(one != other for one, other in part)
        if 0 < apart < len(part):
            return True
    return False
