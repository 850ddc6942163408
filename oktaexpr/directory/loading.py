"""Files into the checked contents of a directory: find, read, validate, connect; all problems in one error."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any

from oktaexpr.directory.assembly import Assembly
from oktaexpr.directory.contents import Contents
from oktaexpr.directory.json_document import json_positions, read_json
from oktaexpr.directory.problems import (
    MOST_DEPTH,
    UNREADABLE,
    WRONG_SHAPE,
    Document,
    Finding,
    Path,
    described,
    directory_error,
    near_hint,
    quoted,
    visible,
)
from oktaexpr.directory.readers.loading import Progress, has_export, read_export
from oktaexpr.directory.records import SECTIONS, validate, without_wrong_parts
from oktaexpr.directory.yaml_document import read_yaml, yaml_positions
from oktaexpr.errors import DirectoryError

LARGEST_FILE = 200_000_000
"""Bytes; an export of 100,000 users has about a third of it."""
_SUFFIXES = (".yaml", ".yml", ".json")
_NAMED_SUFFIXES = (*_SUFFIXES, ".jsonl", ".csv", ".parquet")
"""What a message names: with those of exports, of which there are more."""
_WHOLE = "directory"
_FILES = (_WHOLE, *(name for name in SECTIONS if name != "now"))

_SNIFFED = 4_096
"""Bytes of a JSON file that show what kind it is."""
_FIRST_KEY = re.compile(r'\s*\{\s*"([^"\\]*)"\s*:')
_REFERRED = frozenset({"users", "groups"})
"""Sections that others refer to."""

_Found = list[tuple[Document, Finding]]
_Sections = dict[str, tuple[Document, object]]


def read_path(
    path: str | os.PathLike[str],
    *,
    strict: bool = False,
    columns: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Contents:
    """Return the contents of a fixture or an export; the options are an export's. Raises `DirectoryError`."""
    given = FilePath(path)
    try:
        if _is_export(given):
            return read_export(given, strict=strict, columns=columns or {}, progress=progress)
        files = _section_files(given) if given.is_dir() else [given]
        found: _Found = []
        documents = [_read_file(file, file.name if given.is_dir() else str(path), found) for file in files]
    except OSError as error:
        raise _refusal(path, error.strerror or str(error)) from None
    return _contents(documents, found)


def read_data(data: Mapping[str, Any], name: str) -> Contents:
    """Return the contents of data in the shape of a directory file. Raises `DirectoryError`."""
    return _contents([Document(name, data)], [])


def _is_export(path: FilePath) -> bool:
    """Tell an export from a fixture, which is YAML, or JSON with the keys of `directory.yaml`."""
    if not path.is_dir():
        return path.is_file() and has_export(path) and not _is_fixture_file(path)
    names = [file.name for file in path.iterdir() if file.suffix in _SUFFIXES]
    if f"{_WHOLE}.json" in names or any(name.endswith((".yaml", ".yml")) for name in names):
        return False
    return has_export(path)


def _is_fixture_file(path: FilePath) -> bool:
    """Tell whether a JSON file begins with a key of a directory file, or with an unknown one that is nearly such."""
    if path.suffix != ".json":
        return False
    with path.open("rb") as stream:
        start = stream.read(_SNIFFED).decode("utf-8-sig", errors="replace")
    found = _FIRST_KEY.match(start)
    if found is None:
        return not start.lstrip().startswith(("[", "{"))
    return found[1] in SECTIONS or near_hint(found[1], SECTIONS) is not None


def _section_files(folder: FilePath) -> list[FilePath]:
    """Return the files of a folder that are read; a name that is nearly one of theirs is a slip, others are not ours."""
    candidates = sorted(file for file in folder.iterdir() if file.suffix in _SUFFIXES)
    files = [file for file in candidates if file.stem in _FILES]
    for file in candidates:
        if file.stem not in _FILES and (hint := near_hint(file.stem, _FILES)):
            raise _refusal(folder, f"the file {quoted(file.name)} is not read; {hint}")
    if not files:
        raise _refusal(
            folder, f"no file that is read; expected .yaml or .json files named {', '.join(_FILES)}"
        )
    return files


