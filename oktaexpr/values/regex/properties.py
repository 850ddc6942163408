r"""The names that `\p{...}` may hold, and the code points each stands for.

General categories come from Python's own Unicode table, scripts, blocks and binary properties from the `regex`
package. Java 17 knows Unicode 13; characters that a later Unicode added count as assigned here.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from oktaexpr.values.regex.charset import (
    ASCII_DIGIT,
    ASCII_LETTER,
    ASCII_LOWER,
    ASCII_SPACE,
    ASCII_UPPER,
    EVERYTHING,
    LATIN_1,
    NOTHING,
    CharSet,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_ASSIGNED_PLANES = ((0, 0x323AF), (0xE0000, 0xE01EF))
"""Where characters other than private use are assigned; the rest need not be scanned."""

_PRIVATE_PLANES = CharSet.of((0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))

_NONCHARACTERS = CharSet.of(
    (0xFDD0, 0xFDEF), *(((plane << 16) | 0xFFFE, (plane << 16) | 0xFFFF) for plane in range(17))
)

_POSIX: dict[str, CharSet] = {
    "ASCII": CharSet.of((0, 0x7F)),
    "Alnum": ASCII_LETTER | ASCII_DIGIT,
    "Alpha": ASCII_LETTER,
    "Blank": CharSet.characters(" \t"),
    "Cntrl": CharSet.of((0, 0x1F), (0x7F, 0x7F)),
    "Digit": ASCII_DIGIT,
    "Graph": CharSet.of((0x21, 0x7E)),
    "Lower": ASCII_LOWER,
    "Print": CharSet.of((0x20, 0x7E)),
    "Punct": CharSet.of((0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)),
    "Space": ASCII_SPACE,
    "Upper": ASCII_UPPER,
    "XDigit": ASCII_DIGIT | CharSet.characters("abcdefABCDEF"),
}

_CASE_NAMES = {
    **dict.fromkeys(("Lu", "Ll", "Lt"), "LC"),
    **dict.fromkeys(("Lower", "Upper"), "Alpha"),
}
"""What a name that tells letter cases apart stands for under `(?i)`."""


@lru_cache(maxsize=1)
def _categories() -> dict[str, CharSet]:
    """Read the two-letter general categories, as sets."""
    ranges: dict[str, list[tuple[int, int]]] = {}
    for first, last in _ASSIGNED_PLANES:
        start, current = first, unicodedata.category(chr(first))
        for point in range(first + 1, last + 2):
            found = unicodedata.category(chr(point)) if point <= last else ""
            if found != current:
                ranges.setdefault(current, []).append((start, point - 1))
                start, current = point, found
    sets = {name: CharSet.of(*found) for name, found in ranges.items()}
    sets["Co"] |= _PRIVATE_PLANES
    assigned = CharSet.of(*(pair for name, found in sets.items() if name != "Cn" for pair in found.ranges))
    sets["Cn"] = ~assigned
    return sets


@cache
def category(name: str) -> CharSet:
    """Give a general category such as `Lu`, a major one such as `L`, or Java's `LC` and `LD`."""
    if name == "LC":
        return category("Lu") | category("Ll") | category("Lt")
    if name == "LD":
        return category("L") | category("Nd")
    found = NOTHING
    for known, points in _categories().items():
        if known.startswith(name):
            found |= points
    return found


@lru_cache(maxsize=256)
def _from_package(property_name: str) -> CharSet | None:
    """Ask the `regex` package which code points have a property; nothing if it does not know the name."""
    import regex

    try:
        pattern = regex.compile(rf"\p{{{property_name}}}+")
    except regex.error:
        return None
    every = "".join(map(chr, range(0x110000)))
    return CharSet.of(*((found.start(), found.end() - 1) for found in pattern.finditer(every)))


def _binary(name: str) -> CharSet:
    found = _from_package(name)
    return NOTHING if found is None else found


def letters_or_digits() -> CharSet:
    """Give what `Character.isLetterOrDigit` accepts."""
    return category("L") | category("Nd")


