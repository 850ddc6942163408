"""An export into the contents of a directory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path as FilePath

from oktaexpr.directory.contents import Contents
from oktaexpr.directory.problems import quoted
from oktaexpr.directory.readers.collector import Gathered
from oktaexpr.directory.readers.connecting import Connecting
from oktaexpr.directory.readers.files import SUFFIXES, column_notes, export_files, file_items
from oktaexpr.directory.readers.places import Problems
from oktaexpr.errors import DirectoryError

Progress = Callable[[int, int], None]
"""Told how many bytes are read, and how many there are in all."""


def has_export(path: FilePath) -> bool:
    """Tell whether a folder holds any file that an export is made of, or whether a file is one."""
    if path.is_dir():
        return bool(export_files(path, {}))
    return path.suffix.lower() in SUFFIXES


def read_export(
    path: FilePath, *, strict: bool = False, columns: Mapping[str, str], progress: Progress | None = None
) -> Contents:
    """Read all users, groups, memberships and apps below `path`.

    With `strict`, raises `DirectoryError` for the first bad row, and for two columns of one meaning; else such rows are
    skipped and counted, and one of the columns is read. Raises it in any case for a file that cannot be read as a whole, and where no file holds anything of a directory.
    """
    files = export_files(path, columns)
    gathered = Gathered(Problems(strict=strict))
    total = sum(file.path.stat().st_size for file in files)
    done = 0
    for file in files:
        size = file.path.stat().st_size

        def tick(read: int, done: int = done, size: int = size) -> None:
            if progress is not None:
                progress(done + min(read, size), total)

        for item in file_items(file, columns, tick):
            gathered.take(item, file)
        done += size
        tick(size)
    notes = [note for file in files for note in column_notes(file, columns)]
    if strict and notes:
        raise DirectoryError(notes[0])
    contents = Connecting(gathered).contents()
    if not contents.users and not contents.groups and not contents.skipped:
        message = f"{quoted(str(path.name))}: no file holds users, groups or memberships"
        raise DirectoryError(message)
    return replace(contents, notes=(*notes, *contents.notes))
