"""A copy of a Terraform file, place for place as long, in which python-hcl2's grammar reads everything as Terraform does.

Version 8.1.4 of it refuses or misreads some of the language: in texts, `$${` up to the next `}` whatever stands
between (a closing quote, a `${`), `${~`, line ends inside `${ }`; heredocs of other markers than ASCII letters; names
with other letters; functions of one `::`; comments inside a line; a line end before `-` in brackets; `!!`. So the copy
has blanks for comments and for such line ends, and for every text or heredoc a quoted `"___${a}___"`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple, NoReturn, TypeAlias, cast

from oktaexpr.formats.hcl.nodes import Comment
from oktaexpr.formats.problems import UnreadableError
from oktaexpr.source import Span

_MARK = re.compile(
    r"(?P<comment>(?:#|//)[^\n]*|/\*.*?\*/)|(?P<endless>/\*)"
    r'|(?P<quote>")|(?P<heredoc><<)'
    r"|(?P<word>[^\W\d][\w-]*(?:::[^\W\d][\w-]*)*)"
    r"|(?P<open>[(\[{])|(?P<close>~?\}|[)\]])|(?P<line_end>\n)"
    r"|(?P<sign>!(?:[ \t]*!)+|-(?:[ \t]*-)+)",
    re.DOTALL,
)
_QUOTED = re.compile(
    r'(?P<plain>[^"\\$%\n]+)|(?P<escape>\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\[^\n])'
    r"|(?P<doubled>\$\$|%%)(?=\{)|(?P<interpolation>\$\{)|(?P<directive>%\{)|(?P<mark>[$%])"
)
_HEREDOC = re.compile(
    r"(?P<plain>[^$%\n]*\n|[^$%\n]+)|(?P<doubled>\$\$|%%)(?=\{)|(?P<interpolation>\$\{)|(?P<directive>%\{)|(?P<mark>[$%])"
)
_HEREDOC_START = re.compile(r"<<(?P<trim>-?)(?P<name>[^\W\d][\w-]*)[ \t]*\r?\n")
_FOR = re.compile(r"\{\s*for\s+[^\W\d]")
_DIRECTIVE = re.compile(
    r"%\{~?\s*(?:(?P<bare>else|endif|endfor)\s*~?\}|(?P<if>if)(?![\w-])"
    r"|(?P<for>for)\s+(?P<first>[^\W\d][\w-]*)\s*(?:,\s*(?P<second>[^\W\d][\w-]*)\s*)?in(?![\w-]))"
)
_SIMPLE_ESCAPES = frozenset('nrt"\\')
_CLOSING = {"(": ")", "[": "]", "{": "}"}
MOST_DEPTH = 150
"""How deep brackets, and expressions, may nest."""

PieceKind: TypeAlias = Literal["plain", "escape", "doubled", "mark", "interpolation", "directive"]


class DirectiveHead(NamedTuple):
    """The word that a directive begins with, and the names that a `for` gives."""

    keyword: str
    names: tuple[str, ...] = ()

    @property
    def has_expression(self) -> bool:
        """Whether an expression follows."""
        return self.keyword in {"if", "for"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a template: text, an escape, or what Terraform fills in."""

    kind: PieceKind
    span: Span
    trims_before: bool = False
    trims_after: bool = False
    head: DirectiveHead | None = None
    """That of a directive."""


@dataclass(frozen=True, slots=True)
class RawTemplate:
    """A quoted text or a heredoc as it is written, with its quotes or markers."""

    span: Span
    inside: int
    """Where its text starts."""
    pieces: tuple[Piece, ...]
    kind: Literal["quoted", "heredoc", "flush heredoc"]


@dataclass(frozen=True, slots=True)
class Shielded:
    """The copy, and what it does not show."""

    text: str
    templates: dict[int, RawTemplate]
    """By the place where they start."""
    comments: tuple[Comment, ...]
    fault: UnreadableError | None
    """Why the copy ends before the file does."""


class _Bracket(NamedTuple):
    closing: str
    joins_lines: bool
    """Whether line ends are blanks inside."""
    is_template: bool = False


