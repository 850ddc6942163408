"""A text under repair: edits go in one after the other, diagnostics keep the places of the original."""

from __future__ import annotations

from dataclasses import replace

from oktaexpr.diagnostics import Diagnostic, Edit, Fix
from oktaexpr.source import Span


class RepairedText:
    """A copy of a text that is being mended, and for each of its offsets the offset in the original."""

    def __init__(self, text: str) -> None:
        """Start with the text as it is."""
        self.text = text
        self._origins = list(range(len(text) + 1))

    def apply(self, edit: Edit) -> None:
        """Make one edit; all that it inserts stands, for the original, where the edit starts."""
        start, end = edit.span
        self.text = self.text[:start] + edit.text + self.text[end:]
        self._origins[start:end] = [self._origins[start]] * len(edit.text)

    def locate(self, diagnostic: Diagnostic) -> Diagnostic:
        """Return the diagnostic with the places of the original text."""
        fix = diagnostic.fix
        if fix is not None:
            fix = Fix(fix.title, tuple(Edit(self._origin(edit.span), edit.text) for edit in fix.edits), fix.safe)
        return replace(diagnostic, span=self._origin(diagnostic.span), fix=fix)

    def _origin(self, span: Span) -> Span:
        return Span(self._origins[span.start], self._origins[span.end])
