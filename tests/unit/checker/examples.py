"""Checking an example of a rule in the place that it describes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from oktaexpr.checker import check
from oktaexpr.diagnostics import Diagnostic, Example
from oktaexpr.directory.people import Group
from oktaexpr.directory.schema import Attribute
from oktaexpr.types import Target


@dataclass
class ExampleDirectory:
    """The directory that an example describes."""

    schema: dict[str, Attribute] | None
    groups: list[Group] | None
    apps: None = None


def check_example(example: Example) -> list[Diagnostic]:
    """Return what `check` says of an example."""
    given: Any = example.target
    target = Target(**given) if given is not None else None
    return check(example.text, example.engine, example.usage, target, _directory(example))


def _directory(example: Example) -> ExampleDirectory | None:
    if not example.groups and not example.attributes:
        return None
    schema = {name: Attribute(name, kind) for name, kind in example.attributes.items()}
    groups = [Group({"id": f"00g{at:017}", "name": name}) for at, name in enumerate(example.groups)]
    return ExampleDirectory(schema or None, groups or None)
