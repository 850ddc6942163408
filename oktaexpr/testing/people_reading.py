"""The users of a suite: written out in the file, or those of a directory."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from oktaexpr.directory import Directory
from oktaexpr.errors import DirectoryError
from oktaexpr.testing.document import Document
from oktaexpr.testing.model import People
from oktaexpr.testing.yaml_places import Path

_OWN_SECTION = re.compile(r"^users\[(\d+)\]\.?")
_UNKNOWN_KEY = re.compile(r"(\w+): unknown key")


def read_people(document: Document, path: Path, suite: Mapping[str, Any], default: FilePath | None) -> People:
    """Return who the users are; `default` is the directory where the file names none. What is wrong is noted."""
    app = suite.get("app")
    return People(
        _inline(document, path, suite),
        _directory(document, path, suite, default),
        None if app is None else document.text(document.where(path, "app"), app),
    )


@cache
def load_directory(path: FilePath) -> Directory:
    """Return the directory at a path, read once however many files name it. Raises `DirectoryError`."""
    return Directory.load(path)


def _directory(
    document: Document, path: Path, suite: Mapping[str, Any], default: FilePath | None
) -> Directory | None:
    named = suite.get("directory")
    if named is None:
        return load_directory(default) if default is not None else None
    where = document.where(path, "directory")
    folder = document.path.parent / document.text(where, named)
    try:
        return load_directory(folder.resolve())
    except DirectoryError as error:
        document.note(where, error.message)
        return None


def _inline(document: Document, path: Path, suite: Mapping[str, Any]) -> Directory | None:
    """Return the users that a file writes out, as a directory of their own whose groups are those that they name."""
    given = suite.get("users")
    if given is None:
        return None
    where = document.where(path, "users")
    people = document.mapping(where, given)
    records = [inline_user(document, (*where, name), name, one) for name, one in people.items()]
    return directory_of(document, [(*where, name) for name in people], records)


def inline_user(document: Document, path: Path, name: str, given: object) -> dict[str, Any]:
    """Return the record of a user that a file writes out; without a login the name is the login."""
    user = dict(document.mapping(path, given))
    user["profile"] = {"login": name, **document.mapping((*path, "profile"), user.get("profile", {}))}
    return user


def directory_of(
    document: Document, places: Sequence[Path], records: Sequence[dict[str, Any]]
) -> Directory | None:
    """Return a directory of these users; what is wrong with one is noted at its place."""
    groups = [name for record in records for name in _group_names(record)]
    data = {"users": list(records), "groups": [{"name": name} for name in dict.fromkeys(groups)]}
    try:
        return Directory.from_data(data)
    except DirectoryError as error:
        for diagnostic in error.diagnostics:
            found = _OWN_SECTION.match(diagnostic.message)
            place = places[int(found[1]) if found is not None else 0]
            unknown = _UNKNOWN_KEY.fullmatch(_OWN_SECTION.sub("", diagnostic.message))
            if unknown is not None:
                advice = diagnostic.help or "attributes of a user stand under `profile`"
                document.note((*place, unknown[1]), f"unknown key `{unknown[1]}`", advice, at_key=True)
                continue
            document.note(place, _OWN_SECTION.sub("", diagnostic.message), diagnostic.help)
        return None


def _group_names(record: Mapping[str, Any]) -> list[str]:
    groups = record.get("groups")
    return [one for one in groups if isinstance(one, str)] if isinstance(groups, list) else []
