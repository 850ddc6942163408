"""Problems in files: drawn at their lines, and as JSON, with the places that use a text which stands elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from oktaexpr.formats.file_diagnostic import FileDiagnostic
from oktaexpr.render.hidden import visible
from oktaexpr.render.json import diagnostic_json, json_document
from oktaexpr.render.style import Paint, painter
from oktaexpr.render.text import draw_diagnostic

_PLAIN = painter(color=False)
_MOST_USES = 3


def draw_file_diagnostics(found: Iterable[FileDiagnostic], *, width: int = 100, paint: Paint = _PLAIN) -> str:
    """Return all problems with an empty line between them; the empty text for none."""
    return "\n\n".join(_draw(one, width, paint) for one in found)


def file_diagnostics_json(found: Iterable[FileDiagnostic]) -> str:
    """Return a document of all problems in the order given, with a count by severity.

    Beside what every diagnostic has: `address`, `attribute`, `usage`, and `used_by` with path, line and column.
    """
    listed = [_json(one) for one in found]
    counts = {
        severity: sum(one["severity"] == severity for one in listed)
        for severity in ("error", "warning", "info")
    }
    return json_document({"diagnostics": listed, "counts": counts})


def _json(one: FileDiagnostic) -> dict[str, Any]:
    return diagnostic_json(one.diagnostic, one.source) | {
        "address": one.address,
        "attribute": one.attribute,
        "usage": one.usage,
        "used_by": [asdict(use) for use in one.used_by],
    }


def _draw(one: FileDiagnostic, width: int, paint: Paint) -> str:
    lines = [draw_diagnostic(one.diagnostic, one.source, width=width, paint=paint)]
    margin = " " * len(str(one.source.position(max(one.diagnostic.span.end - 1, 0)).line))
    notes = [str(use) for use in one.used_by[:_MOST_USES]]
    if len(one.used_by) > _MOST_USES:
        notes.append(f"{len(one.used_by) - _MOST_USES:,} more")
    lines += (f"{margin} {paint('info', '=')} {paint('title', 'used by:')} {visible(note)}" for note in notes)
    return "\n".join(lines)
