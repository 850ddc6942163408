"""Those of Terraform's functions that make texts of texts, in which each character keeps its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

from oktaexpr.formats.hcl.filled import hole_text
from oktaexpr.formats.mapped import MappedText, Origin, Run, joined_within_bounds
from oktaexpr.formats.values import Array, Scalar, Text, Unknown, Value, known_text
from oktaexpr.source import Span

_SIMPLE_PATTERN = re.compile(
    r"""\^?(?:(?:\\[snrt.\\/|+*?$^()\[\]{}]|\[(?:[ A-Za-z0-9_]|\\[snrt])+\]|[A-Za-z0-9_ \n\r\t"'=<>,;:-])[+*]?)+"""
)
"""An alternative of a pattern that means the same in Terraform's engine and in Python's."""
_MOST_STEPS = 10**9
"""Of a search: each repetition in a pattern may try every length at every place."""
_VERB = re.compile(r"%(?:%|(?:\[(?P<number>[0-9]+)\])?(?P<verb>[svdq]))")

Function: TypeAlias = Callable[[list[Value], Origin], Value | None]
"""Takes the arguments and the place of the call; gives None where the result is not known."""


def join(arguments: list[Value], origin: Origin) -> Value | None:
    """`join(separator, list, …)`."""
    match arguments:
        case [Text() as separator, *lists] if lists and all(isinstance(one, Array) for one in lists):
            items = [item for one in lists if isinstance(one, Array) for item in one.items]
            texts = [_argument(item, origin) for item in items]
            known = [text for text in texts if text is not None]
            parts = [part for text in known for part in (separator.content, text)][1:]
            return _text(parts) if len(known) == len(items) else None
        case _:
            return None


def format_text(arguments: list[Value], origin: Origin) -> Value | None:
    """`format(pattern, …)` with the verbs s, v, d and q."""
    match arguments:
        case [Text() as pattern, *values]:
            return _formatted(pattern.content, values, origin)
        case _:
            return None


def _formatted(pattern: MappedText, values: list[Value], origin: Origin) -> Value | None:
    parts: list[MappedText] = []
    at, taken = 0, 0
    for found in _VERB.finditer(pattern.text):
        parts.append(pattern.slice(at, found.start()))
        at = found.end()
        if found["verb"] is None:
            parts.append(pattern.slice(found.start(), found.start() + 1))
            continue
        taken = int(found["number"]) if found["number"] else taken + 1
        value = _argument(values[taken - 1], origin) if 1 <= taken <= len(values) else None
        if value is None:
            return None
        parts += _quoted(value) if found["verb"] == "q" else [value]
    rest = pattern.slice(at, len(pattern.text))
    return None if "%" in rest.text else _text([*parts, rest])


def _text(parts: list[MappedText]) -> Value | None:
    content = joined_within_bounds(parts)
    return None if content is None else known_text(content)


def _argument(value: Value, origin: Origin) -> MappedText | None:
    """Return a text or a number that goes into a text; an unknown one is a hole."""
    match value:
        case Text():
            return value.content
        case Scalar(value=int(number)) if not isinstance(number, bool):
            return MappedText((Run(str(number), origin.span, origin),))
        case Unknown(reference=reference, span=span, origin=place):
            return MappedText((Run(hole_text(reference), span, place, reference),))
        case _:
            return None


def _quoted(text: MappedText) -> list[MappedText]:
    """Return the text in double quotes, as the verb q writes it."""
    first = text.runs[0]
    quote = MappedText((Run('"', first.span, Origin(first.origin.path, first.origin.span, None)),))
    parts = [quote]
    for at, char in enumerate(text.text):
        piece = text.slice(at, at + 1)
        if char in '"\\':
            run = piece.runs[0]
            piece = MappedText((Run(f"\\{char}", run.span, run.origin),))
        parts.append(piece)
    return [*parts, quote]


def trimmed(arguments: list[Value], _: Origin) -> Value | None:
    """`trimspace(text)`."""
    match arguments:
        case [Text() as text]:
            start = len(text.value) - len(text.value.lstrip())
            return known_text(text.content.slice(start, max(start, len(text.value.rstrip()))))
        case _:
            return None


def chomped(arguments: list[Value], _: Origin) -> Value | None:
    """`chomp(text)`: without the line ends at its end."""
    match arguments:
        case [Text() as text]:
            return known_text(text.content.slice(0, len(text.value.rstrip("\r\n"))))
        case _:
            return None


def replaced(arguments: list[Value], _: Origin) -> Value | None:
    """`replace(text, part, other)`; a part between slashes is a pattern."""
    match arguments:
        case [Text() as text, Text() as part, Text() as other] if part.value:
            if part.content.holes or other.content.holes:
                return None
            pattern = _pattern(part.value, other.value, len(text.value))
            return None if pattern is None else _with_replaced(text.content, pattern, other.content)
        case _:
            return None


def _pattern(part: str, other: str, length: int) -> re.Pattern[str] | None:
    """Return what to look for in a text of that length.

    None for a pattern whose meaning or whose replacement nobody here vouches for, and for one that could take long.
    """
    if len(part) < 2 or not (part[0] == part[-1] == "/"):
        return re.compile(re.escape(part))
    alternatives = part[1:-1].split("|")
    if "$" in other or not all(map(_SIMPLE_PATTERN.fullmatch, alternatives)):
        return None
    repetitions = max(len(re.findall(r"(?<!\\)[+*]", one)) for one in alternatives)
    pattern = re.compile(part[1:-1], re.ASCII)
    return None if pattern.match("") or length ** (repetitions + 1) > _MOST_STEPS else pattern


def _with_replaced(text: MappedText, pattern: re.Pattern[str], other: MappedText) -> Value | None:
    """Replace outside of what is not known, which stays so."""
    parts: list[MappedText] = []
    at = 0
    for found in pattern.finditer(text.text):
        span = Span(*found.span())
        if text.has_hole(span):
            continue
        place = text.place(span)
        parts.append(text.slice(at, span.start))
        if other.text:
            parts.append(
                MappedText((Run(other.text, place.span, Origin(place.origin.path, place.span, None)),))
            )
        at = span.end
    return _text([*parts, text.slice(at, len(text.text))])


def cut_off(arguments: list[Value], _: Origin, *, is_start: bool) -> Value | None:
    """`trimprefix(text, part)` and `trimsuffix(text, part)`."""
    match arguments:
        case [Text() as text, Text() as part] if not part.content.holes:
            kept = text.value.removeprefix(part.value) if is_start else text.value.removesuffix(part.value)
            start = len(text.value) - len(kept) if is_start else 0
            return known_text(text.content.slice(start, start + len(kept)))
        case _:
            return None


def format_list(arguments: list[Value], origin: Origin) -> Value | None:
    """`formatlist(pattern, list, …)`: lists of one length, and single values that stand in each text."""
    pattern, *values = arguments or [Scalar(None)]
    lists = [value for value in values if isinstance(value, Array)]
    if not lists or len({len(one.items) for one in lists}) != 1:
        return None
    made = [
        format_text([pattern, *(one.items[at] if isinstance(one, Array) else one for one in values)], origin)
        for at in range(len(lists[0].items))
    ]
    texts = [one for one in made if one is not None]
    return Array(tuple(texts)) if len(texts) == len(made) else None


def as_json(arguments: list[Value], origin: Origin) -> Value | None:
    """`jsonencode(text)` of a text that stands in JSON as it is: how people put quotes around a name."""
    match arguments:
        case [Text() as text] if not re.search(r'["\\<>&\x00-\x1f\u2028\u2029]', text.value):
            return _text(_quoted(text.content))
        case [Unknown() as unknown]:
            hole = _argument(unknown, origin)
            return None if hole is None else _text(_quoted(hole))
        case _:
            return None


FUNCTIONS: Mapping[str, Function] = {
    "join": join,
    "format": format_text,
    "formatlist": format_list,
    "trimspace": trimmed,
    "chomp": chomped,
    "trimprefix": partial(cut_off, is_start=True),
    "trimsuffix": partial(cut_off, is_start=False),
    "replace": replaced,
    "jsonencode": as_json,
}
"""By the name that Terraform gives them."""
