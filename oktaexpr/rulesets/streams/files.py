"""Which files of an export hold the users of a stream, and which groups its other files list."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from oktaexpr.columns import Source, open_source
from oktaexpr.directory import Directory, Group
from oktaexpr.directory.contents import SkippedRow
from oktaexpr.directory.readers import Shape
from oktaexpr.directory.readers.collector import Gathered
from oktaexpr.directory.readers.columns import TableKind, layout_of
from oktaexpr.directory.readers.delimited import sniff
from oktaexpr.directory.readers.files import SUFFIXES, export_files, file_items
from oktaexpr.directory.readers.places import Problems
from oktaexpr.directory.readers.shapes import Item, shape_of
from oktaexpr.errors import DirectoryError
from oktaexpr.rulesets.reading import parquet_kind

_NO_PEOPLE = (TableKind.GROUPS, TableKind.RULES)
_NO_GROUPS = (TableKind.USERS, TableKind.APP_USERS, TableKind.RULES)
_NOT_OF_A_GROUP = frozenset({"members", "users", "_links", "_embedded"})
_TABLES = (".csv", ".tsv")
_FIXTURES = (".yaml", ".yml")
_LONGEST_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class ListedGroups:
    """The groups that exports list, each once, and the rows that are none for what is wrong with them."""

    groups: Sequence[Group] = ()
    skipped: Sequence[SkippedRow] = ()
    skipped_count: int = 0


def open_people(place: str, types: Mapping[str, str] | None = None) -> Source:
    """Return the files of users and memberships at a place; a folder may hold groups and rules beside them.

    Raises as `open_source` does, and `DirectoryError` for a fixture, whose users are in YAML.
    """
    if _is_fixture(Path(place), "users"):
        message = f"{place}: a fixture in YAML is not read as a stream, but as a whole"
        raise DirectoryError(message)
    return open_source(place, types, holds_people=_holds_people)


def has_people(folder: str, suffix: str) -> bool:
    """Tell whether a folder holds a table of users with this ending."""
    place = Path(folder)
    return not _is_fixture(place, "users") and any(
        file.suffix == suffix and _holds_people(file) for file in place.iterdir()
    )


def _holds_people(file: Path) -> bool:
    """Tell whether a file is worth reading as users or memberships: unless its start says groups or rules."""
    if file.suffix in (".parquet", *_TABLES):
        return _table_kind(file) not in _NO_PEOPLE
    try:
        with file.open("rb") as stream:
            first = json.loads(stream.readline(_LONGEST_LINE))
    except (OSError, ValueError, RecursionError):
        return True  # to be read and refused with the place of the fault
    return not isinstance(first, dict) or shape_of(first) not in (Shape.GROUP, Shape.GROUP_RULE)


def list_groups(places: Iterable[str], *, besides: Collection[Path], strict: bool = False) -> ListedGroups:
    """Return the groups that the exports or fixtures at these places list, but for files that are read `besides`.

    Raises `DirectoryError` for a file that cannot be read and, with `strict`, for the first group that is wrong.
    """
    problems = Problems(strict=strict)
    read = {file.resolve() for file in besides}
    groups: dict[Group, None] = {}
    for place in dict.fromkeys(map(Path, places)):
        if _is_fixture(place, "groups"):
            groups |= dict.fromkeys(Directory.load(place).groups)
        elif place.is_dir() or place.suffix.lower() in SUFFIXES:
            groups |= dict.fromkeys(_exported_groups(place, read, problems))
    return ListedGroups(tuple(groups), problems.skipped(), problems.count)


def _is_fixture(place: Path, section: str) -> bool:
    """Tell whether a folder is a fixture with such a section."""
    return place.is_dir() and any(
        (place / f"{stem}{suffix}").is_file() for stem in (section, "directory") for suffix in _FIXTURES
    )


def _exported_groups(place: Path, besides: Collection[Path], problems: Problems) -> Iterator[Group]:
    gathered = Gathered(problems)
    for file in export_files(place, {}):
        if file.path.resolve() not in besides and _table_kind(file.path) not in _NO_GROUPS:
            for item in file_items(file, {}):
                if isinstance(item, Item) and item.shape is Shape.GROUP:
                    gathered.take(item, file)
    for one in gathered.groups:
        yield Group({key: part for key, part in one.items() if key not in _NOT_OF_A_GROUP})


def _table_kind(file: Path) -> TableKind | None:
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
