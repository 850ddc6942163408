"""JSON files and JSON lines: answers of Okta's API, plans and states of Terraform."""

from __future__ import annotations

from collections.abc import Iterator

from oktaexpr.formats.facts import Fact
from oktaexpr.formats.found import FoundExpression
from oktaexpr.formats.json_text import JsonReader
from oktaexpr.formats.okta_api import may_be_okta_api, read_okta_objects
from oktaexpr.formats.plan import is_plan_or_state, read_plan
from oktaexpr.formats.problems import UnreadableError
from oktaexpr.formats.reading import Reading, ReadingProblem, Unit
from oktaexpr.formats.terraform import UNREADABLE
from oktaexpr.formats.values import Object, Value

_PLAN_MARKS = ('"resource_changes"', '"root_module"')
_OKTA_MARKS = ("urn:okta:", "okta_", ".okta.com")


def read_json(unit: Unit) -> Reading:
    """Return the expressions and facts of a file; nothing for one that has nothing to do with Okta."""
    reading = Reading()
    for path, text in unit.texts.items():
        is_plan = any(mark in text for mark in _PLAN_MARKS)
        if not is_plan and not may_be_okta_api(text):
            continue
        try:
            for value in JsonReader(text, path, is_editable=not is_plan).values():
                for found in _found(value, path):
                    reading.add(found)
        except UnreadableError as error:
            if any(mark in text for mark in _OKTA_MARKS):
                reading.problems.append(ReadingProblem(path, error.span, error.message, UNREADABLE))
    return reading


def _found(value: Value, path: str) -> Iterator[FoundExpression | Fact]:
    if isinstance(value, Object) and is_plan_or_state(value):
        return read_plan(value, path)
    return read_okta_objects(value, path)
