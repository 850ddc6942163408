"""Files of tests: which there are, and what one of them says."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from oktaexpr.errors import UsageError
from oktaexpr.testing.case_reading import CaseReader, Suite, read_settings, with_unique_names
from oktaexpr.testing.document import Document, open_document
from oktaexpr.testing.expectations import FindExpectation, no_expectation
from oktaexpr.testing.expression_reading import read_expression
from oktaexpr.testing.model import CaseFile
from oktaexpr.testing.people_reading import read_people
from oktaexpr.testing.yaml_places import Path

if TYPE_CHECKING:
    from oktaexpr.formats import FileSettings

SUFFIXES = (".oel.yaml", ".oel.yml")
"""How the name of a file of tests ends."""

_SHARED_KEYS = ("expression", "engine", "usage", "app", "directory", "users", "now", "set", "groups", "with")
_SUITE_KEYS = ("name", *_SHARED_KEYS, "cases", "table")
_FILE_KEYS = (*_SUITE_KEYS, "tests")
_NEVER_ENTERED = frozenset({"node_modules", "__pycache__", "venv"})


def find_case_files(paths: Iterable[FilePath]) -> Iterator[FilePath]:
    """Yield the files of tests among `paths` and in the folders among them, sorted, each once.

    Raises `UsageError` for a path that does not exist.
    """
    seen: set[FilePath] = set()
    for path in paths:
        if not path.exists():
            message = f"there is no {path}"
            raise UsageError(message)
        for file in _in_folder(path) if path.is_dir() else [path]:
            if file not in seen:
                seen.add(file)
                yield file


def _in_folder(folder: FilePath) -> Iterator[FilePath]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith(".") and one not in _NEVER_ENTERED)
        yield from (FilePath(here) / name for name in sorted(names) if name.endswith(SUFFIXES))


def read_case_file(
    path: FilePath,
    *,
    directory: FilePath | None = None,
    settings: FileSettings | None = None,
    find_expectation: FindExpectation = no_expectation,
) -> CaseFile:
    """Return what a file of tests says.

    `directory` is where users come from when the file names no directory; `settings` say how files that it refers to
    are read. Raises `CaseFileError` with every problem of the file, `UsageError` for a file that cannot be read.
    """
    from oktaexpr.formats import FileSettings

    document = open_document(path)
    reader = CaseReader(document, find_expectation)
    cases = []
    for where, data in _suites(document):
        suite = _suite(document, where, data, directory, settings or FileSettings())
        if suite is not None:
            cases += list(reader.read(suite, data))
    document.finish()
    return CaseFile(path, document.source, tuple(with_unique_names(cases)))


def _suites(document: Document) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Yield each suite with what the top of the file says for all of them; the file itself where it has no `tests`."""
    top = document.mapping((), document.data, _FILE_KEYS)
    if "tests" not in top:
        yield (), top
        return
    for key in ("cases", "table", "name"):
        if key in top:
            document.note((key,), f"`{key}` stands inside of `tests`, where there are several", at_key=True)
    shared = {key: value for key, value in top.items() if key in _SHARED_KEYS}
    for number, given in enumerate(document.items(("tests",), top["tests"])):
        path: Path = ("tests", number)
        yield path, {**shared, **document.mapping(path, given, _SUITE_KEYS)}


def _suite(
    document: Document,
    path: Path,
    data: Mapping[str, Any],
    directory: FilePath | None,
    settings: FileSettings,
) -> Suite | None:
    expression = read_expression(document, path, data, settings)
    people = read_people(document, path, data, directory)
    name = data.get("name")
    options = document.mapping(document.where(path, "with"), data.get("with") or {})
    shared_settings = tuple(read_settings(document, document.where(path, "set"), data.get("set") or {}))
    groups = document.texts(document.where(path, "groups"), data.get("groups"))
    if expression is None:
        return None
    return Suite(
        path,
        None if name is None else document.text((*path, "name"), name),
        expression,
        people,
        shared_settings,
        groups,
        document.time(document.where(path, "now"), data.get("now")),
        options,
    )
