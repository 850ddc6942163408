"""Personal values replaced, each by the same other one wherever it stands: in profiles, in names, in expressions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from oktaexpr.anonymizing.fragments import Fragments
from oktaexpr.anonymizing.literals import HeldAgainst, Role, held_against
from oktaexpr.anonymizing.originals import COUNTRY, FEWEST_DIGITS, Originals
from oktaexpr.anonymizing.pseudonyms import DATE, PATTERN_TOKEN, TOKEN, Pseudonyms
from oktaexpr.diagnostics import Edit, apply_edits
from oktaexpr.directory import Attribute
from oktaexpr.errors import ExpressionSyntaxError
from oktaexpr.syntax import nodes, parse, walk

_ADDRESS = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")
_FIRST_DAY, _DAYS = date(1950, 1, 1), 36_000
_RESERVED_DOMAIN = ".example"
"""The top-level domain that nobody can own."""


@cache
def _days() -> list[str]:
    """Return the days that stand for others."""
    return [(_FIRST_DAY + timedelta(days=at)).isoformat() for at in range(_DAYS)]


class Replacing:
    """Replaces what `Originals` gathered; everything else passes unchanged."""

    def __init__(self, originals: Originals, key: bytes, fragments: Fragments) -> None:
        """Take what is personal, the key of the pseudonyms, and the parts of words that rules ask for."""
        self._originals = originals
        self._asked_for = fragments.all
        self._pseudonyms = Pseudonyms(key, originals.watched, fragments)

    def id(self, value: str, prefix: str) -> str:
        """Return another id of the same kind."""
        return self._pseudonyms.id(value, self._originals.ids.get(value, prefix))

    def profile(self, profile: Mapping[str, Any], schema: Mapping[str, Attribute] | None) -> dict[str, Any]:
        """Return a profile with the same attributes; values of an enumeration, Booleans and null stay."""
        replaced = {}
        for name, value in profile.items():
            attribute = schema.get(name) if schema is not None else None
            if attribute is not None and attribute.enum:
                replaced[name] = value
            elif name == COUNTRY and isinstance(value, str):
                replaced[name] = self._country(value)
            else:
                replaced[name] = self.value(value)
        return replaced

    def value(self, value: object) -> object:
        """Return the value with every text in it replaced; lists and mappings keep their shape."""
        match value:
            case str():
                return self.text(value)
            case bool() | None:
                return value
            case int() | float():
                return self._number(value)
            case Mapping():
                return {key: self.value(inner) for key, inner in value.items()}
            case list() | tuple():
                return [self.value(inner) for inner in value]
            case _:
                return value

    def text(self, text: str) -> str:
        """Return a text with each word and number replaced; ids, addresses and dates become others of their kind."""
        if text in self._originals.ids:
            return self.id(text, "")
        if DATE.fullmatch(text):
            return self._date(text)
        parts: list[str] = []
        at = 0
        plain = unicodedata.normalize("NFC", text)
        for found in _ADDRESS.finditer(plain):
            parts += (self._pseudonyms.text(plain[at : found.start()]), self._address(found[0]))
            at = found.end()
        return "".join([*parts, self._pseudonyms.text(plain[at:])])

    def scrubbed(self, text: str) -> str:
        """Return a text that an admin wrote, with only what is personal in it replaced."""
        if text in self._originals.countries:
            return self._country(text)
        if text in self._originals.ids or text in self._originals.values:
            return self.text(text)
        if text in self._originals.domains:
            return self._domain(text)
        personal = self._originals.tokens

        def replacement(found: re.Match[str]) -> str:
            token = found[0]
            # A single letter is more often a flag of a regular expression than anybody's value.
            is_personal = len(token) > 1 and token.casefold() in personal | self._asked_for
            return self._pseudonyms.token(token) if is_personal else token

        return TOKEN.sub(replacement, _ADDRESS.sub(lambda found: self._address(found[0]), text))

    def expression(self, text: str, constants: frozenset[str], *, keeps_group_names: bool) -> str:
        """Return an expression with the personal literals replaced, but for `constants`: values of enumerations.

        So it gives for the replaced users what the old one gives for the old, as far as its functions allow that;
        `changed_answers` tells where they do not. A text that does not parse is scrubbed.
        """
        try:
            tree = parse(text)
        except ExpressionSyntaxError:
            return self.scrubbed(text)
        roles = held_against(tree)
        edits = []
        for node in walk(tree):
            if isinstance(node, nodes.Literal) and node.value not in constants:
                held = roles.get(node.span, HeldAgainst(Role.WHOLE))
                if not (held.role is Role.OKTA_NAME or (held.is_group_name and keeps_group_names)):
                    edits.append(Edit(node.span, self._literal(node, text, held)))
        return apply_edits(text, edits)

    def _literal(self, node: nodes.Literal, text: str, held: HeldAgainst) -> str:
        written = text[node.span.start : node.span.end]
        if node.kind == "string":
            quote, value = written[0], str(node.value)
            replaced = self.scrubbed(value) if held.is_group_name else self._held_text(value, held.role)
            return quote + replaced.replace(quote, quote * 2) + quote
        is_personal = node.kind in ("integer", "long") and str(node.value) in self._originals.values
        return (
            TOKEN.sub(lambda found: self._pseudonyms.number(found[0]), written, 1) if is_personal else written
        )

    def _held_text(self, text: str, role: Role) -> str:
        """Return a text that is held against values, or against a part of them."""
        originals = self._originals
        if text in originals.countries or text in originals.ids or text in originals.values:
            return self.scrubbed(text)
        domain = originals.domain_at_end(text)
        if domain and role in {Role.WHOLE, Role.END}:
            before = text[: len(text) - len(domain)]
            return self._pseudonyms.text(before) + self._domain(domain)
        day = originals.day_that_begins(text) if role in {Role.START, Role.PATTERN} else None
        if day is not None:
            return self._date(day)[: len(text)]

        def replacement(found: re.Match[str]) -> str:
            is_word = found[0][0] != "\\" and self._is_personal(found[0], role)
            return self._pseudonyms.token(found[0]) if is_word else found[0]

        pattern = PATTERN_TOKEN if role is Role.PATTERN else TOKEN
        return pattern.sub(replacement, _ADDRESS.sub(lambda found: self._address(found[0]), text))

    def _is_personal(self, word: str, role: Role) -> bool:
        """Whether a word of an expression is somebody's, or a part of somebody's that a reader would know again."""
        folded = word.casefold()
        is_word = len(word) > 1 or role in {Role.START, Role.END, Role.INSIDE}
        return folded in self._asked_for or (is_word and self._originals.has_part(folded))

    def _address(self, address: str) -> str:
        """Return an address in a domain that nobody owns; its words are replaced as they are in names."""
        local, _, domain = address.rpartition("@")
        return f"{self._pseudonyms.text(local)}@{self._domain(domain)}"

    def _domain(self, domain: str) -> str:
        """Return the domain with its words replaced, the last one by a reserved one; it keeps telling others apart."""
        labels, _, last = domain.rpartition(".")
        if last.casefold() == _RESERVED_DOMAIN[1:] and labels:
            return self._pseudonyms.text(labels) + _RESERVED_DOMAIN
        return self._pseudonyms.text(domain) + _RESERVED_DOMAIN

    def _date(self, text: str) -> str:
        """Return another day; the time of the day, if there is one, becomes midnight."""
        day = self._pseudonyms.choice("date", text[:10], _days())
        return day + re.sub(r"\d", "0", text[10:])

    def _country(self, code: str) -> str:
        """Return the code of another country, so that conversions of countries still work."""
        from oktaexpr.values.country import alpha2_codes

        codes = alpha2_codes()
        return self._pseudonyms.choice("country", code, codes) if code in codes else self.text(code)

    def _number(self, value: int | float) -> int | float:
        written = repr(value)
        if sum(char.isdigit() for char in written) < FEWEST_DIGITS:
            return value
        replaced = re.sub(r"\d+", lambda found: self._pseudonyms.number(found[0]), written, count=1)
        return type(value)(replaced)
