"""Every code of a directory's files is explained, with a file that has it and one that is fine."""

from __future__ import annotations

from pathlib import Path

import pytest

from oktaexpr import Directory, DirectoryError
from oktaexpr.diagnostics import Rule, rule
from oktaexpr.directory import problems
from oktaexpr.directory.rules import RULES

PARAMETERS = pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)


def _file(folder: Path, one: Rule, text: str) -> Path:
    assert one.failing.file is not None
    path = folder / one.failing.file
    path.write_text(text, encoding="utf-8")
    return path


def test_every_code_has_a_rule_and_every_rule_a_code() -> None:
    codes = {value for value in vars(problems).values() if isinstance(value, str) and value.startswith("DIR")}
    assert {one.code for one in RULES} == codes


@PARAMETERS
def test_failing_example_has_the_finding(tmp_path: Path, one: Rule) -> None:
    with pytest.raises(DirectoryError) as caught:
        Directory.load(_file(tmp_path, one, one.failing.text))
    assert [(found.code, found.severity) for found in caught.value.diagnostics] == [(one.code, one.severity)]


@PARAMETERS
def test_passing_example_is_a_directory(tmp_path: Path, one: Rule) -> None:
    directory = Directory.load(_file(tmp_path, one, one.passing.text))
    assert [user.login for user in directory.users] == ["mia@acme.example"]


@PARAMETERS
def test_rule_is_explained(one: Rule) -> None:
    assert rule(one.code) is one
    assert one.explanation.endswith(".")
    assert not one.title.endswith(".")
