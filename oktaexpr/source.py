"""Text with positions: spans, lines and columns.

Offsets and columns count code points. Lines and columns start at 1, as editors show them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code-point offsets into one text."""

    start: int
    end: int

    def to(self, other: Span) -> Span:
        """Return the span from the start of this one to the end of `other`."""
        return Span(self.start, other.end)


NOWHERE = Span(0, 0)
"""The span of a node that was built and not parsed."""


class Position(NamedTuple):
    """A line and a column, both from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Source:
    """A text, the name that diagnostics give it, and its line starts."""

    text: str
    name: str = "<expression>"
    from_line: int = 1
    """The number of the text's first line: another where the text is a part of a file that is not held whole."""
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find the line starts once; a carriage return before a line feed belongs to the line end."""
        starts = [0]
        starts.extend(at + 1 for at, char in enumerate(self.text) if char == "\n")
        object.__setattr__(self, "_starts", tuple(starts))

    def position(self, offset: int) -> Position:
        """Return the line and column of `offset`."""
        at = bisect_right(self._starts, offset) - 1
        return Position(self.from_line + at, offset - self._starts[at] + 1)

    def line(self, number: int) -> str:
        """Return line `number` (the first is `from_line`) without its line end."""
        at = number - self.from_line
        start = self._starts[at]
        end = self._starts[at + 1] - 1 if at + 1 < len(self._starts) else len(self.text)
        return self.text[start:end].removesuffix("\r")

    def slice(self, span: Span) -> str:
        """Return the text that `span` covers."""
        return self.text[span.start : span.end]

    def first_line(self, span: Span) -> Span:
        """Return the part of `span` on its first line: carets under a whole block help nobody."""
        line_end = self.text.find("\n", span.start, span.end)
        return span if line_end < 0 else Span(span.start, line_end)
