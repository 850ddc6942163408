"""The summary counts a population of any size in memory of one size."""

from __future__ import annotations

import pyarrow as pa
import pytest

import oktaexpr
from oktaexpr.columns import summary
from oktaexpr.columns.summary import Summary
from oktaexpr.render.population import summary_text


def _summary(text: str, table: pa.Table) -> Summary:
    found = Summary()
    for batch in oktaexpr.compile(text).over(table).to_batches():
        found.add(batch)
    return found


def test_values_are_told_apart_by_type() -> None:
    levels = pa.array(["1", "a", "a", None, ""])
    table = pa.table({"id": list("abcde"), "name": levels, "level": [1, 1, 2, 2, None]})
    assert _summary("user.name", table).values == {'"1"': 1, '"a"': 2, "null": 1, '""': 1}
    mixed = _summary("user.level == 1 ? user.name : user.level", table)
    assert mixed.values == {'"1"': 1, '"a"': 1, "2": 2, "null": 1}
    assert summary_text(mixed).splitlines() == ["5 users", "  2  2", '  1  "1"', "  1  a", "  1  null"]
    assert _summary("{user.level}", table).values == {"[1]": 2, "[2]": 2, "[null]": 1}


def test_errors_come_with_their_first_rows() -> None:
    table = pa.table({"id": [f"u{at}" for at in range(10)], "level": [0, 1] * 5})
    found = _summary("1 / user.level", table)
    assert (found.rows, found.values, found.errors) == (10, {"1": 5}, {"DIVISION_BY_ZERO": 5})
    assert [key for key, _ in found.examples["DIVISION_BY_ZERO"]] == ["u0", "u2", "u4"]
    assert "\n       u0: division by zero\n" in summary_text(found)


def test_many_values_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary, "MOST_VALUES", 20)
    found = _summary("user.id", pa.table({"id": [f"u{at}" for at in range(100)]}))
    assert (len(found.values), found.uncounted, found.rows) == (20, 80, 100)
    assert summary_text(found).splitlines()[-2:] == ["  8 more values", "  80 users with values beyond those"]
