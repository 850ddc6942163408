"""Which look-behinds Java compiles: those whose greatest length it can tell."""

from __future__ import annotations

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
)

_LONGEST = 2**31 - 1
"""What Java counts an unbounded quantifier as."""


def check_look_behind(body: Node) -> None:
    """Raise `Fault` with PATTERN_INVALID where Java finds no greatest length.

    With two unbounded quantifiers Java's sum overflows and the look-behind never matches; that is refused.
    """
    length = _longest(body)
    if length is None:
        message = "the regular expression is not valid: a look-behind has no greatest length"
        raise Fault("PATTERN_INVALID", message)
    if length >= 2 * _LONGEST:
        message = "a look-behind with two unbounded quantifiers is not supported: Java itself miscounts it"
        raise Fault("PATTERN_REFUSED", message)


def _longest(node: Node) -> int | None:
    """Give the greatest length as Java computes it; nothing if it gives up."""
    match node:
        case Empty() | At() | Look():
            return 0
        case Chars() | Grapheme():
            return 1
        case BackReference():
            return None
        case Sequence(items=items):
            lengths = [_longest(item) for item in items]
            return None if None in lengths else sum(length or 0 for length in lengths)
        case Alternation(branches=branches):
            lengths = [_longest(branch) for branch in branches]
            return None if None in lengths else max(length or 0 for length in lengths)
        case Group(body=body) | Atomic(body=body):
            return _longest(body)
        case Repeat():
            return _longest_repeat(node)


def _longest_repeat(node: Repeat) -> int | None:
    length = _longest(node.body)
    if length is None:
        return None
    if (node.low, node.high) == (0, 1):
        return length
    is_group = node.body != LINE_BREAK and not isinstance(node.body, Chars | At | Empty | Grapheme)
    if is_group and node.mode is not Mode.POSSESSIVE and not _is_deterministic(node.body):
        return None
    total = length * (_LONGEST if node.high is None else node.high)
    return total if total <= _LONGEST else None


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
