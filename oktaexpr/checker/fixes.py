"""Applying fixes to a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from oktaexpr.diagnostics import Diagnostic, Edit, apply_edits

_MAX_ROUNDS = 20


def apply_fixes(
    text: str, diagnostics: Iterable[Diagnostic], again: Callable[[str], Iterable[Diagnostic]] | None = None
) -> str:
    """Return `text` with the safe fixes made; a fix that overlaps an earlier one waits for the next round.

    `again` finds the diagnostics of a text that was changed, and fixes are made until there are none; without it there
    is one round.
    """
    found = diagnostics
    for _ in range(_MAX_ROUNDS):
        fixed = apply_edits(text, _compatible(found))
        if fixed == text or again is None:
            return fixed
        text, found = fixed, again(fixed)
    return text


def _compatible(diagnostics: Iterable[Diagnostic]) -> list[Edit]:
    """Return the edits of safe fixes, whole fixes only: one with an edit inside another's is left out."""
    taken: list[Edit] = []
    for diagnostic in diagnostics:
        fix = diagnostic.fix
        if fix is None or not fix.safe or any(_clash(edit, other) for edit in fix.edits for other in taken):
            continue
        taken += fix.edits
    return taken


def _clash(one: Edit, other: Edit) -> bool:
    if one == other:
        return True
    if one.span.start == other.span.start:
        return True
    return one.span.start < other.span.end and other.span.start < one.span.end
