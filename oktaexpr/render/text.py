"""A diagnostic drawn for people: the line, a gutter, and carets under the exact characters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from oktaexpr.diagnostics import Diagnostic, Severity
from oktaexpr.render.hidden import escape, is_hidden, visible
from oktaexpr.render.style import Paint, painter
from oktaexpr.render.width import cell_width
from oktaexpr.source import Source, Span

_TAB = 4
_LEAST_WIDTH = 20
_PLAIN = painter(color=False)


def draw_diagnostic(
    diagnostic: Diagnostic, source: Source, *, width: int = 100, paint: Paint = _PLAIN
) -> str:
    """Return the diagnostic as lines: severity, code and message; the place; the text with carets; help and fix."""
    role = diagnostic.severity.value
    start = source.position(diagnostic.span.start)
    head = f"{paint(role, f'{role}[{diagnostic.code}]')}{paint('title', ': ' + visible(diagnostic.message))}"
    last = _last_line(source, diagnostic.span)
    gutter = len(str(last))
    bar = paint("info", "|")
    margin = " " * gutter
    lines = [head, f"{margin}{paint('info', '-->')} {visible(source.name)}:{start.line}:{start.column}"]
    room = max(width - gutter - 3, _LEAST_WIDTH)
    lines.append(f"{margin} {bar}")
    for number, window in _windows(source, diagnostic.span, room):
        if window is None:
            lines.append(paint("info", "..."))
            continue
        lines.append(f"{paint('info', str(number).rjust(gutter))} {bar} {window.text}".rstrip())
        lines.append(f"{margin} {bar} {' ' * window.start}{paint(role, '^' * window.length)}")
    for word, text in _footnotes(diagnostic):
        lines.append(f"{margin} {paint('info', '=')} {paint('title', word + ':')} {visible(text)}")
    return "\n".join(lines)


def draw_diagnostics(
    found: Iterable[tuple[Source, Diagnostic]], *, width: int = 100, paint: Paint = _PLAIN
) -> str:
    """Return all diagnostics with an empty line between them; the empty text for none."""
    return "\n\n".join(draw_diagnostic(one, source, width=width, paint=paint) for source, one in found)


def count_sentence(diagnostics: Iterable[Diagnostic]) -> str:
    """Return `1 error, 2 warnings`, worst first; `no problems` for none."""
    severities = [diagnostic.severity for diagnostic in diagnostics]
    plural = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "infos"}
    parts = []
    for severity, many in plural.items():
        count = severities.count(severity)
        if count:
            parts.append(f"{count:,} {severity.value if count == 1 else many}")
    return ", ".join(parts) or "no problems"


def _footnotes(diagnostic: Diagnostic) -> list[tuple[str, str]]:
    notes = [] if diagnostic.help is None else [("help", diagnostic.help)]
    if diagnostic.fix is not None:
        notes.append(("fix" if diagnostic.fix.safe else "possible fix", diagnostic.fix.title))
    if diagnostic.provenance is not None and diagnostic.provenance.startswith("assumed"):
        notes.append(("note", "nobody documents this; it is the safest reading"))
    return notes


@dataclass(frozen=True, slots=True)
class _Window:
    """What is shown of one line: its text, and where the carets stand, in columns of the terminal."""

    text: str
    start: int
    length: int


def _last_line(source: Source, span: Span) -> int:
    return source.position(max(span.end - 1, span.start)).line


def _windows(source: Source, span: Span, room: int) -> list[tuple[int, _Window | None]]:
    """Return line numbers with what to show; None stands for lines between the first and the last that are left out."""
    first = source.position(span.start)
    last = _last_line(source, span)
    line = source.line(first.line)
    if last == first.line:
        return [(first.line, _window(line, first.column - 1, first.column - 1 + span.end - span.start, room))]
    ending = source.line(last)
    end_column = source.position(span.end - 1).column
    indent = len(ending) - len(ending.lstrip())
    shown: list[tuple[int, _Window | None]] = [(first.line, _window(line, first.column - 1, len(line), room))]
    if last > first.line + 1:
        shown.append((0, None))
    shown.append((last, _window(ending, min(indent, end_column - 1), end_column, room)))
    return shown


def _window(line: str, start: int, end: int, room: int) -> _Window:
    """Return the line as far as it fits, with the marked part in it, and where the marked part lies."""
    cells = _cells(line)
    widths = [cell_width(cell) for cell in cells]
    start = min(start, len(cells))  # a place behind the `\r` of a line end
    left, right = _fitting(widths, start, min(end, len(cells)), room)
    before, after = "…" * (left > 0), "…" * (right < len(cells))
    text = before + "".join(cells[left:right]) + after
    offset = len(before) + sum(widths[left:start])
    length = sum(widths[start : min(end, right)])
    if length == 0 and widths[start : start + 1] == [0] and offset:
        offset -= 1  # a combining mark stands on the character before it
    return _Window(text, offset, max(length, 1))


def _cells(line: str) -> list[str]:
    """Return what each character of the line looks like: tabs as spaces up to the next stop, hidden ones as escapes."""
    if line.isascii() and line.isprintable():
        return list(line)
    cells: list[str] = []
    column = 0
    for char in line:
        cell = escape(char) if is_hidden(char) else char
        cells.append(" " * (_TAB - column % _TAB) if char == "\t" else cell)
        column += cell_width(cells[-1])
    return cells


def _fitting(widths: list[int], start: int, end: int, room: int) -> tuple[int, int]:
    """Return the range of characters to show: all where they fit, else a part around the start of the mark."""
    if sum(widths) <= room:
        return 0, len(widths)
    space = room - 2
    wanted = min(sum(widths[start:end]), space)
    lead = min((space - wanted) // 2, space // 3)
    left = start
    while left > 0 and lead >= widths[left - 1]:
        left -= 1
        lead -= widths[left]
    right = left
    while right < len(widths) and space >= widths[right]:
        space -= widths[right]
        right += 1
    while right == len(widths) and left > 0 and space >= widths[left - 1]:
        left -= 1
        space -= widths[left]
    return left, right
