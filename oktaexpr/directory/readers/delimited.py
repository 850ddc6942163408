r"""CSV: delimiter sniffed, rows with their line numbers; an empty cell is absent, a quoted empty one is a text.

`\N` is null, as databases write it: the words `null` and `NULL` may be somebody's name.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path as FilePath
from typing import Any

from oktaexpr.directory.problems import Path, quoted
from oktaexpr.directory.readers.columns import Layout, layout_of
from oktaexpr.directory.readers.lines import Tick, no_tick, text_lines
from oktaexpr.directory.readers.rows import ABSENT, row_items
from oktaexpr.directory.readers.shapes import Broken, Item
from oktaexpr.errors import DirectoryError

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLED_LINES = 20
_NULL = "\\N"


class _Lines:
    """Lines for the CSV reader, which may take several for one row; remembers them until they are asked for."""

    def __init__(self, numbered: Iterable[tuple[int, str]]) -> None:
        self._numbered = iter(numbered)
        self.first = 0
        self.is_over = False
        """Whether the reader asked for a line behind the last; within a row it does so in an open quotation only."""
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        numbered = next(self._numbered, None)
        if numbered is None:
            self.is_over = True
            raise StopIteration
        number, line = numbered
        if "\0" in line:
            line = line.replace("\0", "\ufffd")
        if not self._taken:
            self.first = number
        self._taken.append(line)
        return line

    def take(self) -> str:
        """Return the text of the row just read, and forget it."""
        text = self._taken[0] if len(self._taken) == 1 else "".join(self._taken)
        self._taken = []
        return text


def delimited_items(
    path: FilePath, columns: Mapping[str, str], tick: Tick = no_tick
) -> Iterator[Item | Broken]:
    """Yield the objects of a CSV file. Raises `DirectoryError` for no UTF-8, and for a header that says nothing."""
    delimiter = sniff(path, columns)
    lines = _Lines(text_lines(path, tick))
    rows = _rows(lines, delimiter)
    names = next((row[1] for row in rows if not isinstance(row, Broken)), None)
    if names is None:
        return
    lines.take()
    layout = layout_of(names, columns)
    if layout is None:
        message = (
            f"the columns {', '.join(quoted(name) for name in names[:8])} make no table of users, groups, memberships "
            "or rules; say with a column map what they mean"
        )
        raise DirectoryError(message)
    yield from _items(layout, rows, lines, delimiter)


def layout_of_table(path: FilePath, columns: Mapping[str, str]) -> Layout | None:
    """Return what the columns of a CSV file mean; None for a file without rows, or with columns that say nothing."""
    rows = _rows(_Lines(text_lines(path)), sniff(path, columns))
    names = next((row[1] for row in rows if not isinstance(row, Broken)), None)
    return None if names is None else layout_of(names, columns)


def sniff(path: FilePath, columns: Mapping[str, str]) -> str:
    """Return the delimiter under which the header says most and the first rows have its width."""
    sample = [line for _, line in islice(text_lines(path), _SAMPLED_LINES) if line.strip()]
    return max(_DELIMITERS, key=lambda delimiter: _fitness(sample, delimiter, columns))


def _fitness(sample: Sequence[str], delimiter: str, columns: Mapping[str, str]) -> tuple[bool, int, int]:
    """Return whether the columns mean something, how many rows have the header's width, and the width."""
    try:
        rows = list(csv.reader(sample, delimiter=delimiter))
    except csv.Error:
        return False, 0, 0
    if not rows:
        return False, 0, 0
    width = len(rows[0])
    is_known = layout_of(rows[0], columns) is not None
    return is_known, sum(len(row) == width for row in rows) * (width > 1), width


def _rows(lines: _Lines, delimiter: str) -> Iterator[tuple[int, list[str]] | Broken]:
    """Yield rows with the numbers of their first lines."""
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Broken(
                "a cell of more than 131,072 characters: is a quotation mark not closed?", lines.first
            )
            lines.take()
            continue
        if row and lines.is_over:
            yield Broken(
                "a quotation mark is not closed, so that the rest of the file is one cell", lines.first
            )
            lines.take()
        elif row:
            yield lines.first, row
        else:
            lines.take()


def _items(
    layout: Layout, rows: Iterator[tuple[int, list[str]] | Broken], lines: _Lines, delimiter: str
) -> Iterator[Item | Broken]:
    """Convert rows; broken ones pass through in their place."""
    waiting: list[Broken] = []

    def cells() -> Iterator[tuple[int, Sequence[Any]]]:
        for row in rows:
            if isinstance(row, Broken):
                waiting.append(row)
            else:
                number, texts = row
                yield number, _values(texts, lines.take(), delimiter)

    for item in row_items(layout, cells()):
        yield from waiting
        waiting.clear()
        yield item
    yield from waiting


def _values(texts: list[str], raw: str, delimiter: str) -> Sequence[Any]:
    """Return the cells' values. A row without empty or null cells, as most have, stays as it is."""
    if "" not in texts and _NULL not in texts:
        return texts
    written = set(_quoted_empties(raw, delimiter)) if '""' in raw else set()
    return [
        (text if at in written else ABSENT) if text == "" else None if text == _NULL else text
        for at, text in enumerate(texts)
    ]


def _quoted_empties(raw: str, delimiter: str) -> Iterator[int]:
    """Yield the indexes of the cells that are written `""`."""
    for at, match in enumerate(_cells(raw, delimiter)):
        if match[0].removesuffix(delimiter).strip() == '""':
            yield at


def _cells(raw: str, delimiter: str) -> Iterator[re.Match[str]]:
    mark = re.escape(delimiter)
    return re.finditer(rf'(?:"(?:[^"]|"")*"[^{mark}\r\n]*|[^{mark}\r\n]*)(?:{mark}|$|(?=\r?\n))', raw)


def locate_in_table(
    path: FilePath, wanted: Mapping[int, Sequence[Path]], columns: Mapping[str, str]
) -> dict[int, list[tuple[int, int]]]:
    """Return the rows' first lines, with the column at which the cell of each path begins."""
    delimiter = sniff(path, columns)
    lines = _Lines(text_lines(path))
    found: dict[int, list[tuple[int, int]]] = {}
    layout: Layout | None = None
    for row in _rows(lines, delimiter):
        if isinstance(row, Broken):
            if row.position in wanted:
                found[row.position] = [(row.position, 1)] * len(wanted[row.position])
            continue
        raw = lines.take()
        number, texts = row
        layout = layout or layout_of(texts, columns)
        if number in wanted and layout is not None:
            at = [layout.column_of(path) for path in wanted[number]]
            found[number] = [_place(number, raw, delimiter, column) for column in at]
    return found


def _place(number: int, raw: str, delimiter: str, at: int | None) -> tuple[int, int]:
    """Return line and column of a cell; the row's beginning where the row has no such cell."""
    starts = [match.start() for match in _cells(raw, delimiter)]
    start = starts[at] if at is not None and at < len(starts) else 0
    before = raw[:start]
    return number + before.count("\n"), start - (before.rfind("\n") + 1) + 1
