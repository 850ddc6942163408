"""Checking an expression of which a part is not known: what is said must hold whatever the part is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from oktaexpr.diagnostics import Diagnostic
from oktaexpr.formats.hcl.filled import HOLE_MARK
from oktaexpr.formats.mapped import MappedText, Place
from oktaexpr.source import Span

_SYNTAX = "OEL1"
_STAND_INS = ('"x"', " == ", " AND ", "", "user.login == null", "user.login", "(", ")", '"')
"""What an unknown part may be besides a name: a text, an operator, nothing, a condition, a bracket or quote."""

Check = Callable[[str], list[Diagnostic]]


def check_known_parts(content: MappedText, check: Check) -> list[Diagnostic]:
    """Return what `check` finds in the known parts of a text.

    What stands in a literal is text, whatever it is. Elsewhere it may be anything: a syntax fault is reported only
    where no stand-in makes the text parse, and only one that all stand-ins leave at the same place.
    """
    found = check(content.text)
    if not content.holes:
        return found
    faults = [one for one in found if one.code.startswith(_SYNTAX)]
    if not faults or not _has_hole_outside_literals(content):
        return _outside_holes(content, found)
    common = {_key(content, fault) for fault in faults}
    for stand_in in _STAND_INS:
        other = content.with_stand_in(stand_in)
        given = check(other.text)
        its_faults = {_key(other, one) for one in given if one.code.startswith(_SYNTAX)}
        if not its_faults:
            return [_moved(one, other, content) for one in _outside_holes(other, given)]
        common &= its_faults
    return _outside_holes(content, [fault for fault in faults if _key(content, fault) in common])


def _has_hole_outside_literals(content: MappedText) -> bool:
    quote = ""
    for run in content.runs:
        if run.hole is not None:
            if not quote:
                return True
            continue
        for char in run.text:
            if char == quote:
                quote = ""
            elif not quote and char in "'\"":
                quote = char
    return False


def _moved(diagnostic: Diagnostic, other: MappedText, content: MappedText) -> Diagnostic:
    """Return a diagnostic of the text with stand-ins as one of the text itself; both have the same runs."""
    start, end = diagnostic.span
    span = Span(
        other.same_offset(start, content), other.same_offset(max(end - 1, start), content) + (end > start)
    )
    return replace(diagnostic, span=span, fix=None)


def _key(content: MappedText, fault: Diagnostic) -> tuple[str, Place]:
    return fault.code, content.place(fault.span)


def _outside_holes(content: MappedText, found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the diagnostics that neither touch an unknown part nor speak of one."""
    return [
        one
        for one in found
        if not content.has_hole(one.span)
        and HOLE_MARK not in one.message
        and HOLE_MARK not in (one.help or "")
        and not (one.fix is not None and any(content.has_hole(edit.span) for edit in one.fix.edits))
    ]
