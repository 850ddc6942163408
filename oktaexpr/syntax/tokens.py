"""A forgiving reader of tokens, for texts that the grammar refuses.

It looks only near one place, so that a fault in a long text costs no more than one in a short text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal as OneOf
from typing import NamedTuple

from oktaexpr.source import Span

TokenKind = OneOf["word", "number", "string", "operator", "open", "close", "comma", "dot", "stray", "end"]

BLANKS = " \t\r\n"
OPERATOR_WORDS = frozenset(
    ("and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge", "div", "mod", "matches", "between", "instanceof")
)
"""The words that are operators wherever an operator can stand."""
RELATIONS = frozenset(
    (
        "==",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "=",
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "matches",
        "between",
        "instanceof",
    )
)
"""The operators that give a Boolean and do not chain."""
OPERATORS = frozenset(
    (
        "==",
        "!=",
        "<=",
        ">=",
        "<",
        ">",
        "=",
        "&&",
        "||",
        "?:",
        "?",
        ":",
        "++",
        "--",
        "+",
        "-",
        "*",
        "/",
        "%",
        "^",
        "!",
        "#",
        "@",
        "&",
    )
)
"""The operators of the grammar that are written with symbols, those that OEL drops included."""
FOREIGN_OPERATORS = frozenset(
    (
        "===",
        "!==",
        "<=>",
        ">>>",
        "<<",
        ">>",
        "<>",
        "=<",
        "=>",
        "=~",
        "!~",
        "~=",
        "**",
        "??",
        ":=",
        "::",
        "->",
        "+=",
        "-=",
        "*=",
        "/=",
        "|",
    )
)
"""Operators of other languages that people write here."""

_LONGEST = max(map(len, OPERATORS | FOREIGN_OPERATORS))
_SYMBOLS = frozenset("".join(OPERATORS | FOREIGN_OPERATORS))
_WORD = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_NUMBER = re.compile(r"[0-9](?:[A-Za-z0-9_$]|\.[0-9]|(?<=[eE])[+-][0-9])*")
_KINDS: dict[str, TokenKind] = {
    **dict.fromkeys("([{", "open"),
    **dict.fromkeys(")]}", "close"),
    ",": "comma",
    ".": "dot",
}


class Token(NamedTuple):
    """A piece of the text."""

    kind: TokenKind
    text: str
    span: Span

    @property
    def is_operator(self) -> bool:
        """Tell whether it is an operator in symbols or in a word."""
        return self.kind == "operator" or (self.kind == "word" and self.text.lower() in OPERATOR_WORDS)

    @property
    def is_value(self) -> bool:
        """Tell whether a value can be, or end with, this token."""
        return self.kind in {"word", "number", "string"} and not self.is_operator


def skip_blanks(text: str, offset: int) -> int:
    """Return the first offset from `offset` on that holds no blank."""
    while offset < len(text) and text[offset] in BLANKS:
        offset += 1
    return offset


def token_at(text: str, offset: int) -> Token:
    """Return the token that starts at `offset` or, after blanks, next; at the end an empty one."""
    start = skip_blanks(text, offset)
    if start >= len(text):
        return Token("end", "", Span(len(text), len(text)))
    char = text[start]
    kind: TokenKind = "stray"
    if char in "'\"":
        kind, end = "string", string_end(text, start) or len(text)
    elif found := _WORD.match(text, start):
        kind, end = "word", found.end()
    elif found := _NUMBER.match(text, start):
        kind, end = "number", found.end()
    elif char in _SYMBOLS:
        kind, end = "operator", _operator_end(text, start)
    else:
        kind, end = _KINDS.get(char, "stray"), start + 1
    return Token(kind, text[start:end], Span(start, end))


def token_before(text: str, offset: int, last_string: Span | None = None) -> Token | None:
    """Return the token that ends at `offset` or before blanks there, or None at the start.

    The text up to `offset` is known to be readable; `last_string` is the last string in it.
    """
    end = offset
    while end > 0 and text[end - 1] in BLANKS:
        end -= 1
    if end == 0:
        return None
    if last_string is not None and last_string.end == end:
        return Token("string", text[last_string.start : end], last_string)
    start = end - 1
    char = text[start]
    if char.isascii() and (char.isalnum() or char in "_$"):
        start = _run_start(
            text, end, lambda symbol: symbol.isascii() and (symbol.isalnum() or symbol in "_$.")
        )
        return _last_name(text, start, end)
    if char in _SYMBOLS:
        return _last_operator(text, end)
    if text.endswith("?.", 0, end):
        start -= 1
    return Token(_KINDS.get(char, "stray"), text[start:end], Span(start, end))


def string_end(text: str, start: int) -> int | None:
    """Return where the string that opens at `start` ends, or None if it never does; a doubled quote is no end."""
    quote = text[start]
    at = text.find(quote, start + 1)
    while at != -1 and text[at + 1 : at + 2] == quote:
        at = text.find(quote, at + 2)
    return None if at == -1 else at + 1


def operator_around(text: str, offset: int) -> Token | None:
    """Return the operator that covers `offset`, read from the start of the run of symbols around it.

    `===` is refused at its third character, since `==` can be read: this gives the whole of it.
    """
    end = offset
    while end < len(text) and end - offset < _LONGEST and text[end] in _SYMBOLS:
        end += 1
    start = offset
    while start > 0 and offset - start < _LONGEST and text[start - 1] in _SYMBOLS:
        start -= 1
    while start < end:
        stop = _operator_end(text, start)
        if start <= offset < stop:
            return Token("operator", text[start:stop], Span(start, stop))
        start = stop
    return None


def _operator_end(text: str, start: int) -> int:
    """Return the end of the longest operator at `start`; one symbol if it is none."""
    for length in range(_LONGEST, 1, -1):
        candidate = text[start : start + length]
        if candidate in OPERATORS or candidate in FOREIGN_OPERATORS:
            return start + len(candidate)
    return start + 1


def _last_operator(text: str, end: int) -> Token:
    for length in range(2, 0, -1):
        start = end - length
        if start >= 0 and text[start:end] in OPERATORS:
            return Token("operator", text[start:end], Span(start, end))
    return Token("stray", text[end - 1], Span(end - 1, end))


def _last_name(text: str, start: int, end: int) -> Token:
    """Return the word or number that ends a run such as `user.login`, `1.5` or `x.1`."""
    run = text[start:end]
    if run[0].isdigit() and _NUMBER.fullmatch(text, start, end):
        return Token("number", run, Span(start, end))
    last = start + run.rfind(".") + 1
    kind: TokenKind = "number" if text[last].isdigit() else "word"
    return Token(kind, text[last:end], Span(last, end))


def _run_start(text: str, end: int, belongs: Callable[[str], bool]) -> int:
    start = end
    while start > 0 and belongs(text[start - 1]):
        start -= 1
    return start
