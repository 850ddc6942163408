"""The slips that people make, each with its own words: the first that fits the place is the fault.

A slip is a function from a `Place` to a `Repair`, or to None where it does not apply. The order matters: what
can be told from a single character comes first, what is told from the absence of something comes last.
"""

from __future__ import annotations

from collections.abc import Callable

from oktaexpr.source import Span
from oktaexpr.syntax.faults import Repair, slip
from oktaexpr.syntax.place import Place, expectation, quotation
from oktaexpr.syntax.slips import (
    brackets,
    characters,
    constructs,
    ends,
    names,
    numbers,
    operators,
    quotes,
    templates,
    words,
)

Slip = Callable[[Place], Repair | None]

_SLIPS: tuple[Slip, ...] = (
    *quotes.SLIPS,
    *templates.SLIPS,
    *characters.SLIPS,
    *numbers.SLIPS,
    *constructs.SLIPS,
    *operators.SYMBOL_SLIPS,
    *names.SLIPS,
    *brackets.SLIPS,
    *operators.PLACE_SLIPS,
    *words.SLIPS,
    *ends.SLIPS,
)


def find_slip(text: str, offset: int, expected: frozenset[str]) -> Repair:
    """Return the fault at `offset`; where no slip is recognised, what was found and what was expected."""
    place = Place(text, offset, expected)
    for recognise in _SLIPS:
        repair = recognise(place)
        if repair is not None:
            return repair
    return _unexpected(place)


def _unexpected(place: Place) -> Repair:
    found, wanted = place.found, expectation(place)
    if found.kind == "end":
        end = len(place.text.rstrip(" \t\r\n"))
        return slip("OEL100", f"the expression ends where {wanted} is expected", Span(end, end))
    return slip("OEL100", f"found {quotation(found.text)} where {wanted} is expected", found.span)
