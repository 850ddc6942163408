"""A cursor over the text of a pattern, with the flags that hold at it."""

from __future__ import annotations

from enum import Flag, auto
from typing import TYPE_CHECKING

from oktaexpr.values.faults import Fault

if TYPE_CHECKING:
    from typing import NoReturn

MAX_DEPTH = 64
"""How deep groups and classes may nest; real patterns stay below ten, and Python's stack is finite."""

_WHITE_SPACE = frozenset(" \t\n\x0b\f\r")


class Option(Flag):
    """The embedded flags of java.util.regex."""

    NONE = 0
    IGNORE_CASE = auto()
    MULTILINE = auto()
    DOTALL = auto()
    UNIX_LINES = auto()
    UNICODE_CASE = auto()
    COMMENTS = auto()
    UNICODE_CLASS = auto()


def unquote(pattern: str) -> str:
    r"""Replace each `\Q...\E` by the same characters escaped one by one."""
    pieces: list[str] = []
    position, quoted, fresh = 0, False, False
    while position < len(pattern):
        pair = pattern[position : position + 2]
        if quoted and pair == r"\E":
            quoted, position = False, position + 2
        elif quoted:
            pieces.append(_escaped(pair[0], fresh=fresh))
            position, fresh = position + 1, False
        elif pair == r"\Q":
            quoted, fresh, position = True, True, position + 2
        else:
            size = 2 if pair[0] == "\\" else 1
            pieces.append(pair[:size])
            position += size
    return "".join(pieces)


def _escaped(character: str, *, fresh: bool) -> str:
    """Escape one quoted character; a digit that opens a quotation must not lengthen what stands before it."""
    if not character.isascii() or character.isalpha():
        return character
    if character.isdigit():
        return rf"\x3{character}" if fresh else character
    return "\\" + character


class Reader:
    """Reads a pattern character by character; an empty text stands for the end."""

    __slots__ = ("depth", "options", "position", "text")

    def __init__(self, pattern: str) -> None:
        """Start at the first character, without flags."""
        self.text = unquote(pattern)
        self.position = 0
        self.depth = 0
        self.options = Option.NONE

    def has(self, option: Option) -> bool:
        """Say whether a flag holds here."""
        return option in self.options

    def raw(self, ahead: int = 0) -> str:
        """Give a character without passing over white space."""
        place = self.position + ahead
        return self.text[place : place + 1]

    def peek(self) -> str:
        """Give the next character that counts; under `(?x)` white space and comments do not."""
        if Option.COMMENTS in self.options:
            self._skip_comments()
        return self.raw()

    def take(self) -> str:
        """Give the next character that counts and pass it."""
        found = self.peek()
        self.position += 1
        return found

    def take_raw(self) -> str:
        """Give the next character, white space or not, and pass it."""
        found = self.raw()
        self.position += 1
        return found

    def skip_if(self, character: str) -> bool:
        """Pass the next character if it is the given one."""
        if self.peek() != character:
            return False
        self.position += 1
        return True

    def _skip_comments(self) -> None:
        while (found := self.raw()) and (found in _WHITE_SPACE or found == "#"):
            if found == "#":
                ends = "\n" if Option.UNIX_LINES in self.options else "\n\r\x85\u2028\u2029"
                while self.raw() and self.raw() not in ends:
                    self.position += 1
            self.position += 1

    def enter(self) -> None:
        """Count one more level of nesting; raises `Fault` where it is too deep."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Fault("PATTERN_REFUSED", f"the regular expression nests more than {MAX_DEPTH} levels deep")

    def leave(self) -> None:
        """Count one level of nesting less."""
        self.depth -= 1

    def fail(self, why: str) -> NoReturn:
        """Raise the fault for a pattern that Java would not compile."""
        place = min(self.position, len(self.text))
        raise Fault("PATTERN_INVALID", f"the regular expression is not valid near character {place}: {why}")
