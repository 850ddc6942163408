"""Terraform files: the files of a folder are one module, in which one may refer to another."""

from __future__ import annotations

from collections.abc import Iterator

from oktaexpr.formats.hcl import Block, Body, Evaluator, parse_hcl
from oktaexpr.formats.marks import marks_in_comments
from oktaexpr.formats.problems import UnreadableError
from oktaexpr.formats.reading import Reading, ReadingProblem, Unit
from oktaexpr.formats.resources import Resource, expressions_of
from oktaexpr.formats.terraform_facts import facts_of
from oktaexpr.source import Source

UNREADABLE = "OEL190"


def read_terraform(unit: Unit) -> Reading:
    """Return the expressions and facts of the files that are asked for; the rest of the folder is referred to."""
    reading = Reading()
    evaluator = Evaluator()
    bodies: dict[str, Body] = {}
    for path, text in unit.texts.items():
        try:
            body, comments = parse_hcl(text, path)
        except UnreadableError as error:
            if path in unit.asked and "okta_" in text:
                reading.problems.append(ReadingProblem(path, error.span, error.message, UNREADABLE))
            continue
        bodies[path] = body
        evaluator.add(path, body)
        reading.marks += marks_in_comments(Source(text, path), [comment.span for comment in comments])
    for path, body in bodies.items():
        if path in unit.asked:
            for resource in _resources(evaluator, body, path):
                for found in (*expressions_of(resource), *facts_of(resource)):
                    reading.add(found)
    return reading


def _resources(evaluator: Evaluator, body: Body, path: str) -> Iterator[Resource]:
    for block in body.blocks:
        match block:
            case Block(type="resource", labels=(kind, name)) if kind.startswith("okta_"):
                for key, names in evaluator.copies(block.body, path):
                    address = f"{kind}.{name}" if key is None else f'{kind}.{name}["{key}"]'
                    yield Resource(kind, address, evaluator.block(block.body, path, names), path)
            case _:
                pass
