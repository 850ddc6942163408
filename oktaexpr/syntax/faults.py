"""What is wrong with a text that does not parse, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from oktaexpr.diagnostics import Diagnostic, Edit, Severity
from oktaexpr.source import Span


@dataclass(frozen=True, slots=True)
class Repair:
    """A fault and the edit after which reading can go on, so that the next fault is found too."""

    diagnostic: Diagnostic
    edit: Edit | None = None


class SyntaxFault(Exception):  # noqa: N818 - an error of this package's own inside, never seen outside
    """Raised inside the parser for a fault that has its diagnostic already."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        """Keep the diagnostic."""
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def integer_out_of_range(span: Span, text: str, *, fits_long: bool) -> Diagnostic:
    """Return the fault of an integer that does not fit its type."""
    return Diagnostic("OEL111", Severity.ERROR, f"`{text}` does not fit an integer", span)


def nesting_too_deep(span: Span, limit: int) -> Diagnostic:
    """Return the fault of an expression that nests deeper than `limit`."""
    return Diagnostic("OEL112", Severity.ERROR, f"the expression nests deeper than {limit} levels", span)


def diagnose(text: str, offset: int, expected: frozenset[str]) -> Repair:
    """Return the fault at `offset`, where none of the `expected` terminals of the grammar stands."""
    found = text[offset : offset + 1] or "the end"
    return Repair(Diagnostic("OEL100", Severity.ERROR, f"unexpected {found}", Span(offset, min(offset + 1, len(text)))))


MAX_LENGTH = 200_000
"""How long a text may be, in characters; Okta's own documented limits are far below."""


def text_faults(text: str) -> list[Diagnostic]:
    """Return the faults that need no parser: a blank text, and one that is too long to look at."""
    if not text.strip(" \t\r\n"):
        return [Diagnostic("OEL113", Severity.ERROR, "the expression is empty", Span(0, len(text)))]
    if len(text) > MAX_LENGTH:
        return [Diagnostic("OEL113", Severity.ERROR, f"the expression is longer than {MAX_LENGTH:,} characters", Span(0, len(text)))]
    return []
