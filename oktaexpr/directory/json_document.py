"""JSON into plain data. The standard reader is used; duplicate keys and numbers that are none are refused.

Places are searched in a second pass, and only when there is something to report.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from oktaexpr.directory.problems import MOST_DEPTH, UNREADABLE, Finding, Path, quoted

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
_LONGEST_NUMBER = 400


class _Entry(NamedTuple):
    """A key of an object or an item of a list, where it stands, and the first token of its value."""

    path: Path
    offset: int
    token: str


def read_json(text: str) -> tuple[Any, list[Finding]]:
    """Return the value and what is wrong with the text; the value counts only where nothing is."""
    suspicious = False

    def whole(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal suspicious
        made = dict(pairs)
        suspicious |= len(made) != len(pairs)
        return made

    def number(token: str) -> float:
        nonlocal suspicious
        value = float(token)
        suspicious |= not math.isfinite(value)
        return value

    def integer(token: str) -> int | float:
        return int(token) if len(token) <= _LONGEST_NUMBER else number(token)

    try:
        value = json.loads(
            text, object_pairs_hook=whole, parse_constant=number, parse_float=number, parse_int=integer
        )
    except json.JSONDecodeError as error:
        message = f"no JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        return None, [Finding(UNREADABLE, (), message, offset=error.pos)]
    except RecursionError:
        return None, [_too_deep(text)]
    return value, list(_refused(text)) if suspicious else []


def json_positions(text: str) -> Mapping[Path, int]:
    """Return where each key and list item of a text stands."""
    found: dict[Path, int] = {}
    for entry in _entries(text):
        found.setdefault(entry.path, entry.offset)
    return found


def _refused(text: str) -> Iterator[Finding]:
    """Yield the keys that stand twice and the numbers that JSON or Okta does not have."""
    seen: set[Path] = set()
    for entry in _entries(text):
        if entry.path in seen:
            yield Finding(UNREADABLE, entry.path, "the key stands twice", offset=entry.offset)
        seen.add(entry.path)
        token = entry.token
        if token[0] not in '"{[tfn' and not math.isfinite(float(token)):
            said = "is no number of JSON" if token[-1].isalpha() else "is too large a number"
            yield Finding(UNREADABLE, entry.path, f"{quoted(token)} {said}", offset=entry.offset)


def _too_deep(text: str) -> Finding:
    """Say where the nesting passes the limit; of so long a path only the upper keys help."""
    *_, deepest = _entries(text)
    message = f"lists and mappings nest more than {MOST_DEPTH} deep"
    return Finding(UNREADABLE, deepest.path[:4], message, offset=deepest.offset)


def _entries(text: str) -> Iterator[_Entry]:
    """Walk a text that the reader has accepted, or its part before a fault, key by key and item by item, down to the depth limit."""
    path: list[str | int] = []
    key_offset = 0
    tokens = _TOKEN.finditer(text)
    wants_key: list[bool] = []
    for match in tokens:
        token = match[0]
        match token:
            case ":":
                continue
            case ",":
                path[-1] = _after(path[-1])
                if wants_key:
                    wants_key[-1] = isinstance(path[-1], str)
                continue
            case "}" | "]":
                path.pop()
                wants_key.pop()
                continue
            case _:
                pass
        if wants_key and wants_key[-1]:
            path[-1] = json.loads(token, strict=False)
            key_offset = match.start()
            wants_key[-1] = False
            continue
        if path:
            yield _Entry(tuple(path), key_offset if isinstance(path[-1], str) else match.start(), token)
        if token in "{[":
            if len(path) >= MOST_DEPTH:
                return
            path.append("" if token == "{" else 0)
            wants_key.append(token == "{")


def _after(step: str | int) -> str | int:
    return step + 1 if isinstance(step, int) else step
