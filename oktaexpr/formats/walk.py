"""Which files to read: those that are named, and in folders those whose names say that expressions may be in them."""

from __future__ import annotations

import codecs
import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from oktaexpr.formats.reading import ReadingProblem, Unit
from oktaexpr.formats.terraform import UNREADABLE
from oktaexpr.formats.terraform_files import Part, part_of, rank_of_values, read_in_by
from oktaexpr.source import Span

KINDS = {
    ".tf": "terraform",
    ".tfvars": "terraform",
    ".tfstate": "json",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "markdown",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".oel": "expression",
}
"""Format by the end of a file's name."""

_NEVER_ENTERED = frozenset({"node_modules", "__pycache__", "venv"})
_UTF_16 = ("utf-16-le", "utf-16-be")
"""What PowerShell writes, and some spreadsheets."""
_UTF_16_STARTS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OKTA_MARKS = (b"okta", *("okta".encode(encoding) for encoding in _UTF_16))
"""What tells that a file in another encoding would have been read."""
_RULES_MARKS = (b"expression", *("expression".encode(encoding) for encoding in _UTF_16))
_LONGEST_HEADER = 10_000
_LARGEST_FILE = 10_000_000
"""Bytes of a file that people write; JSON may be larger, since programs write it."""


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A file, its format, whether the caller named it, and the folder that the caller wants checked."""

    path: str
    kind: str
    is_named: bool
    root: str


def kind_of(path: str) -> str | None:
    """Return the format that the name of a file tells; None for a name that tells none."""
    if part_of(path) is not None:
        return "terraform"
    return KINDS.get(os.path.splitext(path)[1].lower())  # noqa: PTH122


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
    kind = kind_of(path)
    if kind is None and not os.path.lexists(path):
        message = f"cannot be read: {os.strerror(errno.ENOENT)}"
        return ReadingProblem(path, Span(0, 0), message, UNREADABLE)
    if kind is None:
        suffixes = ", ".join(sorted(KINDS))
        message = "a name with this end is no file that expressions are read from"
        return ReadingProblem(path, Span(0, 0), message, UNREADABLE, f"known are {suffixes}")
    return FileToRead(path, kind, is_named=True, root=os.path.dirname(path) or ".")  # noqa: PTH120


def _in_folder(folder: str) -> Iterator[FileToRead]:
    """Yield the files of a folder and of those in it; links to folders are not followed, so that none is a loop.

    A state beside the files that made it would only say everything twice.
    """
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in _NEVER_ENTERED
        )
        has_module = any(part_of(name) is not None for name in names)
        for name in sorted(names):
            kind = kind_of(name)
            path = os.path.join(here, name)  # noqa: PTH118
            if kind is None or name.startswith(".") or not os.path.isfile(path):  # noqa: PTH113
                continue
            if not (has_module and name.endswith(".tfstate")) and (kind != "csv" or _has_rules(path)):
                yield FileToRead(path, kind, is_named=False, root=folder)


def _has_rules(path: str) -> bool:
    """Whether a table's first line names a column of expressions; exports of users may be too large to read."""
    try:
        with open(path, "rb") as stream:  # noqa: PTH123
            header = stream.readline(_LONGEST_HEADER).lower()
            return any(mark in header for mark in _RULES_MARKS)
    except OSError:
        return True


def units(files: Iterable[FileToRead | ReadingProblem]) -> Iterator[Unit | ReadingProblem]:
    """Yield what is read together: the Terraform files of a folder, any other file alone; and what cannot be read.

    A file of one expression that a Terraform file reads in is checked there, where its usage is known.
    """
    folders: dict[str, list[FileToRead]] = {}
    others: dict[str, FileToRead] = {}
    for file in files:
        if isinstance(file, ReadingProblem):
            yield file
        elif file.kind == "terraform":
            folders.setdefault(os.path.dirname(file.path), []).append(file)  # noqa: PTH120
        else:
            others[os.path.normpath(file.path)] = file
    for folder, asked in folders.items():
        yield from _module(folder, asked, others)
    for file in others.values():
        text = _text(file)
        if isinstance(text, ReadingProblem):
            yield text
        else:
            only = frozenset({file.path})
            yield Unit(file.kind, {file.path: text}, only, only if file.is_named else frozenset())


def _module(
    folder: str, asked: list[FileToRead], others: dict[str, FileToRead]
) -> Iterator[Unit | ReadingProblem]:
    """Yield the Terraform files of a folder as one unit, with those that nobody asked for.

    The files of one expression that these read in are taken out of `others`.
    """
    names = {file.path for file in asked}
    siblings = [
        FileToRead(path, "terraform", is_named=False, root=folder)
        for name in sorted(os.listdir(folder or "."))  # noqa: PTH208
        if _is_read_anyway(name) and (path := os.path.join(folder, name)) not in names  # noqa: PTH118
    ]
    texts: dict[str, str] = {}
    for file in sorted([*asked, *siblings], key=lambda one: one.path):
        text = _text(file)
        if isinstance(text, str):
            texts[file.path] = text
        elif file.path in names:
            yield text
    read_in = _read_in(texts, sorted({file.root for file in asked}))
    wanted = names & set(texts)
    for path in read_in:
        other = others.get(os.path.normpath(path))
        if other is not None and other.kind == "expression":
            wanted.add(path)
            del others[os.path.normpath(path)]
    named = frozenset(file.path for file in asked if file.is_named)
    yield Unit("terraform", {**texts, **read_in}, frozenset(wanted), named)


def _is_read_anyway(name: str) -> bool:
    """Whether Terraform reads a file of a module's folder though no command names it."""
    part = part_of(name)
    return part in {Part.CONFIGURATION, Part.JSON_CONFIGURATION} or rank_of_values(name) is not None


def _read_in(texts: dict[str, str], roots: list[str]) -> dict[str, str]:
    """Return the files that the files of a module read in, as far as they are text and below a root."""
    found: dict[str, str] = {}
    for path, text in texts.items():
        for other in read_in_by(path, text, roots):
            if other not in texts and other not in found:
                content = _text(FileToRead(other, "expression", is_named=False, root=""))
                if isinstance(content, str):
                    found[other] = content
    return found


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
        known = content.lower()
        if not file.is_named and file.kind != "csv" and not any(mark in known for mark in _OKTA_MARKS):
            return ""
        hint = "it is UTF-16: save it as UTF-8" if content.startswith(_UTF_16_STARTS) else "save it as UTF-8"
        return ReadingProblem(file.path, Span(0, 0), f"byte {error.start} is not UTF-8", UNREADABLE, hint)
