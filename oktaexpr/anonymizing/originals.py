"""What an org says of its people: every text that may not come out again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from oktaexpr.anonymizing.pseudonyms import BEGINNING_OF_DAY, DATE, TOKEN
from oktaexpr.directory import Attribute, Directory
from oktaexpr.directory.contents import scalars

FEWEST_DIGITS = 5
"""A number with as many digits may be somebody's; a shorter one is a level or a count, which rules compare with."""
_DAY = 10
COUNTRY = "countryCode"
_SHORTEST_PART = 3
"""A part of a word with as many letters may remind of it."""
_LONGEST_WHOLE = 60
"""Longer texts are watched for by their words alone."""


class Originals:
    """The texts of one directory: whole values, their words and numbers, ids, and domains of addresses."""

    def __init__(self, directory: Directory, *, with_group_names: bool) -> None:
        """Gather them. With `with_group_names`, names of groups count as personal too."""
        self.values: set[str] = set()
        self.tokens: set[str] = set()
        """In lower case."""
        self.domains: set[str] = set()
        self.countries: set[str] = set()
        self.days: set[str] = set()
        self.ids: dict[str, str] = {}
        """Ids with the prefix that Okta gives to ids of their kind."""
        app_schemas = {app.name: app.schema for app in directory.apps}
        for user in directory.users:
            self._add_id(user.id, "00u")
            self._add_id(_type_id(user.data), "oty")
            self._add_profile(user.profile, directory.schema)
            for name, profile in user.apps.items():
                self._add_profile(profile, app_schemas.get(name))
        for group in directory.groups:
            self._add_id(group.id, "00g")
            self._add_id(group.source_id, "0oa")
            if with_group_names and group.type != "BUILT_IN":
                self._add(group.name or "")
        for app in directory.apps:
            self._add_id(app.data.get("id"), "0oa")

    @property
    def watched(self) -> Iterator[str]:
        """Everything that no pseudonym may hold."""
        yield from self.tokens
        yield from self.ids
        yield from (value for value in self.values if len(value) <= _LONGEST_WHOLE)

    def has_part(self, word: str) -> bool:
        """Whether a word in lower case is somebody's, or a part of somebody's that is long enough to remind of it."""
        return word in self.tokens or (len(word) >= _SHORTEST_PART and word in self._all_tokens)

    @cached_property
    def _all_tokens(self) -> str:
        return "\n".join(self.tokens)

    def domain_at_end(self, text: str) -> str:
        """Return the domain, or the last labels of one, that a text ends with: the whole of it, or behind `@` or `.`."""
        behind = text.rpartition("@")[2].removeprefix(".").casefold()
        domains = (domain.casefold() for domain in self.domains)
        is_known = any(domain == behind or domain.endswith(f".{behind}") for domain in domains)
        return text[len(text) - len(behind) :] if behind and is_known else ""

    def day_that_begins(self, text: str) -> str | None:
        """Return the first day that begins with a text of at least a year; None where none does."""
        if not BEGINNING_OF_DAY.match(text):
            return None
        return min((day for day in self.days if day.startswith(text)), default=None)

    def _add_id(self, value: object, prefix: str) -> None:
        if isinstance(value, str):
            self.ids.setdefault(value, prefix)

    def _add_profile(self, profile: Mapping[str, Any], schema: Mapping[str, Attribute] | None) -> None:
        for name, value in profile.items():
            attribute = schema.get(name) if schema is not None else None
            if attribute is None or not attribute.enum:
                for text in _texts(value):
                    self._add(text)
                if name == COUNTRY and isinstance(value, str):
                    self.countries.add(value)

    def _add(self, text: str) -> None:
        if text in self.values:
            return
        self.values.add(text)
        if DATE.fullmatch(text):
            self.values.add(text[:_DAY])
            self.days.add(text[:_DAY])
            return
        self.tokens.update(token.casefold() for token in TOKEN.findall(text))
        local, at, domain = text.rpartition("@")
        if at and local and "." in domain and " " not in domain:
            self.domains.add(domain)


def _texts(value: object) -> Iterator[str]:
    """Yield the texts in a value of a profile, and the numbers that are long enough to be somebody's."""
    for scalar in scalars(value):
        text = scalar if isinstance(scalar, str) else repr(scalar)
        if isinstance(scalar, str) or sum(char.isdigit() for char in text) >= FEWEST_DIGITS:
            yield text


def _type_id(data: Mapping[str, Any]) -> object:
    kind = data.get("type")
    return kind.get("id") if isinstance(kind, Mapping) else None
