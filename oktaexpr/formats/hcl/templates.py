"""Quoted texts and heredocs of Terraform's language: escapes, interpolations, the indentation of `<<-`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from oktaexpr.formats.hcl.nodes import Directive, Expression, Interpolation, Template
from oktaexpr.formats.hcl.shield import Piece, RawTemplate, fail
from oktaexpr.formats.mapped import MappedText, Origin, Run
from oktaexpr.formats.notation import HclHeredoc, HclQuoted
from oktaexpr.formats.values import Condition
from oktaexpr.source import Span

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}

_NAMES = re.compile(r'"[^"$]*"|([^\W\d][\w-]*(?:\.[^\W\d][\w-]*)*)(?![\w-]|\s*\()')
_CONSTANTS = frozenset({"true", "false", "null"})
_CLOSES = {"else": ("if",), "endif": ("if", "else"), "endfor": ("for",)}
_CLOSED_WITH = {"if": "endif", "else": "endif", "for": "endfor"}

_Piece: TypeAlias = Run | Interpolation | Directive


def template_of(raw: RawTemplate, text: str, path: str, expressions: Sequence[Expression]) -> Template:
    """Return what a template of the file `text` says; `expressions` are those of its `${…}` and `%{…}`, in their order.

    Raises `UnreadableError` for an `if` or `for` that is not closed.
    """
    _check_nesting(raw, text)
    notation = HclQuoted() if raw.kind == "quoted" else HclHeredoc()
    origin = Origin(path, raw.span, notation)
    pieces = _pieces(raw, text, origin, iter(expressions))
    if raw.kind == "flush heredoc":
        width = _common_indent(pieces)
        origin = Origin(path, raw.span, HclHeredoc(_indent_text(text, pieces, width)))
        pieces = _without_indent(pieces, width)
    return Template(_parts(pieces, origin, raw.inside), origin)


def _pieces(raw: RawTemplate, text: str, origin: Origin, expressions: Iterator[Expression]) -> list[_Piece]:
    pieces: list[_Piece] = []
    trim_next = False
    for piece in raw.pieces:
        if piece.kind in {"interpolation", "directive"}:
            if piece.trims_before:
                _trim_end(pieces)
            pieces.append(_filled_in(piece, text, expressions))
            trim_next = piece.trims_after
            continue
        written = text[piece.span.start : piece.span.end]
        run = Run(_decoded(piece.kind, written), piece.span, origin)
        if trim_next:
            rest = run.text.lstrip()
            run = run.cut(len(run.text) - len(rest), len(run.text))
            trim_next = not rest
        pieces.append(run)
    return pieces


def _filled_in(piece: Piece, text: str, expressions: Iterator[Expression]) -> Interpolation | Directive:
    if piece.head is None:
        return Interpolation(next(expressions), piece.span)
    keyword, names = piece.head
    condition = None
    if keyword == "if":
        written = text[piece.span.start + 2 : piece.span.end - 1].strip("~ \t\r\n")
        condition = condition_of(written.removeprefix(keyword))
    expression = next(expressions) if piece.head.has_expression else None
    return Directive(keyword, names, expression, condition, piece.span)


def condition_of(written: str) -> Condition:
    """Return a condition for what a file writes; names that it calls are functions and tell nothing."""
    found = (match[1] for match in _NAMES.finditer(written))
    return Condition("".join(written.split()), frozenset(name for name in found if name) - _CONSTANTS)


def _check_nesting(raw: RawTemplate, text: str) -> None:
    """Raise `UnreadableError` where a directive closes what is not open, or is not closed itself."""
    opened: list[tuple[str, int]] = []
    for piece in raw.pieces:
        if piece.head is None:
            continue
        keyword, start = piece.head.keyword, piece.span.start
        if keyword in _CLOSES:
            if not opened or opened[-1][0] not in _CLOSES[keyword]:
                fail(text, f"nothing is open that `%{{ {keyword} }}` could belong to", start)
            opened.pop()
        if keyword in _CLOSED_WITH:
            opened.append((keyword, start))
    if opened:
        keyword, start = opened[-1]
        fail(text, f"this `{keyword}` is not closed with `%{{ {_CLOSED_WITH[keyword]} }}`", start)


def _decoded(kind: str, written: str) -> str:
    match kind:
        case "escape":
            return _ESCAPES.get(written[1]) or chr(int(written[2:], 16))
        case "doubled":
            return written[0]
        case _:
            return written


def _trim_end(pieces: list[_Piece]) -> None:
    """Take the blanks before `${~` away."""
    while pieces and isinstance(last := pieces[-1], Run):
        kept = last.text.rstrip()
        if kept:
            pieces[-1] = last.cut(0, len(kept))
            return
        pieces.pop()


def _common_indent(pieces: list[_Piece]) -> int:
    """Return how many blanks every line starts with; a line of blanks only does not count."""
    widths = []
    is_line_start = True
    for piece in pieces:
        text = piece.text if isinstance(piece, Run) else ""
        if is_line_start and not (text.isspace() and text.endswith("\n")):
            widths.append(len(text) - len(text.lstrip()))
        is_line_start = text.endswith("\n")
    return min(widths, default=0)


def _indent_text(text: str, pieces: list[_Piece], width: int) -> str:
    """Return the blanks of the first line that has some, for lines that a fix adds."""
    for piece in pieces:
        if isinstance(piece, Run) and not piece.text.isspace():
            return text[piece.span.start : piece.span.start + width]
    return " " * width


def _without_indent(pieces: list[_Piece], width: int) -> list[_Piece]:
    kept: list[_Piece] = []
    is_line_start = True
    for piece in pieces:
        text = piece.text if isinstance(piece, Run) else ""
        has_indent = is_line_start and not (text.isspace() and text.endswith("\n"))
        kept.append(piece.cut(width, len(text)) if isinstance(piece, Run) and has_indent else piece)
        is_line_start = text.endswith("\n")
    return kept


def _parts(
    pieces: list[_Piece], origin: Origin, start: int
) -> tuple[MappedText | Interpolation | Directive, ...]:
    """Put runs that follow each other into one text each; a template of nothing is an empty text."""
    parts: list[MappedText | Interpolation | Directive] = []
    runs: list[Run] = []
    for piece in pieces:
        if isinstance(piece, Run):
            runs.append(Run(piece.text, piece.span, origin))
            continue
        if runs:
            parts.append(MappedText(tuple(runs)))
            runs = []
        parts.append(piece)
    if runs or not parts:
        parts.append(MappedText(tuple(runs) or (Run("", Span(start, start), origin),)))
    return tuple(parts)
