"""`--update`: only expectations change; comments, quotes and layout stay; afterwards every case passes."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktaexpr.directory.yaml_document import read_yaml
from oktaexpr.testing import run_case, updated_text
from oktaexpr.testing.updating import spelled
from tests.unit.testing.test_reading import read


def _updated(folder: Path, text: str) -> str:
    file = read(folder, text)
    return updated_text(file.source, [run_case(case, file.source) for case in file.cases])


HEAD = "expression: user.level / user.by  # the share\nset: {user.level: 6, user.by: 2}\ncases:\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- value: 4 # four\n", "- value: 3 # four\n"),
        ("- {value: 4, name: x}\n", "- {value: 3, name: x}\n"),
        ("- value: 3\n", "- value: 3\n"),
        ("- value: '3'\n- value: 4\n", "- value: 3\n- value: 3\n"),
        ("- name: x\n", "- name: x\n  value: 3\n"),
        ("- name: x # note\n- value: 3\n", "- name: x\n  value: 3 # note\n- value: 3\n"),
        ("- {name: x}\n", "- {name: x, value: 3}\n"),
        ("- {}\n", "- {value: 3}\n"),
        ("- value:\n  name: x\n", "- value: 3\n  name: x\n"),
        ("- value:\n    - 1\n    - 2\n  # end\n", "- value:\n    3\n  # end\n"),
        ("- error: DIVISION_BY_ZERO\n", "- value: 3\n"),
        ("- set: {user.by: 0}\n  value: 3 # x\n", "- set: {user.by: 0}\n  error: DIVISION_BY_ZERO # x\n"),
        ("- set: {user.by: 0}\n  error: other\n", "- set: {user.by: 0}\n  error: DIVISION_BY_ZERO\n"),
        ("- value: &share 4\n- value: *share\n", "- value: &share 3\n- value: *share\n"),
        ("- &case {value: 4}\n", "- &case {value: 3}\n"),
        ("- &case {name: x}\n", "- &case {name: x, value: 3}\n"),
        ("- &case # x\n  name: x\n", "- &case # x\n  name: x\n  value: 3\n"),
        ("- value: 3\n  type: Long\n", "- value: 3\n  type: Integer\n"),
        ("- value: 4\n  type: Long\n", "- value: 3\n  type: Integer\n"),
        (
            "- set: {user.by: 0}\n  type: Long\n",
            "- set: {user.by: 0}\n  type: Long\n  error: DIVISION_BY_ZERO\n",
        ),
    ],
)
def test_expectations_become_what_there_is(tmp_path: Path, before: str, after: str) -> None:
    assert _updated(tmp_path, HEAD + before) == HEAD + after
    file = read(tmp_path, HEAD + after)
    assert all(run_case(case, file.source).has_passed for case in file.cases)


TABLE = "expression: user.level / user.by\nset: {user.level: 6}\ntable:\n  columns: {columns}\n  rows:\n"


@pytest.mark.parametrize(
    ("columns", "before", "after"),
    [
        ("[user.by, value, error]", "- [2, 4, null] # x", "- [2, 3, null] # x"),
        ("[user.by, value, error]", "- [0, 4, null]", "- [0, null, DIVISION_BY_ZERO]"),
        ("[user.by, value, error]", "- [2, null, X]", "- [2, 3, null]"),
        ("[user.by, value]", "- [2,4]", "- [2,3]"),
        ("[user.by, value]", "- [0, 4]", "- [0, 4]"),
        ("[user.by, error]", "- [2, X]", "- [2, X]"),
        ("[user.by, value]", "- - 2\n  - 4\n- - 6\n  - 4", "- - 2\n  - 3\n- - 6\n  - 1"),
    ],
)
def test_cells_become_what_there_is(tmp_path: Path, columns: str, before: str, after: str) -> None:
    head = TABLE.replace("{columns}", columns)
    assert _updated(tmp_path, head + indent(before, "  ")) == head + indent(after, "  ")


def test_a_list_stays_a_list_of_lines(tmp_path: Path) -> None:
    head = "expression: user.tags\nset: {user.tags: [x, 'y z', true]}\ncases:\n"
    before = "- value:\n  - a\n  - b\n  name: n\n- value: [a]\n"
    after = "- value:\n  - x\n  - y z\n  - true\n  name: n\n- value: [x, y z, true]\n"
    assert _updated(tmp_path, head + before) == head + after


def test_the_quotes_of_a_text_stay(tmp_path: Path) -> None:
    head = "expression: user.text\nset: {user.text: it's}\ncases:\n"
    before = "- value: 'a'\n- value: \"a\"\n- value: a\n- value: |\n    a\n"
    after = "- value: 'it''s'\n- value: \"it's\"\n- value: \"it's\"\n- value: \"it's\"\n"
    assert _updated(tmp_path, head + before) == head + after


def test_a_user_that_is_not_there_is_left_alone(tmp_path: Path) -> None:
    text = HEAD + "- user: nobody\n  value: 1\n"
    assert _updated(tmp_path, text) == text


_DATA: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs",)), max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_categories=("Cs",)), max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(_DATA)
def test_what_is_written_reads_as_what_it_was(value: Any) -> None:
    for text in (f"a: {spelled(value)}", f"a: [{spelled(value)}, 1]"):
        data, findings = read_yaml(text)
        assert not findings, text
        read_back = data["a"] if text == f"a: {spelled(value)}" else data["a"][0]
        assert read_back == value
        assert type(read_back) is type(value)
