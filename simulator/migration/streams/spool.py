"""What is to be said of each user at the end, kept on disk until it is known what becomes of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from simulator.errors import SpoolError
from simulator.mapping import MappedValue
from simulator.migration.streams.users import Part

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Spooled:
    """One user."""

    login: str
    email: str
    mapped: MappedValue | None
    """None where the value is that of the user's track."""


class Spool:
    """A file of users, written once from the first to the last, then read as often as needed."""

    def __init__(self, path: Path) -> None:
        """Open the file."""
        import pyarrow as pa

        self._schema = pa.schema([(name, pa.string()) for name in ("login", "email", "value", "failure")])
        self._path = path
        self._sizes: list[int] = []
        self._writer: Any = pa.ipc.new_file(path, self._schema)

    def add(self, part: Part) -> None:
        """Write the users of a batch."""
        import pyarrow as pa

        count = len(part.logins)
        values: list[object] = [None] * count
        failures: list[str | None] = [None] * count
        for row, mapped in part.odd.items():
            values[row], failures[row] = mapped.value, mapped.failure
        columns = [_texts(column) for column in (part.logins, part.emails, values, failures)]
        self._writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=self._schema))
        self._sizes.append(count)

    def close(self) -> None:
        """End the writing."""
        self._writer.close()

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the users as they were written: `login`, `email`, `value` and `failure`, the last two where odd."""
        import pyarrow as pa

        with pa.OSFile(str(self._path)) as file:
            reader = pa.ipc.open_file(file)
            for number in range(len(self._sizes)):
                yield reader.get_batch(number)

    def chosen(self, positions: Sequence[int]) -> dict[int, Spooled]:
        """Return the users at these positions in the order of writing, from 0."""
        import pyarrow as pa

        ends = list(accumulate(self._sizes))
        found: dict[int, Spooled] = {}
        with pa.OSFile(str(self._path)) as file:
            reader = pa.ipc.open_file(file)
            for position in positions:
                number = bisect_right(ends, position)
                row = position - (ends[number] - self._sizes[number])
                login, email, value, failure = (
                    column[row].as_py() for column in reader.get_batch(number).columns
                )
                is_odd = value is not None or failure is not None
                found[position] = Spooled(login, email, MappedValue(value, failure) if is_odd else None)
        return found


@contextmanager
def new_spool() -> Iterator[Spool]:
    """Open a spool in a folder of its own that goes with it. Raises `SpoolError` where there is no room for it."""
    try:
        with TemporaryDirectory(prefix="oktaexpr-") as folder:
            yield Spool(Path(folder) / "users.arrow")
    except OSError as error:
        message = f"cannot keep the users in a temporary file: {error.strerror or error}"
        raise SpoolError(message) from None


def _texts(column: Sequence[object]) -> pa.Array:
    """Return texts for Arrow; half a surrogate pair is written as an escape, as in all files."""
    import pyarrow as pa

    try:
        return pa.array(column, pa.string())
    except UnicodeEncodeError:
        kept = [
            text if text is None else str(text).encode("utf-8", "backslashreplace").decode()
            for text in column
        ]
        return pa.array(kept, pa.string())
