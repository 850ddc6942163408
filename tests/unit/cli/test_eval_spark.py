"""`eval --runtime spark`: options that it follows or refuses, and what it prints. A job of its own is tested beside the columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from oktaexpr.columns.spark import open_session
from tests.support.program import Run
from tests.support.spark import NEEDS_SPARK, SCALE

pytestmark = NEEDS_SPARK


@pytest.fixture(scope="module", autouse=True)
def session() -> Iterator[Any]:
    """Keep one session open, so that each command finds it running."""
    running = open_session(quiet=True)
    yield running
    running.stop()


@pytest.fixture
def users(tmp_path: Path) -> str:
    place = tmp_path / "users.parquet"
    table = {
        "id": ["1", "2", "3"],
        "login": ["c", "b", "a"],
        "level": ["1", '"one"', None],
        "email": ["x@acme.example"] * 3,
    }
    parquet.write_table(pa.table(table), place)
    return str(place)


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--directory", "nobody.parquet"], 1, "Spark: [PATH_NOT_FOUND] Path does not exist: "),
        (["--directory", "table:org.users"], 1, "Spark: [TABLE_OR_VIEW_NOT_FOUND] The table or view `org`.`users`"),
        (["--directory", str(SCALE / "users.jsonl")], 1, "Spark: [FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER]"),
        (["--key", "logn"], 2, "the table has no column 'logn' for the key; did you mean `login`?"),
        (["--now", "soon"], 2, "'soon' is no ISO 8601 date-time"),
        (["--type", "levle=json"], 2, "there is no column 'levle' to be JSON; did you mean `level`?"),
        (["--type", "level=integer"], 2, "only COLUMN=json is left to say, not integer"),
        (["--format", "json"], 2, "Spark prints no rows: write them with --out"),
        (["--out", "licenses.jsonl"], 2, "Spark writes a folder of Parquet"),
        (["--memberships", "table:members"], 1, "Spark: [TABLE_OR_VIEW_NOT_FOUND]"),
    ],
)  # fmt: skip
def test_what_does_not_work_is_said_in_a_sentence(
    oktaexpr: Run, users: str, options: list[str], code: int, message: str
) -> None:
    place = [] if "--directory" in options else ["--directory", users]
    result = oktaexpr("eval", "1", *place, "--all", "--runtime", "spark", *options)
    assert result.code == code
    assert message in " ".join(result.err.split())
    assert "Traceback" not in result.err
    assert "\tat " not in result.err


def test_every_option_at_once(oktaexpr: Run, session: Any, users: str, tmp_path: Path) -> None:
    session.sql("SELECT 'a' AS user, 'dev' AS group").createOrReplaceTempView("members")
    out = tmp_path / "results"
    text = 'isMemberOfGroupName("dev") ? {user.level, Time.now()} : user.level'
    result = oktaexpr(
        *("eval", text, "--directory", users, "--all", "--runtime", "spark", "--out", str(out)),
        *("--key", "login", "--type", "level=json", "--memberships", "table:members"),
        *("--now", "2026-11-24T09:00:00Z"),
    )
    assert (result.code, result.err) == (0, "")
    rows = {
        row["key"]: row["value"] and json.loads(row["value"]) for row in parquet.read_table(out).to_pylist()
    }
    assert rows == {"a": [None, "2026-11-24T09:00:00.000Z"], "b": "one", "c": 1}
    assert result.out.splitlines()[0] == "3 users"


def test_the_plan_is_told_without_a_session(oktaexpr: Run, users: str) -> None:
    result = oktaexpr("eval", "1", "--directory", users, "--all", "--runtime", "spark", "--explain-plan")
    assert (result.code, result.out) == (
        0,
        "spark: generated code, over the Arrow batches of `mapInArrow`\n",
    )


def test_memberships_apart_are_for_spark(oktaexpr: Run, users: str) -> None:
    result = oktaexpr("eval", "1", "--directory", users, "--all", "--memberships", users)
    assert result.code == 2
    assert "read from the folder of the users" in " ".join(result.err.split())
