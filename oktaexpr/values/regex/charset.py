"""Sets of code points as sorted ranges: what every character construct of a pattern comes down to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LAST_CODE_POINT = 0x10FFFF


def _merged(ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give the ranges in order, joined where they touch or overlap."""
    low, high = -1, -2
    for start, end in sorted(ranges):
        if start <= high + 1:
            high = max(high, end)
            continue
        if low >= 0:
            yield low, high
        low, high = start, end
    if low >= 0:
        yield low, high


@dataclass(frozen=True, slots=True)
class CharSet:
    """An immutable set of code points; `ranges` are inclusive, sorted and never touch."""

    ranges: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, *ranges: tuple[int, int]) -> CharSet:
        """Build a set from inclusive ranges in any order."""
        return cls(tuple(_merged(ranges)))

    @classmethod
    def single(cls, point: int) -> CharSet:
        """Build the set of one code point."""
        return cls(((point, point),))

    @classmethod
    def points(cls, points: Iterable[int]) -> CharSet:
        """Build a set from single code points in any order."""
        return cls(tuple(_merged((point, point) for point in points)))

    @classmethod
    def characters(cls, text: str) -> CharSet:
        """Build the set of the characters of a text."""
        return cls.points(ord(character) for character in text)

    def __bool__(self) -> bool:
        """Say whether the set holds anything."""
        return bool(self.ranges)

    def __contains__(self, point: int) -> bool:
        """Say whether a code point is in the set."""
        return any(low <= point <= high for low, high in self.ranges)

    def __or__(self, other: CharSet) -> CharSet:
        """Give the union."""
        return CharSet(tuple(_merged((*self.ranges, *other.ranges))))

    def __and__(self, other: CharSet) -> CharSet:
        """Give the intersection."""
        found: list[tuple[int, int]] = []
        mine, theirs = 0, 0
        while mine < len(self.ranges) and theirs < len(other.ranges):
            low = max(self.ranges[mine][0], other.ranges[theirs][0])
            high = min(self.ranges[mine][1], other.ranges[theirs][1])
            if low <= high:
                found.append((low, high))
            if self.ranges[mine][1] < other.ranges[theirs][1]:
                mine += 1
            else:
                theirs += 1
        return CharSet(tuple(found))

    def __invert__(self) -> CharSet:
        """Give every code point that is not in the set."""
        found: list[tuple[int, int]] = []
        start = 0
        for low, high in self.ranges:
            if start < low:
                found.append((start, low - 1))
            start = high + 1
        if start <= LAST_CODE_POINT:
            found.append((start, LAST_CODE_POINT))
        return CharSet(tuple(found))

    def __sub__(self, other: CharSet) -> CharSet:
        """Give what is in this set and not in the other."""
        return self & ~other

    @property
    def only(self) -> int | None:
        """The one code point of a set that holds just one, else nothing."""
        if len(self.ranges) == 1 and self.ranges[0][0] == self.ranges[0][1]:
            return self.ranges[0][0]
        return None


NOTHING = CharSet(())
EVERYTHING = CharSet(((0, LAST_CODE_POINT),))
LATIN_1 = CharSet(((0, 0xFF),))
ASCII_DIGIT = CharSet.of((0x30, 0x39))
ASCII_LOWER = CharSet.of((0x61, 0x7A))
ASCII_UPPER = CharSet.of((0x41, 0x5A))
ASCII_LETTER = ASCII_LOWER | ASCII_UPPER
ASCII_WORD = ASCII_LETTER | ASCII_DIGIT | CharSet.characters("_")
ASCII_SPACE = CharSet.characters(" \t\n\x0b\f\r")
LINE_TERMINATORS = CharSet.characters("\n\r\x85\u2028\u2029")
VERTICAL_SPACE = CharSet.characters("\n\x0b\f\r\x85\u2028\u2029")
HORIZONTAL_SPACE = CharSet.of((0x2000, 0x200A)) | CharSet.characters("\t \xa0\u1680\u180e\u202f\u205f\u3000")
