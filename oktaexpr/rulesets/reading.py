"""The group rules of an export: found among all of its objects, in any of its formats."""

from __future__ import annotations

import mmap
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath

from oktaexpr.directory.contents import SkippedRow
from oktaexpr.directory.readers import Broken, Shape
from oktaexpr.directory.readers.columns import TableKind
from oktaexpr.directory.readers.files import SUFFIXES, export_files, file_items
from oktaexpr.directory.readers.heads import parquet_kind
from oktaexpr.directory.readers.places import ExportFile, Origin, Problems
from oktaexpr.errors import DirectoryError
from oktaexpr.rulesets.rules import GroupRule, rule_of

_MARKS = (b"assignUserToGroups", b"group_rule")
"""What the JSON of a rule holds."""
_LONGEST_HEADER = 100_000


@dataclass(frozen=True, slots=True)
class RuleFile:
    """The rules of one export, in the order of its files, and the objects that are none for what is wrong with them."""

    rules: Sequence[GroupRule]
    skipped: Sequence[SkippedRow] = ()
    skipped_count: int = 0


def read_rules(
    path: str | os.PathLike[str], *, strict: bool = False, columns: Mapping[str, str] | None = None
) -> RuleFile:
    """Return the group rules below `path`: a file or folder of API objects, JSON lines, CSV or Parquet.

    Raises `DirectoryError` for a path that cannot be read and, with `strict`, for the first rule that is wrong.
    """
    given = FilePath(path)
    if not given.is_dir() and (not given.is_file() or given.suffix.lower() not in SUFFIXES):
        message = f"{path}: expected a folder or a file that ends in {', '.join(sorted(SUFFIXES))}"
        raise DirectoryError(message)
    problems = Problems(strict=strict)
    rules: dict[str, GroupRule] = {}
    for file in export_files(given, columns or {}):
        if _may_hold_rules(file.path, columns or {}):
            _read_file(file, columns or {}, problems, rules)
    return RuleFile(tuple(rules.values()), problems.skipped(), problems.count)


def _read_file(
    file: ExportFile, columns: Mapping[str, str], problems: Problems, rules: dict[str, GroupRule]
) -> None:
    """Add the rules of one file. A rule that comes again unchanged is an overlap of pages."""
    for item in file_items(file, columns):
        origin = Origin(file, item.position)
        if isinstance(item, Broken):
            problems.add(origin, item.path, item.reason)
        elif item.shape is Shape.GROUP_RULE:
            rule = rule_of(item.value)
            if not isinstance(rule, GroupRule):
                problems.add(origin, *rule)
            elif rules.setdefault(rule.id, rule) != rule:
                problems.add(origin, ("id",), "another rule has the same id")


def _may_hold_rules(path: FilePath, columns: Mapping[str, str]) -> bool:
    """Tell whether a closer look is worth it: an export is mostly users, which nobody wants to take apart twice."""
    if path.suffix.lower() == ".parquet":
        return parquet_kind(path, columns) in (TableKind.RULES, None)
    if path.suffix.lower() in (".csv", ".tsv"):
        with path.open("rb") as stream:
            return b"expression" in stream.readline(_LONGEST_HEADER).lower()
    if not path.stat().st_size:
        return False
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return any(content.find(mark) >= 0 for mark in _MARKS)
