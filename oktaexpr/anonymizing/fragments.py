"""Parts of words that rules ask for, such as the `Sek` of `startsWith(user.costCenter, "CC-Sek")`.

A word that has such a part gets its pseudonym in pieces, so that the part is in it as it was in the word.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from oktaexpr.anonymizing.literals import Role, held_against
from oktaexpr.anonymizing.pseudonyms import PATTERN_TOKEN, TOKEN
from oktaexpr.errors import ExpressionSyntaxError
from oktaexpr.syntax import nodes, parse, walk

_SHORTEST_INSIDE = 3
"""Shorter parts that may stand anywhere would cut nearly every word, and so tell which letters it has."""


@dataclass(frozen=True, slots=True)
class Fragments:
    """Parts of words in lower case, by where they stand in a word."""

    starts: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        """All of them."""
        return self.starts | self.ends | self.inside

    def pieces(self, word: str) -> list[str]:
        """Return a word in lower case, cut wherever a part begins or ends that a rule asks for."""
        cuts = {len(start) for start in self.starts if word.startswith(start)}
        cuts |= {len(word) - len(end) for end in self.ends if word.endswith(end)}
        for part in self.inside:
            at = word.find(part)
            while at >= 0:
                cuts |= {at, at + len(part)}
                at = word.find(part, at + 1)
        places = sorted({0, *cuts, len(word)})
        return [word[start:end] for start, end in pairwise(places)]


def fragments_of(expressions: Iterable[str], words: Collection[str]) -> Fragments:
    """Return the parts of the words, which are in lower case, that expressions ask for; a part may be a whole word."""
    found: dict[Role, set[str]] = {Role.START: set(), Role.END: set(), Role.INSIDE: set()}
    for expression in expressions:
        for role, part in _asked_for(expression):
            if part not in found[role] and any(_FITS[role](word, part) for word in words):
                found[role].add(part)
    return Fragments(frozenset(found[Role.START]), frozenset(found[Role.END]), frozenset(found[Role.INSIDE]))


_FITS: Mapping[Role, Callable[[str, str], bool]] = {
    Role.START: str.startswith,
    Role.END: str.endswith,
    Role.INSIDE: lambda word, part: part in word and len(part) >= _SHORTEST_INSIDE,
}
"""Whether a word has a part, or is the whole of it."""


def _asked_for(expression: str) -> Iterator[tuple[Role, str]]:
    """Yield the words of an expression's literals that may be parts of longer ones, with the place in these."""
    try:
        tree = parse(expression)
    except ExpressionSyntaxError:
        return
    roles = held_against(tree)
    for node in walk(tree):
        held = roles.get(node.span)
        if held is not None and isinstance(node, nodes.Literal) and isinstance(node.value, str):
            yield from _open_words(node.value, held.role)


def _open_words(text: str, role: Role) -> Iterator[tuple[Role, str]]:
    """Yield the words of a literal that a value may go on from: at its open ends, or anywhere in a pattern."""
    if role is Role.PATTERN:
        for found in PATTERN_TOKEN.finditer(text):
            if found["word"] is not None:
                yield Role.INSIDE, found["word"].casefold()
        return
    words = list(TOKEN.finditer(text))
    goes_on_before = role in {Role.END, Role.INSIDE} and bool(words) and words[0].start() == 0
    goes_on_behind = role in {Role.START, Role.INSIDE} and bool(words) and words[-1].end() == len(text)
    if goes_on_before and goes_on_behind and len(words) == 1:
        yield Role.INSIDE, words[0][0].casefold()
        return
    if goes_on_before:
        yield Role.END, words[0][0].casefold()
    if goes_on_behind:
        yield Role.START, words[-1][0].casefold()
