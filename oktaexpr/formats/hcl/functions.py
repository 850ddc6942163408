"""Those of Terraform's functions through which texts keep their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from oktaexpr.formats.mapped import MappedText, Origin, Run, joined_within_bounds
from oktaexpr.formats.values import Array, Object, Scalar, Text, Value, known_text

_VERB = re.compile(r"%(?:%|(?:\[(?P<number>[0-9]+)\])?(?P<verb>[svdq]))")

Function: TypeAlias = Callable[[list[Value], Origin], Value | None]
"""Takes the arguments and the place of the call; gives None where the result is not known."""


def join(arguments: list[Value], _: Origin) -> Value | None:
    """`join(separator, list, …)`."""
    match arguments:
        case [Text() as separator, *lists] if lists and all(isinstance(one, Array) for one in lists):
            items = [item for one in lists if isinstance(one, Array) for item in one.items]
            texts = [item.content for item in items if isinstance(item, Text)]
            parts = [part for text in texts for part in (separator.content, text)][1:]
            return _text(parts) if len(texts) == len(items) else None
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
    match value:
        case Text():
            return value.content
        case Scalar(value=int(number)) if not isinstance(number, bool):
            return MappedText((Run(str(number), origin.span, origin),))
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


def as_given(arguments: list[Value], _: Origin) -> Value | None:
    """`tostring(x)`, `toset(x)`, `tolist(x)`, `tomap(x)`, `nonsensitive(x)`: the value itself."""
    match arguments:
        case [Text() | Array() | Object() as value]:
            return value
        case _:
            return None


def merged(arguments: list[Value], _: Origin) -> Value | None:
    """`merge(map, …)`."""
    entries: dict[str, Value] = {}
    for argument in arguments:
        if not isinstance(argument, Object):
            return None
        entries |= argument.entries
    return Object(entries)


def concatenated(arguments: list[Value], _: Origin) -> Value | None:
    """`concat(list, …)`."""
    if not all(isinstance(argument, Array) for argument in arguments):
        return None
    return Array(
        tuple(item for argument in arguments if isinstance(argument, Array) for item in argument.items)
    )


FUNCTIONS: Mapping[str, Function] = {
    "join": join,
    "format": format_text,
    "trimspace": trimmed,
    "chomp": chomped,
    "merge": merged,
    "concat": concatenated,
    **dict.fromkeys(("tostring", "toset", "tolist", "tomap", "nonsensitive"), as_given),
}
"""By the name that Terraform gives them."""
