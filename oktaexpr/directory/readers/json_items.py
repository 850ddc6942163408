"""The objects of a JSON document or of JSON lines, one at a time, and where each of them stands.

Objects come one by one so that a million memberships never stand in memory as a million mappings.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any, NamedTuple

from oktaexpr.directory.json_document import json_positions
from oktaexpr.directory.problems import MOST_DEPTH, Path
from oktaexpr.directory.readers.flat_users import flat_user_items, is_flat_user
from oktaexpr.directory.readers.lines import TICK_EVERY, Tick, no_tick, text_lines
from oktaexpr.directory.readers.shapes import (
    MEMBERSHIP_KEYS,
    Broken,
    Item,
    Shape,
    membership_references,
    reference_of,
    shape_of,
)
from oktaexpr.errors import DirectoryError

LARGEST_DOCUMENT = 1_000_000_000
"""Bytes of one JSON document, which is read as a whole; JSON lines and tables may be of any size."""

_GAP = re.compile(r"[ \t\r\n]*")
_LONGEST_NUMBER = 400


class Element(NamedTuple):
    """A part of a document: under which key of the top level, its value, and the offsets of its text."""

    key: str | None
    value: Any
    start: int
    end: int


_Elements = Generator[tuple[Element, str | None], None, int]
"""Elements with what is wrong with their text; returns where the text goes on."""


class _Reader:
    """Decodes one value after the other; notes a key that stands twice and a number that is none."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.fault: str | None = None
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._mapping,
            parse_constant=self._number,
            parse_float=self._number,
            parse_int=self._integer,
        )

    def read(self, start: int) -> tuple[Any, int]:
        """Return the value that begins at `start` and where it ends. Raises `ValueError` for what is no JSON."""
        self.fault = None
        try:
            value, end = self._decoder.raw_decode(self.text, start)
        except RecursionError:
            message = "Lists and mappings nest too deep"
            raise json.JSONDecodeError(message, self.text, start) from None
        if self.text.count("{", start, end) + self.text.count("[", start, end) > MOST_DEPTH:
            self._check_depth(value)
        return value, end

    def after_gap(self, start: int) -> int:
        """Return where the next token begins."""
        found = _GAP.match(self.text, start)
        return found.end() if found is not None else start

    def skip(self, start: int, char: str) -> int:
        """Return where the token after `char` begins. Raises `ValueError` where another one stands."""
        if self.text[start : start + 1] != char:
            message = f"Expecting {char!r}"
            raise json.JSONDecodeError(message, self.text, start)
        return self.after_gap(start + 1)

    def _mapping(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs):
            self.fault = "a key stands twice"
        return made

    def _number(self, token: str) -> float:
        value = float(token)
        if not math.isfinite(value):
            self.fault = f"{token[:40]} is no number that Okta has"
        return value

    def _integer(self, token: str) -> int | float:
        return int(token) if len(token) <= _LONGEST_NUMBER else self._number(token)

    def _check_depth(self, value: object) -> None:
        level = [value]
        for _ in range(MOST_DEPTH):
            level = [
                inner
                for outer in level
                if isinstance(outer, dict | list)
                for inner in (outer.values() if isinstance(outer, dict) else outer)
            ]
        if level:
            self.fault = f"lists and mappings nest more than {MOST_DEPTH} deep"


def read_text(path: FilePath) -> str:
    """Return the text of a JSON file. Raises `DirectoryError` for one that is too large or no UTF-8."""
    size = path.stat().st_size
    if size > LARGEST_DOCUMENT:
        message = (
            f"{size:,} bytes; at most {LARGEST_DOCUMENT:,} are read as one JSON document: use JSON lines"
        )
        raise DirectoryError(message)
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"no UTF-8 at byte {error.start + 1:,}"
        raise DirectoryError(message) from None


