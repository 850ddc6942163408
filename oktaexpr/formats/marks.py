"""Comments that switch diagnostics off: `# oktaexpr: ignore[OEL501]`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from oktaexpr.formats.reading import Mark
from oktaexpr.source import Source, Span

_COMMENT = re.compile(r"(?:#|//|/\*|<!--)\s*oktaexpr:\s*ignore(?:\[([A-Za-z0-9,\s]+)\])?(?![\w\[])")


def marks_in_lines(source: Source) -> Iterator[Mark]:
    """Yield the marks of a text whose language has `#` or `<!--` comments."""
    if "oktaexpr:" in source.text:
        yield from _marks(source, [Span(0, len(source.text))])


def marks_in_comments(source: Source, comments: Iterable[Span]) -> Iterator[Mark]:
    """Yield the marks in the comments of a text."""
    if "oktaexpr:" in source.text:
        yield from _marks(source, comments)


def is_switched_off(code: str, path: str, lines: Iterable[int], marks: Iterable[Mark]) -> bool:
    """Whether a mark that speaks of one of the lines of a file covers a code."""
    wanted = set(lines)
    return any(
        mark.path == path and mark.line in wanted and (not mark.codes or code in mark.codes) for mark in marks
    )


def _marks(source: Source, spans: Iterable[Span]) -> Iterator[Mark]:
    for span in spans:
        for found in _COMMENT.finditer(source.text, span.start, span.end):
            codes = tuple(code.strip().upper() for code in (found[1] or "").split(",") if code.strip())
            place = source.position(found.start())
            stands_alone = not source.line(place.line)[: place.column - 1].strip()
            yield Mark(source.name, place.line + 1 if stands_alone else place.line, codes)
