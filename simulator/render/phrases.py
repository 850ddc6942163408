"""Text with code in it, such as a heading around a group's name: each format writes the two in its own way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from oktaexpr.render import visible


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text; nothing in it is markup, whatever it looks like."""

    text: str
    is_code: bool = False


Phrase = tuple[Part, ...]


def words(text: str) -> Phrase:
    """Return a phrase of plain words, with what hides in them written as escapes."""
    return (Part(visible(text)),) if text else ()


def code(text: str) -> Phrase:
    """Return a phrase that is one name or value, quoted where it could be taken for something else."""
    shown = visible(text)
    return (Part(shown if shown.strip() == shown != "" else f'"{shown}"', is_code=True),)


def ticked(text: str) -> Phrase:
    """Return the phrase of a text with code between backticks, as facts have it."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return words(text)
    return tuple(
        part
        for number, piece in enumerate(pieces)
        for part in ((code(piece) if number % 2 else words(piece)) if piece else ())
    )


def joined(phrases: Iterable[Phrase], separator: str = ", ") -> Phrase:
    """Return the phrases in a row with words between them."""
    parts: list[Part] = []
    for number, phrase in enumerate(phrases):
        parts += [*(words(separator) if number else ()), *phrase]
    return tuple(parts)


def listed(phrases: Sequence[Phrase], last: str) -> Phrase:
    """Return `a, b and c`: commas, and `last` before the last one."""
    if len(phrases) < 2:
        return joined(phrases)
    return (*joined(phrases[:-1]), *words(f" {last} "), *phrases[-1])


def merged(phrase: Phrase) -> Phrase:
    """Return the phrase with neighbours of one kind as one part: two pieces of code would run into each other."""
    groups = groupby(phrase, key=lambda part: part.is_code)
    return tuple(Part("".join(part.text for part in parts), is_code) for is_code, parts in groups)


def bare(phrase: Phrase) -> str:
    """Return the text with nothing to tell code apart."""
    return "".join(part.text for part in phrase)


def with_ticks(phrase: Phrase) -> str:
    """Return the text with code in backticks, for people at a terminal."""
    return "".join(f"`{part.text}`" if part.is_code else part.text for part in phrase)
