"""Whatever a table or an object of an export holds, it is read as it was written, or its row is skipped."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oktaexpr.directory import Directory
from oktaexpr.errors import DirectoryError

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)
LOGINS = st.text("abcdef.@-", min_size=1, max_size=8)
KEYS = st.sampled_from(
    ["id", "profile", "login", "name", "type", "status", "groupId", "user", "members", "label"]
)
OBJECTS = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | CELLS | st.sampled_from(["00g1", "00u1", "ACTIVE"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
_FOLDERS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(st.dictionaries(LOGINS, CELLS, min_size=1, max_size=6), st.sampled_from(",;\t|"), st.booleans())
@_FOLDERS
def test_a_table_is_read_as_it_was_written(
    tmp_path: Path, people: dict[str, str], delimiter: str, quotes_all: bool
) -> None:
    target = io.StringIO()
    quoting = csv.QUOTE_ALL if quotes_all else csv.QUOTE_MINIMAL
    writer = csv.writer(target, delimiter=delimiter, lineterminator="\n", quoting=quoting)
    writer.writerow(["Login", "Title"])
    writer.writerows(people.items())
    path = tmp_path / "people.csv"
    path.write_text(target.getvalue(), encoding="utf-8", newline="")
    directory = Directory.load(path, strict=True)
    found = {user.login: user.profile.get("title", "absent") for user in directory.users}
    absent = "" if quotes_all else "absent"
    wanted = {login: {"": absent, "\\N": None}.get(cell, cell) for login, cell in people.items()}
    assert found == wanted


@given(st.lists(OBJECTS, max_size=5))
@_FOLDERS
def test_any_objects_are_a_directory_or_our_error(tmp_path: Path, objects: list[Any]) -> None:
    good = {"id": "00u1", "status": "ACTIVE", "profile": {"login": "mia"}}
    path = tmp_path / "export.json"
    path.write_text(json.dumps([good, *objects]), encoding="utf-8")
    directory = Directory.load(path)
    assert directory.users[0].login == "mia"
    assert all(row.line == 1 and row.column >= 1 for row in directory.skipped)
    assert directory.skipped_count == len(directory.skipped)
    if directory.skipped_count:
        with pytest.raises(DirectoryError, match=r"^export\.json:1:"):
            Directory.load(path, strict=True)
