"""What a file of an export holds, told by its head alone: who reads users as a stream has to leave the rest unread."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from oktaexpr.directory.readers.columns import TableKind, layout_of
from oktaexpr.directory.readers.delimited import sniff
from oktaexpr.directory.readers.shapes import Shape, shape_of
from oktaexpr.errors import DirectoryError

_TABLES = (".csv", ".tsv")
_FIXTURES = (".yaml", ".yml")
_LONGEST_LINE = 1_000_000


def parquet_kind(path: Path, columns: Mapping[str, str]) -> TableKind | None:
    """Return what the rows of a Parquet file are, None for a table or file that only a closer look can tell of."""
    if find_spec("pyarrow") is None:
        return None
    import pyarrow
    from pyarrow import parquet

    try:
        layout = layout_of(parquet.read_schema(path).names, columns)
    except (OSError, pyarrow.ArrowException):
        return None
    return None if layout is None else layout.kind


def table_kind(file: Path) -> TableKind | None:
    """Return what the rows of a table are, None for other files and where only a closer look can tell."""
    suffix = file.suffix.lower()
    if suffix == ".parquet":
        return parquet_kind(file, {})
    if suffix not in _TABLES:
        return None
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            header = next(csv.reader([stream.readline(_LONGEST_LINE)], delimiter=sniff(file, {})), [])
    except (OSError, UnicodeDecodeError, csv.Error, DirectoryError):
        return None
    layout = layout_of(header, {})
    return None if layout is None else layout.kind


def may_hold_users(file: Path) -> bool:
    """Tell whether a file is worth reading as users or memberships: unless its head says groups or rules."""
    if file.suffix in (".parquet", *_TABLES):
        return table_kind(file) not in (TableKind.GROUPS, TableKind.RULES)
    try:
        with file.open("rb") as stream:
            first = json.loads(stream.readline(_LONGEST_LINE))
    except (OSError, ValueError, RecursionError):
        return True  # to be read and refused with the place of the fault
    return not isinstance(first, dict) or shape_of(first) not in (Shape.GROUP, Shape.GROUP_RULE)


def has_fixture_of(folder: Path, section: str) -> bool:
    """Tell whether a folder is a fixture that has a section, such as `users`, in YAML."""
    return folder.is_dir() and any(
        (folder / f"{stem}{suffix}").is_file() for stem in (section, "directory") for suffix in _FIXTURES
    )