def _read_file(file: FilePath, name: str, found: _Found) -> Document:
    """Parse one file. What is wrong with its text goes to `found`, and its value is then None."""
    if file.suffix not in _SUFFIXES:
        file.stat()  # one that is not there fails here: its end is not what is wrong
        raise _refusal(name, f"expected a folder or a file that ends in {', '.join(_NAMED_SUFFIXES)}")
    size = file.stat().st_size
    if not file.is_file():
        raise _refusal(name, "no ordinary file")
    if size > LARGEST_FILE:
        raise _refusal(name, f"{size:,} bytes; at most {LARGEST_FILE:,} are read")
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refusal(name, f"no UTF-8 at byte {error.start + 1:,}") from None
    is_json = file.suffix == ".json"
    value, findings = read_json(text) if is_json else read_yaml(text)
    prefix: Path = (file.stem,) if file.stem in SECTIONS and not _has_section_keys(file.stem, value) else ()
    positions = json_positions if is_json else yaml_positions
    document = Document(name, None if findings else value, text, positions, prefix)
    found.extend((document, finding) for finding in findings)
    return document


def _has_section_keys(section: str, value: object) -> bool:
    """Whether a file `users.yaml` says `users:` itself, as in `directory.yaml`, rather than holding the bare list."""
    return isinstance(value, Mapping) and set(value) == {section}


def _contents(documents: list[Document], found: _Found) -> Contents:
    broken = {id(document) for document, _ in found}
    sections: _Sections = {}
    for document in documents:
        if id(document) not in broken:
            for name, value in _sections(document, found):
                if name in sections:
                    first = quoted(sections[name][0].name)
                    found.append((document, _wrong((name,), f"the section stands in {first} too")))
                sections.setdefault(name, (document, value))
    values, wrong = _validated(sections)
    found.extend((sections[name][0], finding) for name, finding in wrong)
    if values is not None and not broken:
        assembly = Assembly(values)
        contents = assembly.contents()
        found.extend((sections[str(one.path[0])][0], one) for one in assembly.findings)
        if not found:
            return contents
    raise directory_error([(document, _relative(document, finding)) for document, finding in found])


def _validated(sections: _Sections) -> tuple[dict[str, Any] | None, list[tuple[str, Finding]]]:
    """Return the sections' values and what is wrong with their shape.

    References are worth checking in spite of a wrong key elsewhere, so what is wrong is left out; the values are
    None where that would take away what others refer to.
    """
    values: dict[str, Any] = {}
    wrong: list[tuple[str, Finding]] = []
    complete = True
    for name, (_, given) in sections.items():
        value, findings = validate(name, given)
        wrong.extend((name, finding) for finding in findings)
        if findings:
            rest = without_wrong_parts(given, findings)
            value, left = validate(name, rest) if rest is not None else (None, findings)
            complete &= not left or name not in _REFERRED
        if value is not None:
            values[name] = value
    return (values if complete else None), wrong


def _sections(document: Document, found: _Found) -> Iterator[tuple[str, object]]:
    """Yield the sections of a document by name; what cannot be one goes to `found`."""
    value = document.value
    if (deep := _too_deep(value)) is not None:
        message = f"lists and mappings nest more than {MOST_DEPTH} deep"
        found.append((document, Finding(UNREADABLE, deep[:4], message)))
        return
    if document.prefix:
        yield str(document.prefix[0]), value
        return
    if not isinstance(value, Mapping):
        expected = f"expected a mapping with the keys {', '.join(SECTIONS)}"
        found.append((document, _wrong((), f"{expected}, found {described(value)}")))
        return
    for name, given in value.items():
        if name in SECTIONS:
            yield name, given
        else:
            hint = near_hint(str(name), SECTIONS) or f"known are {', '.join(SECTIONS)}"
            found.append((document, Finding(WRONG_SHAPE, (str(name),), "unknown key", hint)))


def _refusal(name: object, message: str) -> DirectoryError:
    return DirectoryError(f"{visible(str(name))}: {message}")


def _wrong(path: Path, message: str) -> Finding:
    return Finding(WRONG_SHAPE, path, message)


def _relative(document: Document, finding: Finding) -> Finding:
    """Take the section off the path where the file itself does not spell it."""
    if not document.prefix:
        return finding
    return Finding(finding.code, finding.path[1:], finding.message, finding.hint, finding.offset)


def _too_deep(value: object) -> Path | None:
    """Return the path of something that nests deeper than anything in Okta does, or that holds itself.

    Level by level, and each shared object once in its level, so that neither recursion nor sharing can hurt.
    """
    level: dict[int, tuple[Path, object]] = {0: ((), value)}
    for _ in range(MOST_DEPTH):
        level = {
            id(inner): ((*path, key), inner)
            for path, outer in level.values()
            for key, inner in _inside(outer)
            if isinstance(inner, dict | list)
        }
        if not level:
            return None
    return next(iter(level.values()))[0]


def _inside(value: object) -> Iterable[tuple[str | int, object]]:
    match value:
        case dict():
            return value.items()
        case list():
            return enumerate(value)
        case _:
            return ()
