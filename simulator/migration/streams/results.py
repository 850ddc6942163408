"""Every user of a migration as rows of a table: what `--out` writes."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.licenses import LicenseType
from simulator.migration.phases import Phase
from simulator.migration.streams.population import Population
from simulator.migration.streams.spool import Spool
from simulator.migration.streams.tracks import Track
from simulator.migration.text import telling_facts

if TYPE_CHECKING:
    import pyarrow as pa


def result_batches(spool: Spool, population: Population) -> Iterator[pa.RecordBatch]:
    """Yield the app's users: `user`, `userName`, `email`, a column for each state, `value`, `direction`, `error`, `why`.

    Licenses, `value` and `error` are null where there is none; `why` is a failure of the mapping, else the facts.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    cells = _cells_by_track(population.tracks)
    start = 0
    for users in spool.batches():
        numbers = _int_array(population.members[start : start + users.num_rows])
        start += users.num_rows
        by_track = cells.take(numbers)
        facts = by_track.column("why")
        columns = {name: users.column(part) for name, part in _NAMES.items()}
        columns |= {phase.value: by_track.column(phase.value) for phase in Phase}
        columns["value"] = pc.coalesce(users.column("value"), by_track.column("value"))
        columns |= {name: by_track.column(name) for name in ("direction", "error")}
        columns["why"] = pc.coalesce(users.column("failure"), facts)
        yield pa.RecordBatch.from_pydict(columns).filter(by_track.column("active"))


_NAMES = {"user": "login", "userName": "login", "email": "email"}
"""Columns that say who it is, with those of the spool; without an app's profile a userName is the login."""


def _int_array(numbers: array[int]) -> pa.Array:
    import pyarrow as pa

    return pa.Array.from_buffers(pa.uint32(), len(numbers), [None, pa.py_buffer(numbers.tobytes())])


def _cells_by_track(tracks: list[Track]) -> pa.RecordBatch:
    import pyarrow as pa

    schema = pa.schema(
        [
            ("active", pa.bool_()),
            *((name, pa.string()) for name in (*Phase, "value", "direction", "error", "why")),
        ]
    )
    return pa.RecordBatch.from_pylist([_cells(track) for track in tracks], schema=schema)


def _cells(track: Track) -> dict[str, object]:
    """Return what all users of a track share; values that are no license are each user's own."""
    if not track.person.active:
        return {"active": False}
    move = track.to_move()
    return {
        "active": True,
        **{phase.value: name for phase, name in move.licenses.items()},
        "value": LicenseType.of(move.value),
        "direction": move.direction.value,
        "error": move.error,
        "why": ", ".join(telling_facts(move)),
    }
