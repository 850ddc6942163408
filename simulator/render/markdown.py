"""A sheet as a GitHub-flavoured Markdown table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from simulator.render.layout import Sheet
from simulator.render.phrases import Part, Phrase, merged

_SPECIAL = re.compile(r"[\\`*\[\]<>|&~#]|(?<![^\W_])_|_(?![^\W_])")
"""What could be markup; an underscore inside a word, as in `read_only`, is none."""


def draw_markdown(sheet: Sheet) -> str:
    """Return caption, findings, table and facts as Markdown; every cell is text, never markup."""
    blocks = []
    if sheet.caption:
        blocks.append(f"**{_inline(sheet.caption)}**")
    blocks += [_inline(finding) for finding in sheet.above]
    blocks.append("\n".join(_table(sheet)))
    if sheet.below:
        blocks.append("\n".join(f"- {_inline(note)}" for note in sheet.below))
    return "\n\n".join(blocks)


def _table(sheet: Sheet) -> Iterable[str]:
    yield _row(_cell(heading) for heading in sheet.headings)
    yield _row("---" for _ in sheet.headings)
    for line in sheet.lines:
        yield _row(_cell(entry.phrase) for entry in line.entries)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(phrase: Phrase) -> str:
    """Return the text of a cell, which a pipe would end even inside code; elsewhere its escape would show there."""
    return _inline(
        tuple(replace(part, text=part.text.replace("|", "\\|")) if part.is_code else part for part in phrase)
    )


def _inline(phrase: Phrase) -> str:
    return "".join(_part(part) for part in merged(phrase))


def _part(part: Part) -> str:
    if not part.is_code:
        return _SPECIAL.sub(lambda found: f"\\{found.group()}", part.text)
    # A fence must be longer than any run of backticks in it.
    text = part.text
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    if not longest:
        return f"`{text}`"
    fence = "`" * (longest + 1)
    return f"{fence} {text} {fence}"
