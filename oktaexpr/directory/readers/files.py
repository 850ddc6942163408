"""Which files make up an export, and how each of them is read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path as FilePath

from oktaexpr.directory.problems import Path, quoted, visible
from oktaexpr.directory.readers.delimited import delimited_items, layout_of_table, locate_in_table
from oktaexpr.directory.readers.json_items import (
    document_items,
    line_items,
    locate_in_document,
    locate_in_lines,
    read_text,
)
from oktaexpr.directory.readers.lines import Tick, no_tick
from oktaexpr.directory.readers.parquet import layout_of_parquet, locate_in_parquet, parquet_items
from oktaexpr.directory.readers.places import ExportFile, Locate
from oktaexpr.directory.readers.shapes import Broken, Item
from oktaexpr.errors import DirectoryError

_LINES = frozenset({".jsonl", ".ndjson"})
_TABLES = frozenset({".csv", ".tsv"})
_PARQUET = ".parquet"
SUFFIXES = frozenset({".json", _PARQUET, *_LINES, *_TABLES})
"""Of files that are read as parts of an export."""
_LONGEST_FIRST_LINE = 1_000_000


def export_files(path: FilePath, columns: Mapping[str, str]) -> list[ExportFile]:
    """Return the files of an export, in the order of their names; a folder is walked, hidden parts are left out."""
    if not path.is_dir():
        return [ExportFile(path, path.name, _locator(path, columns))]
    found = sorted(_walk(path))
    return [ExportFile(file, file.relative_to(path).as_posix(), _locator(file, columns)) for file in found]


def _walk(folder: FilePath) -> Iterator[FilePath]:
    """Yield the readable files below a folder. Links to folders are not followed, so that no loop can hold us."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            file = FilePath(place) / name
            if not name.startswith(".") and file.suffix.lower() in SUFFIXES and file.is_file():
                yield file


def file_items(file: ExportFile, columns: Mapping[str, str], tick: Tick = no_tick) -> Iterator[Item | Broken]:
    """Yield the objects of one file, whatever its format. Raises `DirectoryError` that names the file."""
    try:
        yield from _items(file.path, columns, tick)
    except DirectoryError as error:
        raise file.refusal(error.message) from None
    except OSError as error:
        raise file.refusal(error.strerror or str(error)) from None


def _items(path: FilePath, columns: Mapping[str, str], tick: Tick) -> Iterator[Item | Broken]:
    suffix = path.suffix.lower()
    if suffix in _TABLES:
        return delimited_items(path, columns, tick)
    if suffix == _PARQUET:
        return parquet_items(path, columns, tick)
    if suffix in _LINES or _has_line_objects(path):
        return line_items(path, tick)
    return document_items(read_text(path), tick)


def column_notes(file: ExportFile, columns: Mapping[str, str]) -> list[str]:
    """Return what is said of columns that mean the same, of which one is read; nothing for a file without columns."""
    suffix = file.path.suffix.lower()
    layout = None
    if suffix in _TABLES:
        layout = layout_of_table(file.path, columns)
    elif suffix == _PARQUET:
        layout = layout_of_parquet(file.path, columns)
    return [
        f"{visible(file.name)}: the columns {quoted(read)} and {quoted(left)} mean the same; {quoted(read)} is read: "
        "a column map can say otherwise"
        for read, left in (layout.doubled if layout is not None else ())
    ]


def _locator(path: FilePath, columns: Mapping[str, str]) -> Locate:
    suffix = path.suffix.lower()
    if suffix in _TABLES:
        return partial(locate_in_table, columns=columns)
    if suffix == _PARQUET:
        return partial(locate_in_parquet, columns=columns)
    return _locate_in_json


def _locate_in_json(
    path: FilePath, wanted: Mapping[int, Sequence[Path]]
) -> Mapping[int, list[tuple[int, int]]]:
    is_lines = path.suffix.lower() in _LINES or _has_line_objects(path)
    return locate_in_lines(path, wanted) if is_lines else locate_in_document(path, wanted)


def _has_line_objects(path: FilePath) -> bool:
    """Tell whether a `.json` file holds JSON lines, as some tools write it: two lines, each an object of its own."""
    with path.open("rb") as stream:
        lines = [stream.readline(_LONGEST_FIRST_LINE).strip() for _ in range(2)]
    return all(line.startswith(b"{") and line.endswith(b"}") for line in lines)
