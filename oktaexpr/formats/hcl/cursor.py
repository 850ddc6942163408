"""Moving over the text of a Terraform file: blanks, comments, marks, and where reading fails."""

from __future__ import annotations

import re
from typing import NoReturn

from oktaexpr.formats.hcl.nodes import Comment
from oktaexpr.formats.problems import UnreadableError
from oktaexpr.source import Span

_BLANKS = re.compile(r"[ \t\r]+")
_COMMENT = re.compile(r"(?:#|//)[^\n]*|/\*.*?\*/", re.DOTALL)
MOST_DEPTH = 150


class Cursor:
    """A text and how far it has been read. Line ends are blanks wherever brackets of an expression are open."""

    def __init__(self, text: str, path: str) -> None:
        """Start at the beginning of `text`."""
        self.text = text
        self.path = path
        self.at = 0
        self.comments: list[Comment] = []
        self._line_ends_are_blanks = [False]

    def skip_blanks(self) -> None:
        """Go past blanks and comments, and past line ends where they mean nothing."""
        while True:
            start = self.at
            if blanks := _BLANKS.match(self.text, self.at):
                self.at = blanks.end()
            if self._line_ends_are_blanks[-1] and self.peek() == "\n":
                self.at += 1
            if self.peek() in "#/" and (comment := _COMMENT.match(self.text, self.at)):
                self.comments.append(Comment(comment[0], Span(*comment.span())))
                self.at = comment.end()
            if self.at == start:
                return

    def skip_lines(self) -> None:
        """Go past blanks, comments and line ends."""
        self.open(line_ends_are_blanks=True)
        self.skip_blanks()
        self.close()

    def open(self, *, line_ends_are_blanks: bool) -> None:
        """Note that a bracket was opened."""
        if len(self._line_ends_are_blanks) > MOST_DEPTH:
            self.fail(f"brackets nest more than {MOST_DEPTH} deep")
        self._line_ends_are_blanks.append(line_ends_are_blanks)

    def close(self) -> None:
        """Note that the last bracket was closed."""
        self._line_ends_are_blanks.pop()

    def peek(self, count: int = 1) -> str:
        """Return the next characters; fewer, and at last none, at the end."""
        return self.text[self.at : self.at + count]

    def take(self, mark: str) -> bool:
        """Go past `mark` if it stands here, after blanks."""
        self.skip_blanks()
        if not self.text.startswith(mark, self.at):
            return False
        self.at += len(mark)
        return True

    def expect(self, mark: str) -> None:
        """Go past `mark`. Raises `UnreadableError` if it does not stand here."""
        if not self.take(mark):
            self.fail(f"`{mark}` is missing here")

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Go past what `pattern` matches here."""
        found = pattern.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return found

    def fail(self, message: str, at: int | None = None) -> NoReturn:
        """Raise `UnreadableError` for the place `at`, or for here."""
        start = self.at if at is None else at
        raise UnreadableError(message, Span(start, min(start + 1, len(self.text))))
