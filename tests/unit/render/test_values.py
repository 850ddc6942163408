"""Values as text, cells, JSON and CSV."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktaexpr.directory.people import Group
from oktaexpr.render.escaping import Escape, escaped
from oktaexpr.render.hidden import is_hidden, shortened, visible
from oktaexpr.render.json import json_document
from oktaexpr.render.values import csv_cell, quoted, value_cell, value_json, value_key, value_text
from oktaexpr.values.kinds import Character, Long


@pytest.mark.parametrize(
    ("value", "text", "cell", "literal"),
    [
        (None, "null", "null", "null"),
        ("", "", '""', '""'),
        ("null", "null", '"null"', '"null"'),
        ("4", "4", '"4"', '"4"'),
        (4, "4", "4", "4"),
        (1e7, "1.0E7", "1.0E7", "1.0E7"),
        (True, "true", "true", "true"),
        ("true", "true", '"true"', '"true"'),
        (" x", " x", '" x"', '" x"'),
        ('a "b"', 'a "b"', 'a "b"', '"a ""b"""'),
        (["a", "b"], "[a, b]", "[a, b]", '["a", "b"]'),
        (["a", ["b"]], "[a, [b]]", "[a, [b]]", "[a, [b]]"),
        ({"a": 1}, "{a=1}", "{a=1}", "{a=1}"),
        ("a\nb\x07", "a\nb\\u0007", "a\\nb\\u0007", '"a\\nb\\u0007"'),
    ],
)
def test_texts(value: object, text: str, cell: str, literal: str) -> None:
    assert (value_text(value), value_cell(value), quoted(value)) == (text, cell, literal)


def test_json_is_native_where_json_has_it() -> None:
    group = Group({"id": "00g1", "name": "dev"})
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    value = [
        None,
        True,
        1,
        Long(2),
        1.5,
        Character("x"),
        {"a": {1: 2}},
        group,
        float("nan"),
        float("-inf"),
        moment,
    ]
    shown = value_json(value)
    assert shown[:7] == [None, True, 1, 2, 1.5, "x", {"a": {"1": 2}}]
    assert shown[7]["id"] == "00g1"
    assert shown[8:10] == ["NaN", "-Infinity"]
    assert shown[10].startswith("2026-01-01T00:00")


def test_what_nests_too_deeply_is_said_so() -> None:
    value: list[object] = []
    for _ in range(5_000):
        value = [value]
    assert "too deeply" in value_text(value)
    assert "too deeply" in json.dumps(value_json(value))


def test_values_of_different_types_are_not_the_same() -> None:
    keys = {value_key(value) for value in (4, Long(4), "4", 4.0, None, "null", True)}
    assert len(keys) == 7


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_cells_that_could_be_formulas_are_defused(text: str) -> None:
    assert csv_cell(text) == f"'{text}"


def test_other_cells_are_left_alone() -> None:
    assert csv_cell("a=1") == "a=1"
    assert csv_cell("'=1") == "'=1"


@given(st.text())
def test_documents_are_json_without_hidden_characters(text: str) -> None:
    document = json_document({"text": text})
    assert json.loads(document) == {"schema_version": 1, "text": text}
    assert not any(is_hidden(char) for char in document if char != "\n")


@given(st.text())
def test_visible_text_hides_nothing(text: str) -> None:
    shown = visible(text)
    assert not any(is_hidden(char) for char in shown)
    assert visible(shown) == shown


@given(st.text())
def test_escaped_text_is_the_same_text(text: str) -> None:
    assert escaped(text, None) == text
    assert json.loads(escaped(text, Escape.JSON)) == text


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ('a == "b"', '"a == \\"b\\""'),
        ("${user.x} %{if}", '"$${user.x} %%{if}"'),
        ("a\\b\n\tc", '"a\\\\b\\n\\tc"'),
        ("\x07\U000e0001", '"\\u0007\\U000e0001"'),
    ],
)
def test_hcl_doubles_the_marks_of_a_template(text: str, literal: str) -> None:
    assert escaped(text, Escape.HCL) == literal


def test_shortened() -> None:
    assert shortened("abcdef", 6) == "abcdef"
    assert shortened("abcdefg", 6) == "abcde…"
