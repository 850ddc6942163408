"""Checks that run only where somebody selects their codes: those of extensions, which are registered from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from oktaexpr.checker.context import KnownDirectory
from oktaexpr.diagnostics import Diagnostic
from oktaexpr.types import Target


@dataclass(frozen=True, slots=True)
class CheckedExpression:
    """An expression to judge, with all that is known of the place where it would be saved."""

    text: str
    engine: str | None = None
    """None: the usage's own or, without a usage, either."""
    usage: str | None = None
    target: Target | None = None
    directory: KnownDirectory | None = None
    attribute: str | None = None
    """The name of the attribute that receives the value, where a file says it."""


SelectedCheck = Callable[[CheckedExpression], Iterable[Diagnostic]]
"""Finds the problems of one expression, with spans of its text; never raises on a bad text."""

_CHECKS: dict[str, SelectedCheck] = {}


def register_check(codes: str, check: SelectedCheck) -> None:
    """Let `check` find the problems whose codes begin with `codes`, from now on and where one of them is selected."""
    _CHECKS[codes] = check


def selected_problems(expression: CheckedExpression, select: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield what the registered checks of the selected codes, or of their beginnings, find in an expression."""
    wanted = tuple(select)
    for codes, check in _CHECKS.items():
        if codes.startswith(wanted) or any(code.startswith(codes) for code in wanted):
            yield from (one for one in check(expression) if one.code.startswith(wanted))
