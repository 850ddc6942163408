"""Text as a file's reader decoded it, with the place in the file of every character."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from oktaexpr.formats.notation import Notation
from oktaexpr.source import Span


@dataclass(frozen=True, slots=True)
class Origin:
    """One literal of a file."""

    path: str
    """The file, as it was named or found."""
    span: Span
    """The whole literal with its quotes or markers, in code points of the file."""
    notation: Notation | None
    """How text is written in it; None where nobody edits the file, such as a plan."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of decoded text and the stretch of the file that it was read from.

    Both have the same length where the text stands there as it is; an escape is longer than what it stands for.
    """

    text: str
    span: Span
    origin: Origin
    hole: str | None = None
    """What the file says in place of a text that is not known: `okta_group.data.id`."""

    def cut(self, start: int, end: int) -> Run:
        """Return the part from `start` to `end`, in characters of the decoded text."""
        if len(self.text) != self.span.end - self.span.start:
            return Run(self.text[start:end], self.span, self.origin, self.hole)
        first = self.span.start
        return Run(self.text[start:end], Span(first + start, first + end), self.origin, self.hole)


class Place(NamedTuple):
    """A span of a file, and the literal that it lies in."""

    origin: Origin
    span: Span


@dataclass(frozen=True, slots=True)
class MappedText:
    """Runs one after the other; an empty text has one empty run, which says where it stands."""

    runs: tuple[Run, ...]
    text: str = field(init=False)
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Join the text and note where each run starts."""
        starts, at = [], 0
        for run in self.runs:
            starts.append(at)
            at += len(run.text)
        object.__setattr__(self, "text", "".join(run.text for run in self.runs))
        object.__setattr__(self, "_starts", tuple(starts))

    def slice(self, start: int, end: int) -> MappedText:
        """Return the part from `start` to `end`."""
        kept = []
        for number in range(max(self._run_at(start), 0), len(self.runs)):
            run, at = self.runs[number], self._starts[number]
            if at >= end:
                break
            first, last = max(start - at, 0), min(end - at, len(run.text))
            if first < last:
                kept.append(run if last - first == len(run.text) else run.cut(first, last))
        if not kept:
            place = self.place(Span(start, start))
            kept.append(Run("", place.span, place.origin))
        return MappedText(tuple(kept))

    def place(self, span: Span) -> Place:
        """Return where a span stands; one that ends in another literal than it begins in ends with the first."""
        first = self._run_at(span.start)
        run = self.runs[first]
        begin = self._file_offset(first, span.start)
        if span.end <= span.start:
            return Place(run.origin, Span(begin, begin))
        last = self._run_at(span.end - 1)
        end = self._file_end(last, span.end)
        if self.runs[last].origin != run.origin or end < begin:
            last = first
            while self.runs[last + 1].origin == run.origin:
                last += 1
            end = self._file_end(last, min(span.end, self._starts[last] + len(self.runs[last].text)))
        return Place(run.origin, Span(begin, end))

    def is_editable(self, span: Span) -> bool:
        """Whether a span lies in one literal that can be edited, and holds nothing unknown."""
        runs = list(self.runs_in(span))
        origins = {run.origin for run in runs}
        return (
            len(origins) == 1
            and all(run.hole is None for run in runs)
            and runs[0].origin.notation is not None
        )

    def has_hole(self, span: Span) -> bool:
        """Whether something unknown lies in a span."""
        return any(run.hole is not None for run in self.runs_in(span))

    def with_stand_in(self, text: str) -> MappedText:
        """Return the text with `text` in each hole."""
        return MappedText(
            tuple(
                Run(text, run.span, run.origin, run.hole) if run.hole is not None else run
                for run in self.runs
            )
        )

    @property
    def holes(self) -> tuple[str, ...]:
        """What the file says in place of each unknown text, in the order of the text."""
        return tuple(run.hole for run in self.runs if run.hole is not None)

    @property
    def origins(self) -> tuple[Origin, ...]:
        """The literals that the text comes from, in its order."""
        return tuple(dict.fromkeys(run.origin for run in self.runs))

    def runs_in(self, span: Span) -> Iterator[Run]:
        """Yield the runs that a span touches; an empty span touches the one that it stands in."""
        if span.end <= span.start:
            yield self.runs[self._run_at(span.start)]
            return
        for number in range(self._run_at(span.start), len(self.runs)):
            run, at = self.runs[number], self._starts[number]
            if at >= span.end:
                return
            if at + len(run.text) > span.start:
                yield run

    def same_offset(self, offset: int, other: MappedText) -> int:
        """Return where the character at `offset` is in a text of the same runs, some of which are longer or shorter."""
        found = self._run_at(offset)
        return other._starts[found] + min(offset - self._starts[found], len(other.runs[found].text))

    def _run_at(self, offset: int) -> int:
        """Return the run that holds the character at `offset`; past the end, the last one."""
        found = bisect_right(self._starts, offset) - 1
        while found + 1 < len(self.runs) and offset >= self._starts[found] + len(self.runs[found].text):
            found += 1
        return found

    def _file_offset(self, number: int, offset: int) -> int:
        run, inside = self.runs[number], offset - self._starts[number]
        if len(run.text) == run.span.end - run.span.start:
            return run.span.start + min(inside, len(run.text))
        return run.span.end if inside >= len(run.text) else run.span.start

    def _file_end(self, number: int, offset: int) -> int:
        run, inside = self.runs[number], offset - self._starts[number]
        if len(run.text) == run.span.end - run.span.start:
            return run.span.start + min(inside, len(run.text))
        return run.span.end


MOST_CHARACTERS = 100_000
"""Of one text. A few lines that name each other can stand for terabytes."""


def joined_within_bounds(parts: Sequence[MappedText]) -> MappedText | None:
    """Return the texts one after the other; None for none, and for more than any expression has."""
    if not parts or sum(len(part.text) + len(part.runs) for part in parts) > MOST_CHARACTERS:
        return None
    return joined(parts)


def joined(parts: Iterable[MappedText]) -> MappedText:
    """Return the texts one after the other. Raises `ValueError` for none."""
    texts = list(parts)
    if not texts:
        message = "a text needs a place"
        raise ValueError(message)
    runs = [run for part in texts for run in part.runs if run.text]
    return MappedText(tuple(runs) or texts[0].runs[:1])


def verbatim(text: str, start: int, origin: Origin) -> MappedText:
    """Return text that stands in the file as it is, from offset `start` on."""
    return MappedText((Run(text, Span(start, start + len(text)), origin),))
