"""The rows of users.csv, as its own spelling of CSV has them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from simulator.errors import SnapshotError


def csv_rows(lines: Iterable[str], name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line at which it begins, the header first; lines without anything are left out.

    Raises `SnapshotError` with the line of a row that is no CSV.
    """
    reader = csv.reader(lines)
    start = 1
    try:
        for row in reader:
            if row:
                yield start, row
            start = reader.line_num + 1
    except csv.Error as error:
        reason = str(error).partition(" - ")[0]  # what follows is advice for programmers
        message = f"{name}:{start}: no row of a snapshot: {reason}"
        raise SnapshotError(message) from None
