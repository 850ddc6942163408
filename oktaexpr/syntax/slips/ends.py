"""The end of the text, where something is still open."""

from __future__ import annotations

from oktaexpr.syntax.faults import Repair
from oktaexpr.syntax.place import Place
from oktaexpr.syntax.slips.brackets import unclosed_bracket, unfinished_conditional


def still_open(place: Place) -> Repair | None:
    """Recognise a bracket or a conditional that the text leaves open."""
    opening = place.innermost
    if place.found.kind != "end" or opening is None:
        return None
    return unfinished_conditional(place, opening) if opening.char == "?" else unclosed_bracket(place, opening)


SLIPS = (still_open,)
"""In the order in which they are tried."""
