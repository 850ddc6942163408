"""Files that are one expression: `name.oel`."""

from __future__ import annotations

from oktaexpr.formats.found import FoundExpression, Use
from oktaexpr.formats.interpolated import without_last_line_end
from oktaexpr.formats.mapped import Origin, verbatim
from oktaexpr.formats.notation import Lines
from oktaexpr.formats.reading import Reading, Unit
from oktaexpr.source import Span


def read_plain(unit: Unit, usage: str | None = None) -> Reading:
    """Return each file as an expression, without its last line end."""
    reading = Reading()
    for path, text in unit.texts.items():
        span = Span(0, len(text))
        content = verbatim(text, 0, Origin(path, span, Lines()))
        address = path.replace("\\", "/").rpartition("/")[2]
        reading.add(FoundExpression(without_last_line_end(content), Use(path, span), address, "file", usage))
    return reading
