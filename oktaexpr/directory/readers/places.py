"""Where a row of an export stands, and what is wrong with it: kept small while reading, spelled out at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import NamedTuple

from oktaexpr.diagnostics import Diagnostic, Severity
from oktaexpr.directory.contents import SkippedRow
from oktaexpr.directory.problems import WRONG_SHAPE, Path, spelled, visible
from oktaexpr.errors import DirectoryError
from oktaexpr.source import Span

MOST_PLACED = 1_000
"""Rows whose place and reason are kept; a wrong export can have a million of them, and all are counted."""

Locate = Callable[[FilePath, Mapping[int, Sequence[Path]]], Mapping[int, list[tuple[int, int]]]]
"""Reads a file again and returns line and column of each path in the rows asked for, by the row's position."""


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file of an export."""

    path: FilePath
    name: str
    """The path relative to the folder, as messages show it."""
    locate: Locate

    def refusal(self, message: str) -> DirectoryError:
        """Return the error for a file that cannot be read at all."""
        return DirectoryError(f"{visible(self.name)}: {message}")


class Origin(NamedTuple):
    """A row: the file, and its position there: a line of a text, the ordinal of an item of a JSON document."""

    file: ExportFile
    position: int


class RowProblem(NamedTuple):
    """What is wrong with one row; `path` leads to the part that is."""

    origin: Origin
    path: Path
    reason: str


class Problems:
    """Gathers what is skipped. With `strict`, the first bad row ends the loading."""

    def __init__(self, *, strict: bool) -> None:
        """Start empty."""
        self._strict = strict
        self._kept: list[RowProblem] = []
        self.count = 0

    def add(self, origin: Origin, path: Path, reason: str) -> None:
        """Note a row that is skipped. Raises `DirectoryError` with its place where rows may not be skipped."""
        self.count += 1
        if self._strict or len(self._kept) < MOST_PLACED:
            self._kept.append(RowProblem(origin, path, reason))
        if self._strict:
            (row,) = placed(self._kept[-1:])
            diagnostic = Diagnostic(WRONG_SHAPE, Severity.ERROR, row.reason, Span(0, 0))
            raise DirectoryError(str(row), [diagnostic])

    def skipped(self) -> tuple[SkippedRow, ...]:
        """Return the rows with their places, in the order of files and lines."""
        return tuple(sorted(placed(self._kept), key=lambda row: (row.file, row.line, row.column)))


def placed(problems: Sequence[RowProblem]) -> list[SkippedRow]:
    """Find lines and columns; each file is read again once, which only exports with faults pay for."""
    wanted: dict[ExportFile, dict[int, list[Path]]] = {}
    for problem in problems:
        rows = wanted.setdefault(problem.origin.file, {})
        rows.setdefault(problem.origin.position, []).append(problem.path)
    found = {file: file.locate(file.path, rows) for file, rows in wanted.items()}
    skipped: list[SkippedRow] = []
    taken: dict[Origin, int] = {}
    for problem in problems:
        file, position = problem.origin
        at = taken[problem.origin] = taken.get(problem.origin, -1) + 1
        line, column = found[file][position][at]
        path = spelled(problem.path)
        reason = f"{path}: {problem.reason}" if path else problem.reason
        skipped.append(SkippedRow(visible(file.name), line, column, reason))
    return skipped
