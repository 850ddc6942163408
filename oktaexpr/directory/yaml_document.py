"""YAML into plain data, from the parser's events.

No loader of a YAML library is used, because fixtures are untrusted and YAML 1.1 guesses: here `no` and `on` are
text, a date is text, `007` and `+4930` are text, numbers are JSON's, keys are always text, a key may stand once,
tags build nothing, and aliases may not multiply the data.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from oktaexpr.directory.problems import MOST_DEPTH, UNREADABLE, Finding, Path, quoted

if TYPE_CHECKING:
    import yaml

MOST_ALIASED = 16_000_000
"""How many characters (a value counts at least 8) aliases may add: a few lines of YAML can stand for terabytes."""

_CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_LONGEST_NUMBER = 400
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_TEXT_TAGS = frozenset({"!", "tag:yaml.org,2002:str"})
_CONTAINER_TAGS = frozenset({None, "!", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"})


class _Frame:
    """A list or mapping that is still open."""

    __slots__ = ("anchor", "key", "value", "weight")

    def __init__(self, value: list[Any] | dict[str, Any], anchor: str | None) -> None:
        self.value = value
        self.anchor = anchor
        self.key: str | None = None
        self.weight = 8

    def step(self) -> str | int:
        """Return the key or index at which the next value goes in."""
        return len(self.value) if isinstance(self.value, list) else self.key or ""


class _Refused(Exception):  # noqa: N818 - carries a finding out of the event loop
    """Reading stops here."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class _Reader:
    """Builds the value of one document; notes places only when told to, since most files are fine."""

    def __init__(self, *, with_positions: bool) -> None:
        self.result: Any = None
        self.findings: list[Finding] = []
        self.positions: dict[Path, int] | None = {} if with_positions else None
        self._open: list[_Frame] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._aliased = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Take one event. Raises `_Refused` for what ends the reading."""
        match type(event).__name__:
            case "ScalarEvent":
                self._scalar(event)
            case "SequenceStartEvent" | "MappingStartEvent":
                self._start(event)
            case "SequenceEndEvent" | "MappingEndEvent":
                self._end()
            case "AliasEvent":
                self._alias(event)
            case "DocumentStartEvent":
                self._documents += 1
                if self._documents > 1:
                    raise self._refusal(event, "a second document starts here; one is expected")
            case _:
                pass  # the stream's own start and end, and the document's end

    def _scalar(self, event: Any) -> None:  # noqa: ANN401 - the events of both parsers, which share no typed base
        frame = self._open[-1] if self._open else None
        if frame is not None and frame.key is None and isinstance(frame.value, dict):
            self._take_key(frame, event)
            return
        plain, _ = event.implicit
        text: str = event.value
        value: Any = text
        if plain:
            value = self._plain(event)
        elif event.tag is not None and event.tag not in _TEXT_TAGS:
            self._note(
                event, f"the tag {quoted(_short_tag(event.tag))} is not read; write the value without it"
            )
        self._put(value, 8 + len(text), event)
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, 8 + len(text))

    def _take_key(self, frame: _Frame, event: Any) -> None:  # noqa: ANN401
        key: str = event.value
        frame.key = key
        frame.weight += len(key)
        if key in frame.value:
            self._note(event, "the key stands twice")
        elif key == "<<" and event.implicit[0]:
            self._note(event, "merge keys are not read; write the keys out")
        elif self.positions is not None:
            self.positions[self._path()] = event.start_mark.index

    def _plain(self, event: Any) -> Any:  # noqa: ANN401
        text: str = event.value
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if text[0] not in "-+.0123456789":
            return text
        if _NOT_FINITE.fullmatch(text):
            self._note(event, f"{text} is no number of Okta's; quote it if it is text")
            return text
        match = _NUMBER.fullmatch(text)
        if match is None:
            return text
        if match[1] is None and match[2] is None and len(text) <= _LONGEST_NUMBER:
            return int(text)
        number = float(text)
        if math.isinf(number):
            self._note(event, "the number is too large")
        return number

    def _start(self, event: Any) -> None:  # noqa: ANN401
        self._refuse_container_as_key(event)
        if event.tag not in _CONTAINER_TAGS:
            self._note(
                event, f"the tag {quoted(_short_tag(event.tag))} is not read; write the value without it"
            )
        if len(self._open) >= MOST_DEPTH:
            raise self._refusal(event, f"lists and mappings nest more than {MOST_DEPTH} deep")
        value: list[Any] | dict[str, Any] = [] if type(event).__name__ == "SequenceStartEvent" else {}
        if self.positions is not None:
            self.positions.setdefault(self._path(), event.start_mark.index)
        self._open.append(_Frame(value, event.anchor))

    def _end(self) -> None:
        frame = self._open.pop()
        if frame.anchor is not None:
            self._anchors[frame.anchor] = (frame.value, frame.weight)
        self._put(frame.value, frame.weight, None)

    def _alias(self, event: Any) -> None:  # noqa: ANN401
        self._refuse_container_as_key(event)
        name: str = event.anchor
        if any(frame.anchor == name for frame in self._open):
            raise self._refusal(event, f"the alias *{name} stands inside what it names")
        if name not in self._anchors:
            raise self._refusal(event, f"the alias *{name} names nothing above it")
        value, weight = self._anchors[name]
        self._aliased += weight
        if self._aliased > MOST_ALIASED:
            raise self._refusal(event, f"aliases add more than {MOST_ALIASED:,} characters of data")
        self._put(value, weight, event)

    def _put(self, value: Any, weight: int, event: Any) -> None:  # noqa: ANN401
        if not self._open:
            self.result = value
            return
        frame = self._open[-1]
        frame.weight += weight
        if isinstance(frame.value, list):
            if self.positions is not None and event is not None:
                self.positions[self._path()] = event.start_mark.index
            frame.value.append(value)
        else:
            assert frame.key is not None
            frame.value[frame.key] = value
            frame.key = None

    def _path(self) -> Path:
        return tuple(frame.step() for frame in self._open)

    def _note(self, event: Any, message: str) -> None:  # noqa: ANN401
        self.findings.append(Finding(UNREADABLE, self._path(), message, offset=event.start_mark.index))

    def _refusal(self, event: Any, message: str) -> _Refused:  # noqa: ANN401
        """Return what ends the reading; of a deep path only the upper keys help."""
        return _Refused(Finding(UNREADABLE, self._path()[:4], message, offset=event.start_mark.index))

    def _refuse_container_as_key(self, event: Any) -> None:  # noqa: ANN401
        frame = self._open[-1] if self._open else None
        if frame is not None and frame.key is None and isinstance(frame.value, dict):
            raise self._refusal(event, "a key must be text")


def read_yaml(text: str) -> tuple[Any, list[Finding]]:
    """Return the document's value and what is wrong with it; the value counts only where nothing is."""
    reader = _Reader(with_positions=False)
    try:
        for event in _events(text):
            reader.take(event)
    except _Refused as refused:
        reader.findings.append(refused.finding)
    return reader.result, reader.findings


