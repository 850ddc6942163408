"""What is wrong with a text that does not parse: the entry, and the faults that need no search.

The slips that people make are in `slips/`, one subject a file; what explains them is in `rules/`. Both are
loaded when there is a fault, since most texts have none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from oktaexpr.diagnostics import Diagnostic, Edit, Fix
from oktaexpr.source import Span

MAX_LENGTH = 100_000
"""How long a text may be, in characters; Okta's own documented limits are far below."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A fault, and the edits after which reading can go on, so that the next fault is found too."""

    diagnostic: Diagnostic
    edits: tuple[Edit, ...] = ()
    """Without overlap; none where whatever follows would be noise."""
    offset: int = 0
    """Where reading stopped."""


class SyntaxFault(Exception):  # noqa: N818 - an error of this package's own inside, never seen outside
    """Raised inside the parser for a fault that has its diagnostic already."""

    def __init__(self, repair: Repair) -> None:
        """Keep the repair."""
        super().__init__(repair.diagnostic.message)
        self.repair = repair


def slip(
    code: str,
    message: str,
    span: Span,
    help: str | None = None,
    edits: tuple[Edit, ...] = (),
    *,
    fix: str | None = None,
    safe: bool = False,
) -> Repair:
    """Return the repair for a fault of rule `code`; `fix` is the title under which its edits are offered."""
    from oktaexpr.syntax.rules import RULES

    offered = Fix(fix, edits, safe) if fix is not None and edits else None
    return Repair(RULES[code].diagnostic(message, span, help, offered), edits)


def diagnose(text: str, offset: int, expected: frozenset[str]) -> Repair:
    """Return the fault at `offset`, where none of the `expected` terminals of the grammar stands."""
    from oktaexpr.syntax.slips import find_slip

    return replace(find_slip(text, offset, expected), offset=offset)


def text_faults(text: str) -> list[Diagnostic]:
    """Return the faults that need no parser: a blank text, and one that is too long to look at."""
    if not text.strip(" \t\r\n"):
        return [
            slip(
                "OEL113", "the expression is empty", Span(0, len(text)), "write a value, such as `user.login`"
            ).diagnostic
        ]
    if len(text) > MAX_LENGTH:
        message = f"the expression is longer than {MAX_LENGTH:,} characters"
        help = "Okta's own limits are far lower; split the expression, or look for a file that was pasted by mistake"
        return [slip("OEL114", message, Span(0, len(text)), help).diagnostic]
    return []


def integer_out_of_range(span: Span, text: str, *, fits_long: bool) -> Repair:
    """Return the fault of an integer that does not fit its type; reading goes on with 0 in its place."""
    shown = text if len(text) <= 24 else f"{text[:24]}…"
    if fits_long:
        message = f"`{shown}` is too large for an integer"
        help = "an integer ends at 2147483647; write `L` behind a larger one"
        suffix = (Edit(Span(span.end, span.end), "L"),)
        found = slip("OEL111", message, span, help, suffix, fix="add `L`", safe=True)
    else:
        help = "the largest number is 9223372036854775807L; keep longer digits, such as an identifier, as text in quotes"
        found = slip("OEL111", f"`{shown}` is too large for a number", span, help, (Edit(span, "0"),))
    return replace(found, offset=span.start)


def nesting_too_deep(span: Span, limit: int) -> Repair:
    """Return the fault of an expression that nests deeper than `limit`."""
    message = f"the expression nests deeper than {limit} levels"
    help = "take inner parts out, or write the same without nesting; a chain of one operator does not nest"
    return slip("OEL112", message, span, help)
