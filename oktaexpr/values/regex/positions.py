"""The automaton of a pattern: which character position may follow which, with every way to get there.

It is Glushkov's construction, except that an edge is kept once per way, since two ways between the same positions
are what makes a backtracking engine try everything twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from oktaexpr.values.faults import Fault
from oktaexpr.values.regex.charset import EVERYTHING, CharSet
from oktaexpr.values.regex.nodes import (
    Alternation,
    At,
    Atomic,
    BackReference,
    Chars,
    Empty,
    Grapheme,
    Group,
    Look,
    Mode,
    Node,
    Repeat,
    Sequence,
    children,
)

if TYPE_CHECKING:
    from typing import NoReturn

MAX_POSITIONS = 2_000
MAX_EDGES = 20_000
"""Above this size a pattern that needs backtracking is refused."""

_MAX_COPIES = 40
"""How many positions a counted repeat may be unrolled into; beyond, it is treated as a loop."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Where a piece of the pattern may begin and end, and whether it may be empty."""

    first: tuple[int, ...]
    last: tuple[int, ...]
    optional: bool


_NOTHING = _Part((), (), optional=True)


@dataclass(slots=True)
class Positions:
    """The automaton: a set for each position, and the positions that may follow it (repeated: one for each way)."""

    points: list[CharSet] = field(default_factory=list)
    following: list[list[int]] = field(default_factory=list)


def read_positions(root: Node) -> Positions:
    """Build the automaton of a tree; the bodies of look-arounds stand beside it, unconnected.

    Raises `Fault` with PATTERN_REFUSED where it grows too large.
    """
    builder = _Builder(_groups(root))
    builder.part(root)
    return builder.automaton


def _groups(root: Node) -> dict[int, Node]:
    """Find each capturing group's body by its number."""
    found: dict[int, Node] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Group):
            found[node.number] = node.body
        waiting.extend(children(node))
    return found


class _Builder:
    def __init__(self, groups: dict[int, Node]) -> None:
        self.automaton = Positions()
        self.groups = groups
        self.referenced: list[int] = []
        self.room = MAX_EDGES
        self.kept: dict[int, CharSet] = {}  # after a possessive loop: what cannot come next

    def part(self, node: Node) -> _Part:
        """Add a node's positions and give its part."""
        match node:
            case Chars(points=points):
                return self._position(points)
            case Grapheme():
                return self._loop(self._position(EVERYTHING))
            case Empty() | At():
                return _NOTHING
            case Look(body=body):
                self.part(body)
                return _NOTHING
            case Group(body=body) | Atomic(body=body):
                return self.part(body)
            case Sequence(items=items):
                whole = _NOTHING
                for item in items:
                    whole = self._joined(whole, self.part(item))
                return whole
            case Alternation(branches=branches):
                return _either([self.part(branch) for branch in branches])
            case BackReference(number=number):
                return self._referenced(number)
            case Repeat():
                return self._repeat(node)

    def _position(self, points: CharSet) -> _Part:
        number = len(self.automaton.points)
        if number >= MAX_POSITIONS:
            _refuse()
        self.automaton.points.append(points)
        self.automaton.following.append([])
        return _Part((number,), (number,), optional=False)

    def _connect(self, before: _Part, after: _Part) -> None:
        points = self.automaton.points
        self.room -= len(before.last) * len(after.first)
        if self.room < 0:
            _refuse()
        for last in before.last:
            kept = self.kept.get(last)
            self.automaton.following[last] += [
                first for first in after.first if kept is None or points[first] - kept
            ]

    def _joined(self, left: _Part, right: _Part) -> _Part:
        """Put one part after another."""
        self._connect(left, right)
        first = left.first + right.first if left.optional else left.first
        last = left.last + right.last if right.optional else right.last
        return _Part(first, last, optional=left.optional and right.optional)

    def _loop(self, part: _Part) -> _Part:
        self._connect(part, part)
        return part

    def _referenced(self, number: int) -> _Part:
        """Treat a back-reference as a second copy of its group; inside that group itself it never matches."""
        if number in self.referenced or number not in self.groups:
            return _NOTHING
        self.referenced.append(number)
        part = self.part(self.groups[number])
        self.referenced.pop()
        return part

    def _repeat(self, node: Repeat) -> _Part:
        """Unroll what is counted low, loop over the rest."""
        copies = node.low if node.high is None else node.high
        if node.high == 0:
            return _NOTHING
        if copies > 1 and copies * _leaves(node.body) > _MAX_COPIES:
            loop = self._loop(self.part(node.body))
            return loop if node.low else _skippable(loop)
        if node.high is not None:
            return self._counted(node.body, node.low, node.high, _NOTHING)
        loop = self._loop(self.part(node.body))
        if node.mode is Mode.POSSESSIVE and isinstance(node.body, Chars):
            self.kept.update(dict.fromkeys(loop.last, node.body.points))
        if node.low == 0:
            return _skippable(loop)
        return self._counted(node.body, node.low - 1, node.low - 1, loop)

    def _counted(self, body: Node, low: int, high: int, tail: _Part) -> _Part:
        """Chain copies before a tail, each copy past `low` optional together with all that follows it."""
        for count in range(high, 0, -1):
            tail = self._joined(self.part(body), tail)
            if count > low:
                tail = _skippable(tail)
        return tail


def _refuse() -> NoReturn:
    message = "the regular expression is too large for the constructs that it uses"
    raise Fault("PATTERN_REFUSED", message)


def _leaves(node: Node) -> int:
    """Count the nodes below one that take text."""
    below = children(node)
    return sum(map(_leaves, below)) if below else int(isinstance(node, Chars | Grapheme | BackReference))


def _skippable(part: _Part) -> _Part:
    return _Part(part.first, part.last, optional=True)


def _either(parts: list[_Part]) -> _Part:
    """Put parts side by side."""
    return _Part(
        tuple(number for part in parts for number in part.first),
        tuple(number for part in parts for number in part.last),
        optional=any(part.optional for part in parts),
    )
