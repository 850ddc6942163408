"""Terraform files: the files of a folder are one module, in which one may refer to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from oktaexpr.formats.hcl import Block, Body, Evaluator, parse_hcl
from oktaexpr.formats.hcl.json_syntax import parse_json_configuration, parse_json_values
from oktaexpr.formats.hcl.module_files import ModuleFiles
from oktaexpr.formats.marks import marks_in_comments
from oktaexpr.formats.plain_files import read_plain
from oktaexpr.formats.problems import UnreadableError
from oktaexpr.formats.reading import Reading, ReadingProblem, Unit
from oktaexpr.formats.resources import Resource, expressions_of
from oktaexpr.formats.terraform_facts import facts_of
from oktaexpr.formats.terraform_files import Part, part_of, rank_of_values
from oktaexpr.source import Source

UNREADABLE = "OEL190"


def read_terraform(unit: Unit) -> Reading:
    """Return the expressions and facts of the files that are asked for; the rest of the folder is referred to."""
    reading = Reading()
    read_in = {path: text for path, text in unit.texts.items() if part_of(path) is None}
    evaluator = Evaluator(files=ModuleFiles(read_in))
    bodies = _bodies(unit, reading)
    _take_in(evaluator, bodies)
    for path, body in bodies.items():
        if path in unit.asked:
            for resource in _resources(evaluator, body, path):
                for found in (*expressions_of(resource), *facts_of(resource)):
                    reading.add(found)
    for path, fault in evaluator.files.faults.items():
        reading.problems.append(ReadingProblem(path, fault.span, fault.message, UNREADABLE))
    _add_unused(reading, {path: text for path, text in read_in.items() if path in unit.asked})
    return reading


def _bodies(unit: Unit, reading: Reading) -> dict[str, Body]:
    """Return what stands in each file of the module; the reading takes problems and marks."""
    bodies: dict[str, Body] = {}
    for path, text in unit.texts.items():
        part = part_of(path)
        try:
            match part:
                case Part.CONFIGURATION | Part.VALUES:
                    bodies[path], comments = parse_hcl(text, path)
                    spans = [comment.span for comment in comments]
                    reading.marks += marks_in_comments(Source(text, path), spans)
                case Part.JSON_CONFIGURATION:
                    bodies[path] = parse_json_configuration(text, path)
                case Part.JSON_VALUES:
                    bodies[path] = parse_json_values(text, path)
                case None:
                    pass
        except UnreadableError as error:
            if path in unit.named or (path in unit.asked and "okta_" in text):
                reading.problems.append(ReadingProblem(path, error.span, error.message, UNREADABLE))
    return bodies


def _take_in(evaluator: Evaluator, bodies: Mapping[str, Body]) -> None:
    """Give the evaluator the files in Terraform's order: all blocks, then values of variables, the last word last."""
    values = []
    for path, body in bodies.items():
        if part_of(path) in {Part.CONFIGURATION, Part.JSON_CONFIGURATION}:
            evaluator.add(path, body)
        elif (rank := rank_of_values(path)) is not None:
            values.append((rank, path))
    for _, path in sorted(values):
        evaluator.add_values(path, bodies[path])


def _add_unused(reading: Reading, texts: Mapping[str, str]) -> None:
    """Read files of one expression that the module names, but whose text came out nowhere."""
    used = {origin.path for found in reading.expressions for origin in found.content.origins}
    unused = {path: text for path, text in texts.items() if path not in used}
    for found in read_plain(Unit("expression", unused, frozenset(unused))).expressions:
        reading.add(found)


def _resources(evaluator: Evaluator, body: Body, path: str) -> Iterator[Resource]:
    for block in body.blocks:
        match block:
            case Block(type="resource", labels=(kind, name)) if kind.startswith("okta_"):
                for key, names in evaluator.copies(block.body, path):
                    address = f"{kind}.{name}" if key is None else f'{kind}.{name}["{key}"]'
                    yield Resource(kind, address, evaluator.block(block.body, path, names), path)
            case _:
                pass
