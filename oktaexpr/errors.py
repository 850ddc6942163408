"""The exception tree: one root, each error with its diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oktaexpr.diagnostics import Diagnostic


class OktaExprError(Exception):
    """The root of every error that this package raises on purpose."""

    def __init__(self, message: str, diagnostics: Sequence[Diagnostic] = ()) -> None:
        """Keep the message and the diagnostics, most important first."""
        super().__init__(message)
        self.message = message
        self.diagnostics = tuple(diagnostics)


class ExpressionSyntaxError(OktaExprError):
    """The text is no expression; `diagnostics` holds every syntax fault that was found."""


class EvaluationError(OktaExprError):
    """An expression has no value for this scope.

    `code` is a stable name such as `PROPERTY_ON_NULL` (the list is in `oktaexpr/values/faults.py`);
    `diagnostics[0].span` is the sub-expression that failed.
    """

    def __init__(self, code: str, message: str, diagnostics: Sequence[Diagnostic] = ()) -> None:
        """Keep the code beside the message."""
        super().__init__(message, diagnostics)
        self.code = code


class DirectoryError(OktaExprError):
    """A directory, a fixture or an export cannot be used; the message names file, line and key."""


class UsageError(OktaExprError):
    """The caller asked for something that contradicts itself, such as an engine its usage does not have."""
