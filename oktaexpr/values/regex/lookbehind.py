"""Which look-behinds Java compiles: those whose greatest length it can tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from oktaexpr.values.faults import Fault
from oktaexpr.values.regex.nodes import (
    LINE_BREAK,
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
    from collections.abc import Callable

_LONGEST = 2**31 - 1
"""What Java counts an unbounded quantifier as."""

_SAFE = 2**30
"""A sum that overflowed still works in Java if it came out beyond this, on either side of zero."""


def check_look_behind(body: Node) -> None:
    """Raise `Fault` with PATTERN_INVALID where Java finds no greatest length.

    PATTERN_REFUSED where Java's sum overflows so that its answer is accidental, or where the `regex` package, which
    looks backwards while Java tries every start forwards, could take another part of the text.
    """
    longest = _longest(body, _NO_LENGTH)
    if longest is None:
        message = "the regular expression is not valid: a look-behind has no greatest length"
        raise Fault("PATTERN_INVALID", message)
    if longest.real != longest.java and abs(longest.java) < _SAFE:
        message = (
            "a look-behind with several unbounded quantifiers is not supported: Java itself miscounts it"
        )
        raise Fault("PATTERN_REFUSED", message)
    if _contains(body, _is_variable) and _contains(body, _is_sensitive):
        message = (
            "a look-behind of variable length with a capturing group, an atomic group or a possessive quantifier"
            " is not supported"
        )
        raise Fault("PATTERN_REFUSED", message)


@dataclass(frozen=True, slots=True)
class _Length:
    """A greatest length, and what Java's 32-bit arithmetic makes of it.

    `since` is Java's sum since the last choice between branches: after one, Java counts what follows afresh, and
    only within such a stretch does it notice that a quantifier made the sum overflow.
    """

    java: int
    since: int
    real: int

    def plus(self, other: _Length, times: int = 1) -> _Length:
        added = other.java * times
        return _Length(
            _wrapped(self.java + added), _wrapped(self.since + added), self.real + other.real * times
        )

    def plus_choice(self, other: _Length) -> _Length:
        return replace(self.plus(other), since=0)


def _wrapped(number: int) -> int:
    """Keep a number in 32 bits."""
    return (number + 2**31) % 2**32 - 2**31


_NO_LENGTH = _Length(0, 0, 0)
_ONE = _Length(1, 1, 1)
_UNBOUNDED = _Length(_LONGEST, _LONGEST, _LONGEST)


def _contains(node: Node, accepts: Callable[[Node], bool]) -> bool:
    return accepts(node) or any(_contains(child, accepts) for child in children(node))


def _is_variable(node: Node) -> bool:
    return isinstance(node, Alternation | Grapheme) or (isinstance(node, Repeat) and node.low != node.high)


def _is_sensitive(node: Node) -> bool:
    return isinstance(node, Group | Atomic) or (isinstance(node, Repeat) and node.mode is Mode.POSSESSIVE)


def _longest(node: Node, length: _Length) -> _Length | None:
    """Add a node's greatest length to what stands before it, as Java does; nothing if Java gives up."""
    match node:
        case Empty() | At() | Look():
            return length
        case Chars() | Grapheme():
            return length.plus(_ONE)
        case Alternation() if node == LINE_BREAK:
            return length.plus(_ONE, 2)
        case BackReference():
            return None
        case Sequence(items=items):
            whole: _Length | None = length
            for item in items:
                whole = None if whole is None else _longest(item, whole)
            return whole
        case Alternation(branches=branches):
            lengths = [_longest(branch, _NO_LENGTH) for branch in branches]
            known = [found for found in lengths if found is not None]
            return (
                length.plus(max(known, key=lambda found: found.java)) if len(known) == len(lengths) else None
            )
        case Group(body=body) | Atomic(body=body):
            return _longest(body, length)
        case Repeat():
            return _longest_repeat(node, length)


def _longest_repeat(node: Repeat, before: _Length) -> _Length | None:
    body = _longest(node.body, _NO_LENGTH)
    if body is None:
        return None
    if isinstance(node.body, Chars) and node.high is None and node.mode is Mode.GREEDY:
        return before.plus(_UNBOUNDED)
    is_group = node.body != LINE_BREAK and not isinstance(
        node.body, Chars | At | Empty | Grapheme | Atomic | Look
    )
    if (node.low, node.high) == (0, 1):
        return (
            before.plus_choice(body) if is_group and node.mode is not Mode.POSSESSIVE else before.plus(body)
        )
    if is_group and node.mode is not Mode.POSSESSIVE and not _is_deterministic(node.body):
        return None
    whole = before.plus(body, _LONGEST if node.high is None else node.high)
    return whole if whole.since >= before.since else None


def _is_deterministic(node: Node) -> bool:
    """Say whether a group's body can match in one way only, by Java's coarse view."""
    match node:
        case Empty() | At() | Look() | Chars():
            return True
        case Sequence(items=items):
            return all(_is_deterministic(item) for item in items)
        case Group(body=body):
            return _is_deterministic(body)
        case Repeat(body=body, low=low, high=high):
            return low == high and _is_deterministic(body)
        case Alternation():
            return node == LINE_BREAK
        case Atomic() | BackReference() | Grapheme():
            return False
