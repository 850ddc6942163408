"""`oktaexpr rule` for codes that `check` does not find: those of directories and of tests."""

from __future__ import annotations

import pytest

from tests.support.program import Run


@pytest.mark.parametrize(
    ("code", "title", "file"),
    [
        ("DIR201", "a key or value that does not belong there", "directory.yaml"),
        ("dir301", "a name that points at nothing or at several things", "directory.yaml"),
        ("TEST101", "another value than the case expects", "license.oel.yaml"),
        ("TEST301", "a branch that no case takes", "license.oel.yaml"),
    ],
)
def test_a_code_is_explained(oktaexpr: Run, code: str, title: str, file: str) -> None:
    result = oktaexpr("rule", code)
    assert (result.code, result.err) == (0, "")
    assert title in result.out.splitlines()[0]
    assert f"It finds ({file}):" in result.out


@pytest.mark.parametrize(
    ("letters", "heading", "number"), [("DIR", "Files of a directory", 3), ("test", "Files of tests", 6)]
)
def test_a_family_is_listed(oktaexpr: Run, letters: str, heading: str, number: int) -> None:
    heading_line, *lines = oktaexpr("rule", letters).out.splitlines()
    assert heading_line == heading
    assert len(lines) == number
    assert all(line.split()[0].startswith(letters.upper()) for line in lines)


def test_the_list_is_that_of_check(oktaexpr: Run) -> None:
    codes = [one["code"] for one in oktaexpr("rule", "--format", "json").json["rules"]]
    assert {code[:3] for code in codes} == {"OEL"}


@pytest.mark.parametrize("code", ["DIR201", "TEST101"])
def test_check_does_not_take_them_for_its_own(oktaexpr: Run, code: str) -> None:
    result = oktaexpr("check", "'a'", "--select", code)
    assert result.code == 2
    assert f"check finds nothing of '{code}'" in " ".join(result.err.split())
