"""`eval --all` over streams, and `sample`: what is written, what is said, and how it ends."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.support.program import Run

FAILING = 'isMemberOfGroupName("dbt_developers") ? "developer" : 10 / (user.level - 1)'


@pytest.fixture
def users(oktaexpr: Run, tmp_path: Path) -> str:
    path = tmp_path / "users.parquet"
    result = oktaexpr("sample", "--users", "500", "--groups", "20", "--seed", "5", str(path))
    assert (result.code, result.err) == (0, "")
    assert result.out == f"{path}: 500 users in up to 20 groups, seed 5\n"
    return str(path)


def test_values_and_errors_are_counted(oktaexpr: Run, users: str) -> None:
    result = oktaexpr("eval", FAILING, "--directory", users, "--all")
    assert result.code == 1
    first, *lines = result.out.splitlines()
    assert first == "500 users"
    counts = {line.split()[1]: int(line.split()[0]) for line in lines if ": " not in line}
    assert sum(counts.values()) == 500
    assert counts["DIVISION_BY_ZERO"] > 100
    assert sum("division by zero" in line for line in lines) == 3


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_rows_are_written_to_a_file(oktaexpr: Run, users: str, ending: str, tmp_path: Path) -> None:
    out = tmp_path / f"out.{ending}"
    result = oktaexpr("eval", "user.level > 3", "--directory", users, "--all", "--out", str(out))
    assert result.code == 0
    assert result.out.startswith("500 users\n")
    if ending == "csv":
        assert sum(row["value"] == "true" for row in csv.DictReader(out.read_text().splitlines())) > 10
    if ending == "jsonl":
        assert sum(json.loads(line)["value"] for line in out.read_text().splitlines()) > 10
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({out.name, "users.parquet"})


def test_rows_are_printed_and_the_summary_goes_elsewhere(oktaexpr: Run, users: str) -> None:
    result = oktaexpr("eval", FAILING, "--directory", users, "--all", "--format", "csv")
    rows = list(csv.DictReader(result.out.splitlines()))
    assert len(rows) == 500
    assert list(rows[0]) == ["key", "value", "error_code", "error_message"]
    assert result.err.startswith("500 users\n")
    rows = [
        json.loads(line)
        for line in oktaexpr("eval", "user.groups", "-d", users, "--all", "--format", "json").out.splitlines()
    ]
    assert len(rows) == 500


def test_csv_needs_to_be_told_of_numbers(oktaexpr: Run, tmp_path: Path) -> None:
    place, out = str(tmp_path / "users.csv"), str(tmp_path / "out.csv")
    oktaexpr("sample", "--users", "100", place)
    arguments = ["eval", "user.level > 3", "--directory", place, "--all", "--out", out]
    assert "NOT_COMPARABLE" in oktaexpr(*arguments).out
    result = oktaexpr(*arguments, "--type", "level=integer")
    assert (result.code, result.out.splitlines()[0]) == (0, "100 users")
    result = oktaexpr(*arguments, "--type", "levle=integer")
    assert result.code == 2
    assert "no column 'levle' to be integer; did you mean `level`?" in " ".join(result.err.split())
    result = oktaexpr(*arguments, "--type", "level=int")
    assert result.code == 2
    assert "integer, number, boolean" in result.err


def test_the_plan_is_explained(oktaexpr: Run, users: str) -> None:
    result = oktaexpr("eval", "user.level > 3", "--directory", users, "--all", "--explain-plan")
    assert result.out.startswith("duckdb: every part of the expression has the same answer in SQL\n  SELECT")
    result = oktaexpr("eval", FAILING, "--directory", users, "--all", "--explain-plan")
    assert result.out.startswith("kernel: `10 / (user.level - 1)` is not among")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--out", "x.csv"], 2, "go with --all and --directory"),
        (["--all", "--directory", "USERS", "--group", "x"], 2, "--group does not go with users"),
        (["--all", "--directory", "USERS", "--out", "x.xls"], 2, "must end in .parquet"),
        (["--all", "--directory", "USERS", "--key", "logn"], 2, "did you mean `login`"),
        (["--all", "--directory", "USERS", "--now", "soon"], 2, "'soon' is no ISO 8601 date-time"),
        (["--all", "--directory", "USERS", "--type", "level=integer"], 2, "types of columns are for CSV"),
        (
            ["--all", "--directory", "USERS", "--runtime", "spark", "--type", "a=integer"],
            2,
            "only COLUMN=json is left to say",
        ),
        (
            ["--all", "--directory", "USERS", "--runtime", "spark", "--format", "csv"],
            2,
            "Spark prints no rows",
        ),
        (["--all", "--directory", "USERS", "--runtime", "spark", "--out", "x.csv"], 2, "a folder of Parquet"),
        (["--all", "--directory", "nobody.parquet"], 1, "nobody.parquet: "),
    ],
)
def test_what_does_not_work_is_said(
    oktaexpr: Run, users: str, arguments: list[str], code: int, message: str
) -> None:
    result = oktaexpr("eval", "1", *[users if argument == "USERS" else argument for argument in arguments])
    assert result.code == code
    assert message in " ".join(result.err.split())


def test_one_user_in_one_group_is_said_so(oktaexpr: Run, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    out = oktaexpr("sample", "--users", "1", "--groups", "1", "--seed", "5", str(path)).out
    assert out == f"{path}: 1 user in up to 1 group, seed 5\n"
