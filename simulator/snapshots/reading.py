"""The rows of users.csv, as its own spelling of CSV has them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from simulator.errors import SnapshotError

USER = "user"
"""The column without which nobody can be told apart."""


def csv_rows(lines: Iterable[str], name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line at which it begins, the header first; lines without anything are left out.

    Raises `SnapshotError` with the line of a row that is no CSV, and for a header that names no user.
    """
    reader = csv.reader(lines)
    start, has_header = 1, False
    try:
        for row in reader:
            if row and not has_header:
                has_header = True
                _check_header(row, f"{name}:{start}")
            if row:
                yield start, row
            start = reader.line_num + 1
    except csv.Error as error:
        reason = str(error).partition(" - ")[0]  # what follows is advice for programmers
        message = f"{name}:{start}: no row of a snapshot: {reason}"
        raise SnapshotError(message) from None


def _check_header(header: Sequence[str], place: str) -> None:
    """Refuse a file of something else, whose users would all seem to be gone or new."""
    if USER not in header:
        message = f"{place}: no users of a snapshot: there is no column {USER!r}"
        raise SnapshotError(message)
