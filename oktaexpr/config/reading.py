"""Tables of TOML into a configuration: every key is checked, and every problem is reported."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from oktaexpr.config.configuration import CaseSettings, Configuration
from oktaexpr.config.problems import Key, Problem
from oktaexpr.diagnostics import Severity, did_you_mean, rules
from oktaexpr.functions.usages import usages
from oktaexpr.types import Target

_Value = TypeVar("_Value")
_KINDS = {
    str: "a text",
    list: "a list",
    dict: "a table",
    bool: "true or false",
    int: "a number",
    float: "a number",
}


def read_table(data: object, path: Path) -> tuple[Configuration, list[Problem]]:
    """Return the configuration of a table and what is wrong with it; it counts only where nothing is."""
    reader = _Reader(path)
    fields = reader.table((), data, _KEYS)
    return replace(Configuration(path=path), **fields), reader.problems


class _Reader:
    """Reads values and notes what is wrong with them."""

    def __init__(self, path: Path) -> None:
        self.problems: list[Problem] = []
        self._folder = path.parent

    def note(self, key: Key, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(key, message))

    def table(self, key: Key, value: object, readers: dict[str, tuple[str, _Read]]) -> dict[str, Any]:
        """Return the values of a table whose keys are known, by the name of their field."""
        fields: dict[str, Any] = {}
        for name, given in self.entries(key, value).items():
            known = readers.get(name)
            if known is None:
                hint = did_you_mean(name, readers) or f"known are {', '.join(readers)}"
                self.note((*key, name), f"unknown key; {hint}")
            else:
                field, read = known
                fields[field] = read(self, (*key, name), given)
        return fields

    def entries(self, key: Key, value: object) -> dict[str, Any]:
        """Return a table, an empty one where it is none."""
        if isinstance(value, dict):
            return value
        self.note(key, f"expected a table, found {_kind(value)}")
        return {}

    def each(self, key: Key, value: object, read: Callable[[_Reader, Key, Any], _Value]) -> dict[str, _Value]:
        """Return a table whose keys are anything, with each value read."""
        return {name: read(self, (*key, name), given) for name, given in self.entries(key, value).items()}

    def text(self, key: Key, value: object) -> str:
        """Return a text."""
        if isinstance(value, str):
            return value
        self.note(key, f"expected a text, found {_kind(value)}")
        return ""

    def texts(self, key: Key, value: object) -> tuple[str, ...]:
        """Return a list of texts; one text is a list of one."""
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list):
            self.note(key, f"expected a list of texts, found {_kind(value)}")
            return ()
        return tuple(self.text(key, one) for one in value)

    def one_of(self, key: Key, value: object, known: Iterable[str]) -> str:
        """Return a text that is one of those known."""
        text = self.text(key, value)
        names = list(known)
        if text not in names and isinstance(value, str):
            self.note(
                key, f"unknown value {text!r}; {did_you_mean(text, names) or f'use one of {_listed(names)}'}"
            )
        return text

    def path(self, key: Key, value: object) -> Path:
        """Return a path; a relative one starts from the folder of the configuration."""
        return self._folder / self.text(key, value)

    def paths(self, key: Key, value: object) -> tuple[Path, ...]:
        """Return a list of paths."""
        return tuple(self._folder / one for one in self.texts(key, value))

    def codes(self, key: Key, value: object) -> tuple[str, ...]:
        """Return codes or their beginnings, each of which has to be the beginning of a known one."""
        return tuple(self.code(key, one) for one in self.texts(key, value))

    def code(self, key: Key, code: str) -> str:
        """Return a code or its beginning; the codes of an extension are not known here."""
        text = code.upper()
        if text == "OEL"[: len(text)] or text.startswith("OEL"):
            known = _known_codes()
            if not any(one.startswith(text) for one in known):
                self.note(
                    key, f"no code begins with {code!r}; {did_you_mean(text, known) or 'see oktaexpr rule'}"
                )
        return text

    def severities(self, key: Key, value: object) -> dict[str, Severity]:
        """Return severities by code or its beginning."""
        return {
            self.code((*key, name), name): self.severity((*key, name), given)
            for name, given in self.entries(key, value).items()
        }

    def severity(self, key: Key, value: object) -> Severity:
        """Return a severity."""
        text = self.one_of(key, value, Severity)
        return Severity(text) if text in set(Severity) else Severity.ERROR

    def usage(self, key: Key, value: object) -> str:
        """Return the name of a usage."""
        return self.one_of(key, value, (one.name for one in usages()))

    def usage_or_none(self, key: Key, value: object) -> str:
        """Return the name of a usage, or an empty text for none."""
        return "" if value == "" else self.usage(key, value)

    def target(self, key: Key, value: object) -> Target:
        """Return what receives a value: a list of the values that it takes, or a table with `type` and `enum`."""
        if isinstance(value, list):
            value = {"enum": value}
        given = self.table(key, value, _TARGET_KEYS)
        try:
            return Target(**given)
        except ValueError as error:
            self.note((*key, "type"), str(error))
            return Target()

    def values(self, key: Key, value: object) -> tuple[str | int | float, ...]:
        """Return the values of an enumeration: texts and numbers."""
        if not isinstance(value, list) or any(
            isinstance(one, bool) or not isinstance(one, str | int | float) for one in value
        ):
            self.note(key, "expected a list of texts or numbers")
            return ()
        return tuple(value)

    def percent(self, key: Key, value: object) -> float:
        """Return a number from 0 to 100."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.note(key, f"expected a number from 0 to 100, found {_kind(value)}")
            return 0.0
        if not 0 <= value <= 100 or math.isnan(value):
            self.note(key, f"expected a number from 0 to 100, found {value}")
        return float(value)

    def test(self, key: Key, value: object) -> CaseSettings:
        """Return the settings of tests."""
        return CaseSettings(**self.table(key, value, _TEST_KEYS))


_Read = Callable[[_Reader, Key, Any], Any]

_TARGET_KEYS: dict[str, tuple[str, _Read]] = {
    "type": ("type", _Reader.text),
    "enum": ("enum", _Reader.values),
}
_TEST_KEYS: dict[str, tuple[str, _Read]] = {
    "paths": ("paths", _Reader.paths),
    "fail-under": ("fail_under", _Reader.percent),
}
_KEYS: dict[str, tuple[str, _Read]] = {
    "select": ("select", _Reader.codes),
    "ignore": ("ignore", _Reader.codes),
    "per-file-ignores": ("ignore_in", lambda reader, key, value: reader.each(key, value, _Reader.codes)),
    "severity": ("severities", _Reader.severities),
    "fail-on": ("fail_on", _Reader.severity),
    "usages": ("usages", lambda reader, key, value: reader.each(key, value, _Reader.usage)),
    "yaml-keys": ("yaml_keys", lambda reader, key, value: reader.each(key, value, _Reader.usage_or_none)),
    "targets": ("targets", lambda reader, key, value: reader.each(key, value, _Reader.target)),
    "directory": ("directory", _Reader.path),
    "test": ("test", _Reader.test),
}
"""Key of the file to the field of the configuration and what reads it."""


def _known_codes() -> list[str]:
    import oktaexpr.checker
    import oktaexpr.formats
    import oktaexpr.syntax.rules  # noqa: F401 - the three register their rules

    return [rule.code for rule in rules()]


def _kind(value: object) -> str:
    return _KINDS.get(type(value), "something else")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
