"""Which files to read: those that are named, and in folders those whose names say that expressions may be in them."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from oktaexpr.formats.reading import ReadingProblem, Unit
from oktaexpr.formats.terraform import UNREADABLE
from oktaexpr.source import Span

KINDS = {
    ".tf": "terraform",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "markdown",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".oel": "expression",
}
"""Format by the end of a file's name."""

_NEVER_ENTERED = frozenset({"node_modules", "__pycache__", "venv"})
_OKTA_MARKS = (b"okta", "okta".encode("utf-16-le"), "okta".encode("utf-16-be"))
"""What tells that a file in another encoding would have been read; PowerShell writes UTF-16."""
_LARGEST_FILE = 10_000_000
"""Bytes of a file that people write; JSON may be larger, since programs write it."""


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A file, its format, and whether the caller named it."""

    path: str
    kind: str
    is_named: bool


def files_to_read(paths: Iterable[str | os.PathLike[str]]) -> Iterator[FileToRead | ReadingProblem]:
    """Yield the files of `paths` in order, each once; a path that does not exist is a problem."""
    seen: set[str] = set()
    for given in paths:
        path = os.fspath(given)
        if os.path.isdir(path):  # noqa: PTH112 - a Path would take `./` from what the user wrote
            found: Iterable[FileToRead | ReadingProblem] = _in_folder(path)
        else:
            found = [_named(path)]
        for one in found:
            if one.path not in seen:
                seen.add(one.path)
                yield one


def _named(path: str) -> FileToRead | ReadingProblem:
    kind = KINDS.get(Path(path).suffix.lower())
    if kind is None and not os.path.lexists(path):
        message = f"cannot be read: {os.strerror(errno.ENOENT)}"
        return ReadingProblem(path, Span(0, 0), message, UNREADABLE)
    if kind is None:
        suffixes = ", ".join(sorted(KINDS))
        message = "a name with this end is no file that expressions are read from"
        return ReadingProblem(path, Span(0, 0), message, UNREADABLE, f"known are {suffixes}")
    return FileToRead(path, kind, is_named=True)


def _in_folder(folder: str) -> Iterator[FileToRead]:
    """Yield the files of a folder and of those in it; links to folders are not followed, so that none is a loop."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in _NEVER_ENTERED
        )
        for name in sorted(names):
            kind = KINDS.get(os.path.splitext(name)[1].lower())  # noqa: PTH122
            path = os.path.join(here, name)  # noqa: PTH118
            if kind is not None and not name.startswith(".") and os.path.isfile(path):  # noqa: PTH113
                yield FileToRead(path, kind, is_named=False)


def units(files: Iterable[FileToRead | ReadingProblem]) -> Iterator[Unit | ReadingProblem]:
    """Yield what is read together: the Terraform files of a folder, any other file alone; and what cannot be read."""
    folders: dict[str, list[FileToRead]] = {}
    for file in files:
        if isinstance(file, ReadingProblem):
            yield file
        elif file.kind == "terraform":
            folders.setdefault(os.path.dirname(file.path), []).append(file)  # noqa: PTH120
        else:
            text = _text(file)
            yield (
                Unit(file.kind, {file.path: text}, frozenset({file.path})) if isinstance(text, str) else text
            )
    for folder, asked in folders.items():
        yield from _module(folder, asked)


def _module(folder: str, asked: list[FileToRead]) -> Iterator[Unit | ReadingProblem]:
    """Yield the Terraform files of a folder as one unit, with those that nobody asked for."""
    names = {file.path for file in asked}
    siblings = [
        FileToRead(os.path.join(folder, name), "terraform", is_named=False)  # noqa: PTH118
        for name in sorted(os.listdir(folder or "."))  # noqa: PTH208
        if name.endswith(".tf") and os.path.join(folder, name) not in names  # noqa: PTH118
    ]
    texts: dict[str, str] = {}
    for file in sorted([*asked, *siblings], key=lambda one: one.path):
        text = _text(file)
        if isinstance(text, str):
            texts[file.path] = text
        elif file.path in names:
            yield text
    yield Unit("terraform", texts, frozenset(names & set(texts)))


def _text(file: FileToRead) -> str | ReadingProblem:
    try:
        content = Path(file.path).read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return ReadingProblem(file.path, Span(0, 0), f"cannot be read: {reason}", UNREADABLE)
    if file.kind != "json" and len(content) > _LARGEST_FILE:
        message = f"more than {_LARGEST_FILE:,} bytes are no file that people wrote"
        return ReadingProblem(file.path, Span(0, 0), message, UNREADABLE)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if not file.is_named and not any(mark in content for mark in _OKTA_MARKS):
            return ""
        return ReadingProblem(file.path, Span(0, 0), f"byte {error.start} is not UTF-8", UNREADABLE)
