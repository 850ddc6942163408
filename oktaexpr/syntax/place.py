"""The place where reading stopped: what stands there, what stood before, and what the grammar wanted."""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from oktaexpr.source import Span
from oktaexpr.syntax.tokens import Token, token_at, token_before

CLOSERS = {"(": ")", "[": "]", "{": "}"}
"""The closing bracket of each opening one."""

_STRINGS = r"""'[^']*(?:''[^']*)*'|"[^"]*(?:""[^"]*)*\""""
_LANDMARK = re.compile(_STRINGS + r"|\.[ \t\r\n]*[?^$!]\[|\?[.:]|[()\[\]{}?:]")
_BRACKET = re.compile(_STRINGS + r"|[()\[\]{}]")
_SINGLE_WORDS = {
    "RPAR": "`)`",
    "RSQB": "`]`",
    "RBRACE": "`}`",
    "LPAR": "`(`",
    "COMMA": "`,`",
    "COLON": "`:`",
    "$END": "the end",
}
_LONGEST_QUOTATION = 24


class Opening(NamedTuple):
    """A bracket, or the `?` of a conditional, that is still open."""

    char: str
    offset: int

    @property
    def span(self) -> Span:
        """Return where the character stands."""
        return Span(self.offset, self.offset + 1)


class Structure(NamedTuple):
    """Where what is open at a place was opened, outermost first, and the last string before it."""

    open: list[int]
    last_string: Span | None


class Place:
    """A fault's surroundings; everything is worked out when a slip asks for it."""

    def __init__(self, text: str, offset: int, expected: frozenset[str]) -> None:
        """Keep the text, the offset of the token that did not fit, and the terminals that would have."""
        self.text = text
        self.offset = offset
        self.expected = expected

    @cached_property
    def found(self) -> Token:
        """The token that did not fit; an empty one at the end."""
        return token_at(self.text, self.offset)

    @cached_property
    def following(self) -> Token:
        """The token after `found`."""
        return token_at(self.text, self.found.span.end)

    @cached_property
    def previous(self) -> Token | None:
        """The token before `found`."""
        return self.before(self.offset)

    @cached_property
    def structure(self) -> Structure:
        """The brackets and conditionals that are open here."""
        return _structure(self.text, self.offset)

    @property
    def char(self) -> str:
        """The character at the offset, empty at the end."""
        return self.text[self.offset : self.offset + 1]

    @property
    def wants_value(self) -> bool:
        """Tell whether a value has to start here."""
        return "LBRACE" in self.expected

    @property
    def wants_operator(self) -> bool:
        """Tell whether a value is complete, so that an operator could go on.

        The parser may have closed the value already when it met the fault, so that it no longer expects one.
        """
        return "STAR" in self.expected or not self.expected & {"LBRACE", "NAME", "LPAR"}

    @property
    def innermost(self) -> Opening | None:
        """The bracket or `?` that was opened last."""
        return self.opening(self.structure.open[-1]) if self.structure.open else None

    def opening(self, offset: int) -> Opening:
        """Return what was opened at `offset`."""
        return Opening(self.text[offset], offset)

    def before(self, offset: int) -> Token | None:
        """Return the token before `offset`, which is not after the fault."""
        return token_before(self.text, offset, self.structure.last_string)

    def starts_value(self, opening: Opening) -> bool:
        """Tell whether the bracket stands where a value starts, and not after a value (`a[0]`, `f(x)`)."""
        before = token_before(self.text, opening.offset)
        return before is None or before.is_operator or before.kind in {"open", "comma"}


def closing_offset(text: str, opening: int) -> int | None:
    """Return where the bracket at `opening` is closed, or None where it never is."""
    depth = 0
    for found in _BRACKET.finditer(text, opening):
        char = found.group()
        if char in CLOSERS:
            depth += 1
        elif len(char) == 1:
            depth -= 1
            if depth == 0:
                return found.start()
    return None


def outside_strings(text: str, start: int, pattern: str) -> list[re.Match[str]]:
    """Return the matches of `pattern`, without groups of its own, that no string holds, from `start` on."""
    both = re.compile(f"{_STRINGS}|({pattern})")
    return [found for found in both.finditer(text, start) if found.group(1)]


def quotation(text: str) -> str:
    """Return a text for a message: in backticks, cut where it is long, on one line."""
    short = " ".join(text.split()) or repr(text)[1:-1]
    if len(short) > _LONGEST_QUOTATION:
        short = f"{short[:_LONGEST_QUOTATION]}…"
    return f"`{short}`"


def expectation(place: Place) -> str:
    """Return in words what could stand at the place."""
    words = []
    if place.wants_value:
        words.append("a value")
    elif place.wants_operator:
        words.append("an operator")
    elif "NAME" in place.expected:
        words.append("a name")
    words += [
        word for terminal, word in _SINGLE_WORDS.items() if terminal in place.expected and terminal != "LPAR"
    ]
    if "LPAR" in place.expected and not words:
        words.append("`(`")
    if not words:
        return "something else"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _structure(text: str, end: int) -> Structure:
    """Read only strings, brackets and conditionals; offsets alone are kept, since a text may nest 200,000 times."""
    stack: list[int] = []
    last_string: Span | None = None
    for found in _LANDMARK.finditer(text, 0, end):
        at = found.end() - 1
        last = text[at]
        if last in "([{":
            stack.append(at)
        elif last in ")]}":
            if stack:
                stack.pop()
        elif last in "'\"":
            last_string = Span(*found.span())
        elif at == found.start():
            if last == "?":
                stack.append(at)
            elif stack and text[stack[-1]] == "?":
                stack.pop()
    return Structure(stack, last_string)