def document_items(text: str, tick: Tick = no_tick) -> Iterator[Item | Broken]:
    """Yield the objects of one JSON document: of its list, of the lists under its keys, or the one that it is.

    `tick` is told now and then how much is read. Raises `DirectoryError` for a text that is no JSON, since half of an export is none.
    """
    try:
        for position, (element, fault) in enumerate(_elements(_Reader(text))):
            if position % TICK_EVERY == 0:
                tick(element.end)
            if fault is not None:
                yield Broken(fault, position)
            else:
                yield from _items(element, position)
    except json.JSONDecodeError as error:
        message = (
            f"line {error.lineno}, column {error.colno}: no JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        )
        raise DirectoryError(message) from None


def line_items(path: FilePath, tick: Tick = no_tick) -> Iterator[Item | Broken]:
    """Yield the objects of each line, with the line's number as its position. Raises `DirectoryError` for no UTF-8."""
    for number, line in text_lines(path, tick):
        line = line.rstrip()
        if not line:
            continue
        reader = _Reader(line)
        try:
            start = reader.after_gap(0)
            value, end = reader.read(start)
            if reader.after_gap(end) != len(line):
                yield Broken("more than one value in the line", number)
                continue
        except json.JSONDecodeError as error:
            yield Broken(f"column {error.colno}: no JSON: {error.msg[:1].lower()}{error.msg[1:]}", number)
            continue
        if reader.fault is not None:
            yield Broken(reader.fault, number)
        else:
            yield from _items(Element(None, value, 0, end), number)


def _items(element: Element, position: int) -> Iterable[Item | Broken]:
    value = element.value
    if element.key is not None and (pair := _member_under_key(element.key, value)) is not None:
        return (Item(Shape.MEMBERSHIP, pair, position),)
    if not isinstance(value, dict):
        return (Broken("expected an object with keys", position),)
    pair = membership_references(value)
    if pair is not None:
        return (Item(Shape.MEMBERSHIP, pair, position),)
    if "login" in value and is_flat_user(value):
        return flat_user_items(value, position)
    return (Item(shape_of(value), value, position),)


def _member_under_key(key: str, value: object) -> tuple[object, object] | None:
    """Return the pair where a list of members stands under its group's id: `{"00gB1": ["00uA1", {"id": …}]}`."""
    if isinstance(value, str):
        return value, key
    if isinstance(value, dict) and key[:3] == "00g" and shape_of(value) is Shape.USER:
        return reference_of(value), key
    return None


def _elements(reader: _Reader) -> Iterator[tuple[Element, str | None]]:
    """Yield the items of the document with what is wrong with their text."""
    start = reader.after_gap(0)
    opening = reader.text[start : start + 1]
    if opening == "[":
        end = yield from _list(reader, start, None)
    else:
        value, end = reader.read(start)
        fault = reader.fault
        if isinstance(value, dict) and _is_wrapper(value):
            passed_over = _lists_of_texts(value)
            del value
            end = yield from _wrapped(reader, start, passed_over)
        else:
            yield Element(None, value, start, end), fault
    end = reader.after_gap(end)
    if end != len(reader.text):
        message = "Extra data"
        raise json.JSONDecodeError(message, reader.text, end)


def _is_wrapper(value: Mapping[str, Any]) -> bool:
    """Tell whether an object only holds lists of others, under names such as `users`, or under groups' ids.

    An object of its own that has a list of texts, such as the scopes of a client, is none.
    """
    if shape_of(value) is not Shape.OTHER:
        return False
    lists = [part for part in value.values() if isinstance(part, list)]
    return len(lists) == len(value) or any(isinstance(item, dict) for part in lists for item in part[:1])


def _lists_of_texts(value: Mapping[str, Any]) -> frozenset[str]:
    """Return the keys of a wrapper whose lists of texts are no members of a group.

    Where all that it holds are lists, any key may be a group's name; else only what looks like a group's id is one.
    """
    if all(isinstance(part, list) for part in value.values()):
        return frozenset()
    return frozenset(
        key
        for key, part in value.items()
        if isinstance(part, list)
        and key[:3] != "00g"
        and not any(isinstance(item, dict) for item in part[:1])
    )


def _wrapped(reader: _Reader, start: int, passed_over: frozenset[str]) -> _Elements:
    at = reader.skip(start, "{")
    while reader.text[at : at + 1] != "}":
        key, at = reader.read(at)
        at = reader.skip(reader.after_gap(at), ":")
        if reader.text[at : at + 1] == "[" and key not in passed_over:
            at = yield from _list(reader, at, key)
        else:
            _, at = reader.read(at)
        at = _next(reader, at, "}")
    return at + 1


def _list(reader: _Reader, start: int, key: str | None) -> _Elements:
    at = reader.skip(start, "[")
    while reader.text[at : at + 1] != "]":
        value, end = reader.read(at)
        yield Element(key, value, at, end), reader.fault
        at = _next(reader, end, "]")
    return at + 1


def _next(reader: _Reader, end: int, closing: str) -> int:
    """Return where the next item or the closing bracket stands."""
    at = reader.after_gap(end)
    if reader.text[at : at + 1] == closing:
        return at
    following = reader.skip(at, ",")
    if reader.text[following : following + 1] == closing:
        message = "Nothing follows the comma"
        raise json.JSONDecodeError(message, reader.text, at)
    return following


def locate_in_document(
    path: FilePath, wanted: Mapping[int, Sequence[Path]]
) -> dict[int, list[tuple[int, int]]]:
    """Return line and column of each path in the items asked for."""
    text = read_text(path)
    found: dict[int, list[tuple[int, int]]] = {}
    line, counted = 1, 0
    for position, (element, _) in enumerate(_elements(_Reader(text))):
        if position not in wanted:
            continue
        line += text.count("\n", counted, element.start)
        counted = element.start
        inner = json_positions(text[element.start : element.end])
        offsets = [element.start + _nearest(inner, path) for path in wanted[position]]
        found[position] = [
            (line + text.count("\n", element.start, offset), offset - text.rfind("\n", 0, offset))
            for offset in offsets
        ]
        if len(found) == len(wanted):
            break
    return found


def locate_in_lines(path: FilePath, wanted: Mapping[int, Sequence[Path]]) -> dict[int, list[tuple[int, int]]]:
    """Return the lines asked for with the column of each path in them."""
    found: dict[int, list[tuple[int, int]]] = {}
    for number, line in text_lines(path):
        if number in wanted:
            positions = _positions(line)
            found[number] = [(number, _nearest(positions, path) + 1) for path in wanted[number]]
            if len(found) == len(wanted):
                break
    return found


def _positions(line: str) -> Mapping[Path, int]:
    """Return the places in a line; a line that is no JSON has none but its beginning."""
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return json_positions(line)


def _nearest(positions: Mapping[Path, int], path: Path) -> int:
    """Return where the path stands, or what should hold it where a key is missing."""
    for key in MEMBERSHIP_KEYS.get(str(path[0]), ()) if path else ():
        if (key,) in positions:
            return positions[key,]
    while path and path not in positions:
        path = path[:-1]
    return positions.get(path, 0)
