"""What other languages have and this one has not: comments, Java's arrays and types."""

from __future__ import annotations

import re

from oktaexpr.diagnostics import Edit
from oktaexpr.source import Span
from oktaexpr.syntax.faults import Repair, slip
from oktaexpr.syntax.place import Place
from oktaexpr.syntax.tokens import BLANKS, skip_blanks

_NEW = re.compile(r"(?<![\w$.])new[ \t\r\n]+[\w$.]+[ \t\r\n]*$")
_TYPE = re.compile(r"(?<![\w$.])T[ \t\r\n]*\(?[ \t\r\n]*$")
_NEARBY = 300
"""How far to look back for the start of a construct."""


def comment(place: Place) -> Repair | None:
    """Recognise `// …` and `/* … */`; the parser takes the first `/` for a division."""
    start = place.offset - 1 if place.text[: place.offset].endswith("/") else place.offset
    mark = place.text[start : start + 2]
    if mark not in {"//", "/*"} or not place.wants_value:
        return None
    if mark == "//":
        end = place.text.find("\n", start)
        end = len(place.text) if end == -1 else end
    else:
        end = place.text.find("*/", start + 2)
        end = len(place.text) if end == -1 else end + 2
    help = "an expression has no comments; keep notes in the description of the rule or mapping"
    apart = place.text[start - 1 : start] in BLANKS
    edits = (Edit(Span(start, skip_blanks(place.text, end)), "" if apart else " "),)
    message = f"`{mark}` does not start a comment"
    return slip(
        "OEL121", message, Span(start, start + 2), help, edits, fix="take the comment out", safe=mark == "/*"
    )


def java_array(place: Place) -> Repair | None:
    """Recognise `new int[]{…}`, and a constructor without parentheses."""
    if place.wants_value:
        return None
    found = _NEW.search(place.text[max(0, place.offset - _NEARBY) : place.offset])
    if found is None:
        return None
    start = max(0, place.offset - _NEARBY) + found.start()
    help = "a list is written `{1, 2}`; Okta has no constructors"
    return slip("OEL126", "`new` cannot be used: nothing can be constructed", Span(start, start + 3), help)


def type_without_name(place: Place) -> Repair | None:
    """Recognise `T` alone, and `T('…')`."""
    if place.wants_value or place.wants_operator:
        return None
    found = _TYPE.search(place.text[max(0, place.offset - _NEARBY) : place.offset])
    if found is None:
        return None
    start = max(0, place.offset - _NEARBY) + found.start()
    help = "Okta has no type references; a name or a map's key `T` stands in quotes or behind a point"
    return slip("OEL125", "`T` starts a type reference, which cannot be used", Span(start, start + 1), help)


SLIPS = (comment, java_array, type_without_name)
"""In the order in which they are tried."""
