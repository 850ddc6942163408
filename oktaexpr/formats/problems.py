"""What a file reader cannot read."""

from __future__ import annotations

from oktaexpr.errors import OktaExprError
from oktaexpr.source import Span


class UnreadableError(OktaExprError):
    """A file is not in the language that its name says; `span` is where that shows, in code points."""

    def __init__(self, message: str, span: Span) -> None:
        """Keep the place beside the message."""
        super().__init__(message)
        self.span = span
