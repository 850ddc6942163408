"""A sheet as reStructuredText, for Sphinx: a list table, which needs no drawing to size."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from simulator.render.layout import Sheet
from simulator.render.phrases import Phrase, merged

_SPECIAL = re.compile(r"[\\`*|@]|(?<![^\W_])_|_(?![^\W_])|:(?=\S)")
"""What could be markup, or make a link of an address; an underscore inside a word, as in `read_only`, is none."""
_PLAIN_START = re.compile(r"``|\w+(?!\w|[.)](?:\s|$))")
"""A start that makes no list, field or rule of a paragraph; any other gets a blank that nobody sees."""
_NO_BLANK = "\\ "
"""An escaped blank is none: it parts what would run into each other."""


def draw_rst(sheet: Sheet) -> str:
    """Return findings, table and facts as reStructuredText; every cell is text, never markup."""
    blocks = [_block(finding) for finding in sheet.above]
    blocks.append("\n".join(_table(sheet)))
    if sheet.below:
        blocks.append("\n".join(f"- {_block(note)}" for note in sheet.below))
    return "\n\n".join(blocks)


def _table(sheet: Sheet) -> Iterator[str]:
    caption = _block(sheet.caption)
    yield f".. list-table:: {caption}".rstrip()
    yield "   :header-rows: 1"
    yield ""
    yield from _row(_block(heading) for heading in sheet.headings)
    for line in sheet.lines:
        yield from _row(_block(entry.phrase) for entry in line.entries)


def _row(cells: Iterable[str]) -> Iterator[str]:
    for number, cell in enumerate(cells):
        yield f"   {' ' if number else '*'} - {cell}".rstrip()


def _block(phrase: Phrase) -> str:
    """Return a phrase that is a paragraph by itself."""
    text = ""
    for part in merged(phrase):
        text += _literal(part.text, text[-1:]) if part.is_code else _after(text, _escape(part.text))
    return text if not text.strip() or _PLAIN_START.match(text) else f"{_NO_BLANK}{text}"


def _escape(text: str) -> str:
    """Return words that are words only."""
    return _SPECIAL.sub(lambda found: f"\\{found.group()}", text)


def _literal(text: str, before: str) -> str:
    """Return code, apart from the character before it where that would not let it start."""
    gap = "" if before in ("", " ") or (before in "([{" and text[0].isalnum()) else _NO_BLANK
    # Nothing can be escaped between two backquotes; the role is the long form, where it can.
    if "`" in text or text.endswith("\\"):
        escaped = text.replace("\\", "\\\\").replace("`", "\\`")
        return f"{gap}:literal:`{escaped}`"
    return f"{gap}``{text}``"


def _after(before: str, text: str) -> str:
    """Return words, apart from code before them where they would not let it end."""
    return text if not before or text[0] in " .,;:!?)]}" else f"{_NO_BLANK}{text}"
