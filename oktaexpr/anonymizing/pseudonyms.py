"""Words, numbers and ids in the place of others: keyed, the same each time, and none that anybody has.

A pseudonym is a keyed digest (HMAC) of what it stands for, so that nobody without the key can try names one after the
other. Two different things never get the same one, none is an original of three characters or more, and none holds
one as long as there is room.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oktaexpr.anonymizing.fragments import Fragments

TOKEN = re.compile(r"[^\W\d_]+|\d+")
"""What is replaced in a text: each word and each run of digits; what stands between them stays."""
PATTERN_TOKEN = re.compile(rf"\\\\.|(?P<word>{TOKEN.pattern})")
"""The same in a regular expression, where a letter behind a backslash is no part of a word."""
DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ][\d:.]*(?:Z|[+-]\d{2}:?\d{2})?)?")
"""A day of ISO 8601, maybe with a time: replaced as a whole, so that it stays a day."""

BEGINNING_OF_DAY = re.compile(r"\d{4}(?:-(?:\d{2}(?:-\d?)?)?)?\Z")
"""A year, or a year and a month, of such a day."""

_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_MARKING = "chjqwxy"
"""Letters of what stands for a part of words that a rule asks for; no other pseudonym has them."""
_TRIES_OF_MARKS = 200
_ID_CHARACTERS = "0123456789bcdfghjklmnpqrstvwxz"
_SHORTEST_INSIDE = 3
"""A shorter original is kept from coming whole, a longer one also from standing inside a pseudonym."""
_STRICT_TRIES = 20
"""Tries in which no original may stand inside; where an org has every number of three digits, some must."""
_TRIES_BEFORE_LONGER = 40
_ID_PREFIX = re.compile(r"0[a-z0-9]{2}(?=[A-Za-z0-9])|(?:oty|osc|prm|ocl|guo)(?=[A-Za-z0-9])")

Make = Callable[[int, int], str]
"""Makes a candidate of a certain length from a large random number."""


def new_key() -> bytes:
    """Return a key that nobody knows; what it makes cannot be made again."""
    return os.urandom(32)


class Pseudonyms:
    """Gives out pseudonyms; the same key and the same originals give the same ones."""

    def __init__(self, key: bytes, originals: Iterable[str], fragments: Fragments) -> None:
        """Take the key, every word, number and id that may not come out, and the parts of words to keep apart."""
        self._key = key
        self._originals = {one.casefold() for one in originals}
        self._lengths = sorted({len(one) for one in self._originals if len(one) >= _SHORTEST_INSIDE})
        self._found: dict[tuple[str, str], str] = {}
        self._given: set[tuple[str, str]] = set()
        self._fragments = fragments
        self._marked = {piece for one in fragments.all for piece in fragments.pieces(one)}
        self._marks: list[str] = []

    def word(self, word: str) -> str:
        """Return another word of the same length and case; words that differ only in case get the same one."""
        folded = word.casefold()
        if len(folded) == len(word):
            plain = self._token("word", folded, _word, _marking_word)
        else:
            plain = self._pseudonym("word", folded, len(word), _word)
        return "".join(char.upper() if word[at : at + 1].isupper() else char for at, char in enumerate(plain))

    def digits(self, digits: str) -> str:
        """Return other digits, as many."""
        return self._token("digits", digits, _digits, _marking_digits)

    def number(self, digits: str) -> str:
        """Return other digits for those of a number, which has no parts that a rule could ask for."""
        return self._pseudonym("digits", digits, len(digits), _digits)

    def token(self, token: str) -> str:
        """Return the pseudonym of a word or of digits."""
        return self.digits(token) if token[0].isdigit() else self.word(token)

    def text(self, text: str) -> str:
        """Return the text with every word and number replaced."""
        return TOKEN.sub(lambda found: self.token(found[0]), text)

    def id(self, value: str, prefix: str) -> str:
        """Return another id, with Okta's own prefix of its kind where it has one, else with `prefix`."""
        found = _ID_PREFIX.match(value)
        start = found[0] if found is not None else prefix
        return start + self._pseudonym("id", value, 17, _id)

    def choice(self, kind: str, value: str, choices: list[str]) -> str:
        """Return one of the choices; different values of one kind get different ones while there are enough."""
        known = self._found.get((kind, value))
        if known is not None:
            return known
        for number in range(len(choices) * 4):
            chosen = choices[self._number(kind, value, number) % len(choices)]
            if (kind, chosen) not in self._given and not self._tells(chosen.casefold()):
                break
        self._given.add((kind, chosen))
        self._found[kind, value] = chosen
        return chosen

    def _token(self, kind: str, value: str, make: Make, make_mark: Make) -> str:
        """Return a pseudonym, put together from those of the pieces where a rule asks for one of these."""
        known = self._found.get((kind, value))
        if known is not None:
            return known
        pieces = self._fragments.pieces(value)
        if len(pieces) > 1 or value in self._marked:
            return self._in_pieces(kind, value, pieces, make, make_mark)
        return self._pseudonym(kind, value, len(value), make)

    def _in_pieces(self, kind: str, value: str, pieces: list[str], make: Make, make_mark: Make) -> str:
        """Return a pseudonym of several parts; a whole one where that would tell something."""
        made = "".join(
            self._mark(kind, piece, make_mark)
            if piece in self._marked
            else self._pseudonym(f"rest of {kind}", piece, len(piece), make)
            for piece in pieces
        )
        if self._tells(made) or (kind, made) in self._given:
            return self._pseudonym(kind, value, len(value), make)
        self._given.add((kind, made))
        self._found[kind, value] = made
        return made

    def _mark(self, kind: str, piece: str, make: Make) -> str:
        """Return what stands for a part: no other mark has it inside, nor the other way round, as long as there is room."""
        known = self._found.get(("mark", piece))
        if known is not None:
            return known
        for attempt in range(_TRIES_OF_MARKS):
            length = len(piece) + attempt // _TRIES_BEFORE_LONGER
            mark = make(self._number(f"part of {kind}", piece, attempt), length)
            if not self._tells(mark) and not any(mark in one or one in mark for one in self._marks):
                break
        else:
            mark = self._pseudonym(f"part of {kind}", piece, len(piece), make)
        self._marks.append(mark)
        self._found["mark", piece] = mark
        return mark

    def _pseudonym(self, kind: str, value: str, length: int, make: Make) -> str:
        known = self._found.get((kind, value))
        if known is not None:
            return known
        attempt = 0
        while True:
            candidate = make(self._number(kind, value, attempt), length + attempt // _TRIES_BEFORE_LONGER)
            is_strict = attempt % _TRIES_BEFORE_LONGER < _STRICT_TRIES
            refused = self._tells(candidate) if is_strict else self._is_original(candidate, value)
            if not refused and (kind, candidate) not in self._given:
                break
            attempt += 1
        self._given.add((kind, candidate))
        self._found[kind, value] = candidate
        return candidate

    def _number(self, kind: str, value: str, attempt: int) -> int:
        message = f"{kind}\0{attempt}\0{value}".encode("utf-8", "surrogatepass")
        return int.from_bytes(hmac.new(self._key, message, hashlib.sha256).digest())

    def _is_original(self, candidate: str, value: str) -> bool:
        """Whether the candidate is an original; one of two characters is nobody's, so only the own one counts."""
        return candidate == value or (len(candidate) >= _SHORTEST_INSIDE and candidate in self._originals)

    def _tells(self, candidate: str) -> bool:
        """Whether the candidate is an original, or has one inside."""
        if candidate in self._originals:
            return True
        for length in self._lengths:
            if length > len(candidate):
                return False
            for at in range(len(candidate) - length + 1):
                if candidate[at : at + length] in self._originals:
                    return True
        return False


def _word(number: int, length: int) -> str:
    letters = []
    for at in range(length):
        choices = _VOWELS if at % 2 else _CONSONANTS
        number, chosen = divmod(number, len(choices))
        letters.append(choices[chosen])
    return "".join(letters)


def _digits(number: int, length: int) -> str:
    """Return digits that do not begin with zero, so that a number keeps its length."""
    return str(10 ** (length - 1) + number % (9 * 10 ** (length - 1)))


def _marking_word(number: int, length: int) -> str:
    letters = []
    for _ in range(length):
        number, chosen = divmod(number, len(_MARKING))
        letters.append(_MARKING[chosen])
    return "".join(letters)


def _marking_digits(number: int, length: int) -> str:
    """Return digits that begin with zero, as no others do."""
    return "0" + str(number % 10 ** (length - 1)).zfill(length - 1) if length > 1 else "0"


def _id(number: int, length: int) -> str:
    characters = []
    for _ in range(length):
        number, chosen = divmod(number, len(_ID_CHARACTERS))
        characters.append(_ID_CHARACTERS[chosen])
    return "".join(characters)
