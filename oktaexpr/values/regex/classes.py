"""A class in brackets, with Java's unions, intersections (`&&`) and nesting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oktaexpr.values.faults import Fault
from oktaexpr.values.regex.charset import NOTHING, CharSet
from oktaexpr.values.regex.escapes import read_escape_in_class
from oktaexpr.values.regex.folding import fold_range, fold_single
from oktaexpr.values.regex.reader import Option

if TYPE_CHECKING:
    from oktaexpr.values.regex.reader import Reader

_LATIN_1_END = 0x100


def single(reader: Reader, point: int) -> CharSet:
    """Give what one literal character matches under the flags that hold."""
    if not reader.has(Option.IGNORE_CASE):
        return CharSet.single(point)
    return fold_single(point, unicode=reader.has(Option.UNICODE_CASE))


def read_class(reader: Reader) -> CharSet:
    """Read a class, its opening bracket being passed, to past its closing bracket."""
    reader.enter()
    negated = reader.raw() == "^"
    if negated:
        reader.position += 1
    found = _ClassReader(reader).read(closing=True)
    reader.leave()
    return ~found if negated else found


class _ClassReader:
    """Reads the members of one class.

    Java gathers the single characters up to 0xFF apart from all else (`latin`) and joins them in only at `&&` and
    at the end, which shows in odd classes such as `[a&&[b]&c]`.
    """

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.found: CharSet | None = None
        self.latest: CharSet | None = None
        self.latin = NOTHING
        self.pending = False

    def read(self, *, closing: bool) -> CharSet:
        """Read up to the closing bracket, and past it if `closing`."""
        reader = self.reader
        while True:
            character = reader.peek()
            if character == "" or (character == "]" and (self.found is not None or self.pending)):
                break
            if character == "[":
                reader.position += 1
                self._add(read_class(reader))
            elif character == "&" and reader.raw(1) == "&":
                reader.position += 2
                self._intersect()
            else:
                self._member()
        if character == "":
            reader.fail("a class is not closed by ]")
        if closing:
            reader.position += 1
        return self._flushed()

    def _flushed(self) -> CharSet:
        """Join the gathered single characters in, if there are new ones."""
        return (self.found or NOTHING) | (self.latin if self.pending else NOTHING)

    def _add(self, points: CharSet) -> None:
        self.latest = points
        self.found = points if self.found is None else self.found | points

    def _intersect(self) -> None:
        """Read the right side of `&&` and cut what stands before it down to that."""
        right = self._right_side()
        if self.pending:
            if self.found is None:
                self.latest = self.latin
            self.found, self.pending = self._flushed(), False
        if right is not None:
            self.latest = right
        if self.found is None:
            self.found = right
        elif self.latest is not None:
            self.found &= self.latest
        else:
            raise Fault(
                "PATTERN_REFUSED", "&& needs a class on each side; Java fails once it meets such a class"
            )
        if self.found is None:
            self.reader.fail("&& needs a class on each side")

    def _right_side(self) -> CharSet | None:
        """Read everything up to the next `&&` or the end as one union."""
        reader, right = self.reader, None
        while (character := reader.peek()) not in ("]", "&"):
            if character == "[":
                reader.position += 1
                part = read_class(reader)
            else:
                reader.enter()
                part = _ClassReader(reader).read(closing=False)
                reader.leave()
            right = part if right is None else right | part
        return right

    def _member(self) -> None:
        """Read a character, a range, a shorthand or a property."""
        reader = self.reader
        low = self._end(in_range=False)
        if isinstance(low, CharSet):
            self._add(low)
        elif reader.peek() == "-" and reader.raw(1) not in ("", "[", "]"):
            reader.position += 1
            high = self._end(in_range=True)
            if isinstance(high, CharSet) or high < low:
                reader.fail("a range in a class goes from a lower to a higher character")
            self._add(self._range(low, high))
        elif low < _LATIN_1_END:
            self.latin |= single(reader, low)
            self.latest, self.pending = None, True
        else:
            self._add(single(reader, low))

    def _end(self, *, in_range: bool) -> int | CharSet:
        """Read one end of a range."""
        reader = self.reader
        character = reader.take()
        if character == "\\":
            return read_escape_in_class(reader, in_range=in_range or reader.raw(1) == "-")
        return ord(character) if character else reader.fail("a class is not closed by ]")

    def _range(self, low: int, high: int) -> CharSet:
        if not self.reader.has(Option.IGNORE_CASE):
            return CharSet.of((low, high))
        return fold_range(low, high, unicode=self.reader.has(Option.UNICODE_CASE))
