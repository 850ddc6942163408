"""YAML and JSON as plain data: nothing is guessed, nothing is built, nothing multiplies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from oktaexpr.directory.json_document import json_positions, read_json
from oktaexpr.directory.problems import Finding
from oktaexpr.directory.yaml_document import read_yaml, yaml_positions


def yaml_value(text: str) -> object:
    value, findings = read_yaml(text)
    assert findings == []
    return value


def messages(text: str, reader: Callable[[str], tuple[object, list[Finding]]] = read_yaml) -> list[str]:
    _, findings = reader(text)
    return [finding.message for finding in findings]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("Off", "Off"),
        ("true", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
        ('""', ""),
        ('"null"', "null"),
        ("'7'", "7"),
        ("!!str 7", "7"),
        ("7", 7),
        ("-12", -12),
        ("1.50", 1.5),
        ("1e3", 1000.0),
        ("007", "007"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("+4930123", "+4930123"),
        ("2026-11-24", "2026-11-24"),
        ("2026-11-24T09:00:00Z", "2026-11-24T09:00:00Z"),
        ("10.0.19045", "10.0.19045"),
        (".5", ".5"),
        ("=", "="),
    ],
)
def test_plain_scalars_are_jsons_or_text(written: str, value: object) -> None:
    found = yaml_value(f"key: {written}\n")
    assert found == {"key": value}
    assert isinstance(found, dict)
    assert type(found["key"]) is type(value)


def test_keys_are_always_text() -> None:
    assert yaml_value("no: 1\n1: 2\nnull: 3\ntrue: 4\n") == {"no": 1, "1": 2, "null": 3, "true": 4}


def test_names_that_mean_something_to_python_are_keys_like_others() -> None:
    names = ("self", "user", "now", "roots", "__class__", "__init__", "__proto__")
    assert yaml_value("".join(f"{name}: x\n" for name in names)) == dict.fromkeys(names, "x")


def test_an_alias_shares_its_value() -> None:
    assert yaml_value("a: &one [1, 2]\nb: *one\nc: &two x\nd: *two\n") == {
        "a": [1, 2],
        "b": [1, 2],
        "c": "x",
        "d": "x",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2\n", "the key stands twice"),
        ("a: &a 1\nb:\n  <<: {c: 1}\n", "merge keys are not read; write the keys out"),
        ("a: !!python/object/apply:os.system [x]\n", 'the tag "!!python/object/apply:os.system" is not read'),
        ("a: !secret x\n", 'the tag "!secret" is not read'),
        ("a: .nan\n", ".nan is no number"),
        ("a: -.inf\n", "-.inf is no number"),
        ("a: 1e999\n", "the number is too large"),
        ("? [a]\n: 1\n", "a key must be text"),
        ("a: *nothing\n", "the alias *nothing names nothing above it"),
        ("a: &a [*a]\n", "the alias *a stands inside what it names"),
        ("a: 1\n---\nb: 2\n", "a second document starts here"),
        ("a: [1\n", "no YAML: while parsing a flow sequence"),
        ("a: \x1b[31m\n", r'YAML allows the character "\u001b" only as an escape in double quotes'),
        ("a: " + "[" * 101 + "]" * 101, "nest more than 100 deep"),
        ("a: " + "[" * 100_000, "exceeded maximum nesting depth"),
    ],
)
def test_what_yaml_may_not_do_here(text: str, message: str) -> None:
    assert message in messages(text)[-1]


def test_aliases_that_explode_are_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert messages("\n".join(lines)) == ["aliases add more than 16,000,000 characters of data"]


def test_a_long_text_is_just_long() -> None:
    text = "x" * 10_000_000
    assert yaml_value(f"a: {text}\n") == {"a": text}
    assert read_json(f'{{"a": "{text}"}}') == ({"a": text}, [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1, "a": 2}', "the key stands twice"),
        ('{"a": [{"b": 1, "c": {}, "b": 2}]}', "the key stands twice"),
        ('{"a": NaN}', '"NaN" is no number of JSON'),
        ('{"a": -Infinity}', '"-Infinity" is no number of JSON'),
        ('{"a": 1e999}', '"1e999" is too large a number'),
        ('{"a": ' + "9" * 5000 + "}", "is too large a number"),
        ('{"a": 1,}', "no JSON: "),
        ("", "no JSON: expecting value"),
        ("[" * 100_000, "nest more than 100 deep"),
    ],
)
def test_what_json_may_not_do_here(text: str, message: str) -> None:
    (found,) = messages(text, read_json)
    assert message in found


def test_places_of_keys_and_items() -> None:
    text = '{"a": [1, {"b\\"c": [], "d": {"e": "x, {y"}}],\n "f": null}'
    places = json_positions(text)
    assert {path: text[at : at + 3] for path, at in places.items()} == {
        ("a",): '"a"',
        ("a", 0): "1, ",
        ("a", 1): '{"b',
        ("a", 1, 'b"c'): '"b\\',
        ("a", 1, "d"): '"d"',
        ("a", 1, "d", "e"): '"e"',
        ("f",): '"f"',
    }
    text = "é: [1, {b: []}]\nf: &x {g: 1}\nh: *x\n"
    places = yaml_positions(text)
    assert {path: text[at] for path, at in places.items() if path} == {
        ("é",): "é",
        ("é", 0): "1",
        ("é", 1): "{",
        ("é", 1, "b"): "b",
        ("f",): "f",
        ("f", "g"): "g",
        ("h",): "h",
    }
