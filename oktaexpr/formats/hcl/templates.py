"""Quoted texts and heredocs of Terraform's language: escapes, interpolations, the indentation of `<<-`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from oktaexpr.formats.hcl.nodes import Directive, Expression, Interpolation, Template
from oktaexpr.formats.hcl.shield import RawTemplate
from oktaexpr.formats.mapped import MappedText, Origin, Run
from oktaexpr.formats.notation import HclHeredoc, HclQuoted
from oktaexpr.source import Span

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}

_Piece: TypeAlias = Run | Interpolation | Directive


def template_of(raw: RawTemplate, text: str, path: str, expressions: Sequence[Expression]) -> Template:
    """Return what a template of the file `text` says; `expressions` are those of its `${…}`, in their order."""
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
            is_value = piece.kind == "interpolation"
            pieces.append(Interpolation(next(expressions), piece.span) if is_value else Directive(piece.span))
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
