"""A compiled Java pattern, and the choice of the engine that runs it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from oktaexpr.values.faults import Fault
from oktaexpr.values.regex.backtracking import BacktrackingProgram
from oktaexpr.values.regex.linear import LinearProgram, Use, meets, obstacle
from oktaexpr.values.regex.nodes import is_flat
from oktaexpr.values.regex.parser import parse_pattern
from oktaexpr.values.regex.replacement import filled, parse_replacement

if TYPE_CHECKING:
    from oktaexpr.values.regex.nodes import Tree

MAX_MATCHES = 1_000_000
"""The most matches that are replaced or split at."""

MAX_RESULT = 100_000_000
"""The longest result of a replacement, in characters."""

_TEXT_DEPENDS = (
    r"a text with line ends or characters beyond ASCII, where $, ^ or \b mean more in Java than in RE2,"
)


class JavaPattern:
    """A pattern as `java.util.regex.Pattern` of Java 17 compiles it.

    RE2 runs it where it can; otherwise, and for texts on which RE2 would answer differently, the `regex` package
    does. Every method raises `Fault` (PATTERN_REFUSED, PATTERN_TIMEOUT) rather than run for long.
    """

    def __init__(self, source: str) -> None:
        """Parse and compile for whole matches; raises `Fault`."""
        self.source = source
        self.tree: Tree = parse_pattern(paired(source))
        self._linear: dict[Use, LinearProgram | None] = {}
        self._backtracking: BacktrackingProgram | None = None
        self._reason = _TEXT_DEPENDS
        if self._linear_program(Use.FULL) is None:
            self._backtracking_program()

    @property
    def engine(self) -> str:
        """Name the engine that runs whole matches: `re2`, or `regex` with a limit on time."""
        return "re2" if self._linear_program(Use.FULL) else "regex"

    def full_match(self, text: str) -> bool:
        """Say whether the whole text matches, as `String.matches` does."""
        text = paired(text)
        return self._program(text, Use.FULL).full_match(text)

    def search(self, text: str) -> bool:
        """Say whether any part of the text matches, as `Matcher.find` does."""
        text = paired(text)
        return self._program(text, Use.SEARCH).search(text)

    def replace_all(self, text: str, replacement: str) -> str:
        """Replace every match; the replacement is in Java's syntax, and `Fault` ARGUMENT tells what is wrong in it."""
        return self._replaced(text, replacement, only_first=False)

    def replace_first(self, text: str, replacement: str) -> str:
        """Replace the first match; the replacement is in Java's syntax."""
        return self._replaced(text, replacement, only_first=True)

    def split(self, text: str, limit: int = 0) -> list[str]:
        """Split as `String.split` does: a positive limit bounds the parts, zero drops empty parts at the end."""
        text = paired(text)
        parts: list[str] = []
        consumed = 0
        for before, groups in self._program(text, Use.FIND).pieces(text):
            if groups is None:
                parts.append(before)
                break
            if len(parts) == limit - 1:
                parts.append(text[consumed:])
                break
            matched = groups[0] or ""
            if consumed == 0 and not before and not matched:
                continue  # since Java 8 an empty match at the start splits nothing off
            parts.append(before)
            consumed += len(before) + len(matched)
            _check_count(len(parts))
        while limit == 0 and consumed and parts and not parts[-1]:
            parts.pop()
        return parts

    def _replaced(self, text: str, replacement: str, *, only_first: bool) -> str:
        text = paired(text)
        template: tuple[str | int, ...] | None = None
        pieces: list[str] = []
        size = consumed = 0
        for count, (before, groups) in enumerate(self._program(text, Use.FIND).pieces(text)):
            pieces.append(before)
            if groups is None:
                break
            if template is None:  # Java reads the replacement only once something matches
                template = parse_replacement(replacement, self.tree)
            pieces.append(filled(template, groups))
            consumed += len(before) + len(groups[0] or "")
            size += len(pieces[-1])
            if size > MAX_RESULT:
                raise Fault("TOO_LARGE", f"the replaced text would have more than {MAX_RESULT:,} characters")
            if only_first:
                pieces.append(text[consumed:])
                break
            _check_count(count)
        return "".join(pieces)

    def _program(self, text: str, use: Use) -> LinearProgram | BacktrackingProgram:
        """Choose the engine for a text."""
        if use is Use.FIND and is_flat(self.tree.root):
            return (
                self._backtracking_program()
            )  # nothing to backtrack over, and several times faster per match
        linear = self._linear_program(use)
        if linear is not None and meets(text, linear.needs):
            return linear
        return self._backtracking_program()

    def _linear_program(self, use: Use) -> LinearProgram | None:
        """Compile for RE2 once; nothing where it cannot run the pattern."""
        if use not in self._linear:
            reason = obstacle(self.tree.root, use)
            self._linear[use] = None
            if reason is None:
                try:
                    self._linear[use] = LinearProgram(self.tree.root, use)
                except Fault:
                    reason = "its size"
            self._reason = reason or self._reason
        return self._linear[use]

    def _backtracking_program(self) -> BacktrackingProgram:
        if self._backtracking is None:
            self._backtracking = BacktrackingProgram(self.tree, self._reason)
        return self._backtracking


def paired(text: str) -> str:
    """Join surrogates that stand side by side into the character they make; lone ones stay."""
    if text.isascii() or not any("\ud800" <= character <= "\udbff" for character in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def _check_count(count: int) -> None:
    if count > MAX_MATCHES:
        message = f"the regular expression matches more than {MAX_MATCHES:,} times"
        raise Fault("TOO_MUCH_WORK", message)


@lru_cache(maxsize=512)
def compile_java(pattern: str) -> JavaPattern:
    """Compile a pattern of Java's dialect; raises `Fault` with PATTERN_INVALID or PATTERN_REFUSED."""
    return JavaPattern(pattern)
