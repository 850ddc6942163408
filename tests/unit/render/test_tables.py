"""Tables, outcomes of many users, and differences."""

from __future__ import annotations

import csv
import io

from oktaexpr.errors import EvaluationError
from oktaexpr.render.difference import Change, change_summary, changes_csv
from oktaexpr.render.outcomes import Outcome, outcomes_csv, outcomes_table, summary
from oktaexpr.render.table import csv_table, text_table

HOSTILE = ["[red]x[/red]", "\x1b[31m", "=cmd()", "<b>", "日本", "a,b", 'q"q', "\u202e"]


def test_cells_are_text_and_never_markup() -> None:
    table = text_table(("name", "[b]"), [[cell, str(number)] for number, cell in enumerate(HOSTILE)])
    lines = table.split("\n")
    assert lines[0].split() == ["name", "[b]"]
    assert [line.split()[0] for line in lines[2:]] == [
        "[red]x[/red]", "\\u001b[31m", "=cmd()", "<b>", "日本", "a,b", 'q"q', "\\u202e",
    ]  # fmt: skip
    assert "\x1b" not in table


def test_wide_characters_keep_the_columns_straight() -> None:
    lines = text_table(("a", "b"), [["日本", "x"], ["abcd", "y"]]).split("\n")
    assert lines[2] == "日本  x"
    assert lines[3] == "abcd  y"


def test_a_narrow_table_wraps_and_loses_nothing() -> None:
    table = text_table(("a", "b"), [["x" * 30, "y" * 30]], width=40)
    assert max(map(len, table.split("\n"))) <= 40
    assert table.count("x") == 30
    assert table.count("y") == 30


def test_without_a_width_a_row_is_a_line() -> None:
    assert len(text_table(("a",), [["x" * 5_000]]).split("\n")) == 3


def test_csv_is_read_back_and_formulas_are_not_run() -> None:
    rows = list(csv.reader(io.StringIO(csv_table(("cell",), [[cell] for cell in HOSTILE]))))
    assert [row[0] for row in rows[1:]] == [
        "[red]x[/red]", "\\u001b[31m", "'=cmd()", "<b>", "日本", "a,b", 'q"q', "\\u202e",
    ]  # fmt: skip


def test_a_summary_counts_values_the_frequent_first_and_errors_last() -> None:
    error = EvaluationError("DIVISION_BY_ZERO", "a whole number was divided by zero")
    outcomes = [Outcome(str(number), value) for number, value in enumerate(["b", "a", "a"])]
    outcomes += [Outcome("x", error=error)] * 4
    assert summary(outcomes).split("\n") == [
        "7 users",
        "  2  a",
        "  1  b",
        "  4  error: a whole number was divided by zero",
    ]


def test_a_summary_of_many_values_is_short() -> None:
    different = [Outcome(str(number), f"name{number}") for number in range(500)]
    assert summary(different) == "500 users, 500 different values"
    assert summary([*different, different[0]]).endswith("488 more values")
    assert summary([]) == "0 users"


def test_numbers_that_look_alike_are_counted_apart() -> None:
    assert len(summary([Outcome("a", 4), Outcome("b", "4")]).split("\n")) == 3


def test_logins_that_are_formulas_are_defused() -> None:
    assert "\n'=x," in outcomes_csv([Outcome("=x", 1)])


def test_kinds_of_change_are_counted() -> None:
    changes = [
        Change(Outcome(str(number), "a"), Outcome(str(number), "b" if number else None), "old", "new")
        for number in range(3)
    ]
    assert change_summary(changes, 10).split("\n") == [
        "3 of 10 users get another value",
        "  2  a → b",
        "  1  a → null",
    ]
    assert change_summary(changes[:1], 1).startswith("1 of 1 users gets another value")
    assert changes_csv([]) == "user,old,new,why_old,why_new"


def test_a_text_of_megabytes_is_cut_in_a_table_and_whole_in_csv() -> None:
    outcome = Outcome("a", "x" * 5_000_000)
    assert len(outcomes_table([outcome, outcome])) < 20_000
    assert len(outcomes_csv([outcome])) > 5_000_000
    assert len(changes_csv([Change(outcome, Outcome("a", 1), "", "")])) > 5_000_000


def test_megabytes_of_hidden_text_are_cut_before_they_are_escaped() -> None:
    drawn = outcomes_table([Outcome("a", "\x1b" * 5_000_000), Outcome("b", "\x1b" * 5_000_000)])
    assert len(drawn) < 40_000
    assert "\x1b" not in drawn
