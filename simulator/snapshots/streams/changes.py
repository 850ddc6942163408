"""Every change of a comparison as rows of a table: what `--out` writes with `--check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.snapshots.streams.comparing import Change, kind_of
from simulator.snapshots.streams.storing import text_batch
from simulator.snapshots.taking import HEADERS

if TYPE_CHECKING:
    import pyarrow as pa

_SIDES = ("old", "new")
COLUMNS = ("user", "change", *(f"{side}_{name}" for name in HEADERS[1:] for side in _SIDES))
"""Who, what happens to the licenses, and each cell before and after: null where the user was not there or is gone."""


def change_batch(changes: list[Change]) -> pa.RecordBatch:
    """Return changes with these columns."""
    return text_batch(COLUMNS, [_cells(change) for change in changes])


def _cells(change: Change) -> tuple[str | None, ...]:
    sides = (change.user.old, change.user.new)
    cells = [row.get(name) if row is not None else None for name in HEADERS[1:] for row in sides]
    return change.user.login, kind_of(change.user), *cells
