"""Where each character of a YAML scalar stands, in its five styles.

The parser gives the value without places. It is decoded a second time here; where both disagree, the parser is right
and the place is the whole scalar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from oktaexpr.formats.mapped import MappedText, Origin, Run
from oktaexpr.formats.notation import Notation, YamlBlock, YamlDouble, YamlPlain, YamlSingle
from oktaexpr.source import Span

_PROPERTIES = re.compile(r"(?:[&!][^ \t\r\n]*(?:[ \t]+|[ \t]*(?:#[^\r\n]*)?\r?\n[ \t]*)+)*")
_FOLD = r"(?P<fold>[ \t]*(?:\r?\n[ \t]*)+)"
_PLAIN = re.compile(rf"{_FOLD}|(?P<plain>[^ \t\r\n]+|[ \t]+)")
_SINGLE = re.compile(rf"{_FOLD}|(?P<quote>'')|(?P<plain>[^' \t\r\n]+|[ \t]+)")
_DOUBLE = re.compile(
    rf"(?P<joined>\\\r?\n[ \t]*)|{_FOLD}|(?P<escape>\\x[0-9A-Fa-f]{{2}}|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}}|\\.)"
    r"|(?P<plain>[^\\ \t\r\n]+|[ \t]+)"
)
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip


def mapped_scalar(text: str, event: Any, path: str) -> MappedText:  # noqa: ANN401 - the events of both parsers
    """Return the value of a scalar event with its places in `text`."""
    span = scalar_span(text, event)
    if event.style in {"|", ">"}:
        indent = _block_indent(text, span, event.value)
        origin = Origin(path, span, YamlBlock(" " * indent, is_folded=event.style == ">"))
        runs = list(_block(text, span, origin, indent))
        runs = _chomped(runs, len(event.value))
    else:
        pattern, notation, inside = _flow_style(event.style, span)
        origin = Origin(path, span, notation)
        runs = [
            Run(_decoded(found), Span(*found.span()), origin)
            for found in pattern.finditer(text, inside.start, inside.end)
        ]
    if "".join(run.text for run in runs) != event.value:
        runs = [Run(event.value, span, origin)]
    return MappedText(tuple(run for run in runs if run.text) or (Run("", Span(span.end, span.end), origin),))


def scalar_span(text: str, event: Any) -> Span:  # noqa: ANN401 - the events and nodes of both parsers
    """Return where a scalar stands, behind its anchor and tag."""
    return Span(content_start(text, event), event.end_mark.index)


def content_start(text: str, event: Any) -> int:  # noqa: ANN401 - the events and nodes of both parsers
    """Return where a value begins behind its anchor and tag, which the parser counts as part of it.

    No value itself begins like one of these.
    """
    start: int = event.start_mark.index
    properties = _PROPERTIES.match(text, start, event.end_mark.index)
    return start if properties is None else properties.end()


def _flow_style(style: str | None, span: Span) -> tuple[re.Pattern[str], Notation, Span]:
    inside = Span(span.start + 1, span.end - 1)
    match style:
        case "'":
            return _SINGLE, YamlSingle(), inside
        case '"':
            return _DOUBLE, YamlDouble(), inside
        case _:
            return _PLAIN, YamlPlain(), span


def _decoded(found: re.Match[str]) -> str:
    written = found[0]
    match found.lastgroup:
        case "fold":
            count = written.count("\n")
            return " " if count == 1 else "\n" * (count - 1)
        case "quote":
            return "'"
        case "joined":
            return ""
        case "escape" if written[1] in "xuU" and len(written) > 2:
            code = int(written[2:], 16)
            return chr(code) if code <= 0x10FFFF else ""
        case "escape":
            return _ESCAPES.get(written[1], "")
        case _:
            return written


def _block_indent(text: str, span: Span, value: str) -> int:
    """Return how many blanks stand before the lines of a block, by its first line that is not blank."""
    lines = text[span.start : span.end].split("\n")[1:]
    written = next((line for line in lines if line.strip(" \r")), "")
    given = next((line for line in value.split("\n") if line.strip(" \r")), "")
    return max(_width(written) - _width(given), 0)


def _width(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _block(text: str, span: Span, origin: Origin, indent: int) -> Iterator[Run]:
    """Yield the lines of a block without their indentation; in a folded one a line end may be a blank."""
    is_folded = isinstance(origin.notation, YamlBlock) and origin.notation.is_folded
    lines = list(_lines(text, span, indent))
    for number, (start, end) in enumerate(lines):
        yield Run(text[start:end], Span(start, end), origin)
        after = lines[number + 1][0] if number + 1 < len(lines) else end
        line_end = "\n"
        if is_folded and number + 1 < len(lines):
            line_end = _folded_line_end(text, lines, number)
        if line_end:
            yield Run(line_end, Span(end, max(after, min(end + 1, span.end))), origin)


def _lines(text: str, span: Span, indent: int) -> Iterator[tuple[int, int]]:
    """Yield where the text of each line begins and ends."""
    at = text.find("\n", span.start, span.end) + 1
    while 0 < at < span.end:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        start = min(at + indent, at + _width(text[at:end]))
        stop = end - 1 if text[start:end].endswith("\r") else end
        yield start, max(start, stop)
        at = end + 1


def _folded_line_end(text: str, lines: list[tuple[int, int]], number: int) -> str:
    """Return what the end of a line becomes: a blank between two lines of text, nothing before an empty line."""
    here, after = (text[start:end] for start, end in lines[number : number + 2])
    if not here:
        return "\n"
    if here[0] in " \t":
        return "\n"
    following = next((text[start:end] for start, end in lines[number + 1 :] if end > start), "")
    if not following or following[0] in " \t":
        return "\n"
    return " " if after else ""


def _chomped(runs: list[Run], length: int) -> list[Run]:
    """Take line ends away from the end until the text is as long as the parser says."""
    total = sum(len(run.text) for run in runs)
    while runs and total > length and runs[-1].text in {"\n", ""}:
        total -= len(runs.pop().text)
    return runs
