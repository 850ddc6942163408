"""The tree of a pattern; flags are already worked in, so that no node depends on one outside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from oktaexpr.values.regex.charset import VERTICAL_SPACE, CharSet


class Mode(Enum):
    """How a quantifier chooses its count."""

    GREEDY = ""
    LAZY = "?"
    POSSESSIVE = "+"


class Place(Enum):
    """A condition on a place in the text, which takes no character."""

    TEXT_START = auto()
    TEXT_END = auto()
    LAST_LINE_END = auto()
    LINE_START = auto()
    LINE_END = auto()
    WORD_EDGE = auto()
    NO_WORD_EDGE = auto()
    LAST_MATCH_END = auto()


@dataclass(frozen=True, slots=True)
class Empty:
    """Matches the empty text."""


@dataclass(frozen=True, slots=True)
class Chars:
    """One code point out of a set."""

    points: CharSet


@dataclass(frozen=True, slots=True)
class Grapheme:
    r"""One extended grapheme cluster, `\X`."""


@dataclass(frozen=True, slots=True)
class At:
    """A place; `unix` is the flag `d` (only a newline ends a line), `unicode` the flag `U` (for words)."""

    place: Place
    unix: bool = False
    unicode: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Alternation:
    """The first branch that leads to a match."""

    branches: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A capturing group, counted from 1."""

    body: Node
    number: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """A quantifier; no `high` means no upper bound."""

    body: Node
    low: int
    high: int | None
    mode: Mode


@dataclass(frozen=True, slots=True)
class Atomic:
    """`(?>...)`: what it matched is never given back."""

    body: Node


@dataclass(frozen=True, slots=True)
class Look:
    """A look-ahead or look-behind."""

    body: Node
    behind: bool
    negative: bool


class Fold(Enum):
    """How a back-reference compares letters."""

    NONE = auto()
    ASCII = auto()
    UNICODE = auto()


@dataclass(frozen=True, slots=True)
class BackReference:
    """The text that a group matched before; fails while the group has matched nothing."""

    number: int
    fold: Fold


Node = Empty | Chars | Grapheme | At | Sequence | Alternation | Group | Repeat | Atomic | Look | BackReference

LINE_BREAK = Alternation(
    (Sequence((Chars(CharSet.single(0xD)), Chars(CharSet.single(0xA)))), Chars(VERTICAL_SPACE))
)
r"""`\R`: a carriage return with a newline, or one character that moves down."""


def sequence(items: list[Node]) -> Node:
    """Join nodes, leaving out a sequence of one."""
    if not items:
        return Empty()
    return items[0] if len(items) == 1 else Sequence(tuple(items))


def children(node: Node) -> tuple[Node, ...]:
    """Give the nodes directly below one, in order."""
    match node:
        case Sequence(items=below) | Alternation(branches=below):
            return below
        case Group(body=body) | Repeat(body=body) | Atomic(body=body) | Look(body=body):
            return (body,)
        case _:
            return ()


def is_flat(root: Node) -> bool:
    """Say whether a pattern is one character, or one run of characters, which is found without ever going back."""
    match root:
        case Chars() | Repeat(body=Chars(), low=1, mode=Mode.GREEDY):
            return True
        case _:
            return False


def takes_nothing(node: Node) -> bool:
    """Say whether a node can match the empty text only, so that repeating it changes nothing."""
    match node:
        case Empty() | At() | Look():
            return True
        case Chars() | Grapheme() | BackReference():
            return False
        case _:
            return all(map(takes_nothing, children(node)))


def written_out(node: Node) -> int:
    """Count the single characters of a pattern with each body written as often as it may match."""
    match node:
        case Chars():
            return 1
        case Repeat(body=body, low=low, high=high):
            return written_out(body) * max(low, high or 0, 1)
        case _:
            return sum(map(written_out, children(node)))


@dataclass(frozen=True, slots=True)
class Tree:
    """A whole pattern: its root, how many capturing groups it has, and the numbers of the named ones."""

    root: Node
    groups: int
    names: dict[str, int]
