"""Patterns for RE2, which takes time linear in the text whatever the pattern.

RE2 knows fewer conditions on places than Java. Where its own condition means the same for some texts only, the
emitted pattern says what the text must be like, and other texts go to the backtracking engine.
"""

from __future__ import annotations

from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING

from oktaexpr.values.faults import Fault
from oktaexpr.values.regex.charset import LAST_CODE_POINT, CharSet
from oktaexpr.values.regex.nodes import (
    Alternation,
    At,
    Atomic,
    BackReference,
    Chars,
    Grapheme,
    Group,
    Look,
    Mode,
    Node,
    Place,
    Repeat,
    Sequence,
    children,
    written_out,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_COUNT = 1_000
"""RE2's own limit on a counted repeat."""

_MAX_SOURCE = 1_000_000
_MAX_MEMORY = 8 << 20
_MAX_WORK = 500_000_000
"""The most steps, positions of the pattern times bytes of the text, that matching may need at worst."""

_CONTINUATION = 0x80
_CONTINUATION_MASK = 0xC0


class Need(Enum):
    """What a text must be like for RE2 to answer as Java does."""

    ASCII = auto()
    NO_LAST_TERMINATOR = auto()
    NEWLINES_ONLY = auto()


class Use(Enum):
    """What a program is for."""

    FULL = auto()
    SEARCH = auto()
    FIND = auto()


def meets(text: str, needs: frozenset[Need]) -> bool:
    """Say whether a text is such that RE2 answers as Java does."""
    if Need.ASCII in needs and not text.isascii():
        return False
    if Need.NO_LAST_TERMINATOR in needs and text.endswith(("\n", "\r", "\x85", "\u2028", "\u2029")):
        return False
    if Need.NEWLINES_ONLY in needs:
        return bool(text) and not any(mark in text for mark in "\r\x85\u2028\u2029")
    return True


def obstacle(root: Node, use: Use) -> str | None:
    """Name the construct that RE2 lacks, if there is one."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        match node:
            case Look():
                return "look-around"
            case BackReference():
                return "a back-reference"
            case Atomic():
                return "an atomic group"
            case Grapheme():
                return r"\X"
            case Repeat(mode=Mode.POSSESSIVE):
                return "a possessive quantifier"
            case Repeat(low=low, high=high) if max(low, high or 0) > MAX_COUNT:
                return "a large counted quantifier"
            case At(place=Place.LAST_MATCH_END) if use is Use.FIND:
                return r"\G"
        waiting.extend(children(node))
    return None


@lru_cache(maxsize=512)
def _class_source(points: CharSet) -> str:
    """Write a set as a class."""
    if not points:
        return rf"[^\x{{0}}-\x{{{LAST_CODE_POINT:x}}}]"
    if (only := points.only) is not None:
        return rf"\x{{{only:x}}}"
    ranges = (
        rf"\x{{{low:x}}}-\x{{{high:x}}}" if low < high else rf"\x{{{low:x}}}" for low, high in points.ranges
    )
    return f"[{''.join(ranges)}]"


class _Emitter:
    def __init__(self, use: Use) -> None:
        self.use = use
        self.needs: set[Need] = set()
        self.room = _MAX_SOURCE

    def emit(self, node: Node, *, at_end: bool) -> str:
        """Write a node; `at_end` says that nothing of the pattern follows it."""
        match node:
            case Chars(points=points):
                source = _class_source(points)
                self.room -= len(source)
                if self.room < 0:
                    raise Fault("PATTERN_REFUSED", "the regular expression is too large")
                return source
            case At():
                return self._place(node, at_end=at_end)
            case Sequence(items=items):
                last = len(items) - 1
                return "".join(
                    self.emit(item, at_end=at_end and place == last) for place, item in enumerate(items)
                )
            case Alternation(branches=branches):
                return f"(?:{'|'.join(self.emit(branch, at_end=at_end) for branch in branches)})"
            case Group(body=body):
                opening = "(" if self.use is Use.FIND else "(?:"
                return f"{opening}{self.emit(body, at_end=at_end)})"
            case Repeat(body=body, low=low, high=high, mode=mode):
                bounds = f"{{{low},{'' if high is None else high}}}"
                return f"(?:{self.emit(body, at_end=False)}){bounds}{mode.value}"
            case _:
                return "(?:)"

    def _place(self, node: At, *, at_end: bool) -> str:
        match node.place:
            case Place.TEXT_START | Place.LAST_MATCH_END:
                return r"\A"
            case Place.TEXT_END:
                return r"\z"
            case Place.LAST_LINE_END:
                if not (at_end and self.use is Use.FULL):
                    self.needs.add(Need.NO_LAST_TERMINATOR)
                return r"\z"
            case Place.LINE_START | Place.LINE_END:
                if not node.unix:
                    self.needs.add(Need.NEWLINES_ONLY)
                if node.place is Place.LINE_END:
                    return "(?m:$)"
                self.needs |= {Need.NO_LAST_TERMINATOR, Need.NEWLINES_ONLY}
                return "(?m:^)"
            case Place.WORD_EDGE:
                self.needs.add(Need.ASCII)
                return r"\b"
            case Place.NO_WORD_EDGE:
                self.needs.add(Need.ASCII)
                return r"\B"


class LinearProgram:
    """A pattern compiled by RE2; works on UTF-8, in which lone surrogates have a form of their own."""

    def __init__(self, root: Node, use: Use) -> None:
        """Compile for one use; raises `Fault` where the pattern is too large for RE2."""
        import re2

        emitter = _Emitter(use)
        source = emitter.emit(root, at_end=True)
        self.needs = frozenset(emitter.needs)
        options = re2.Options()
        options.log_errors = False
        options.max_mem = _MAX_MEMORY
        options.never_capture = use is not Use.FIND
        try:
            self._pattern = re2.compile(source.encode(), options)
        except re2.error as error:
            raise Fault("PATTERN_REFUSED", "the regular expression is too large") from error
        self._steps = written_out(root)

    def _encoded(self, text: str) -> bytes:
        encoded = text.encode("utf-8", "surrogatepass")
        if len(encoded) * self._steps > _MAX_WORK:
            raise Fault("PATTERN_REFUSED", "the regular expression is too large for so long a text")
        return encoded

    def full_match(self, text: str) -> bool:
        """Say whether the whole text matches."""
        return self._pattern.fullmatch(self._encoded(text)) is not None

    def search(self, text: str) -> bool:
        """Say whether any part of the text matches."""
        return self._pattern.search(self._encoded(text)) is not None

    def pieces(self, text: str) -> Iterator[tuple[str, tuple[str | None, ...] | None]]:
        """Give, for each match, the text before it and its groups; at the end the rest, without groups."""
        encoded = self._encoded(text)
        start, done, end = 0, 0, len(encoded)
        while start <= end and (found := self._pattern.search(encoded, start)) is not None:
            first, after = found.span()
            groups = tuple(
                None if group is None else _decoded(group) for group in (found[0], *found.groups())
            )
            yield _decoded(encoded[done:first]), groups
            done = start = after
            if first == after:
                start = _next_character(encoded, after)
        yield _decoded(encoded[done:]), None


def _decoded(encoded: bytes) -> str:
    return encoded.decode("utf-8", "surrogatepass")


def _next_character(encoded: bytes, place: int) -> int:
    """Step over one character of UTF-8."""
    place += 1
    while place < len(encoded) and encoded[place] & _CONTINUATION_MASK == _CONTINUATION:
        place += 1
    return place
