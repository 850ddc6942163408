"""What a backslash starts: a character, a set of characters, or (outside a class) a node."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from oktaexpr.values.faults import Fault
from oktaexpr.values.regex.charset import (
    ASCII_DIGIT,
    ASCII_SPACE,
    ASCII_WORD,
    HORIZONTAL_SPACE,
    LAST_CODE_POINT,
    VERTICAL_SPACE,
    CharSet,
)
from oktaexpr.values.regex.nodes import LINE_BREAK, At, Chars, Grapheme, Node, Place
from oktaexpr.values.regex.properties import category, named_property, white_space, word
from oktaexpr.values.regex.reader import Option

if TYPE_CHECKING:
    from oktaexpr.values.regex.reader import Reader

_CONTROL = {"a": 7, "e": 0x1B, "f": 0xC, "n": 0xA, "r": 0xD, "t": 9}
_CONTROL_BIT = 64
_CODED = "0cuxN"
_SETS = "dDhHsSvVwW"
_OCTAL = frozenset("01234567")
_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")


def read_escape_in_class(reader: Reader, *, in_range: bool) -> int | CharSet:
    """Read what follows a backslash in a class; `in_range` says that a hyphen is next to it."""
    letter = reader.take_raw()
    if letter in ("p", "P"):
        return read_property(reader, complement=letter == "P")
    if letter == "v" and in_range:
        return 0xB  # the meaning from before Java 8 lives on at the ends of a range
    found = _character_or_set(reader, letter)
    return reader.fail(_unknown(letter)) if found is None else found


def read_escape(reader: Reader) -> int | Node | None:
    """Read what follows a backslash outside a class; nothing (with the letter unread) for a back-reference."""
    letter = reader.take_raw()
    if letter in ("p", "P"):
        return Chars(read_property(reader, complement=letter == "P"))
    if letter == "k" or letter in "123456789":
        if letter:
            reader.position -= 1
            return None
        return reader.fail("a backslash ends it")
    found = _character_or_set(reader, letter)
    if found is None:
        return _place(reader, letter)
    return Chars(found) if isinstance(found, CharSet) else found


def _unknown(letter: str) -> str:
    return f"\\{letter} has no meaning" if letter else "a backslash ends it"


def _character_or_set(reader: Reader, letter: str) -> int | CharSet | None:
    """Read an escape that means the same inside and outside a class; nothing if this is none."""
    if letter in _CONTROL:
        return _CONTROL[letter]
    if letter and letter in _SETS:
        found = _shorthand(letter.lower(), unicode=reader.has(Option.UNICODE_CLASS))
        return ~found if letter.isupper() else found
    if letter and letter in _CODED:
        return _coded(reader, letter)
    if letter and not (letter.isascii() and letter.isalnum()):
        return ord(letter)
    return None


def _shorthand(letter: str, *, unicode: bool) -> CharSet:
    match letter:
        case "h":
            return HORIZONTAL_SPACE
        case "v":
            return VERTICAL_SPACE
        case "d":
            return category("Nd") if unicode else ASCII_DIGIT
        case "s":
            return white_space() if unicode else ASCII_SPACE
        case _:
            return word() if unicode else ASCII_WORD


def _place(reader: Reader, letter: str) -> Node:
    """Read an escape for a place, or one of the two that stand for more than a character."""
    unix, unicode = reader.has(Option.UNIX_LINES), reader.has(Option.UNICODE_CLASS)
    match letter:
        case "A":
            return At(Place.TEXT_START)
        case "z":
            return At(Place.TEXT_END)
        case "Z":
            return At(Place.LAST_LINE_END, unix=unix)
        case "G":
            return At(Place.LAST_MATCH_END)
        case "B":
            return At(Place.NO_WORD_EDGE, unicode=unicode)
        case "b":
            if reader.raw() == "{" and reader.raw(1) == "g":
                raise Fault("PATTERN_REFUSED", r"\b{g} (the edge of a grapheme) is not supported")
            return At(Place.WORD_EDGE, unicode=unicode)
        case "R":
            return LINE_BREAK
        case "X":
            return Grapheme()
        case _:
            return reader.fail(_unknown(letter))


def _coded(reader: Reader, letter: str) -> int:
    """Read a character given by its number or name."""
    match letter:
        case "0":
            return _octal(reader)
        case "c":
            found = reader.take()
            return ord(found) ^ _CONTROL_BIT if found else reader.fail(r"\c needs a character")
        case "x":
            return _hexadecimal(reader)
        case "u":
            return _unicode(reader)
        case _:
            return _named(reader)


def _octal(reader: Reader) -> int:
    """Read one to three octal digits, at most 0377."""
    digits = ""
    while reader.peek() in _OCTAL and len(digits) < (3 if digits[:1] < "4" else 2):
        digits += reader.take()
    return int(digits, 8) if digits else reader.fail(r"\0 needs an octal digit")


def _digits(reader: Reader, count: int) -> str:
    """Read an exact number of hexadecimal digits, or nothing."""
    found = "".join(reader.take() for _ in range(count))
    return found if len(found) == count and set(found) <= _HEXADECIMAL else ""


def _hexadecimal(reader: Reader) -> int:
    r"""Read `\xhh` or `\x{h...}`."""
    if not reader.skip_if("{"):
        digits = _digits(reader, 2)
        return int(digits, 16) if digits else reader.fail(r"\x needs two hexadecimal digits")
    point, seen = 0, False
    while reader.peek() in _HEXADECIMAL:
        point, seen = point * 16 + int(reader.take(), 16), True
        if point > LAST_CODE_POINT:
            reader.fail("there is no character with so high a number")
    if not seen or not reader.skip_if("}"):
        reader.fail(r"\x{...} needs hexadecimal digits and a closing brace")
    return point


def _unicode(reader: Reader) -> int:
    r"""Read `\uhhhh`, two of them where they are a surrogate pair."""
    digits = _digits(reader, 4)
    if not digits:
        reader.fail(r"\u needs four hexadecimal digits")
    point, after = int(digits, 16), reader.position
    if 0xD800 <= point <= 0xDBFF and reader.take() == "\\" and reader.take() == "u":
        low = int(_digits(reader, 4) or "0", 16)
        if 0xDC00 <= low <= 0xDFFF:
            return 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00)
    reader.position = after
    return point


def _braced(reader: Reader) -> str:
    """Read a name up to the closing brace, the opening one being passed."""
    name = ""
    while (character := reader.take()) != "}":
        if not character:
            reader.fail("a name in braces is not closed")
        name += character
    return name


def _named(reader: Reader) -> int:
    r"""Read `\N{NAME}`."""
    if not reader.skip_if("{"):
        reader.fail(r"\N needs the name of a character in braces")
    name = _braced(reader)
    try:
        return ord(unicodedata.lookup(name))
    except (KeyError, TypeError):  # a TypeError: the name of a sequence of characters
        return reader.fail(f"there is no character named {name!r}")


def read_property(reader: Reader, *, complement: bool) -> CharSet:
    r"""Read the rest of `\p...` or `\P...`, a letter or a name in braces."""
    name = _braced(reader) if reader.skip_if("{") else reader.take()
    found = named_property(
        name, ignore_case=reader.has(Option.IGNORE_CASE), unicode=reader.has(Option.UNICODE_CLASS)
    )
    if found is None:
        return reader.fail(f"there is no character property {name!r}")
    return ~found if complement else found
