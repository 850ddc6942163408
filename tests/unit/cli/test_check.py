"""`check`: what is printed where, the exit codes, and the fixes."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_snapshot.plugin import Snapshot

from tests.support.program import SNAPSHOTS, Run

FORMULA = 'IIF(isMemberOf("dbt_developers"), "developer", "read_only")'
TERNARY = 'isMemberOfGroupName("dbt_developers") ? "developer" : "read_only"'


def test_no_problems(oktaexpr: Run) -> None:
    result = oktaexpr("check", TERNARY)
    assert (result.code, result.out, result.err) == (0, "", "no problems\n")


def test_diagnostics_are_the_result(oktaexpr: Run, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    result = oktaexpr("check", FORMULA)
    assert (result.code, result.err) == (0, "2 warnings; --fix mends 2\n")
    snapshot.assert_match(result.out, "check_formula.txt")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([FORMULA], 0),
        ([FORMULA, "--fail-on", "warning"], 1),
        ([FORMULA, "--fail-on", "warning", "--ignore", "OEL603,OEL604"], 0),
        ([FORMULA, "--fail-on", "info", "--select", "OEL1", "--select", "OEL2"], 0),
        (["1 +"], 1),
        (["String.lenn(user.login)"], 1),
        (['user.department == "x" ? 1 : 2', "--usage", "group-rule"], 1),
        (['user.department == "x"', "--usage", "group-rule"], 0),
        (['user.a ? "Developer" : "it"', "--target-enum", "developer,it"], 1),
        (['user.a ? "developer" : "it"', "--target-enum", "developer,it"], 0),
        (["user.a ? 1 : 2", "--target-type", "integer", "--target-enum", "1, 2"], 0),
        (["user.a ? 1 : 3", "--target-type", "integer", "--target-enum", "1,2"], 1),
    ],
)
def test_exit_codes(oktaexpr: Run, arguments: list[str], code: int) -> None:
    assert oktaexpr("check", *arguments).code == code


@pytest.mark.parametrize(
    "arguments",
    [
        [FORMULA, "--fix", "--diff"],
        ["1", "--select", "OEL9"],
        ["1", "--usage", "grouprule"],
        ["1", "--usage", "group-rule", "--engine", "identity-engine"],
        ["1", "--target-type", "integer", "--target-enum", "one"],
        ["1", "2"],
    ],
)
def test_wrong_usage(oktaexpr: Run, arguments: list[str]) -> None:
    result = oktaexpr("check", *arguments)
    assert (result.code, result.out) == (2, "")
    assert "rror: " in result.err


def test_json_has_places_fixes_and_counts(oktaexpr: Run) -> None:
    document = oktaexpr("check", FORMULA, "--format", "json").json
    first = document["diagnostics"][0]
    assert (document["schema_version"], document["counts"]) == (1, {"error": 0, "warning": 2, "info": 0})
    assert (first["code"], first["severity"], first["file"]) == ("OEL603", "warning", "<expression>")
    assert (first["span"]["line"], first["span"]["column"], first["span"]["end_column"]) == (1, 1, 4)
    assert first["fix"]["safe"]


def test_a_directory_knows_groups_and_attributes(oktaexpr: Run, directory: str) -> None:
    text = 'isMemberOfGroupName("devs") AND user.lavel > 3'
    out = oktaexpr("check", text, "-d", directory, "--format", "json")
    assert out.code == 1
    assert {one["code"] for one in out.json["diagnostics"]} >= {"OEL204", "OEL205"}


def test_fix_prints_an_argument(oktaexpr: Run) -> None:
    result = oktaexpr("check", FORMULA, "--fix")
    assert (result.code, result.out, result.err) == (0, f"{TERNARY}\n", "no problems\n")
    quoted = TERNARY.replace('"', '\\"')
    assert oktaexpr("check", FORMULA, "--fix", "--escape", "hcl").out == f'"{quoted}"\n'


def test_fix_writes_a_file_and_keeps_its_line_end(oktaexpr: Run, tmp_path: Path) -> None:
    path = tmp_path / "license.oel"
    path.write_bytes(FORMULA.encode() + b"\r\n")
    other = tmp_path / "fine.oel"
    other.write_text(TERNARY)
    result = oktaexpr("check", str(path), str(other), "--fix")
    assert (result.code, result.out) == (0, "")
    assert f"fixed {path}" in result.err
    assert str(other) not in result.err
    assert path.read_bytes() == TERNARY.encode() + b"\r\n"
    assert other.read_text() == TERNARY


def test_diff_shows_and_changes_nothing(oktaexpr: Run, tmp_path: Path, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    result = oktaexpr("check", FORMULA, "--diff")
    assert result.code == 0
    snapshot.assert_match(result.out, "check_diff.txt")
    assert "warning[OEL603]" in result.err
    path = tmp_path / "license.oel"
    path.write_text(FORMULA)
    oktaexpr("check", str(path), "--diff")
    assert path.read_text() == FORMULA


def test_several_files_are_reported_together(oktaexpr: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.oel").write_text("1 +")
    result = oktaexpr("check", str(tmp_path / "one.oel"), str(tmp_path / "two.oel"))
    assert result.code == 1
    assert [line.strip() for line in result.out.splitlines() if "-->" in line] == [
        f"--> {tmp_path / 'one.oel'}:1:3",
        f"--> {tmp_path / 'two.oel'}:1:3",
    ]
    assert result.err == "2 errors\n"


def test_an_empty_argument_is_an_empty_expression_and_no_folder(oktaexpr: Run) -> None:
    result = oktaexpr("check", "")
    assert result.code == 1
    assert "error[OEL113]: the expression is empty" in result.err + result.out