def yaml_positions(text: str) -> Mapping[Path, int]:
    """Return where each key and list item of a text stands; of a text with a syntax error, those before it."""
    reader = _Reader(with_positions=True)
    try:
        for event in _events(text):
            reader.take(event)
    except _Refused:
        pass
    assert reader.positions is not None
    return reader.positions


def _events(text: str) -> Iterator[yaml.Event]:
    """Yield the parser's events; its errors become findings."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        yield from yaml.parse(text, Loader=loader)
    except yaml.reader.ReaderError as error:
        char = error.character if isinstance(error.character, str) else chr(error.character)
        message = f"YAML allows the character {quoted(char)} only as an escape in double quotes"
        raise _Refused(Finding(UNREADABLE, (), message, offset=max(text.find(char), 0))) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = ", ".join(part for part in (error.context, error.problem) if part)
        offset = mark.index if mark is not None else 0
        raise _Refused(Finding(UNREADABLE, (), f"no YAML: {said}", yaml_hint(said), offset=offset)) from None


def yaml_hint(reason: str) -> str | None:
    """Return what to do about the parser's reason, where it is the slip that expressions invite: `a ? b : c`."""
    if "mapping values are not allowed" not in reason:
        return None
    return "a text that holds a colon and a blank, as `a ? b : c` does, needs quotes, or lines of its own below `|`"


def _short_tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
