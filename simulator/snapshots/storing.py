"""Snapshots on disk: a folder with the files of one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from simulator.errors import SnapshotError
from simulator.files import write_whole
from simulator.snapshots.taking import FILES


def read_snapshot(folder: Path) -> dict[str, str]:
    """Return the texts of the files that are there. Raises `SnapshotError` for a folder that holds no snapshot."""
    try:
        found = {name: _read(folder / name) for name in FILES if (folder / name).exists()}
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot read the snapshot in {str(folder)!r}: {error}"
        raise SnapshotError(message) from None
    if not found:
        message = f"there is no snapshot in {str(folder)!r}: write one without --check"
        raise SnapshotError(message)
    return found


def write_snapshot(folder: Path, texts: Mapping[str, str]) -> None:
    """Write the files, each whole or not at all. Raises `SnapshotError` where the folder does not take them."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            write_whole(folder / name, text)
    except OSError as error:
        message = f"cannot write the snapshot to {str(folder)!r}: {error.strerror or error}"
        raise SnapshotError(message) from None


def _read(path: Path) -> str:
    # Git may have checked the files out with other line ends.
    return path.read_bytes().decode("utf-8").replace("\r\n", "\n")
