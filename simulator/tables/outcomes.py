"""What an expression can come to: a text, null, an error, or a value that only the user's profile knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from oktaexpr.render import plain_text
from oktaexpr.syntax import nodes
from simulator.licenses import LicenseType


class OutcomeKind(StrEnum):
    """The kinds of outcomes."""

    VALUE = "value"
    NULL = "null"
    ERROR = "error"
    COMPUTED = "computed"
    """The value of a sub-expression, such as `user.dbtLicense`."""
    ABSENT = "absent"
    """Nothing gives the attribute a value, and nothing is sent."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome of an expression."""

    kind: OutcomeKind
    text: str = ""
    """The value, or the sub-expression of a computed one."""
    node: nodes.Node | None = field(default=None, compare=False, repr=False)

    @property
    def license(self) -> LicenseType | None:
        """Return the license whose wire value this is, exactly."""
        return LicenseType.of(self.text) if self.kind is OutcomeKind.VALUE else None

    @property
    def privilege(self) -> int:
        """Rank by what the outcome may grant: the more access, the higher; null and error grant nothing."""
        if self.license:
            return self.license.access
        return len(LicenseType) if self.kind is OutcomeKind.COMPUTED else -1

    def __str__(self) -> str:
        """Return the value as people read it."""
        match self.kind:
            case OutcomeKind.VALUE:
                return self.text
            case OutcomeKind.COMPUTED:
                return f"value of {self.text}"
            case _:
                return self.kind.value


NULL, ERROR, ABSENT = (Outcome(kind) for kind in (OutcomeKind.NULL, OutcomeKind.ERROR, OutcomeKind.ABSENT))


def value(text: str) -> Outcome:
    """Return the outcome that is this text."""
    return Outcome(OutcomeKind.VALUE, text)


def of_result(result: object) -> Outcome:
    """Return the outcome of an evaluation; what is no text counts as Java writes it: `true`, `2.0E7`."""
    return NULL if result is None else value(plain_text(result))
