"""Characters that the language does not have: invisible ones, look-alikes, letters beyond ASCII, entities, `;`, `~`."""

from __future__ import annotations

import html
import re
import unicodedata

from oktaexpr.diagnostics import Edit
from oktaexpr.source import Span
from oktaexpr.syntax.faults import Repair, slip
from oktaexpr.syntax.place import Place, outside_strings
from oktaexpr.syntax.tokens import token_at

_LOOK_ALIKES = {
    "\u2212": "-", "\u2010": "-", "\u2011": "-", "\u2013": "-", "\u2014": "-",
    "\u00d7": "*", "\u2217": "*", "\u22c5": "*", "\u00f7": "/", "\u2215": "/", "\u2044": "/",
    "\u2264": "<=", "\u2265": ">=", "\u2260": "!=", "\u2261": "==",
    "\u2227": "&&", "\u2228": "||", "\u00ac": "!", "\u2026": "...",
}  # fmt: skip
_UNSURE = "\u2010\u2011\u2013\u2014\u2026"
"""Dashes are typed into names and texts as well, so that a minus is not the only thing they can mean."""
_BLANK = r"[\u000b\u000c\u001c-\u001f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
_INVISIBLE = r"[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
_FULL_WIDTH = r"[\uff01\uff03-\uff06\uff08-\uff5e]"
_ENTITY = re.compile(r"&(?:quot|amp|lt|gt|apos|nbsp|#[0-9]{1,5}|#x[0-9A-Fa-f]{1,4});")
_LONGEST_ENTITY = 8
_FOREIGN_RUN = re.compile(r"[^\x00-\x7f]+")


def invisible_character(place: Place) -> Repair | None:
    """Recognise blanks that are not blanks of the language, and characters that no screen shows."""
    if re.match(_BLANK, place.char):
        return _everywhere(place, _BLANK, " ", "is not a blank of the language", "write ordinary blanks")
    if re.match(_INVISIBLE, place.char):
        return _everywhere(place, _INVISIBLE, "", "is invisible, and not part of the language", "take it out")
    return None


def full_width_character(place: Place) -> Repair | None:
    """Recognise the wide forms of ASCII that East Asian keyboards type."""
    if not re.match(_FULL_WIDTH, place.char):
        return None
    return _everywhere(place, _FULL_WIDTH, None, "is not the ordinary character", "write ordinary characters")


def look_alike(place: Place) -> Repair | None:
    """Recognise signs of mathematics, such as U+2260, which documents use for operators."""
    plain = _LOOK_ALIKES.get(place.char)
    if plain is None:
        return None
    span = Span(place.offset, place.offset + 1)
    help = f"the operator is written `{plain}`"
    message = f"{_name(place.char)} is no operator"
    safe = place.char not in _UNSURE
    return slip("OEL108", message, span, help, (Edit(span, plain),), fix=f"write `{plain}`", safe=safe)


def foreign_letter(place: Place) -> Repair | None:
    """Recognise letters and signs beyond ASCII, which stand in strings only."""
    run = _FOREIGN_RUN.match(place.text, place.offset)
    if run is None:
        return None
    span = Span(place.offset, place.offset + 1)
    if place.char.isalnum():
        help = "names hold the letters A to Z, digits, `_` and `$`; text stands in quotes"
        return slip(
            "OEL108",
            f"{_name(place.char)} cannot stand in a name",
            span,
            help,
            (Edit(Span(*run.span()), "_"),),
        )
    help = "outside quotes only ASCII characters have a meaning"
    return slip("OEL108", f"{_name(place.char)} is not part of the language", span, help)


def html_entity(place: Place) -> Repair | None:
    """Recognise `&quot;` and its like, which a web page has in place of a character."""
    start = place.text.rfind("&", max(0, place.offset - _LONGEST_ENTITY), place.offset + 1)
    found = _ENTITY.match(place.text, start) if start != -1 else None
    if found is None or not start <= place.offset < found.end():
        return None
    entities = [
        Span(*one.span(1))
        for one in outside_strings(place.text, start, _ENTITY.pattern)
        if one.start() >= start
    ]
    edits = tuple(Edit(span, html.unescape(place.text[span.start : span.end])) for span in entities)
    meant = html.unescape(found.group())
    message = f"`{found.group()}` stands for `{meant}` on a web page, and not here"
    return slip(
        "OEL108",
        message,
        Span(*found.span()),
        f"write `{meant}`",
        edits,
        fix="write the characters themselves",
        safe=True,
    )


def semicolon(place: Place) -> Repair | None:
    """Recognise `;` for a comma, and at the end of a statement."""
    if place.char != ";":
        return None
    span = Span(place.offset, place.offset + 1)
    message = "`;` is not part of the language"
    if place.innermost is not None and place.innermost.char in "({":
        help = "arguments and list items are separated by commas"
        return slip(
            "OEL108", message, span, help, (Edit(span, ","),), fix="write `,`", safe=place.wants_operator
        )
    if token_at(place.text, place.offset + 1).kind == "end" and place.wants_operator:
        return slip(
            "OEL108",
            message,
            span,
            "an expression ends without a mark",
            (Edit(span, ""),),
            fix="take it out",
            safe=True,
        )
    return slip("OEL108", message, span, "an expression is one value; it has no statements")


def stray_character(place: Place) -> Repair | None:
    """Recognise what is left of ASCII: the backslash, `~`, a stray `$` or `%`."""
    char = place.char
    if char not in {"\\", "~"} or (char == "~" and place.text[: place.offset].endswith("=")):
        return None
    span = Span(place.offset, place.offset + 1)
    help = "a backslash has a meaning in no place but a regular expression" if char == "\\" else None
    edits = (Edit(span, " "),) if place.wants_value else ()
    return slip("OEL108", f"`{char}` is not part of the language", span, help, edits)


def _everywhere(place: Place, pattern: str, plain: str | None, verdict: str, title: str) -> Repair:
    """Return one fault for all characters of a kind; without `plain`, each becomes its own ordinary form."""
    spans = [Span(*found.span(1)) for found in outside_strings(place.text, place.offset, pattern)]
    edits = tuple(
        Edit(span, unicodedata.normalize("NFKC", place.text[span.start]) if plain is None else plain)
        for span in spans
    )
    times = f" ({len(spans)} of the kind)" if len(spans) > 1 else ""
    message = f"{_name(place.char)} {verdict}{times}"
    help = "it often comes with text that was copied from a web page or a document"
    return slip("OEL108", message, spans[0], help, edits, fix=title, safe=True)


def _name(char: str) -> str:
    """Return a character with its code point and name, since many look alike."""
    shown = f"`{char}` " if char.isprintable() and not char.isspace() else ""
    name = unicodedata.name(char, "a control character")
    return f"{shown}(U+{ord(char):04X}, {name.lower()})" if shown else f"U+{ord(char):04X} ({name.lower()})"


SLIPS = (
    invisible_character,
    full_width_character,
    look_alike,
    foreign_letter,
    html_entity,
    semicolon,
    stray_character,
)
"""In the order in which they are tried."""
