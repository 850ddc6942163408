"""JSON, Markdown, YAML and plain files: what is an expression there, and what its text is."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from oktaexpr.formats.json_text import JsonReader
from oktaexpr.formats.problems import UnreadableError
from tests.unit.formats.reading import check, read

_HERE = Path(__file__).parent
CASES = [
    case | {"file": case.get("file", "a.json")}
    for name in ("json.toml", "documents.toml")
    for case in tomllib.loads((_HERE / name).read_text("utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_found(case: dict[str, Any]) -> None:
    reading = read(case["file"], f"\n{case['text']}")
    assert reading.problems == []
    shown = [[one.address, one.attribute, str(one.usage), one.text] for one in reading.expressions]
    assert shown == case["found"]


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ('{"a": 1,}', 8, "a key in double quotes is missing here"),
        ('{"a" 1}', 5, "`:` is missing here"),
        ("[1 2]", 3, "`,` or `]` is missing here"),
        ('{"a": }', 6, "a value is missing here"),
        ('["\\x"]', 2, "JSON has no such escape"),
        ('["a', 1, "this is no JSON"),
        ("[01]", 2, "`,` or `]` is missing here"),
        ("[" * 300, 201, "lists and objects nest more than 200 deep"),
        ("nul", 0, "this is no JSON"),
        ('{"a": 1,\n "a": 2}', 10, "the key `a` stands here a second time"),
    ],
)
def test_unreadable_json(text: str, offset: int, message: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        list(JsonReader(text, "a.json").values())
    assert (caught.value.span.start, caught.value.message) == (offset, message)


@pytest.mark.parametrize(
    ("name", "text", "code", "line", "column"),
    [
        ("a.json", '{"type": "urn:okta:expression:1.0",\n "expression": }', "OEL190", 2, 16),
        ("a.md", "x\n```okta usage=group-rules\nuser.a\n```\n", "OEL191", 2, 15),
        ("a.md", "```okta usage=group-rule engine=identity-engine\nuser.a\n```\n", "OEL191", 1, 33),
        ("a.yaml", "a:\n  expression: [\n", "OEL190", 3, 1),
        ("a.yaml", "a:\n  expression: a\x01\n", "OEL190", 2, 16),
        ("a.yaml", "a:\n  expression: &rule bogus.b\n", "OEL203", 2, 21),
        ("a.yaml", "a:\n  expression: !!str &rule 'bogus.b'\n", "OEL203", 2, 28),
        ("a.yaml", "a:\n  expression: &rule |\n    bogus.b\n", "OEL203", 3, 5),
    ],
)
def test_problems_of_files(name: str, text: str, code: str, line: int, column: int) -> None:
    (problem,) = check(name, text)
    assert (problem.diagnostic.code, problem.start) == (code, (line, column))


def test_a_ternary_that_is_no_yaml_comes_with_advice() -> None:
    *_, problem = check("a.yaml", "a:\n  expression: user.a ? 'b' : 'c'\n")
    assert (problem.diagnostic.code, problem.start) == ("OEL190", (2, 28))
    assert "needs quotes" in (problem.diagnostic.help or "")


def test_yaml_without_configured_keys_is_not_read() -> None:
    from oktaexpr.formats import FileSettings

    assert read("a.yaml", "expression: [", FileSettings()).problems == []


def _line(name: str, expression: str) -> str:
    kind = "urn:okta:expression:1.0"
    return json.dumps(
        {"name": name, "conditions": {"expression": {"value": expression, "type": kind}}}, ensure_ascii=False
    )


@pytest.mark.parametrize("bad", ["{bad", '{"a": {"b": [1', '{"a": 1]', '{"a": "\\x"}', "[" * 300, '{"a": "b'])
@pytest.mark.parametrize("suffix", ["jsonl", "ndjson"])
def test_a_bad_line_does_not_hide_the_lines_behind_it(bad: str, suffix: str) -> None:
    reading = read(f"a.{suffix}", "\n".join([_line("One", "user.a"), bad, "", _line("Two", "user.b")]))
    assert [one.address for one in reading.expressions] == ["One", "Two"]
    assert len(reading.problems) == 1


def test_a_bad_last_line_is_the_end() -> None:
    reading = read("a.jsonl", _line("One", "user.a") + "\n{bad")
    assert (len(reading.expressions), len(reading.problems)) == (1, 1)


def test_a_file_of_one_value_ends_at_what_is_no_json() -> None:
    reading = read("a.json", _line("One", "user.a") + "\n{bad\n" + _line("Two", "user.b"))
    assert (len(reading.expressions), len(reading.problems)) == (1, 1)
