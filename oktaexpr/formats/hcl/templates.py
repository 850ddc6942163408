"""Quoted texts and heredocs of Terraform's language: escapes, interpolations, the indentation of `<<-`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from oktaexpr.formats.hcl.cursor import Cursor
from oktaexpr.formats.hcl.nodes import Directive, Expression, Interpolation, Template
from oktaexpr.formats.mapped import MappedText, Origin, Run
from oktaexpr.formats.notation import HclHeredoc, HclQuoted
from oktaexpr.source import Span

_QUOTED = re.compile(
    r'(?P<plain>[^"\\$%\n]+)|(?P<escape>\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\[^\n])'
    r"|(?P<doubled>\$\$|%%)(?=\{)|(?P<interpolation>\$\{)|(?P<directive>%\{)|(?P<mark>[$%])"
)
_HEREDOC = re.compile(
    r"(?P<plain>[^$%\n]*\n|[^$%\n]+)|(?P<doubled>\$\$|%%)(?=\{)|(?P<interpolation>\$\{)|(?P<directive>%\{)|(?P<mark>[$%])"
)
_HEREDOC_START = re.compile(r"<<(?P<trim>-?)(?P<name>[^\W\d][\w-]*)[ \t]*\r?\n")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}

_Piece: TypeAlias = Run | Interpolation | Directive
ReadExpression: TypeAlias = Callable[[Cursor], Expression]


def quoted_template(cursor: Cursor, read: ReadExpression) -> Template:
    """Read a template in quotes, the first of which stands here; `read` reads an expression."""
    start = cursor.at
    cursor.at += 1
    pieces = _pieces(cursor, _QUOTED, len(cursor.text), read, Origin(cursor.path, Span(start, start), None))
    if cursor.peek() != '"':
        cursor.fail("the text is not closed on its line", start)
    cursor.at += 1
    origin = Origin(cursor.path, Span(start, cursor.at), HclQuoted())
    return Template(_parts(pieces, origin, start + 1), origin)


def heredoc_template(cursor: Cursor, read: ReadExpression) -> Template:
    """Read a heredoc, whose mark stands here; `read` reads an expression."""
    start = cursor.at
    opening = cursor.match(_HEREDOC_START)
    if opening is None:
        cursor.fail("a heredoc starts with `<<NAME` and a line end")
    closing = re.compile(rf"^[ \t]*{re.escape(opening['name'])}(?=[ \t]*\r?$)", re.MULTILINE)
    found = closing.search(cursor.text, cursor.at)
    if found is None:
        cursor.fail(f"the heredoc is not closed with a line `{opening['name']}`", start)
    first, last = cursor.at, found.start()
    plain_origin = Origin(cursor.path, Span(start, found.end()), HclHeredoc())
    pieces = _pieces(cursor, _HEREDOC, last, read, plain_origin)
    origin = plain_origin
    if opening["trim"]:
        width = _common_indent(pieces)
        indent = _indent_text(cursor.text, pieces, width)
        origin = Origin(cursor.path, plain_origin.span, HclHeredoc(indent))
        pieces = _without_indent(pieces, width)
    cursor.at = found.end()
    return Template(_parts(pieces, origin, first), origin)


def _pieces(
    cursor: Cursor, pattern: re.Pattern[str], end: int, read: ReadExpression, origin: Origin
) -> list[_Piece]:
    """Read up to `end`, or to what is no part of a template; `origin` is for the time being."""
    pieces: list[_Piece] = []
    trim_next = False
    while cursor.at < end and (found := pattern.match(cursor.text, cursor.at, end)):
        kind, span = found.lastgroup, Span(*found.span())
        if kind in {"interpolation", "directive"}:
            piece, trims_before, trims_after = _embedded(
                cursor, span.start, read, is_value=kind == "interpolation"
            )
            if trims_before:
                _trim_end(pieces)
            pieces.append(piece)
            trim_next = trims_after
            continue
        cursor.at = span.end
        run = Run(_decoded(cursor, found), span, origin)
        if trim_next:
            rest = run.text.lstrip()
            run = run.cut(len(run.text) - len(rest), len(run.text))
            trim_next = not rest
        pieces.append(run)
    return pieces


def _embedded(
    cursor: Cursor, start: int, read: ReadExpression, *, is_value: bool
) -> tuple[Interpolation | Directive, bool, bool]:
    """Read `${…}` or `%{…}`; tell too whether `~` takes the blanks before and after it away."""
    cursor.at = start + 2
    cursor.open(line_ends_are_blanks=True)
    trims_before = cursor.take("~")
    expression = None
    if is_value:
        expression = read(cursor)
    else:
        _skip_directive(cursor, read)
    trims_after = cursor.take("~")
    cursor.expect("}")
    cursor.close()
    span = Span(start, cursor.at)
    piece = Interpolation(expression, span) if expression is not None else Directive(span)
    return piece, trims_before, trims_after


def _skip_directive(cursor: Cursor, read: ReadExpression) -> None:
    """Go past the words of a directive: `if x`, `else`, `for a, b in c`, `endfor`."""
    cursor.skip_blanks()
    while cursor.peek() not in {"}", "~", ""}:
        if cursor.peek() == ",":
            cursor.at += 1
        else:
            read(cursor)
        cursor.skip_blanks()


def _decoded(cursor: Cursor, found: re.Match[str]) -> str:
    match found.lastgroup:
        case "escape":
            written = found[0]
            if written[1] in "uU" and len(written) > 2:
                code = int(written[2:], 16)
                if code > 0x10FFFF:
                    cursor.fail("there is no such character", found.start())
                return chr(code)
            if written[1] not in _ESCAPES:
                cursor.fail(f"Terraform's language has no escape `{written}`", found.start())
            return _ESCAPES[written[1]]
        case "doubled":
            return found[0][0]
        case _:
            return found[0]


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
