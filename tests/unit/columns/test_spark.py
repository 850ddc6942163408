"""Spark in local mode gives for every key what the row program gives."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from hypothesis import HealthCheck, given, settings

import oktaexpr
from oktaexpr import DirectoryError, EvaluationError, Scope
from oktaexpr.columns import Settings
from oktaexpr.columns.results import json_text
from oktaexpr.columns.sinks import open_sink
from oktaexpr.columns.spark import evaluate_frame, open_session, read_users, spark_faults
from oktaexpr.samples import Org, sample_batches
from tests.property.column_users import expressions, populations
from tests.property.test_columns import NOW, row_answers

SCALE = Path(__file__).resolve().parents[3] / "examples" / "scale"
_ABSENT = (
    "pyspark is not installed"
    if find_spec("pyspark") is None
    else "Java is not installed"
    if shutil.which("java") is None
    else None
)
pytestmark = pytest.mark.skipif(_ABSENT is not None, reason=str(_ABSENT))

ORG = Org(users=3_000, groups=40, seed=11)
MIXED = 'user.level > 3 ? user.department : (isMemberOfGroupNameRegex("dbt_(dev|it).*") ? 10 / (user.level - 1) : user.contractor)'


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("org") / "users.parquet"
    with open_sink(path) as sink:
        for batch in sample_batches(ORG):
            sink.write(batch)
    return path


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    running = open_session()
    yield running
    running.stop()


def _row_answers(text: str) -> dict[str, tuple[Any, str | None]]:
    program = oktaexpr.compile(text)
    answers: dict[str, tuple[Any, str | None]] = {}
    for person in ORG.people(0, ORG.users):
        scope = Scope(user=person, groups=[{"name": name} for name in person["groups"]])
        try:
            answers[person["id"]] = (json.loads(json_text(program(scope))), None)
        except EvaluationError as error:
            answers[person["id"]] = (None, error.code)
    return answers


def _spark_answers(folder: Path) -> dict[str, tuple[Any, str | None]]:
    rows = parquet.read_table(folder).to_pylist()
    assert len(rows) == ORG.users
    return {
        row["key"]: (
            None if row["value"] is None else json.loads(row["value"]),
            row["error"] and row["error"]["code"],
        )
        for row in rows
    }


def test_the_example_of_a_local_job(users: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, SCALE / "spark_job.py", users, tmp_path / "licenses"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    text = (SCALE / "license.oel").read_text(encoding="utf-8").strip()
    assert _spark_answers(tmp_path / "licenses") == _row_answers(text)


def test_the_command_line_with_values_of_several_types_and_errors(users: Path, tmp_path: Path) -> None:
    out = tmp_path / "results"
    arguments = ["eval", MIXED, "--directory", users, "--all", "--runtime", "spark", "--out", out]
    done = subprocess.run(
        [sys.executable, "-m", "oktaexpr", *arguments], check=False, capture_output=True, text=True
    )
    expected = _row_answers(MIXED)
    assert _spark_answers(out) == expected
    codes = {code for _, code in expected.values() if code is not None}
    assert done.returncode == 1
    assert done.stdout.startswith(f"{ORG.users:,} users\n")
    assert codes
    assert all(code in done.stdout for code in codes)


SCHEMA = pa.schema(
    [
        ("firstName", pa.string()),
        ("level", pa.int64()),
        ("badge", pa.int64()),
        ("active", pa.bool_()),
        ("title", pa.string()),
        ("address", pa.struct([("city", pa.string())])),
        ("tags", pa.list_(pa.string())),
        ("id", pa.string()),
        ("groups", pa.list_(pa.string())),
    ]
)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=expressions, people=populations(as_named=True))
def test_random_expressions_and_users(
    session: Any, tmp_path: Path, text: str, people: list[dict[str, Any]]
) -> None:
    path = tmp_path / "people.parquet"
    with open_sink(path) as sink:
        sink.write(pa.RecordBatch.from_pylist(people, schema=SCHEMA))
    program = oktaexpr.compile(text)
    frame = evaluate_frame(program, read_users(session, str(path)), Settings(now=NOW))
    found = {
        row["key"]: ("value", row["value"] or "null")
        if row["error"] is None
        else ("error", row["error"]["code"])
        for row in frame.collect()
    }
    expected = {
        key: ("value", content) if kind == "not storable" else (kind, content)
        for key, (kind, content) in row_answers(program, people).items()
    }
    assert found == expected


def test_what_spark_cannot_read_is_said_in_one_line(session: Any, tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match=r"^Spark: .*nobody.*"):
        read_users(session, str(tmp_path / "nobody"))
    path = tmp_path / "binary.parquet"
    parquet.write_table(pa.table({"id": ["a"], "photo": [b"x"]}), path)
    frame = evaluate_frame(oktaexpr.compile("user.photo"), read_users(session, str(path)))
    with pytest.raises(DirectoryError, match="'photo' is of type binary"), spark_faults():
        frame.collect()
