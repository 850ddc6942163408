"""The two things to do with files: find the expressions, and check them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace

from oktaexpr.formats.cache import UnitCache
from oktaexpr.formats.facts import Fact
from oktaexpr.formats.file_diagnostic import FileDiagnostic, merged
from oktaexpr.formats.found import FoundExpression
from oktaexpr.formats.org import Org
from oktaexpr.formats.reader import read_unit
from oktaexpr.formats.reading import Reading, ReadingProblem, Unit
from oktaexpr.formats.rules.files import reading_problem
from oktaexpr.formats.settings import FileSettings
from oktaexpr.formats.unit_check import check_unit, target_of
from oktaexpr.formats.walk import files_to_read, units
from oktaexpr.source import Source

Paths = Iterable[str | os.PathLike[str]]
_DEFAULTS = FileSettings()


def find(paths: Paths, settings: FileSettings = _DEFAULTS) -> Iterator[FoundExpression]:
    """Yield every expression of the files and folders, with the target that a schema among them gives it.

    What cannot be read is passed over; `check_files` reports it.
    """
    readings = [read_unit(one, settings) for one in units(files_to_read(paths)) if isinstance(one, Unit)]
    org = Org((fact for reading in readings for fact in reading.facts), settings.directory)
    for reading in readings:
        for expression in reading.expressions:
            yield replace(expression, target=target_of(expression, org, settings))


def check_files(paths: Paths, settings: FileSettings = _DEFAULTS) -> list[FileDiagnostic]:
    """Return the problems of the files and folders, by file and place; none is raised for what a file holds.

    Raises `UsageError` for an unknown usage or engine in the settings.
    """
    cache = UnitCache(settings)
    listed = list(units(files_to_read(paths)))
    found = [_unread(one, settings) for one in listed if isinstance(one, ReadingProblem)]
    read: list[tuple[Unit, Reading | None, list[Fact]]] = []
    for unit in listed:
        if isinstance(unit, Unit):
            facts = cache.facts(unit)
            reading = None
            if facts is None:
                reading = read_unit(unit, settings)
                facts = reading.facts
                cache.keep_facts(unit, facts)
            read.append((unit, reading, facts))
    org = Org((fact for _, _, facts in read for fact in facts), settings.directory)
    cache.set_org(org)
    for unit, reading, _ in read:
        known = cache.diagnostics(unit)
        if known is None:
            known = check_unit(unit, reading or read_unit(unit, settings), org, settings)
            cache.keep_diagnostics(unit, known)
        found.append(known)
    cache.clean()
    by_path: dict[str, list[FileDiagnostic]] = {}
    for one in (one for listed in found for one in listed):
        by_path.setdefault(one.path, []).append(one)
    return [one for path in sorted(by_path) for one in merged(by_path[path])]


def _unread(problem: ReadingProblem, settings: FileSettings) -> list[FileDiagnostic]:
    """Return the diagnostic of a file whose text is not there."""
    diagnostic = reading_problem(problem)
    if not settings.is_wanted(problem.path, diagnostic.code):
        return []
    return [FileDiagnostic(diagnostic, Source("", problem.path))]
