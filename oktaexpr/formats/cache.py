"""What a file said and what was wrong with it, kept by content: a second run reads and checks only what has changed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from oktaexpr.formats.facts import Fact
from oktaexpr.formats.file_diagnostic import FileDiagnostic
from oktaexpr.formats.org import Org
from oktaexpr.formats.reading import Unit
from oktaexpr.formats.settings import FileSettings
from oktaexpr.formats.stored import diagnostic_from_json, diagnostic_json, fact_from_json, fact_json
from oktaexpr.private_folder import private_folder
from oktaexpr.source import Source

_DAYS_KEPT = 30
READ_WITH = ("google-re2", "lark", "pycountry", "python-hcl2", "pyyaml", "regex", "tzdata")
"""The distributions that files are read and checked with."""


class UnitCache:
    """One run's view of the cache. Entries are named by a hash of all that they depend on, and never change."""

    def __init__(self, settings: FileSettings) -> None:
        """Find the folder; without a safe one nothing is kept."""
        folder = private_folder() if settings.use_cache else None
        self._folder = folder / "files" if folder is not None else None
        self._settings = _hash([_installation(), *_settings_parts(settings)])
        self._org = ""
        self._keys: dict[int, str] = {}
        self._has_written = False

    def set_org(self, org: Org) -> None:
        """Note what all files say together; diagnostics depend on it."""
        if self._folder is not None:
            facts: list[Fact] = [*org.groups, *org.schemas, *org.apps, *org.claims, *org.rules]
            self._org = _hash(json.dumps(fact_json(fact)) for fact in facts)

    def facts(self, unit: Unit) -> list[Fact] | None:
        """Return the facts of a unit, None where they are not kept."""
        stored = self._read(self._name(unit, "facts"))
        return None if stored is None else [fact_from_json(one) for one in stored]

    def keep_facts(self, unit: Unit, facts: Sequence[Fact]) -> None:
        """Keep the facts of a unit."""
        self._write(self._name(unit, "facts"), [fact_json(fact) for fact in facts])

    def diagnostics(self, unit: Unit) -> list[FileDiagnostic] | None:
        """Return what is wrong with a unit in this org, None where it is not kept."""
        stored = self._read(self._name(unit, self._org))
        if stored is None:
            return None
        sources = {path: Source(unit.texts[path], path) for path in {one[0] for one in stored}}
        return [diagnostic_from_json(one, sources) for one in stored]

    def keep_diagnostics(self, unit: Unit, found: Sequence[FileDiagnostic]) -> None:
        """Keep what is wrong with a unit in this org."""
        self._write(self._name(unit, self._org), [diagnostic_json(one) for one in found])

    def clean(self) -> None:
        """Take away what was not used for a month; only a run that added something looks for it."""
        if self._folder is None or not self._has_written:
            return
        oldest = time.time() - _DAYS_KEPT * 86_400
        with contextlib.suppress(OSError):
            for entry in os.scandir(self._folder):
                with contextlib.suppress(OSError):
                    if entry.stat().st_mtime < oldest:
                        Path(entry.path).unlink()

    def _name(self, unit: Unit, what: str) -> str:
        if self._folder is None:
            return ""
        key = self._keys.get(id(unit))
        if key is None:
            texts = [part for path, text in unit.texts.items() for part in (path, text)]
            key = self._keys[id(unit)] = _hash(
                [unit.kind, *sorted(unit.asked), "", *sorted(unit.named), "", *texts]
            )
        return _hash([self._settings, key, what])

    def _read(self, name: str) -> list[Any] | None:
        if self._folder is None:
            return None
        path = self._folder / name
        try:
            stored = json.loads(path.read_bytes())
            os.utime(path)
        except (OSError, ValueError):
            return None
        return stored if isinstance(stored, list) else None

    def _write(self, name: str, content: list[Any]) -> None:
        """Write an entry under another name first, so that nobody reads half of it."""
        if self._folder is None:
            return
        self._has_written = True
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            passing = self._folder / f"{name}.{os.getpid()}"
            passing.write_text(json.dumps(content), encoding="utf-8")
            passing.replace(self._folder / name)


def _hash(parts: Sequence[str] | Iterator[str] | Any) -> str:  # noqa: ANN401
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(f"{len(data)}:".encode())
        digest.update(data)
    return digest.hexdigest()


def _settings_parts(settings: FileSettings) -> list[str]:
    """Return all of the settings that a result depends on."""
    directory = settings.directory
    parts: list[object] = [
        settings.select, settings.ignore, sorted(settings.ignore_in.items()), list(settings.usage_in.items()),
        list(settings.yaml_keys.items()), list(settings.target_in.items()), settings.usage, settings.engine,
    ]  # fmt: skip
    if directory is not None:
        groups, apps = directory.groups, directory.apps
        parts += [
            _schema_part(directory.schema),
            None if groups is None else [(group.id, group.name) for group in groups],
            None if apps is None else [(app.name, _schema_part(app.schema)) for app in apps],
        ]
    return [repr(part) for part in parts]


def _schema_part(schema: Any) -> object:  # noqa: ANN401
    if schema is None:
        return None
    return [(name, one.type, tuple(one.enum or ())) for name, one in schema.items()]


@cache
def _installation() -> str:
    """Return what changes with this package and with those that it reads and checks with.

    So a new version of any of them trusts nothing of an old one.
    """
    package = Path(__file__).resolve().parents[1]
    found = []
    for path in (*package.rglob("*.py"), *package.rglob("*.toml"), *package.rglob("*.lark")):
        status = path.stat()
        found.append(f"{path.relative_to(package)} {status.st_size} {status.st_mtime_ns}")
    return _hash([sys.version, *_versions(), *sorted(found)])


def _versions() -> list[str]:
    """Return the installed versions of what files are read and checked with."""
    from importlib import metadata

    found = []
    for name in READ_WITH:
        with contextlib.suppress(metadata.PackageNotFoundError):
            found.append(f"{name} {metadata.version(name)}")
    return found
