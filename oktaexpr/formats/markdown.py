"""Fenced blocks of Markdown that are marked as expressions: ```` ```okta usage=group-rule engine=classic ````."""

from __future__ import annotations

import re
from collections.abc import Iterator

from oktaexpr.formats.found import FoundExpression, Use
from oktaexpr.formats.interpolated import without_last_line_end
from oktaexpr.formats.mapped import MappedText, Origin, Run
from oktaexpr.formats.marks import marks_in_lines
from oktaexpr.formats.notation import Lines
from oktaexpr.formats.reading import Reading, ReadingProblem, Unit
from oktaexpr.formats.terraform import UNREADABLE
from oktaexpr.formats.words import check_words
from oktaexpr.source import Source, Span

_OPENING = re.compile(
    r"^(?P<prefix>(?:[ \t]|>)*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)?)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^\n]*)$",
    re.MULTILINE,
)
_BEHIND_CARRIAGE_RETURN = re.compile(
    r"\r(?!\n)(?=(?:[ \t]|>)*(?:`{3,}|~{3,})[ \t]*\{?\.?(?:okta|oel)(?![\w-]))", re.IGNORECASE
)
"""A marked block in a file whose lines end as they did on old Macs, which no reader of Markdown here sees."""
_LANGUAGE = re.compile(r"\{?\.?(?:okta|oel)(?![\w-])", re.IGNORECASE)
_SETTING = re.compile(r"(?P<name>usage|engine)=(?P<quote>[\"']?)(?P<value>[\w-]*)(?P=quote)")

_NO_LINE_END = "a carriage return alone ends no line, so the block behind it is not seen"
_SAVE = "save the file with line feeds"


def read_markdown(unit: Unit) -> Reading:
    """Return the expressions of the marked blocks; without `usage=` a block is checked as it stands."""
    reading = Reading()
    for path, text in unit.texts.items():
        source = Source(text, path)
        reading.marks += marks_in_lines(source)
        hidden = _BEHIND_CARRIAGE_RETURN.search(text)
        if hidden is not None:
            reading.problems.append(
                ReadingProblem(path, Span(*hidden.span()), _NO_LINE_END, UNREADABLE, _SAVE)
            )
        for found in _blocks(source):
            if isinstance(found, FoundExpression):
                reading.add(found)
            else:
                reading.problems.append(found)
    return reading


def _blocks(source: Source) -> Iterator[FoundExpression | ReadingProblem]:
    at = 0
    while opening := _OPENING.search(source.text, at):
        first = min(opening.end() + 1, len(source.text))
        closing = _closing(source.text, opening, first)
        last, at = closing if closing is not None else (len(source.text), len(source.text))
        if _LANGUAGE.match(opening["info"]):
            yield from _block(source, opening, Span(first, max(first, last)))


def _closing(text: str, opening: re.Match[str], start: int) -> tuple[int, int] | None:
    """Return where the closing fence's line begins and ends."""
    fence = opening["fence"]
    pattern = re.compile(rf"^(?:[ \t]|>)*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*\r?$", re.MULTILINE)
    found = pattern.search(text, start)
    return (found.start(), found.end()) if found is not None else None


def _block(source: Source, opening: re.Match[str], body: Span) -> Iterator[FoundExpression | ReadingProblem]:
    settings = {}
    for setting in _SETTING.finditer(source.text, opening.start("info"), opening.end("info")):
        settings[setting["name"]] = (setting["value"], Span(*setting.span("value")))
    problem = check_words(source.name, settings)
    if problem is not None:
        yield problem
        return
    prefix = _continuation(opening["prefix"])
    origin = Origin(source.name, Span(opening.start("fence"), body.end), Lines(prefix))
    runs = tuple(_lines(source.text, body, prefix, origin))
    content = MappedText(runs or (Run("", Span(body.start, body.start), origin),))
    if not content.text.strip():
        return
    usage, engine = (settings[name][0] if name in settings else None for name in ("usage", "engine"))
    address = f"line {source.position(opening.start()).line}"
    yield FoundExpression(
        without_last_line_end(content), Use(source.name, origin.span), address, "code block", usage, engine
    )


def _continuation(prefix: str) -> str:
    """Return what stands before the further lines of a block: blanks in place of a list's bullet."""
    return "".join(char if char in " \t>" else " " for char in prefix)


def _lines(text: str, body: Span, prefix: str, origin: Origin) -> Iterator[Run]:
    """Yield the lines of a block without what its first line has before the fence, as far as they have it."""
    at = body.start
    while at < body.end:
        end = text.find("\n", at, body.end)
        end = body.end if end < 0 else end + 1
        start = at
        for char in prefix:
            if start >= end or text[start] != char:
                break
            start += 1
        if start < end:
            yield Run(text[start:end], Span(start, end), origin)
        at = end
