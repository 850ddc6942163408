"""Users as Spark finds them are those that the columns find: JSON columns, files that differ, memberships apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

import oktaexpr
from oktaexpr import DirectoryError, UsageError
from oktaexpr.columns import Evaluator, Settings, answers, open_source
from oktaexpr.columns.results import json_text
from oktaexpr.columns.sinks import open_sink
from oktaexpr.columns.spark import evaluate_frame, read_users, spark_faults
from tests.property.column_users import batch_of
from tests.support.spark import NEEDS_SPARK

pytestmark = NEEDS_SPARK

GROUPS = "user.getGroups().![name]"


def _asked(text: str, users: Any) -> dict[Any, Any]:
    """Return the value of each user, or the code of the error, as JSON."""
    frame = evaluate_frame(oktaexpr.compile(text), users)
    return {
        row["key"]: row["error"]["code"] if row["error"] else row["value"] or "null"
        for row in frame.collect()
    }


def _embedded(text: str, place: Path) -> dict[Any, Any]:
    source = open_source(str(place))
    evaluator = Evaluator(oktaexpr.compile(text), Settings(memberships=source.memberships()))
    found = [answer for batch in evaluator.batches(source.batches()) for answer in answers(batch)]
    return {answer.key: answer.code or json_text(answer.value) for answer in found}


def _write(path: Path, *users: dict[str, Any]) -> None:
    with open_sink(path) as sink:
        sink.write(batch_of(list(users)))


MIXED_USERS: tuple[dict[str, Any], ...] = (
    {"id": "a", "level": 1, "address": {"floor": 3, "city": "Oslo"}, "tags": None, "groups": None},
    {"id": "b", "level": "one", "address": {"floor": "third", "city": None}, "tags": None, "groups": None},
    {"id": "c", "level": [1, "\ud800"], "address": None, "tags": None, "groups": None},
)
"""Users whose `level` and `floor` have several types, and of whom nobody has tags or groups."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("user.level", {"a": "1", "b": '"one"', "c": r'[1, "\ud800"]'}),
        ("user.level == 1", {"a": "true", "b": "false", "c": "false"}),
        ("user.address?.floor", {"a": "3", "b": '"third"', "c": "null"}),
        ("user.tags", {"a": "null", "b": "null", "c": "null"}),
        (GROUPS, {"a": "[]", "b": "[]", "c": "[]"}),
    ],
)
def test_columns_of_json_are_known_from_the_files(
    session: Any, tmp_path: Path, text: str, expected: dict[str, str]
) -> None:
    _write(tmp_path / "users.parquet", *MIXED_USERS)
    assert _asked(text, read_users(session, str(tmp_path / "users.parquet"))) == expected


def test_columns_of_json_can_be_named_or_marked(session: Any, tmp_path: Path) -> None:
    place = str(tmp_path / "users.parquet")
    parquet.write_table(pa.table({"id": ["a", "b"], "level": ["1", None], "grade": [2, 3]}), place)
    texts = {"a": '"1"', "b": "null"}
    numbers = {"a": "1", "b": "null"}
    users = read_users(session, place)
    assert _asked("user.level", users) == texts
    assert _asked("user.level", users.withMetadata("level", {"oktaexpr": "json"})) == numbers
    assert _asked("user.level", read_users(session, place, json=["level"])) == numbers
    with pytest.raises(UsageError, match=r"^there is no column 'levle' to be JSON; did you mean `level`\?$"):
        read_users(session, place, json=["levle"])
    with pytest.raises(UsageError, match=r"^the column 'grade' is bigint: only texts can be JSON$"):
        read_users(session, place, json=["grade"])


def test_a_program_of_spark_over_the_results_of_another(session: Any, tmp_path: Path) -> None:
    _write(tmp_path / "users.parquet", *MIXED_USERS)
    users = read_users(session, str(tmp_path / "users.parquet"))
    levels = evaluate_frame(oktaexpr.compile("user.level"), users)
    assert _asked("user.value == 1", levels) == {"a": "true", "b": "false", "c": "false"}


