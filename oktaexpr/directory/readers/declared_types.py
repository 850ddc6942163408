"""Cells of a table, which are all text, into the types that the org's schema declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oktaexpr.directory.problems import quoted
from oktaexpr.directory.readers.rows import split_list
from oktaexpr.directory.schema import Attribute

_BOOLEANS = {"true": True, "false": False}


def typed_profile(
    profile: Mapping[str, Any], schema: Mapping[str, Attribute]
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return the profile with declared types, and the attributes that do not fit theirs, which are left out."""
    typed: dict[str, Any] = {}
    wrong: list[tuple[str, str]] = []
    for name, value in profile.items():
        attribute = schema.get(name)
        if attribute is None or not isinstance(value, str):
            typed[name] = value
            continue
        try:
            typed[name] = _typed(value, attribute)
        except ValueError:
            wrong.append((name, f"expected {_article(attribute.type)}, found the text {quoted(value)}"))
    return typed, wrong


def _typed(text: str, attribute: Attribute) -> object:
    match attribute.type:
        case "integer":
            return int(text)
        case "number":
            return float(text)
        case "boolean":
            if text.casefold() not in _BOOLEANS:
                raise ValueError(text)
            return _BOOLEANS[text.casefold()]
        case "array":
            return split_list(text)
        case _:
            return text


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aio" else f"a {kind}"
