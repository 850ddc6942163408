"""Problems in files: drawn at their lines, and as findings of a report, with the places that use a text from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from oktaexpr.formats.file_diagnostic import FileDiagnostic
from oktaexpr.render.hidden import visible
from oktaexpr.render.report import Finding, RelatedPlace
from oktaexpr.render.style import Paint, painter
from oktaexpr.render.text import draw_diagnostic

_PLAIN = painter(color=False)
_MOST_USES = 3


def draw_file_diagnostics(found: Iterable[FileDiagnostic], *, width: int = 100, paint: Paint = _PLAIN) -> str:
    """Return all problems with an empty line between them; the empty text for none."""
    return "\n\n".join(_draw(one, width, paint) for one in found)


def findings(found: Iterable[FileDiagnostic]) -> Iterator[Finding]:
    """Yield the problems as every report takes them."""
    for one in found:
        subject = one.address if one.attribute is None else f"{one.address}.{one.attribute}"
        related = tuple(
            RelatedPlace(f"used by {use.address}.{use.attribute}", use.path, use.line, use.column)
            for use in one.used_by
        )
        yield Finding(one.diagnostic, one.source, subject, related)


def _draw(one: FileDiagnostic, width: int, paint: Paint) -> str:
    lines = [draw_diagnostic(one.diagnostic, one.source, width=width, paint=paint)]
    margin = " " * len(str(one.source.position(max(one.diagnostic.span.end - 1, 0)).line))
    notes = [str(use) for use in one.used_by[:_MOST_USES]]
    if len(one.used_by) > _MOST_USES:
        notes.append(f"{len(one.used_by) - _MOST_USES:,} more")
    lines += (f"{margin} {paint('info', '=')} {paint('title', 'used by:')} {visible(note)}" for note in notes)
    return "\n".join(lines)
