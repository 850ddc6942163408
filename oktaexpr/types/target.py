"""What receives the value of an expression."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_TYPES = frozenset({"string", "boolean", "integer", "number", "array", "object"})


@dataclass(frozen=True, slots=True, init=False)
class Target:
    """An attribute with a type and, where it has one, an enumeration of the values it takes."""

    type: str
    """Okta's schema word: string, boolean, integer, number, array, object."""
    enum: tuple[str | int | float, ...]

    def __init__(self, type: str = "string", enum: Iterable[str | int | float] = ()) -> None:
        """Take Okta's type word and the allowed values. Raises `ValueError` for another word."""
        if type not in _TYPES:
            message = f"unknown target type {type!r}: use one of {', '.join(sorted(_TYPES))}"
            raise ValueError(message)
        object.__setattr__(self, "type", type)
        object.__setattr__(self, "enum", tuple(enum))
