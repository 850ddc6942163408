"""`check PATH…`: when an argument is a path, what is printed, the exit codes, and the fixes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.program import Run

RULE = 'resource "okta_group_rule" "a" {\n  expression_value = "user.city = \\"x\\""\n}\n'
CLEAN = RULE.replace(" = \\", " == \\")


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKTAEXPR_NO_CACHE", "1")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with a file to check, as the working directory."""
    (tmp_path / "main.tf").write_text(RULE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("argument", [".", "main.tf", "./main.tf"])
def test_a_path_is_walked(oktaexpr: Run, tree: Path, argument: str) -> None:
    result = oktaexpr("check", argument)
    assert result.code == 1
    assert "main.tf:2:33\n" in result.out
    assert result.err == "1 error; --fix mends 1\n"


def test_an_expression_is_none_though_a_file_has_a_name_like_it(oktaexpr: Run, tree: Path) -> None:
    assert oktaexpr("check", "user.city == 'x'").code == 0
    assert oktaexpr("check", "user.tf").code == 0
    assert oktaexpr("check", "user.oel").code == 0


@pytest.mark.parametrize(
    "argument", ["mian.tf", "./gone", "../gone/rules", "gone/", "/gone", "gone.oel", "a/b.oel"]
)
def test_a_name_of_a_file_that_is_not_there_is_no_expression(
    oktaexpr: Run, tree: Path, argument: str
) -> None:
    result = oktaexpr("check", argument)
    assert (result.code, "cannot be read: No such file or directory" in result.out) == (1, True)


def test_a_folder_in_which_nothing_is_read_is_said(oktaexpr: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.txt").write_text("String.len(")
    result = oktaexpr("check", str(tmp_path / "empty"))
    assert (result.code, result.out) == (0, "")
    assert result.err.startswith(f"warning: nothing is read in {tmp_path / 'empty'}: no file ends in ")
    (tmp_path / "empty" / "page.md").write_text("")
    assert oktaexpr("check", str(tmp_path / "empty")).err == "no problems\n"


def test_a_path_that_is_not_there_beside_one_that_is(oktaexpr: Run, tree: Path) -> None:
    result = oktaexpr("check", "main.tf", "gone.tf")
    assert (result.code, "gone.tf:1:1" in result.out) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--select", "OEL2"], 0),
        (["--ignore", "OEL1"], 0),
        (["--target-type", "string"], 2),
        (["--escape", "hcl"], 2),
        (["--fix", "--diff"], 2),
    ],
)
def test_exit_codes(oktaexpr: Run, tree: Path, arguments: list[str], code: int) -> None:
    assert oktaexpr("check", ".", *arguments).code == code


def test_json(oktaexpr: Run, tree: Path) -> None:
    document = oktaexpr("check", "main.tf", "--format", "json").json
    (one,) = document["diagnostics"]
    assert (one["code"], one["file"], one["subject"]) == (
        "OEL123",
        "main.tf",
        "okta_group_rule.a.expression_value",
    )
    assert (one["span"]["line"], one["span"]["column"], one["span"]["end_column"]) == (2, 33, 34)


def test_fix(oktaexpr: Run, tree: Path) -> None:
    result = oktaexpr("check", ".", "--fix")
    assert (result.code, result.out, result.err) == (0, "", "fixed ./main.tf\nno problems\n")
    assert (tree / "main.tf").read_text("utf-8") == CLEAN


def test_diff(oktaexpr: Run, tree: Path) -> None:
    result = oktaexpr("check", ".", "--diff")
    lines = result.out.splitlines()
    assert lines[:2] == ["--- ./main.tf", "+++ ./main.tf (fixed)"]
    assert [line for line in lines if line[0] in "+-"][2:] == [
        "-" + RULE.split("\n")[1],
        "+" + CLEAN.split("\n")[1],
    ]
    assert (tree / "main.tf").read_text("utf-8") == RULE


def test_the_usage_of_files_that_name_none(oktaexpr: Run, tree: Path) -> None:
    (tree / "rules.md").write_text("```okta\nuser.city\n```\n", encoding="utf-8")
    assert oktaexpr("check", "rules.md").code == 0
    assert "needs Boolean" in oktaexpr("check", "rules.md", "--usage", "group-rule").out
    assert oktaexpr("check", "rules.md", "--usage", "group-rules").code == 2


def test_sarif_explains_rules_of_every_family(oktaexpr: Run, tree: Path) -> None:
    document = json.loads(oktaexpr("check", "main.tf", "--format", "sarif").out)
    (rule,) = document["runs"][0]["tool"]["driver"]["rules"]
    assert rule["id"].startswith("OEL1")
    assert rule["fullDescription"]["text"]
