"""Reading a text as if it were a file."""

from __future__ import annotations

from oktaexpr.formats import FileDiagnostic, FileSettings
from oktaexpr.formats.org import Org
from oktaexpr.formats.reader import read_unit
from oktaexpr.formats.reading import Reading, Unit
from oktaexpr.formats.unit_check import check_unit
from oktaexpr.formats.walk import kind_of

SETTINGS = FileSettings(yaml_keys={"*.expression": "group-rule"}, use_cache=False)


def read(name: str, text: str, settings: FileSettings = SETTINGS) -> Reading:
    """Return what stands in a file of that name."""
    return read_unit(Unit(str(kind_of(name)), {name: text}, frozenset({name})), settings)


def check(name: str, text: str, settings: FileSettings = SETTINGS) -> list[FileDiagnostic]:
    """Return the problems of a file of that name."""
    unit = Unit(str(kind_of(name)), {name: text}, frozenset({name}))
    reading = read_unit(unit, settings)
    return check_unit(unit, reading, Org(reading.facts, settings.directory), settings)
