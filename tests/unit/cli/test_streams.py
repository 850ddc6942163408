"""What all commands that stream have in common: which files hold users, and that the users are never written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.license import ACME, FORMULA
from tests.support.program import Run

USERS = "id,login,groups\n1,ann@acme.example,dbt_developers\n2,bob@acme.example,\n"
GROUPS = "id,name,type\n00ga,dbt_developers,OKTA_GROUP\n00gb,Everyone,BUILT_IN\n"
RULES = '[{"type": "group_rule", "id": "r", "name": "all", "status": "ACTIVE", "conditions": {"expression": {"value": "true"}}, "actions": {"assignUserToGroups": {"groupIds": ["00gb"]}}}]'


@pytest.fixture(autouse=True)
def _on_a_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)  # where a snapshot is not written


@pytest.fixture
def org(tmp_path: Path) -> Path:
    folder = tmp_path / "org"
    folder.mkdir()
    (folder / "users.csv").write_text(USERS, encoding="utf-8")
    (folder / "okta_groups.csv").write_text(GROUPS, encoding="utf-8")
    (folder / "rules.json").write_text(RULES, encoding="utf-8")
    return folder


def _commands(place: str, out: str, snapshot: str) -> dict[str, tuple[str, ...]]:
    return {
        "eval": ("eval", FORMULA, "--directory", place, "--all", "--out", out),
        "rules": ("rules", f"{place}/rules.json", "--directory", place, "--out", out),
        "migrate": ("license", "migrate", FORMULA, "--directory", place, "--out", out),
        "snapshot": ("license", "snapshot", snapshot, FORMULA, "--directory", place, "--out", out),
    }


COMMANDS = ("eval", "rules", "migrate", "snapshot")


@pytest.mark.parametrize("command", COMMANDS)
def test_other_tables_of_an_export_are_no_users(
    oktaexpr: Run, org: Path, tmp_path: Path, command: str
) -> None:
    out = tmp_path / "out.csv"
    arguments = _commands(str(org), str(out), str(tmp_path / "snapshot"))[command]
    result = oktaexpr(*arguments)
    assert (result.code, "Error" in result.err) == (0, False), result.err
    header, *rows = out.read_text(encoding="utf-8").splitlines()
    assert len(rows) == 2, header


@pytest.mark.parametrize("command", COMMANDS)
def test_the_users_are_not_written_over(oktaexpr: Run, org: Path, tmp_path: Path, command: str) -> None:
    users = org / "users.csv"
    place = str(users if command != "rules" else org)
    arguments = _commands(place, str(org / ".." / "org" / "users.csv"), str(tmp_path / "snapshot"))[command]
    result = oktaexpr(*arguments)
    assert result.code == 2
    assert "is among the files that are read" in " ".join(result.err.split())
    assert users.read_text(encoding="utf-8") == USERS


@pytest.mark.parametrize("command", COMMANDS)
def test_a_fixture_is_not_taken_for_the_tables_beside_it(oktaexpr: Run, tmp_path: Path, command: str) -> None:
    arguments = _commands(str(ACME), str(tmp_path / "out.csv"), str(tmp_path / "snapshot"))[command]
    if command == "rules":
        arguments = tuple(str(ACME) if part == f"{ACME}/rules.json" else part for part in arguments)
    result = oktaexpr(*arguments)
    assert result.code == 1
    assert "a fixture in YAML is not read as a stream" in " ".join(result.err.split())
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("command", ["eval", "migrate", "snapshot"])
def test_groups_listed_beside_the_users_are_told_to_be_unread(
    oktaexpr: Run, org: Path, tmp_path: Path, command: str
) -> None:
    """`rules` reads them; elsewhere a list that names a group by its id would else fail in silence."""
    arguments = _commands(str(org), str(tmp_path / "out.csv"), str(tmp_path / "snapshot"))[command]
    told = "info: okta_groups.csv is not read: a stream takes groups as the users' own lists"
    assert told in " ".join(oktaexpr(*arguments).err.split())
    (org / "okta_groups.csv").unlink()
    assert "not read" not in oktaexpr(*arguments).err


def test_a_folder_of_groups_alone_has_no_users(oktaexpr: Run, org: Path, tmp_path: Path) -> None:
    (org / "users.csv").unlink()
    arguments = ("eval", FORMULA, "--directory", str(org), "--all", "--out", str(tmp_path / "out.csv"))
    result = oktaexpr(*arguments)
    assert result.code == 1
    assert "no file of users: okta_groups.csv by the columns groups or rules" in " ".join(result.err.split())
