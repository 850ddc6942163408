"""Numbers of things in words."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, which takes an s unless it is one: `1 user`, `2,000 users`."""
    return f"{number:,} {noun}{'s' * (number != 1)}"
