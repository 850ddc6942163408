"""Brackets that do not match, commas out of place, JavaScript's lists, and colons without a question mark."""

from __future__ import annotations

from oktaexpr.diagnostics import Edit
from oktaexpr.source import Span
from oktaexpr.syntax.faults import Repair, slip
from oktaexpr.syntax.place import CLOSERS, Opening, Place, closing_offset
from oktaexpr.syntax.tokens import BLANKS

_LIST_HELP = "a list is written in braces: `{'a', 'b'}`"


def javascript_list(place: Place) -> Repair | None:
    """Recognise `["a", "b"]` and `[]` where a value starts."""
    opening = place.innermost
    empty = place.wants_value and place.char == "]"
    if opening is None or opening.char != "[" or not (empty or (place.char == "," and place.wants_operator)):
        return None
    before = place.before(opening.offset + 1)
    if before is None or before.text != "[" or not place.starts_value(opening):
        return None
    close = closing_offset(place.text, opening.offset)
    message = "square brackets do not make a list"
    if close is None or place.text[close] != "]":
        return slip("OEL119", message, opening.span, _LIST_HELP)
    edits = (Edit(opening.span, "{"), Edit(Span(close, close + 1), "}"))
    return slip("OEL119", message, opening.span, _LIST_HELP, edits, fix="write braces", safe=True)


def mismatched_bracket(place: Place) -> Repair | None:
    """Recognise a closing bracket that closes nothing, or another than the one that is open."""
    found = place.found
    if found.kind != "close":
        return None
    brackets = [at for at in place.structure.open if place.text[at] in CLOSERS]
    if not brackets:
        message = f"`{found.text}` closes nothing"
        edits = (Edit(found.span, ""),) if place.wants_operator and not place.structure.open else ()
        return slip(
            "OEL103",
            message,
            found.span,
            "take it out, or open the bracket before it",
            edits,
            fix="take it out",
        )
    inner = place.opening(brackets[-1])
    wanted = CLOSERS[inner.char]
    if wanted == found.text:
        return None
    if any(CLOSERS[place.text[at]] == found.text for at in brackets) and place.wants_operator:
        return unclosed_bracket(place, inner)
    message = f"`{found.text}` does not close `{inner.char}`, which needs `{wanted}`"
    edits = (Edit(found.span, wanted),) if place.wants_operator else ()
    return slip("OEL103", message, found.span, None, edits, fix=f"write `{wanted}`")


def comma_without_value(place: Place) -> Repair | None:
    """Recognise a leading, doubled or trailing comma."""
    previous = place.previous
    if not place.wants_value:
        return None
    if place.found.kind == "comma" and (previous is None or previous.kind in {"open", "comma"}):
        which = "second comma" if previous is not None and previous.kind == "comma" else "comma"
        edits = (Edit(place.found.span, ""),)
        return slip(
            "OEL105",
            f"a value is missing before the {which}",
            place.found.span,
            None,
            edits,
            fix="take the comma out",
        )
    if previous is not None and previous.kind == "comma" and place.found.kind in {"close", "end"}:
        edits = (Edit(previous.span, ""),)
        return slip(
            "OEL105",
            "a value is missing after the comma",
            previous.span,
            None,
            edits,
            fix="take the comma out",
            safe=place.found.kind == "close",
        )
    return None


def comma_out_of_place(place: Place) -> Repair | None:
    """Recognise a comma that separates neither arguments nor items."""
    if place.found.kind != "comma" or not place.wants_operator:
        return None
    opening, span = place.innermost, place.found.span
    if opening is not None and opening.char == "?":
        return unfinished_conditional(place, opening)
    if opening is not None and opening.char == "(":
        return slip("OEL105", "parentheses hold one value", span, _LIST_HELP)
    if opening is not None and opening.char == "[":
        return slip(
            "OEL105",
            "square brackets hold one index",
            span,
            "take elements one by one, or select with `.?[ ]`",
        )
    if opening is not None:
        return slip(
            "OEL105",
            "an entry of a map needs a key and a value",
            span,
            "write `{'key': value, 'other': value}`",
        )
    return slip("OEL105", "a comma stands between arguments or list items only", span, _LIST_HELP)


def colon_out_of_place(place: Place) -> Repair | None:
    """Recognise a `:` that no `?` waits for."""
    if place.char != ":" or place.found.text != ":" or not place.wants_operator:
        return None
    opening = place.innermost
    waiting = any(place.text[at] == "?" for at in place.structure.open)
    if opening is not None and opening.char in "([" and waiting:
        return unclosed_bracket(place, opening)
    help = "a conditional is written `condition ? value : other`, a map `{'key': value}`"
    return slip("OEL117", "this `:` belongs to no `?`", place.found.span, help)


def unfinished_conditional(place: Place, question: Opening) -> Repair:
    """Return the fault of a `?` whose `:` is missing where the fault stands."""
    if place.text.startswith("[", question.offset + 1):
        help = (
            "a selection is written `.?[ ]`, an index of what may be null `value != null ? value[0] : null`"
        )
        return slip("OEL117", "the `?` has no `:`", question.span, help)
    inside = len(place.structure.open) > 1 or place.found.kind == "end"
    at = Span(place.offset, place.offset)
    edits = (Edit(at, " : null"),) if inside else ()
    help = "a conditional names both values: `condition ? value : other`"
    return slip("OEL117", "the `?` has no `:`", question.span, help, edits, fix="give null otherwise")


def unclosed_bracket(place: Place, opening: Opening) -> Repair:
    """Return the fault of a bracket that is still open where the fault stands."""
    closer = CLOSERS[opening.char]
    missing = "null" if place.wants_value and opening.char == "[" else ""
    end = len(place.text[: place.offset].rstrip(BLANKS))
    edits = (Edit(Span(end, end), missing + closer),)
    return slip(
        "OEL102",
        f"`{opening.char}` is not closed",
        opening.span,
        f"close it with `{closer}`",
        edits,
        fix=f"add `{closer}`",
    )


def conditional_in_bracket(place: Place) -> Repair | None:
    """Recognise `(a ? b)`: a bracket closes while a conditional is open."""
    if place.found.kind != "close" or not place.wants_operator or place.innermost is None:
        return None
    return unfinished_conditional(place, place.innermost) if place.innermost.char == "?" else None


def empty_bracket(place: Place) -> Repair | None:
    """Recognise `()` and `a[]`."""
    previous = place.previous
    if place.found.kind != "close" or previous is None or previous.kind != "open" or not place.wants_value:
        return None
    span = previous.span.to(place.found.span)
    edits = (Edit(Span(place.offset, place.offset), "null"),)
    return slip(
        "OEL100",
        f"nothing stands between `{previous.text}` and `{place.found.text}`",
        span,
        "a value is expected there",
        edits,
    )


SLIPS = (
    javascript_list,
    conditional_in_bracket,
    mismatched_bracket,
    comma_without_value,
    comma_out_of_place,
    colon_out_of_place,
    empty_bracket,
)
"""In the order in which they are tried."""
