"""Upper and lower case as java.util.regex compares it: ASCII alone, or Unicode's simple mappings with `(?u)`."""

from __future__ import annotations

from functools import lru_cache

from oktaexpr.values.regex.charset import ASCII_LETTER, ASCII_LOWER, ASCII_UPPER, CharSet

_LAST_CASED = 0x1E943
"""The highest code point with a case mapping (Adlam)."""

_CASE_DISTANCE = 0x20


def simple_upper(character: str) -> str:
    """Give the upper case of one character as `Character.toUpperCase` does, always one character."""
    upper = character.upper()
    if len(upper) == 1:
        return upper
    title = character.title()  # the simple mapping of the letters whose full upper case is a sequence
    return title if len(title) == 1 else character


def simple_lower(character: str) -> str:
    """Give the lower case of one character as `Character.toLowerCase` does, always one character."""
    return character.lower()[0]


def _folded(character: str) -> str:
    return simple_lower(simple_upper(character))


@lru_cache(maxsize=1)
def _families() -> dict[str, tuple[int, ...]]:
    """Group every character with a case by the character that Java folds it to."""
    families: dict[str, list[int]] = {}
    for point in range(_LAST_CASED + 1):
        character = chr(point)
        folded = _folded(character)
        if folded != character or character.upper() != character:
            families.setdefault(folded, []).append(point)
    return {folded: tuple(points) for folded, points in families.items()}


def fold_single(point: int, *, unicode: bool) -> CharSet:
    """Give every code point that a case-insensitive single character matches."""
    if not unicode:
        return fold_range(point, point, unicode=False)
    character = chr(point)
    found = CharSet.single(point)
    if simple_upper(character) != _folded(character):
        found |= CharSet.points(_families().get(_folded(character), ()))
    return found


def fold_range(low: int, high: int, *, unicode: bool) -> CharSet:
    """Give every code point that a case-insensitive range `low-high` matches."""
    found = CharSet.of((low, high))
    if unicode:
        return found | CharSet.points(_cased_into(low, high))
    letters = found & ASCII_LETTER
    lowered = (
        (start + _CASE_DISTANCE, end + _CASE_DISTANCE) for start, end in (letters & ASCII_UPPER).ranges
    )
    raised = ((start - _CASE_DISTANCE, end - _CASE_DISTANCE) for start, end in (letters & ASCII_LOWER).ranges)
    return CharSet.of(*found.ranges, *lowered, *raised)


def _cased_into(low: int, high: int) -> list[int]:
    """List the characters whose upper case, or the lower case of that, lies in the range."""
    return [
        point
        for folded, points in _families().items()
        for point in points
        if low <= ord(folded) <= high or low <= ord(simple_upper(chr(point))) <= high
    ]
