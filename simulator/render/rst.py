"""A sheet as reStructuredText, for Sphinx: a list table, which needs no drawing to size."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from simulator.render.layout import Sheet
from simulator.render.phrases import Part, Phrase

_SPECIAL = re.compile(r"[\\`*|]|_(?!\w)|(?<!\w)_|^[-+.]")


def draw_rst(sheet: Sheet) -> str:
    """Return findings, table and facts as reStructuredText; every cell is text, never markup."""
    blocks = [_inline(finding) for finding in sheet.above]
    blocks.append("\n".join(_table(sheet)))
    if sheet.below:
        blocks.append("\n".join(f"- {_inline(note)}" for note in sheet.below))
    return "\n\n".join(blocks)


def _table(sheet: Sheet) -> Iterator[str]:
    caption = _inline(sheet.caption)
    yield f".. list-table:: {caption}".rstrip()
    yield "   :header-rows: 1"
    yield ""
    yield from _row(_inline(heading) for heading in sheet.headings)
    for line in sheet.lines:
        yield from _row(_inline(entry.phrase) for entry in line.entries)


def _row(cells: Iterable[str]) -> Iterator[str]:
    for number, cell in enumerate(cells):
        yield f"   {' ' if number else '*'} - {cell}".rstrip()


def _inline(phrase: Phrase) -> str:
    return "".join(_part(part) for part in phrase)


def _part(part: Part) -> str:
    escaped = _SPECIAL.sub(lambda found: f"\\{found.group()}", part.text)
    if not part.is_code:
        return escaped
    # Nothing can be escaped inside a literal, and a backquote or a backslash at its end would close or spoil it.
    if "`" in part.text or part.text.endswith("\\"):
        return f'"{escaped}"'
    return f"``{part.text}``"