def shield(text: str) -> Shielded:
    """Return the copy; it ends at the first text or comment that is not closed, bad escape, or bracket too deep."""
    scanner = _Scanner(text)
    fault = None
    try:
        scanner.structure(0, len(text))
    except UnreadableError as error:
        fault = error
    end = len(text) if fault is None else fault.span.start
    return Shielded("".join(scanner.shown[:end]), scanner.templates, tuple(scanner.comments), fault)


_BEFORE, _AFTER = 'a="', '"'
BEFORE_TEMPLATE = len(_BEFORE)
"""How far the places of a bare template are moved in its copy."""


def shield_template(text: str) -> tuple[str, Shielded]:
    """Return a template that stands in no file of Terraform's as the one attribute of such a file, and its copy."""
    text = f"{_BEFORE}{text}{_AFTER}"
    scanner = _Scanner(text)
    fault = None
    try:
        scanner.bare_template(BEFORE_TEMPLATE, len(text) - len(_AFTER))
    except UnreadableError as error:
        fault = error
    end = len(text) if fault is None else fault.span.start
    return text, Shielded("".join(scanner.shown[:end]), scanner.templates, (), fault)


def fail(text: str, message: str, at: int) -> NoReturn:
    """Raise `UnreadableError` for the character at `at`."""
    raise UnreadableError(message, Span(at, min(at + 1, len(text))))


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.shown = list(text)
        self.templates: dict[int, RawTemplate] = {}
        self.comments: list[Comment] = []
        self._open: list[_Bracket] = []

    def structure(self, at: int, end: int) -> int:
        """Go over blocks and expressions; return where the innermost bracket closes, or the end."""
        floor = len(self._open)
        while found := _MARK.search(self.text, at, end):
            at = found.end()
            match found.lastgroup:
                case "quote":
                    at = self._quoted(found.start())
                case "heredoc":
                    at = self._heredoc(found.start())
                case "endless":
                    fail(self.text, "the comment is not closed", found.start())
                case "open":
                    joins_lines = found[0] != "{" or _FOR.match(self.text, found.start()) is not None
                    self._push(_Bracket(_CLOSING[found[0]], joins_lines), found.start())
                case "close":
                    self._pop(found[0][-1], max(floor - 1, 0))
                    if len(self._open) < floor:
                        return at
                case _:
                    self._cover(found)
        return end

    def bare_template(self, start: int, end: int) -> None:
        """Go over a template without marks of its own: like a heredoc, it has no escapes with a backslash."""
        pieces, _ = self._pieces(_HEREDOC, start, end)
        self.templates[start - 1] = RawTemplate(Span(start - 1, end + 1), start, pieces, "heredoc")

    def _push(self, bracket: _Bracket, at: int) -> None:
        if len(self._open) == MOST_DEPTH:
            fail(self.text, f"brackets nest more than {MOST_DEPTH} deep", at)
        self._open.append(bracket)

    def _pop(self, closing: str, floor: int) -> None:
        """Close the last bracket of that kind; those inside it that are still open are the library's to report."""
        for number in range(len(self._open) - 1, floor - 1, -1):
            if self._open[number].closing == closing:
                del self._open[number:]
                return

    def _cover(self, found: re.Match[str]) -> None:
        """Show comments, line ends, letters and doubled signs so that the library reads past them."""
        start, end = found.span()
        match found.lastgroup:
            case "comment":
                self.comments.append(Comment(found[0], Span(start, end)))
                self._show(" ", start, end)
            case "word":
                if not found[0].isascii() or ":" in found[0]:
                    self.shown[start:end] = re.sub(r"[^A-Za-z0-9_-]", "_", found[0])
            case "line_end":
                if self._open and self._open[-1].joins_lines:
                    self._show(" ", start, end)
            case _:
                self._show(" ", start + 1, end)

    def _show(self, mark: str, start: int, end: int) -> None:
        self.shown[start:end] = mark * (end - start)

    def _quoted(self, start: int) -> int:
        pieces, at = self._pieces(_QUOTED, start + 1, len(self.text))
        if not self.text.startswith('"', at):
            closes_outer = bool(self._open) and self._open[-1].is_template
            message = "`}` is missing here" if closes_outer else "the text is not closed on its line"
            fail(self.text, message, start)
        self.templates[start] = RawTemplate(Span(start, at + 1), start + 1, pieces, "quoted")
        return at + 1

    def _heredoc(self, start: int) -> int:
        opening = _HEREDOC_START.match(self.text, start)
        if opening is None:
            fail(self.text, "a heredoc starts with `<<NAME` and a line end", start)
        closing = re.compile(rf"^[ \t]*{re.escape(opening['name'])}(?=[ \t]*\r?$)", re.MULTILINE)
        found = closing.search(self.text, opening.end())
        if found is None:
            fail(self.text, f"the heredoc is not closed with a line `{opening['name']}`", start)
        self._show("_", start, opening.end())
        self.shown[start] = '"'
        pieces, _ = self._pieces(_HEREDOC, opening.end(), found.start())
        self._show("_", *found.span())
        self.shown[found.end() - 1] = '"'
        kind: Literal["heredoc", "flush heredoc"] = "flush heredoc" if opening["trim"] else "heredoc"
        self.templates[start] = RawTemplate(Span(start, found.end()), opening.end(), pieces, kind)
        return found.end()

    def _pieces(self, pattern: re.Pattern[str], at: int, end: int) -> tuple[tuple[Piece, ...], int]:
        """Read up to `end`, or to what is no part of a template; return also where that is."""
        pieces: list[Piece] = []
        while at < end and (found := pattern.match(self.text, at, end)):
            kind = cast(PieceKind, found.lastgroup)
            if kind in {"interpolation", "directive"}:
                piece = self._embedded(kind, found.start(), end)
            else:
                piece = Piece(kind, Span(*found.span()))
                self._show("_", *found.span())
                if kind == "escape":
                    self._check_escape(found)
            pieces.append(piece)
            at = piece.span.end
        return tuple(pieces), at

    def _embedded(self, kind: PieceKind, start: int, end: int) -> Piece:
        """Read `${…}` or `%{…}`; the library sees them without `~`, and of the second only the expression in it."""
        self._push(_Bracket("}", joins_lines=True, is_template=True), start)
        depth = len(self._open)
        head_end, head = start + 2, None
        if kind == "directive":
            head_end, head = self._directive_head(start)
        stop = self.structure(head_end, end)
        if len(self._open) >= depth:
            fail(self.text, "`}` is missing here", end)
        trims_before, trims_after = self.text[start + 2] == "~", self.text[stop - 2] == "~"
        if trims_before:
            self._show(" ", start + 2, start + 3)
        if trims_after:
            self._show(" ", stop - 2, stop - 1)
        if head is not None and not head.has_expression:
            self._show("_", start, stop)
        return Piece(kind, Span(start, stop), trims_before, trims_after, head)

    def _directive_head(self, start: int) -> tuple[int, DirectiveHead]:
        """Read the word of a directive and what a `for` names; return also where that ends."""
        found = _DIRECTIVE.match(self.text, start)
        if found is None:
            fail(self.text, "`if`, `else`, `endif`, `for … in` or `endfor` is missing here", start + 2)
        if found["bare"] is not None:
            return start + 2, DirectiveHead(found["bare"])
        self._show(" ", start, found.end())
        self.shown[start : start + 2] = "${"
        names = tuple(name for name in (found["first"], found["second"]) if name is not None)
        return found.end(), DirectiveHead(found["if"] or found["for"], names)

    def _check_escape(self, found: re.Match[str]) -> None:
        written = found[0]
        if written[1] in "uU" and len(written) > 2:
            if int(written[2:], 16) > 0x10FFFF:
                fail(self.text, "there is no such character", found.start())
        elif written[1] not in _SIMPLE_ESCAPES:
            fail(self.text, f"Terraform's language has no escape `{written}`", found.start())
