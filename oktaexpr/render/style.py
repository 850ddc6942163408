"""Colours of the terminal, as the few roles that the output has."""

from __future__ import annotations

from collections.abc import Callable

Paint = Callable[[str, str], str]
"""Takes a role and a text, returns the text in the colours of that role."""

_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "title": "1",
    "name": "36",
    "good": "32",
    "dim": "2",
}


def painter(*, color: bool) -> Paint:
    """Return what paints a text; without colour it leaves every text as it is."""
    if not color:
        return lambda _role, text: text
    return lambda role, text: f"\x1b[{_CODES[role]}m{text}\x1b[0m" if text else text
