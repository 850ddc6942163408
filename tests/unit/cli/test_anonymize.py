"""`oktaexpr anonymize`: what it writes, what it says, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from oktaexpr.directory import Directory
from tests.support.program import Run

TABLE = "id,login,firstName,groups\n00u1,mia@acme.example,Mia,dbt\n00u2,tom@acme.example,Tom,\n"


@pytest.fixture
def export(tmp_path: Path) -> str:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "users.csv").write_text(TABLE, encoding="utf-8")
    (folder / "groups.csv").write_text("id,name\n00g1,dbt\n", encoding="utf-8")
    return str(folder)


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folder.iterdir()}


def test_it_writes_a_folder_that_loads(oktaexpr: Run, export: str, tmp_path: Path) -> None:
    result = oktaexpr("anonymize", export, str(tmp_path / "out"), "--key", "k")
    assert result.code == 0
    assert "users 2, groups 1, rules 0; written: users.json" in result.out
    written = contents(tmp_path / "out")
    assert set(written) == {"users.json", "groups.json", "memberships.json"}
    for original in ("mia", "Mia", "tom", "Tom", "acme", "00u1", "00g1"):
        assert not any(original in text for text in written.values()), original
    directory = Directory.load(tmp_path / "out", strict=True)
    assert [len(user.groups) for user in directory.users] == [1, 0]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_key_repeats_the_names_and_none_does_not(oktaexpr: Run, export: str, tmp_path: Path) -> None:
    for name, key in (("a", ["--key", "k"]), ("b", ["--key", "k"]), ("c", []), ("d", [])):
        result = oktaexpr("anonymize", export, str(tmp_path / name), *key)
        assert ("--key keeps them" in result.err) is (not key)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert contents(tmp_path / "c") != contents(tmp_path / "d")


def test_the_key_may_come_from_the_environment(
    oktaexpr: Run, export: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    oktaexpr("anonymize", export, str(tmp_path / "a"), "--key", "k")
    monkeypatch.setenv("OKTAEXPR_ANONYMIZE_KEY", "k")
    oktaexpr("anonymize", export, str(tmp_path / "b"))
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_a_folder_with_something_in_it_is_left_alone(oktaexpr: Run, export: str, tmp_path: Path) -> None:
    result = oktaexpr("anonymize", export, export)
    assert result.code == 2
    assert "is not a new or empty folder" in result.err
    assert (tmp_path / "export" / "users.csv").read_text("utf-8") == TABLE


def test_a_folder_that_cannot_be_made_is_said(oktaexpr: Run, export: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = oktaexpr("anonymize", export, str(tmp_path / "file" / "out"))
    assert result.code == 1
    assert "cannot write" in result.err


def test_a_rule_that_no_longer_fits_is_named_with_its_place(oktaexpr: Run, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "users.csv").write_text(
        "id,login,startDate\n00u1,mia@acme.example,2019-01-01\n00u2,tom@acme.example,2019-05-05\n",
        encoding="utf-8",
    )
    (folder / "groups.csv").write_text("id,name\n00g1,dbt\n", encoding="utf-8")
    condition = "user.login != null AND String.startsWith(user.startDate, '2019')"
    (folder / "rules.csv").write_text(
        f'id,name,expression,groupIds\n0pr1,Since 2019,"{condition}",00g1\n0pr2,All,user.login != null,00g1\n',
        encoding="utf-8",
    )
    result = oktaexpr("anonymize", str(folder), str(tmp_path / "out"), "--key", "k")
    assert result.code == 0
    (warning,) = [line for line in result.err.split("\n") if line.startswith("warning: ")]
    place = f"{tmp_path / 'out' / 'group_rules.json'}: rule 'Since 2019', column 24 of its expression: "
    assert warning.startswith(f"warning: {place}`String.startsWith(user.startDate, '")
    assert warning.endswith("` depends on what was replaced: another answer for 1 user")
    assert "'2019'" not in warning
