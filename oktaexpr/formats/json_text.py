"""JSON whose texts know their place: a small scanner, since the standard reader gives none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import NoReturn

from oktaexpr.formats.mapped import MappedText, Origin, Run
from oktaexpr.formats.notation import JsonQuoted, Notation
from oktaexpr.formats.problems import UnreadableError
from oktaexpr.formats.values import Array, Object, Scalar, Text, Value
from oktaexpr.source import Span

_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
        (?P<string>"(?P<inside>[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*)")
        |(?P<mark>[{}\[\]:,])
        |(?P<word>true|false|null)
        |(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)
        |(?P<end>\Z)
    )""",
    re.VERBOSE,
)
_PIECE = re.compile(
    r"[^\\]+|(?:\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[0-9a-fA-F]{4}|\\."
)
_BLANKS = re.compile(r"[ \t\r\n]*")
_WORDS = {"true": True, "false": False, "null": None}
_MOST_DEPTH = 200
_LONGEST_NUMBER = 400


class JsonReader:
    """Reads the values of one text, one after the other; JSON lines are several."""

    def __init__(self, text: str, path: str, *, is_editable: bool = True, with_places: bool = False) -> None:
        """Start at the beginning. `is_editable` says whether a fix may change the file.

        With `with_places`, objects know where their entries stand; exports of many users do not need that.
        """
        self._text = text
        self._path = path
        self._notation: Notation | None = JsonQuoted() if is_editable else None
        self._with_places = with_places
        self._at = 0
        self._began = 0
        self._depth = 0

    def values(self) -> Iterator[Value]:
        """Yield every value of the text. Raises `UnreadableError` where it is no JSON."""
        while True:
            self._began = self._after_blanks()
            token = self._next()
            if token["end"] is not None:
                return
            yield self._value(token)

    def skip_line(self) -> bool:
        """Go on behind the line of what could not be read, for JSON lines; false where none is left.

        It is the line where that value began: an unclosed one may have swallowed the start of the next.
        """
        end = self._text.find("\n", self._began)
        self._at, self._depth = end + 1, 0
        return end >= 0

    def _next(self) -> re.Match[str]:
        token = _TOKEN.match(self._text, self._at)
        if token is None:
            self._fail("this is no JSON")
        self._at = token.end()
        return token

    def _value(self, token: re.Match[str]) -> Value:
        if token["string"] is not None:
            return self._string(token)
        if token["mark"] in {"{", "["}:
            return self._container(token)
        if token["word"] is not None:
            return Scalar(_WORDS[token["word"]])
        if token["number"] is not None:
            return Scalar(_number(token["number"]))
        self._at = token.start()
        return self._fail("a value is missing here")

    def _container(self, token: re.Match[str]) -> Value:
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            self._fail(f"lists and objects nest more than {_MOST_DEPTH} deep")
        value = self._object() if token["mark"] == "{" else self._array()
        self._depth -= 1
        return value

    def _object(self) -> Object:
        entries: dict[str, Value] = {}
        places: dict[str, Span] = {}
        token = self._next()
        if token["mark"] == "}":
            return Object(entries, places)
        while True:
            if token["string"] is None:
                self._at = token.start()
                self._fail("a key in double quotes is missing here")
            key = self._plain(token)
            self._expect(":")
            value = self._value(self._next())
            if key in entries:
                value = self._doubled(key, entries[key], value, token.start("string"))
            entries[key] = value
            if self._with_places:
                places[key] = Span(token.start("string"), self._at)
            if self._expect(",", "}") == "}":
                return Object(entries, places)
            token = self._next()

    def _doubled(self, key: str, first: Value, second: Value, at: int) -> Value:
        """Return both of two values under one key: Terraform takes blocks so. Raises `UnreadableError` for others."""
        both = [item for one in (first, second) for item in (one.items if isinstance(one, Array) else (one,))]
        if self._with_places and all(isinstance(item, Object) for item in both):
            return Array(tuple(both))
        self._at = at
        return self._fail(f"the key `{key}` stands here a second time")

    def _array(self) -> Array:
        items: list[Value] = []
        token = self._next()
        if token["mark"] == "]":
            return Array()
        while True:
            items.append(self._value(token))
            if self._expect(",", "]") == "]":
                return Array(tuple(items))
            token = self._next()

    def _expect(self, *marks: str) -> str:
        token = self._next()
        if token["mark"] not in marks:
            self._at = token.start()
            self._fail(f"{' or '.join(f'`{mark}`' for mark in marks)} is missing here")
        return token["mark"]

    def _string(self, token: re.Match[str]) -> Text:
        return Text(self._plain(token), partial(self._mapped, token.start("string"), token.end("string")))

    def _plain(self, token: re.Match[str]) -> str:
        inside = token["inside"]
        if "\\" not in inside:
            return inside
        try:
            return str(json.loads(token["string"]))
        except json.JSONDecodeError as error:
            self._at = token.start("string") + error.pos
            self._fail("JSON has no such escape")

    def _mapped(self, start: int, end: int) -> MappedText:
        """Return a string with its places; the escapes were found to be right when it was read."""
        origin = Origin(self._path, Span(start, end), self._notation)
        runs = []
        for piece in _PIECE.finditer(self._text, start + 1, end - 1):
            written = piece[0]
            text = json.loads(f'"{written}"') if written[0] == "\\" else written
            runs.append(Run(text, Span(*piece.span()), origin))
        return MappedText(tuple(runs) or (Run("", Span(start + 1, start + 1), origin),))

    def _fail(self, message: str) -> NoReturn:
        at = self._after_blanks()
        raise UnreadableError(message, Span(at, min(at + 1, len(self._text))))

    def _after_blanks(self) -> int:
        gap = _BLANKS.match(self._text, self._at)
        return gap.end() if gap is not None else self._at


def _number(token: str) -> int | float:
    is_whole = token.lstrip("-").isdigit() and len(token) <= _LONGEST_NUMBER
    return int(token) if is_whole else float(token)