def white_space() -> CharSet:
    r"""Give Unicode's white space, which `\s` means under `(?U)`."""
    return category("Z") | CharSet.of((0x9, 0xD), (0x85, 0x85))


def word() -> CharSet:
    r"""Give what `\w` means under `(?U)`."""
    return (
        _binary("Alphabetic")
        | category("M")
        | category("Nd")
        | category("Pc")
        | CharSet.characters("\u200c\u200d")
    )


def _any_case() -> CharSet:
    return _binary("Lowercase") | _binary("Uppercase") | category("Lt")


def _graph() -> CharSet:
    return ~(category("Z") | category("Cc") | category("Cs") | category("Cn"))


def _blank() -> CharSet:
    return category("Zs") | CharSet.characters("\t")


def _identifier_ignorable() -> CharSet:
    return category("Cf") | CharSet.of((0, 8), (0xE, 0x1B), (0x7F, 0x9F))


def _hexadecimal() -> CharSet:
    return category("Nd") | CharSet.of((0x41, 0x46), (0x61, 0x66), (0xFF21, 0xFF26), (0xFF41, 0xFF46))


_POSIX_UNICODE: dict[str, Callable[[], CharSet]] = {
    "ALPHA": lambda: _binary("Alphabetic"),
    "LOWER": lambda: _binary("Lowercase"),
    "UPPER": lambda: _binary("Uppercase"),
    "SPACE": white_space,
    "PUNCT": lambda: category("P"),
    "XDIGIT": _hexadecimal,
    "ALNUM": lambda: _binary("Alphabetic") | category("Nd"),
    "CNTRL": lambda: category("Cc"),
    "DIGIT": lambda: category("Nd"),
    "BLANK": _blank,
    "GRAPH": _graph,
    "PRINT": lambda: (_graph() | _blank()) - category("Cc"),
}
"""What the POSIX names mean with Unicode, after `Is` or under `(?U)`."""

_UNICODE: dict[str, Callable[[], CharSet]] = {
    "ALPHABETIC": lambda: _binary("Alphabetic"),
    "ASSIGNED": lambda: ~category("Cn"),
    "CONTROL": lambda: category("Cc"),
    "HEXDIGIT": _hexadecimal,
    "HEX_DIGIT": _hexadecimal,
    "IDEOGRAPHIC": lambda: _binary("Ideographic"),
    "JOINCONTROL": lambda: CharSet.characters("\u200c\u200d"),
    "JOIN_CONTROL": lambda: CharSet.characters("\u200c\u200d"),
    "LETTER": lambda: category("L"),
    "LOWERCASE": lambda: _binary("Lowercase"),
    "NONCHARACTERCODEPOINT": lambda: _NONCHARACTERS,
    "NONCHARACTER_CODE_POINT": lambda: _NONCHARACTERS,
    "TITLECASE": lambda: category("Lt"),
    "PUNCTUATION": lambda: category("P"),
    "UPPERCASE": lambda: _binary("Uppercase"),
    "WHITESPACE": white_space,
    "WHITE_SPACE": white_space,
    "WORD": word,
}
_CASED_UNICODE = frozenset({"LOWER", "UPPER", "LOWERCASE", "UPPERCASE", "TITLECASE"})

_JAVA: dict[str, Callable[[], CharSet]] = {
    "javaLowerCase": lambda: _binary("Lowercase"),
    "javaUpperCase": lambda: _binary("Uppercase"),
    "javaTitleCase": lambda: category("Lt"),
    "javaAlphabetic": lambda: _binary("Alphabetic"),
    "javaIdeographic": lambda: _binary("Ideographic"),
    "javaDigit": lambda: category("Nd"),
    "javaDefined": lambda: ~category("Cn"),
    "javaLetter": lambda: category("L"),
    "javaLetterOrDigit": letters_or_digits,
    "javaJavaIdentifierStart": lambda: category("L") | category("Sc") | category("Pc") | category("Nl"),
    "javaJavaIdentifierPart": lambda: (
        letters_or_digits()
        | category("Sc")
        | category("Pc")
        | category("Nl")
        | category("Mc")
        | category("Mn")
        | _identifier_ignorable()
    ),
    "javaUnicodeIdentifierStart": lambda: _binary("ID_Start"),
    "javaUnicodeIdentifierPart": lambda: _binary("ID_Continue") | _identifier_ignorable(),
    "javaIdentifierIgnorable": _identifier_ignorable,
    "javaSpaceChar": lambda: category("Z"),
    "javaWhitespace": lambda: (
        (category("Z") - CharSet.characters("\xa0\u2007\u202f")) | CharSet.of((0x9, 0xD), (0x1C, 0x1F))
    ),
    "javaISOControl": lambda: CharSet.of((0, 0x1F), (0x7F, 0x9F)),
    "javaMirrored": lambda: _binary("Bidi_Mirrored"),
}
_CASED_JAVA = frozenset({"javaLowerCase", "javaUpperCase", "javaTitleCase"})

