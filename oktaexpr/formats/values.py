"""The data of a file, whatever its language: texts that know their place, lists, mappings, and what is not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from oktaexpr.formats.mapped import MappedText, Origin
from oktaexpr.source import Span


@dataclass(frozen=True, slots=True)
class Text:
    """A text with the place of its characters, which is worked out when asked for: most texts are none of ours."""

    value: str
    _mapped: Callable[[], MappedText]

    @property
    def content(self) -> MappedText:
        """The text with its places."""
        return self._mapped()


def known_text(content: MappedText) -> Text:
    """Return the value for a text whose places are known already."""
    return Text(content.text, lambda: content)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A number, a truth value or null."""

    value: int | float | bool | None


@dataclass(frozen=True, slots=True)
class Array:
    """A list."""

    items: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Object:
    """A mapping."""

    entries: Mapping[str, Value] = field(default_factory=dict)
    places: Mapping[str, Span] = field(default_factory=dict)
    """Where entries stand with their names, in a language in which a value may come from elsewhere."""

    def get(self, *keys: str) -> Value | None:
        """Return the value at a path of keys, None where there is none."""
        value: Value = self
        for key in keys:
            if not isinstance(value, Object) or key not in value.entries:
                return None
            value = value.entries[key]
        return value

    def text(self, *keys: str) -> str | None:
        """Return the text at a path of keys, None where there is none or not all of it is known."""
        value = self.get(*keys)
        return value.value if isinstance(value, Text) and not value.content.holes else None

    def items(self, *keys: str) -> tuple[Value, ...]:
        """Return the items of the list at a path of keys; nothing where there is none."""
        value = self.get(*keys)
        return value.items if isinstance(value, Array) else ()

    def objects(self, *keys: str) -> tuple[Object, ...]:
        """Return the mappings in the list at a path of keys, or the one mapping that stands there."""
        value = self.get(*keys)
        if isinstance(value, Object):
            return (value,)
        return tuple(item for item in self.items(*keys) if isinstance(item, Object))


@dataclass(frozen=True, slots=True)
class Condition:
    """What decides between two values, as the file writes it, without blanks."""

    text: str
    names: frozenset[str]
    """What it reads: `var.strict`."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value, and what is true or false where it is the one."""

    given: Mapping[Condition, bool]
    value: Value


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values, and the file does not say which."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that the file alone does not give, and what the file says in its place."""

    reference: str
    span: Span
    origin: Origin


Value: TypeAlias = Text | Scalar | Array | Object | Choice | Unknown
