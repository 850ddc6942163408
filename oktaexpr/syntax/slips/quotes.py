"""Quotes: curly ones, unclosed ones, and those that came escaped out of JSON or Terraform."""

from __future__ import annotations

import re

from oktaexpr.diagnostics import Edit
from oktaexpr.source import Span
from oktaexpr.syntax.faults import Repair, slip
from oktaexpr.syntax.place import Place
from oktaexpr.syntax.tokens import string_end

_DOUBLE = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u301d\u301e\uff02"
_SINGLE = "\u2018\u2019\u201a\u201b\u2039\u203a\u2032`\u00b4\uff07"
_NAMES = {"'": "single", '"': "double"}
_ESCAPE = re.compile(r"\\+(['\"])|\\([nrt])")


def escaped_quote(place: Place) -> Repair | None:
    r"""Recognise `\"Data\"`: a backslash before a quote, where no string is open."""
    found = _ESCAPE.match(place.text, place.offset)
    if found is None:
        return None
    quote = found.group(1)
    if quote is None:
        help = "a line break or blank outside a string is written as it is"
        blank = (Edit(Span(*found.span()), " "),)
        return slip(
            "OEL115",
            f"`{found.group()}` is an escape of another language",
            Span(*found.span()),
            help,
            blank,
            fix="write a blank",
        )
    escape = found.group()
    close = place.text.find(escape, found.end())
    help = "in an expression a quote stands alone: a backslash is an ordinary character, and never an escape"
    if close == -1:
        return slip("OEL115", "a backslash stands before a quote", Span(found.start(), found.end() - 1), help)
    edits = (
        Edit(Span(*found.span()), quote),
        Edit(Span(close, close + len(escape)), quote),
    )
    span = Span(found.start(), found.end() - 1)
    return slip(
        "OEL115",
        "a backslash stands before a quote",
        span,
        help,
        edits,
        fix="take the backslashes out",
        safe=True,
    )


def string_with_escape(place: Place) -> Repair | None:
    r"""Recognise `"say \"hi\""`: the string before the fault ends with what was meant as an escaped quote."""
    string = place.structure.last_string
    if (
        string is None
        or string.end != place.offset
        or place.text[string.end - 2] != "\\"
        or string.end - string.start < 3
    ):
        return None
    quote = place.text[string.start]
    whole = re.compile(rf"{quote}(?:[^\\{quote}]|\\.)*{quote}").match(place.text, string.start)
    backslash = Span(string.end - 2, string.end - 1)
    help = f"a backslash is an ordinary character; a quote inside a string is written twice: `{quote * 2}`"
    message = "a backslash does not escape the quote, which ends the string here"
    if whole is None:
        return slip("OEL115", message, backslash, help)
    content = whole.group()[1:-1].replace("\\" + quote, quote * 2)
    edits = (Edit(Span(*whole.span()), f"{quote}{content}{quote}"),)
    return slip("OEL115", message, backslash, help, edits, fix="write the quote twice", safe=True)


def curly_quote(place: Place) -> Repair | None:
    """Recognise quotes that a word processor curled, and backticks."""
    char = place.char
    if not char or char not in _DOUBLE + _SINGLE:
        return None
    family, straight = (_DOUBLE, '"') if char in _DOUBLE else (_SINGLE, "'")
    span = Span(place.offset, place.offset + 1)
    help = "strings stand in straight quotes, `\"` or `'`; word processors and chats curl them"
    message = "a backtick is no quote" if char == "`" else f"`{char}` is a curly quote"
    close = _curly_close(place.text, place.offset + 1, family + straight)
    if not place.wants_value or close is None:
        return slip("OEL107", message, span, help)
    content = place.text[span.end : close]
    if straight in content:
        straight = "'" if straight == '"' else '"'
    edits = (Edit(span, straight), Edit(Span(close, close + 1), straight))
    return slip(
        "OEL107", message, span, help, edits, fix="write straight quotes", safe=straight not in content
    )


def half_curly_string(place: Place) -> Repair | None:
    """Recognise `"Sales”`, whose closing quote alone is curly, so that the string runs on or never ends."""
    string = _runaway_string(place)
    if string is None:
        return None
    family = _DOUBLE if place.text[string.start] == '"' else _SINGLE.replace("`", "")
    close = next((at for at in range(string.start + 1, string.end) if place.text[at] in family), None)
    if close is None:
        return None
    span = Span(close, close + 1)
    message = f"`{place.text[close]}` is a curly quote, which does not close the string"
    edits = (Edit(span, place.text[string.start]),)
    return slip(
        "OEL107",
        message,
        span,
        "close the string with the straight quote that opens it",
        edits,
        fix="write a straight quote",
    )


def unclosed_string(place: Place) -> Repair | None:
    """Recognise a string without an end, and one that ends too early because a later one has none."""
    string = _runaway_string(place)
    if string is None:
        return None
    text, quote = place.text, place.text[string.start]
    span = Span(string.start, string.start + 1)
    if string.start == place.offset:
        help = f"close it with a {_NAMES[quote]} quote; inside the string such a quote is written twice"
        end = len(text.rstrip(" \t\r\n"))
        plain = not re.search(r"[()\[\]{},]", text[string.start :])
        edits = (Edit(Span(end, end), quote),) if plain else ()
        return slip(
            "OEL101", "the string that starts here is not closed", span, help, edits, fix="close the string"
        )
    apostrophe = re.compile(r"\w['\"]\w").match(text, string.end - 2)
    help = f"each string needs two {_NAMES[quote]} quotes; inside the string such a quote is written twice"
    edits = (Edit(Span(string.end, string.end), quote),) if apostrophe else ()
    message = "the quotes do not pair up: the string that starts here ends too early"
    return slip("OEL101", message, span, help, edits, fix="write the quote twice")


def _runaway_string(place: Place) -> Span | None:
    """Return the string at the fault that has no end, or the one before it if the next of its quotes has none."""
    text = place.text
    if place.char in {"'", '"'} and string_end(text, place.offset) is None:
        return Span(place.offset, len(text))
    string = place.structure.last_string
    if string is None or place.previous is None or place.previous.span != string:
        return None
    if not place.wants_operator or not (place.found.is_value or place.found.kind in {"stray", "open"}):
        return None
    return string if _unclosed_quote(text, string.end) == text[string.start] else None


def _unclosed_quote(text: str, offset: int) -> str | None:
    """Return the quote that opens a string without an end, if there is one from `offset` on."""
    opening = re.compile("['\"]")
    found = opening.search(text, offset)
    while found is not None:
        end = string_end(text, found.start())
        if end is None:
            return found.group()
        found = opening.search(text, end)
    return None


def _curly_close(text: str, start: int, family: str) -> int | None:
    """Return the next quote of the family that is no apostrophe (as in `it's`), else the next at all."""
    marks = [at for at in range(start, min(len(text), start + 2000)) if text[at] in family]
    for at in marks:
        inside_word = text[at - 1].isalnum() and text[at + 1 : at + 2].isalnum()
        if not inside_word:
            return at
    return marks[0] if marks else None


SLIPS = (escaped_quote, string_with_escape, curly_quote, half_curly_string, unclosed_string)
"""In the order in which they are tried."""
