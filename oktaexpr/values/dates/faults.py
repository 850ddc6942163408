"""How the faults of date-times are worded; one place, so that all of them shorten long input alike."""

from __future__ import annotations

from oktaexpr.values.faults import Fault

_SHOWN = 60


def too_far() -> Fault:
    """Return the fault for a date outside the years 1 to 9999."""
    return Fault("DATE_TIME", "a date-time lies outside the years 1 to 9999")


def quoted(text: str) -> str:
    """Return the text in backquotes, shortened where it is long."""
    return f"`{text}`" if len(text) <= _SHOWN else f"`{text[:_SHOWN]}…`"
