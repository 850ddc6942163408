"""Personal values out of what is shown: each becomes a stable placeholder such as `firstName#3`.

Personal is what a directory says of its people: logins, ids, names and every other text of a profile. Structure stays:
names of groups and attributes, and values of an enumeration, unless a personal value stands inside them.
"""

from __future__ import annotations

import hashlib
import hmac
import html
import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping

from oktaexpr.directory import Attribute, Directory, UserRecord
from oktaexpr.directory.contents import scalars
from oktaexpr.directory.schema import BASE_ATTRIBUTES
from oktaexpr.functions import catalogue

_SHORTEST_INSIDE_WORDS = 3
"""A shorter value (`DE`, `4`) is replaced only where it stands alone and in its own case, or texts fall to pieces."""
_NAMES = frozenset(
    {"firstName", "lastName", "middleName", "displayName", "nickName", "manager", "login", "email"}
)
"""Attributes whose single words identify a person too: an expression may cut them out."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_NAME_END = re.compile(r"[A-Za-z0-9_]+\Z")
_NAME_START = re.compile(r"[A-Za-z0-9_]+")
_PLAIN = re.compile(r"[A-Za-z0-9 .,:;@/_+-]*")
"""Text that has one spelling only, as most has; a directory may hold a million of them."""
_KEYED_LENGTH = 8
_LONGEST_NAME = 64
"""No attribute or function has a longer one; longer runs of letters are not worth looking through."""


class Redactor:
    """Replaces personal values in texts and in data. The same value gets the same placeholder everywhere."""

    def __init__(
        self,
        directory: Directory | None = None,
        *,
        key: str | None = None,
        also: Iterable[Mapping[str, object]] = (),
    ) -> None:
        """Learn the values of a directory's users, and of `also`: profiles that come from elsewhere.

        Without a key, placeholders are numbered in the order of the directory. With one, they are a keyed digest:
        the same in every report of whoever has the key, also when the directory has changed.
        """
        self._key = None if key is None else key.encode()
        self._placeholders: dict[str, str] = {}
        self._short: dict[str, str] = {}
        self._lengths: dict[str, list[int]] = {}
        self._counts: dict[str, int] = {}
        self._structure: frozenset[str] = frozenset()
        self._names = _known_names(directory)
        self._parts: dict[str, str] = {}
        if directory is not None:
            names = " ".join(group.name or "" for group in directory.groups)
            self._structure = frozenset(_WORD.findall(_fold(names)))
            enumerated = _enumerated(directory.schema)
            apps = {app.name: _enumerated(app.schema) for app in directory.apps}
            for user in directory.users:
                self._learn_user(user, enumerated, apps)
        for profile in also:
            self._learn(profile, frozenset())
        for lengths in self._lengths.values():
            lengths.sort(reverse=True)

    def text(self, text: str) -> str:
        """Return `text` with each personal value replaced, whatever its case and also where JSON or HTML escaped it."""
        return "".join(rest + placeholder for rest, placeholder in self._pieces(text))

    def value(self, value: object) -> object:
        """Return `value` with the texts in it redacted, also in keys; lists, mappings and numbers keep their shape."""
        match value:
            case str():
                return self.text(value)
            case bool() | None:
                return value
            case int() | float():
                return self._placeholders.get(str(value), value)
            case Mapping():
                return {self.value(key): self.value(inner) for key, inner in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self.value(inner) for inner in value]
            case _:
                return value

    def made(self, text: str, constants: Collection[str]) -> str:
        """Return a text that was made of personal values: besides placeholders only `constants` of the expression stay.

        What else is left, be it one letter, is a piece of a value or shows one in another form.
        """
        return "".join(
            self._without_parts(rest, constants) + placeholder for rest, placeholder in self._pieces(text)
        )

    def _pieces(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield what stands before each personal value with the placeholder for it, and the rest with none."""
        folded = _fold(text)
        copied = at = 0
        while at < len(folded):
            end, placeholder = self._match(text, folded, at)
            if end > at and not self._is_inside_name(text, at, end):
                yield text[copied:at], placeholder
                copied = end
            at = max(end, at + 1)
        yield text[copied:], ""

    def _without_parts(self, text: str, constants: Collection[str]) -> str:
        if not any(char.isalnum() for char in text) or _is_built(text, constants):
            return text
        whole = [one for one in constants if len(one) >= _SHORTEST_INSIDE_WORDS or not one.isalnum()]
        if not any(whole):
            return self._part(text)
        marks = "|".join(map(re.escape, sorted(filter(None, whole), key=len, reverse=True)))
        pieces = re.split(f"({marks})", text)
        return "".join(
            piece if at % 2 or not any(map(str.isalnum, piece)) else self._part(piece)
            for at, piece in enumerate(pieces)
        )

    def _part(self, text: str) -> str:
        """Return the placeholder of a piece, the same one each time."""
        if text not in self._parts:
            self._parts[text] = self._placeholder("part", text)
        return self._parts[text]

    def _is_inside_name(self, text: str, start: int, end: int) -> bool:
        """Say whether a match is only a part of an attribute's or function's name, as `Phone` is of `primaryPhone`."""
        before = _NAME_END.search(text, max(start - _LONGEST_NAME, 0), start)
        after = _NAME_START.match(text, end, end + _LONGEST_NAME)
        word = (before[0] if before else "") + text[start:end] + (after[0] if after else "")
        return len(word) > end - start and word in self._names

    def _match(self, text: str, folded: str, at: int) -> tuple[int, str]:
        """Return end and placeholder of the longest personal value that begins at `at`; the end is `at` for none."""
        for length in self._lengths.get(folded[at : at + _SHORTEST_INSIDE_WORDS], ()):
            placeholder = self._placeholders.get(folded[at : at + length])
            if placeholder is not None and at + length <= len(text):
                return at + length, placeholder
        for end in (at + 2, at + 1):
            short = self._short.get(text[at:end])
            if short is not None and end <= len(text) and _stands_alone(text, at, end):
                return end, short
        return at, ""

    def _learn_user(
        self, user: UserRecord, enumerated: frozenset[str], apps: Mapping[str, frozenset[str]]
    ) -> None:
        if user.id is not None:
            self._add("id", user.id)
        self._learn(user.profile, enumerated)
        for name, profile in user.apps.items():
            self._learn(profile, apps.get(name, frozenset()))
        device = user.roots.get("device")
        if isinstance(device, Mapping):
            self._learn(
                {"device": device.get("id"), **_mapping(device.get("profile"))}, frozenset({"platform"})
            )

    def _learn(self, profile: Mapping[str, object], structure: frozenset[str]) -> None:
        for name, value in profile.items():
            if name in structure:
                continue
            for text in _texts(value):
                self._add(name, text)
                if name in _NAMES:
                    self._learn_words(name, text)

    def _learn_words(self, name: str, text: str) -> None:
        """Learn the words of a name, or the part of an address before the `@`; they give way to groups' names."""
        local = text.partition("@")[0]
        for word in (local, *_WORD.findall(local)):
            if len(word) >= _SHORTEST_INSIDE_WORDS and _fold(word) not in self._structure:
                self._add(name, word)

    def _add(self, name: str, text: str) -> None:
        """Give a value its placeholder, in every spelling that output may hold."""
        if not text.strip() or _fold(text) in self._placeholders or text in self._short:
            return
        placeholder = self._placeholder(name, text)
        if len(text) < _SHORTEST_INSIDE_WORDS:
            self._short[text] = placeholder
            return
        for spelling in _spellings(text):
            folded = _fold(spelling)
            if folded not in self._placeholders:
                self._placeholders[folded] = placeholder
                lengths = self._lengths.setdefault(folded[:_SHORTEST_INSIDE_WORDS], [])
                if len(folded) not in lengths:
                    lengths.append(len(folded))

    def _placeholder(self, name: str, text: str) -> str:
        if self._key is None:
            self._counts[name] = self._counts.get(name, 0) + 1
            return f"{name}#{self._counts[name]}"
        digest = hmac.new(self._key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
        return f"{name}#{digest[:_KEYED_LENGTH]}"


def _is_built(text: str, constants: Collection[str]) -> bool:
    """Tell whether a text is nothing but constants in a row."""
    reached = {0}
    for at in range(len(text)):
        if at in reached:
            reached.update(at + len(one) for one in constants if one and text.startswith(one, at))
    return len(text) in reached


def _known_names(directory: Directory | None) -> frozenset[str]:
    """Return the names of attributes and functions, which say nothing of anybody."""
    schemas = [] if directory is None else [directory.schema, *(app.schema for app in directory.apps)]
    functions = {part for name in catalogue.functions for part in name.split(".")}
    return frozenset(
        {*BASE_ATTRIBUTES, *functions, *catalogue.methods}.union(*(one or () for one in schemas))
    )


def _enumerated(schema: Mapping[str, Attribute] | None) -> frozenset[str]:
    """Return the attributes whose values are the org's own words, the same for many people."""
    return frozenset(name for name, attribute in (schema or {}).items() if attribute.enum)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _texts(value: object) -> Iterator[str]:
    """Yield the texts in a value, and numbers as text: an employee's number says who it is."""
    for scalar in scalars(value):
        text = str(scalar)
        if isinstance(scalar, str) or len(text) > _SHORTEST_INSIDE_WORDS:
            yield text


def _spellings(text: str) -> set[str]:
    """Return the text as it is, and as expressions, JSON and HTML write it, composed and decomposed."""
    if _PLAIN.fullmatch(text):
        return {text}
    forms = {text, unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)}
    written = set(forms)
    for form in forms:
        written |= {
            json.dumps(form)[1:-1],
            json.dumps(form, ensure_ascii=False)[1:-1],
            html.escape(form),
            form.replace("'", "''"),
            form.replace('"', '""'),
        }
    return written


def _fold(text: str) -> str:
    """Return the text in lower case and of the same length, so that places stay where they are."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = text[start - 1 : start]
    after = text[end : end + 1]
    return not (before.isalnum() or after.isalnum() or "_" in (before, after))
