"""Numbers that are none."""

from __future__ import annotations

import re

from oktaexpr.diagnostics import Edit
from oktaexpr.source import Span
from oktaexpr.syntax.faults import Repair, slip
from oktaexpr.syntax.place import Place, quotation
from oktaexpr.syntax.tokens import OPERATOR_WORDS, token_at

_VALID = re.compile(
    r"(?:0[xX][0-9A-Fa-f]+|[0-9]+)[lL]?"
    r"|[0-9]+(?:\.[0-9]+(?:[eE][+-]?[0-9]+)?[fFdD]?|[eE][+-]?[0-9]+[fFdD]?|[fFdD])"
)
_GLUED_WORD = re.compile(r"([0-9]+)([A-Za-z]+?)([0-9]*)")
_DIGITS_WITH_MARKS = re.compile(r"[0-9]+(?:_[0-9]+)+")


def malformed_number(place: Place) -> Repair | None:
    """Recognise `1e`, `0x`, `0b101`, `1a`, `1lt2`: digits that run into something else."""
    if not (place.char.isascii() and place.char.isdigit()):
        return None
    text = place.found.text
    if _VALID.fullmatch(text):
        return None
    span = place.found.span
    glued = _GLUED_WORD.fullmatch(text)
    message = f"{quotation(text)} is not a number"
    if glued and glued.group(2).lower() in OPERATOR_WORDS:
        spaced = " ".join(part for part in glued.groups() if part)
        help = f"put blanks around the operator: `{spaced}`"
        return slip("OEL116", message, span, help, (Edit(span, spaced),), fix=f"write `{spaced}`", safe=True)
    if _DIGITS_WITH_MARKS.fullmatch(text):
        plain = text.replace("_", "")
        return slip(
            "OEL116",
            message,
            span,
            "digits stand without marks between them",
            (Edit(span, plain),),
            fix=f"write `{plain}`",
            safe=True,
        )
    is_name = place.previous is not None and place.previous.text in {".", "?."}
    return slip("OEL116", message, span, _advice(text), (Edit(span, "_" if is_name else "0"),))


def bare_fraction(place: Place) -> Repair | None:
    """Recognise `.5`."""
    digits = token_at(place.text, place.offset + 1)
    if (
        place.char != "."
        or not place.wants_value
        or digits.kind != "number"
        or digits.span.start != place.offset + 1
    ):
        return None
    span = Span(place.offset, digits.span.end)
    edits = (Edit(Span(place.offset, place.offset), "0"),)
    return slip(
        "OEL116",
        f"`.{digits.text}` is not a number",
        span,
        "a fraction starts with a digit",
        edits,
        fix=f"write `0.{digits.text}`",
        safe=True,
    )


def second_point(place: Place) -> Repair | None:
    """Recognise `1.5.5`, and `0x1.5`: a number goes on after a point."""
    dot = place.previous
    if (
        place.found.kind != "number"
        or dot is None
        or dot.text != "."
        or dot.span.end != place.found.span.start
    ):
        return None
    before = place.before(dot.span.start)
    if before is None or before.kind != "number" or before.span.end != dot.span.start:
        return None
    span = before.span.to(place.found.span)
    shown = quotation(place.text[span.start : span.end])
    help = "a number has one point; a version or an address is text and stands in quotes"
    return slip("OEL116", f"{shown} is not a number", span, help, (Edit(span, "0"),))


def _advice(text: str) -> str:
    start = text[:2].lower()
    if start == "0x":
        return "hexadecimal digits follow `0x`: `0x1F`"
    if start in {"0b", "0o"}:
        return "numbers are decimal, or hexadecimal with `0x`"
    if re.fullmatch(r"[0-9.]+[eE][+-]?", text):
        return "digits follow the exponent's `e`: `1e3`"
    return "a name starts with a letter, `_` or `$`; text stands in quotes"


SLIPS = (second_point, malformed_number, bare_fraction)
"""In the order in which they are tried."""