_CATEGORY_NAMES = frozenset(
    {"L", "LC", "LD", "M", "N", "Z", "C", "P", "S"}
    | {
        "Lu",
        "Ll",
        "Lt",
        "Lm",
        "Lo",
        "Mn",
        "Me",
        "Mc",
        "Nd",
        "Nl",
        "No",
        "Zs",
        "Zl",
        "Zp",
        "Cc",
        "Cf",
        "Co",
        "Cs",
        "Cn",
    }
    | {"Pd", "Ps", "Pe", "Pc", "Po", "Pi", "Pf", "Sm", "Sc", "Sk", "So"}
)


def named_property(name: str, *, ignore_case: bool, unicode: bool) -> CharSet | None:
    r"""Give the code points of `\p{name}`, or nothing where Java knows no such name.

    `ignore_case` is `(?i)` (names that tell cases apart then accept every case), `unicode` is `(?U)`.
    """
    key, equals, value = name.partition("=")
    if equals:
        return _keyed(key.lower(), value, ignore_case=ignore_case)
    if name.startswith("In"):
        return _block(name[2:])
    if name.startswith("Is"):
        short = name[2:]
        return (
            _unicode(short.upper(), {**_UNICODE, **_POSIX_UNICODE}, ignore_case=ignore_case)
            or _plain(short, ignore_case=ignore_case)
            or _script(short)
        )
    if unicode and (found := _unicode(name.upper(), _POSIX_UNICODE, ignore_case=ignore_case)):
        return found
    return _plain(name, ignore_case=ignore_case)


def _keyed(key: str, value: str, *, ignore_case: bool) -> CharSet | None:
    """Resolve `key=value`."""
    if key in {"sc", "script"}:
        return _script(value)
    if key in {"blk", "block"}:
        return _block(value)
    if key in {"gc", "general_category"}:
        return _plain(value, ignore_case=ignore_case)
    return None


def _unicode(name: str, table: dict[str, Callable[[], CharSet]], *, ignore_case: bool) -> CharSet | None:
    """Resolve a name of Unicode's own, in upper case."""
    if name not in table:
        return None
    return _any_case() if ignore_case and name in _CASED_UNICODE else table[name]()


def _plain(name: str, *, ignore_case: bool) -> CharSet | None:
    """Resolve a category, a POSIX name in its ASCII meaning, or the name of a method of `Character`."""
    if ignore_case:
        if name in _CASED_JAVA:
            return _any_case()
        name = _CASE_NAMES.get(name, name)
    if name in _CATEGORY_NAMES:
        return category(name)
    if name in _JAVA:
        return _JAVA[name]()
    if name == "all":
        return EVERYTHING
    return LATIN_1 if name == "L1" else _POSIX.get(name)


def _script(name: str) -> CharSet | None:
    """Resolve a script by its long name or its four-letter code."""
    if not name.replace("_", "").isalpha() or not name.isascii():
        return None
    return _from_package(f"Script={name}")


def _block(name: str) -> CharSet | None:
    """Resolve a block by its name with spaces, with underscores or with neither."""
    if not name.isascii() or not name.translate({ord(mark): None for mark in " _-"}).isalnum():
        return None
    return _from_package(f"Block={name}")