def test_files_may_differ_in_their_columns_but_not_contradict_each_other(
    session: Any, tmp_path: Path
) -> None:
    _write(tmp_path / "1.parquet", {"id": "a", "level": 1})
    _write(tmp_path / "2.parquet", {"id": "b", "title": "Analyst", "level": 2})
    users = read_users(session, str(tmp_path))
    assert _asked("user.title ?: user.level", users) == {"a": "1", "b": '"Analyst"'}
    _write(tmp_path / "3.parquet", {"id": "c", "title": 1}, {"id": "d", "title": "one"})
    with pytest.raises(DirectoryError, match="'title' is JSON in some of the files and plain text in others"):
        read_users(session, str(tmp_path))
    _write(tmp_path / "3.parquet", {"id": "c", "title": 1})
    with pytest.raises(
        DirectoryError, match=r"^Spark: \[CANNOT_MERGE_SCHEMAS\] Failed merging schemas: .*title"
    ):
        read_users(session, str(tmp_path))


@pytest.mark.parametrize(
    "memberships",
    [
        {"user": ["7", "8", None, "7"], "group": ["b", "a", "c", "a"]},
        {"user_id": [7, 8, None, 7], "group_name": ["b", "a", "c", "a"], "group_id": ["1", "2", "3", "4"]},
    ],
)
def test_memberships_beside_the_users_are_joined(
    session: Any, tmp_path: Path, memberships: dict[str, list[Any]]
) -> None:
    folder = tmp_path / "of two tables"
    folder.mkdir()
    parquet.write_table(
        pa.table({"id": [7, 8, 9], "groups": [["x"], ["x"], ["x"]]}), folder / "users.parquet"
    )
    parquet.write_table(pa.table(memberships), folder / "memberships.parquet")
    users = read_users(session, str(folder))
    assert _asked(GROUPS, users) == {7: '["a", "b"]', 8: '["a"]', 9: "[]"}
    is_member = "isMemberOfGroupName('b')"
    assert _asked(is_member, users) == _embedded(is_member, folder) == {7: "true", 8: "false", 9: "false"}
    ids = "user.getGroups().![id].size()"
    assert _asked(ids, users) == _embedded(ids, folder)


def test_memberships_of_another_place_or_of_tables(session: Any, tmp_path: Path) -> None:
    place = str(tmp_path / "members.parquet")
    parquet.write_table(pa.table({"id": ["a", "b"], "login": ["x", "y"]}), tmp_path / "users.parquet")
    parquet.write_table(pa.table({"login": ["y"], "group": ["dev"]}), place)
    session.read.parquet(place).createOrReplaceTempView("members")
    session.read.parquet(str(tmp_path / "users.parquet")).createOrReplaceTempView("people")
    for memberships in (place, "table:members"):
        users = read_users(session, "table:people", memberships=memberships, key="login")
        assert _asked(GROUPS, users) == {"a": "[]", "b": '["dev"]'}
    with pytest.raises(UsageError, match="the memberships have no column for the group's name"):
        read_users(session, "table:people", memberships="table:people")
    with pytest.raises(UsageError, match="no column 'logn' for the key; did you mean `login`"):
        read_users(session, "table:people", memberships="table:members", key="logn")


def test_what_spark_cannot_read_is_said_in_one_line(session: Any, tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match=r"^Spark: .*nobody$"):
        read_users(session, str(tmp_path / "nobody"))
    path = tmp_path / "binary.parquet"
    parquet.write_table(pa.table({"id": ["a"], "photo": [b"x"]}), path)
    frame = evaluate_frame(oktaexpr.compile("user.photo"), read_users(session, str(path)))
    with pytest.raises(DirectoryError, match=r"^the column 'photo' is of type binary"), spark_faults():
        frame.collect()
