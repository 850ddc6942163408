"""Branches: which there are, and which are taken by the cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from oktaexpr.diagnostics import Severity
from oktaexpr.testing import Coverage, coverage_of, run_case
from oktaexpr.testing.coverage import branches
from tests.unit.testing.test_reading import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("user.level > 3", []),
        ("a ? 1 : 2", [("1", "`a` holds"), ("2", "`a` does not hold")]),
        (
            "a ? 1 : b ? 2 : 3",
            [("1", "`a` holds"), ("2", "`b` holds"), ("3", "none of the conditions holds")],
        ),
        ("a ?: b ?: c", [("b", "`a` is null or empty"), ("c", "`b` is null or empty")]),
        ('IIF(a, "x", "y")', [('"x"', "`a` holds"), ('"y"', "`a` does not hold")]),
        ("f(a) + (b ?: 1)", [("1", "`b` is null or empty")]),
    ],
)
def test_branches_in_the_order_of_the_text(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(text[branch.span.start : branch.span.end], branch.when) for branch in branches(text)]
    assert found == expected


def _coverage(folder: Path, text: str) -> Coverage:
    file = read(folder, text)
    return coverage_of([run_case(case, file.source) for case in file.cases])


NESTED = "expression: |\n  user.a == 1 ? (user.b ?: 'x') :\n  user.a == 2 ? 'y' : 'z'\ncases:\n"


@pytest.mark.parametrize(
    ("cases", "missed"),
    [
        ("- {set: {user.a: 1, user.b: b}, value: b}", ["'x'", "'y'", "'z'"]),
        ("- {set: {user.a: 1}, value: x}", ["'y'", "'z'"]),
        ("- {set: {user.a: 2}, value: y}\n- {value: z}", ["(user.b ?: 'x')", "'x'"]),
        ("- {set: {user.a: 1}, value: x}\n- {set: {user.a: 2}, value: y}\n- {value: z}", []),
    ],
)
def test_what_no_case_takes(tmp_path: Path, cases: str, missed: list[str]) -> None:
    coverage = _coverage(tmp_path, NESTED + cases)
    found = list(coverage.findings())
    shown = [one.source.slice(one.diagnostic.span) for one in found]
    assert [text.strip("()") for text in shown] == [text.strip("()") for text in missed]
    assert coverage.total == 4
    assert coverage.taken == 4 - len(missed)
    assert all(one.severity is Severity.INFO for one in found)


def test_a_failed_evaluation_takes_what_it_reached(tmp_path: Path) -> None:
    text = "expression: 'user.a == 1 ? 1 / 0 : 2'\ncases: [{set: {user.a: 1}, error: DIVISION_BY_ZERO}]"
    coverage = _coverage(tmp_path, text)
    assert [one.source.slice(one.diagnostic.span) for one in coverage.findings()] == ["2"]
    assert coverage.sentence == "1 of 2 branches taken (50%)"


def test_an_expression_that_two_suites_try_counts_once(tmp_path: Path) -> None:
    text = """
    expression: "user.a == 1 ? 1 : 2"
    tests:
    - cases: [{set: {user.a: 1}, value: 1}]
    - cases: [{value: 2}]
    """
    assert _coverage(tmp_path, text).sentence == "2 of 2 branches taken (100%)"


def test_without_branches_all_is_covered(tmp_path: Path) -> None:
    coverage = _coverage(tmp_path, "expression: '1'\ncases: [{value: 1}]")
    assert (coverage.percent, coverage.sentence) == (100.0, "the expressions have no branches")
