"""What becomes of results on Spark: nothing else is deleted, and the summary is that of the columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

import oktaexpr
from oktaexpr import DirectoryError, UsageError
from oktaexpr.columns import Evaluator, Summary, open_source
from oktaexpr.columns.spark import evaluate_frame, outcome, read_users, summarized, write_results
from tests.support.spark import MIXED, NEEDS_SPARK

pytestmark = NEEDS_SPARK


def test_the_summary_is_that_of_the_columns(session: Any, users: Path) -> None:
    program, expected = oktaexpr.compile(MIXED), Summary()
    for batch in Evaluator(program).batches(open_source(str(users)).batches()):
        expected.add(batch)
    found = summarized(evaluate_frame(program, read_users(session, str(users))))
    assert found.errors
    assert (found.rows, found.values, found.errors) == (expected.rows, expected.values, expected.errors)
    assert found.uncounted == 0
    assert found.examples == expected.examples  # whose rows are in the order of their keys


def test_values_beyond_the_most_frequent_are_only_counted_together(
    session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcome, "MOST_VALUES", 2)
    levels = [1, 2, 2, 3, 3, 3, None]
    parquet.write_table(pa.table({"id": range(7), "level": levels}), tmp_path / "users.parquet")
    users = read_users(session, str(tmp_path / "users.parquet"))
    found = summarized(evaluate_frame(oktaexpr.compile("10 / user.level"), users))
    assert found.errors == {"OPERATOR_TYPES": 1}
    assert (found.rows, found.values, found.uncounted) == (7, {"3": 3}, 3)


def test_only_results_are_written_over(session: Any, tmp_path: Path) -> None:
    place = tmp_path / "users"
    place.mkdir()
    parquet.write_table(pa.table({"id": ["a"], "level": [1]}), place / "users.parquet")
    results = evaluate_frame(oktaexpr.compile("user.level"), read_users(session, str(place)))
    documents = tmp_path / "documents"
    (documents / "2026").mkdir(parents=True)
    (documents / "2026" / "letter.txt").write_text("Dear", encoding="utf-8")
    for folder in (place, documents, documents / "2026"):
        with pytest.raises(UsageError, match="holds something else than earlier results"):
            write_results(session, results, str(folder))
    assert (documents / "2026" / "letter.txt").read_text(encoding="utf-8") == "Dear"
    out = tmp_path / "out"
    out.mkdir()
    for _ in range(2):  # into an empty folder, and over its own results
        assert [row["value"] for row in write_results(session, results, str(out)).collect()] == ["1"]
    with pytest.raises(DirectoryError, match=r"^Spark: Parent path is not a directory: \S+letter\.txt$"):
        write_results(session, results, str(documents / "2026" / "letter.txt" / "results"))


def test_a_table_is_made_and_never_written_over(session: Any, tmp_path: Path) -> None:
    parquet.write_table(pa.table({"id": ["a"]}), tmp_path / "users.parquet")
    results = evaluate_frame(oktaexpr.compile("1"), read_users(session, str(tmp_path / "users.parquet")))
    session.sql(f"CREATE DATABASE made LOCATION '{tmp_path / 'made'}'")
    try:
        written = write_results(session, results, "table:made.licenses")
        assert [(row["key"], row["value"]) for row in written.collect()] == [("a", "1")]
        with pytest.raises(DirectoryError, match=r"^Spark: \[TABLE_OR_VIEW_ALREADY_EXISTS\]"):
            write_results(session, results, "table:made.licenses")
    finally:
        session.sql("DROP DATABASE made CASCADE")
