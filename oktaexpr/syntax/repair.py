"""A text under repair: edits go in one after the other, diagnostics keep the places of the original."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from oktaexpr.diagnostics import Diagnostic, Edit, Fix
from oktaexpr.source import Span


class RepairedText:
    """A copy of a text that is being mended, and for each of its offsets the offset in the original."""

    def __init__(self, text: str) -> None:
        """Start with the text as it is."""
        self.text = text
        self._origins = list(range(len(text) + 1))

    def apply(self, edits: Iterable[Edit]) -> None:
        """Make edits that do not overlap; all that one inserts stands, for the original, where it starts."""
        pieces: list[str] = []
        origins: list[int] = []
        at = 0
        for edit in sorted(edits, key=lambda edit: edit.span):
            start, end = edit.span
            pieces += (self.text[at:start], edit.text)
            origins += self._origins[at:start] + [self._origins[start]] * len(edit.text)
            at = end
        self.text = "".join([*pieces, self.text[at:]])
        self._origins = origins + self._origins[at:]

    def locate(self, diagnostic: Diagnostic) -> Diagnostic:
        """Return the diagnostic with the places of the original text.

        A fix that touches what an earlier mend wrote is left out: it would change a text that nobody has.
        """
        fix = diagnostic.fix
        if fix is not None and all(self.is_original(edit.span) for edit in fix.edits):
            fix = Fix(
                fix.title, tuple(Edit(self._origin(edit.span), edit.text) for edit in fix.edits), fix.safe
            )
        else:
            fix = None
        return replace(diagnostic, span=self._origin(diagnostic.span), fix=fix)

    def _origin(self, span: Span) -> Span:
        return Span(self._origins[span.start], self._origins[span.end])

    def is_original(self, span: Span) -> bool:
        """Whether a place in the mended text is one of the original, so that a diagnostic can point there."""
        origin = self._origin(span)
        return origin.end - origin.start == span.end - span.start


def without_safety(diagnostic: Diagnostic) -> Diagnostic:
    """Return the diagnostic with its fix, if any, as a suggestion that no machine applies by itself."""
    fix = diagnostic.fix
    return diagnostic if fix is None else replace(diagnostic, fix=replace(fix, safe=False))
