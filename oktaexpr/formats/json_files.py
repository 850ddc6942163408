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

_PLAN_MARKS = ('"resource_changes"', '"root_module"', '"terraform_version"')
_OKTA_MARKS = ("urn:okta:", "okta_", ".okta.com")
_STRANGE = "OEL193"
_MAPPING_MARKS = ('"properties"', '"target"', '"expression"')
"""What a file with mappings has; only they ask where a key stands."""
_LINES_ENDS = (".jsonl", ".ndjson")


def read_json(unit: Unit) -> Reading:
    """Return the expressions and facts of a file; nothing for one that has nothing to do with Okta.

    A broken file is a problem where it speaks of Okta, and worth a warning where the caller named it: hooks name
    every file of a commit, also those of programs that allow comments in JSON.
    """
    reading = Reading()
    for path, text in unit.texts.items():
        is_plan = any(mark in text for mark in _PLAN_MARKS)
        if not is_plan and path not in unit.named and not may_be_okta_api(text):
            continue
        for value in _values(text, path, is_plan=is_plan):
            if not isinstance(value, UnreadableError):
                for found in _found(value, path):
                    reading.add(found)
            elif (is_okta := any(mark in text for mark in _OKTA_MARKS)) or path in unit.named:
                code = UNREADABLE if is_okta else _STRANGE
                reading.problems.append(ReadingProblem(path, value.span, value.message, code))
    return reading


def _values(text: str, path: str, *, is_plan: bool) -> Iterator[Value | UnreadableError]:
    """Yield the values of a file and why one is none; in JSON lines the next line is a new start."""
    has_mappings = all(mark in text for mark in _MAPPING_MARKS)
    reader = JsonReader(text, path, is_editable=not is_plan, with_places=has_mappings)
    while True:
        try:
            yield from reader.values()
        except UnreadableError as error:
            yield error
            if path.lower().endswith(_LINES_ENDS) and reader.skip_line():
                continue
        return


def _found(value: Value, path: str) -> Iterator[FoundExpression | Fact]:
    if isinstance(value, Object) and is_plan_or_state(value):
        return read_plan(value, path)
    return read_okta_objects(value, path)
