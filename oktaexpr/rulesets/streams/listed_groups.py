"""Which groups the files of an export list that hold no users of the stream."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from oktaexpr.directory import Directory, Group
from oktaexpr.directory.contents import SkippedRow
from oktaexpr.directory.readers import Shape
from oktaexpr.directory.readers.collector import Gathered
from oktaexpr.directory.readers.columns import TableKind
from oktaexpr.directory.readers.files import SUFFIXES, export_files, file_items
from oktaexpr.directory.readers.heads import has_fixture_of, table_kind
from oktaexpr.directory.readers.places import Problems
from oktaexpr.directory.readers.shapes import Item

_NO_GROUPS = (TableKind.USERS, TableKind.APP_USERS, TableKind.RULES)
_NOT_OF_A_GROUP = frozenset({"members", "users", "_links", "_embedded"})


@dataclass(frozen=True, slots=True)
class ListedGroups:
    """The groups that exports list, each once, and the rows that are none for what is wrong with them."""

    groups: Sequence[Group] = ()
    skipped: Sequence[SkippedRow] = ()
    skipped_count: int = 0


def list_groups(places: Iterable[str], *, besides: Collection[Path], strict: bool = False) -> ListedGroups:
    """Return the groups that the exports or fixtures at these places list, but for files that are read `besides`.

    Raises `DirectoryError` for a file that cannot be read and, with `strict`, for the first group that is wrong.
    """
    problems = Problems(strict=strict)
    read = {file.resolve() for file in besides}
    groups: dict[Group, None] = {}
    for place in dict.fromkeys(map(Path, places)):
        if has_fixture_of(place, "groups"):
            groups |= dict.fromkeys(Directory.load(place).groups)
        elif place.is_dir() or place.suffix.lower() in SUFFIXES:
            groups |= dict.fromkeys(_exported_groups(place, read, problems))
    return ListedGroups(tuple(groups), problems.skipped(), problems.count)


def _exported_groups(place: Path, besides: Collection[Path], problems: Problems) -> Iterator[Group]:
    gathered = Gathered(problems)
    for file in export_files(place, {}):
        if file.path.resolve() not in besides and table_kind(file.path) not in _NO_GROUPS:
            for item in file_items(file, {}):
                if isinstance(item, Item) and item.shape is Shape.GROUP:
                    gathered.take(item, file)
    for one in gathered.groups:
        yield Group({key: part for key, part in one.items() if key not in _NOT_OF_A_GROUP})
