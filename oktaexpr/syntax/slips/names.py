"""Points without a name: `user..login`, `.user`, `user.'x'`, `list.0`, `list.?true`."""

from __future__ import annotations

import re

from oktaexpr.diagnostics import Edit
from oktaexpr.source import Span
from oktaexpr.syntax.faults import Repair, slip
from oktaexpr.syntax.place import Place, quotation
from oktaexpr.syntax.tokens import Token, skip_blanks

_POINTS = re.compile(r"(?:\??\.[ \t\r\n]*)+")
_SELECTORS = ("?", "!", "^", "$")


def leading_point(place: Place) -> Repair | None:
    """Recognise `.user`: nothing stands before the point."""
    run = _POINTS.match(place.text, place.offset)
    if run is None or not place.wants_value:
        return None
    span = Span(place.offset, place.offset + 1)
    edits = (Edit(Span(*run.span()), ""),)
    return slip(
        "OEL122",
        "nothing stands before the `.`",
        span,
        "write what the name belongs to: `user.login`",
        edits,
        fix="take it out",
    )


def point_without_name(place: Place) -> Repair | None:
    """Recognise what stands after a point and is no name."""
    point = place.previous
    if point is None or point.text not in {".", "?."} or "NAME" not in place.expected or place.wants_value:
        return None
    if place.found.kind == "end":
        edits = (Edit(point.span, ""),)
        return slip("OEL122", "a name is missing after the `.`", point.span, None, edits, fix="take it out")
    second = _POINTS.match(place.text, place.offset)
    if second is not None:
        edits = (Edit(Span(*second.span()), ""),)
        return slip(
            "OEL122",
            "a name is missing between two points",
            place.found.span,
            None,
            edits,
            fix="write one point",
            safe=True,
        )
    return _indexer(place, point) or _selector(place, point) or _other(place, point)


def misplaced_selector(place: Place) -> Repair | None:
    """Recognise `list!.[x]` for `list.![x]`."""
    if place.char != "!" or not place.wants_operator or not place.text.startswith(".[", place.offset + 1):
        return None
    span = Span(place.offset, place.offset + 3)
    edits = (Edit(span, ".!["),)
    return slip(
        "OEL122",
        "`!.[` is not an operator",
        span,
        "a projection is written `.![ ]`",
        edits,
        fix="write `.![`",
        safe=True,
    )


def _indexer(place: Place, point: Token) -> Repair | None:
    found, plain = place.found, point.text == "."
    whole = point.span.to(found.span)
    message = f"{quotation(found.text)} is not a name"
    if found.kind == "string" and place.text[found.span.end - 1] == found.text[0]:
        edits = (Edit(whole, f"[{found.text}]"),)
        return slip(
            "OEL122",
            message,
            found.span,
            f"a name in quotes stands in brackets: `[{found.text}]`",
            edits,
            fix="write brackets",
            safe=plain,
        )
    if found.kind == "number":
        edits = (Edit(whole, f"[{found.text}]"),)
        return slip(
            "OEL122",
            message,
            found.span,
            f"an element is taken with brackets: `[{found.text}]`",
            edits,
            fix="write brackets",
        )
    if found.text == "[":
        edits = (Edit(point.span, ""),)
        return slip(
            "OEL122",
            "a bracket follows without a `.`",
            point.span,
            "write `user['name']`",
            edits,
            fix="take the `.` out",
            safe=plain,
        )
    return None


def _selector(place: Place, point: Token) -> Repair | None:
    if place.char not in _SELECTORS:
        return None
    span = Span(place.offset, place.offset + 1)
    bracket = skip_blanks(place.text, place.offset + 1)
    help = "select with `.?[ ]` (all), `.^[ ]` (first) or `.$[ ]` (last), project with `.![ ]`"
    message = f"`{place.char}` after a `.` needs a bracket"
    if place.text.startswith("[", bracket):
        edits = (Edit(Span(span.end, bracket), ""),)
        return slip("OEL122", message, span, help, edits, fix="take the blank out", safe=True)
    return slip("OEL122", message, span, help)


def _other(place: Place, point: Token) -> Repair:
    message = f"found {quotation(place.found.text)} where a name is expected"
    edits = (Edit(Span(place.offset, place.offset), "_"),) if place.found.text in {"(", ")", ","} else ()
    return slip(
        "OEL122",
        message,
        place.found.span if place.found.kind != "operator" else point.span,
        "an attribute or a method follows a `.`"
        if not place.text.startswith("{{", place.offset)
        else "`{{ }}` belongs to templates; attributes stand alone and are joined with `+`",
        edits,
    )


SLIPS = (leading_point, point_without_name, misplaced_selector)
"""In the order in which they are tried."""
