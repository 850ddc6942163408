"""Snapshots on disk: a folder with the files of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from oktaexpr.render import csv_table
from simulator.errors import SnapshotError
from simulator.files import write_whole
from simulator.snapshots.taking import FILES, HEADERS, USERS, USERS_PARQUET


def read_snapshot(folder: Path) -> dict[str, str]:
    """Return the texts of the files that are there, users of Parquet as CSV.

    Raises `SnapshotError` for a folder that holds no snapshot, or one that cannot be read.
    """
    return _read_files(folder, FILES)


def read_tables(folder: Path) -> dict[str, str]:
    """Return the texts of the files that no user is in. Raises `SnapshotError` as `read_snapshot` does."""
    return _read_files(folder, FILES[1:])


def _read_files(folder: Path, names: Sequence[str]) -> dict[str, str]:
    known = [name for name in (*FILES, USERS_PARQUET) if (folder / name).exists()]
    if not known:
        message = f"there is no snapshot in {str(folder)!r}: write one without --check"
        raise SnapshotError(message)
    try:
        found = {name: _read(folder / name) for name in names if name in known}
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot read the snapshot in {str(folder)!r}: {error}"
        raise SnapshotError(message) from None
    if USERS in names and USERS not in known and USERS_PARQUET in known:
        from simulator.snapshots.streams.storing import read_parquet

        rows = [(user, *cells) for user, _, cells in read_parquet(folder / USERS_PARQUET)]
        found[USERS] = csv_table(HEADERS, rows) + "\n"
    return found


def write_snapshot(folder: Path, texts: Mapping[str, str]) -> None:
    """Write the files, each whole or not at all. Raises `SnapshotError` where the folder does not take them."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            write_whole(folder / name, text)
        if USERS in texts:
            (folder / USERS_PARQUET).unlink(missing_ok=True)
    except OSError as error:
        message = f"cannot write the snapshot to {str(folder)!r}: {error.strerror or error}"
        raise SnapshotError(message) from None


def _read(path: Path) -> str:
    # Git may have checked the files out with other line ends.
    return path.read_bytes().decode("utf-8").replace("\r\n", "\n")
