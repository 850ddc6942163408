"""`license snapshot`: write, compare, and keep out of CI's way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.license import ACME, MAPS
from tests.support.program import DIRECTORY, Run

PUBLISHED = "isMemberOfGroupName('dbt_developers') ? 'developer' : 'read_only'"
OTHER = (
    "isMemberOfGroupName('dbt_it') ? 'it' : isMemberOfGroupName('dbt_developers') ? 'developer' : 'read_only'"
)
PEOPLE = ("-d", ACME, *MAPS)


@pytest.fixture(autouse=True)
def _outside_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)


def test_what_is_written_holds(oktaexpr: Run, tmp_path: Path) -> None:
    folder = str(tmp_path / "licenses")
    written = oktaexpr("license", "snapshot", folder, PUBLISHED, *PEOPLE)
    assert (written.code, written.out, written.err) == (
        0,
        "",
        f"wrote users.csv, table.md, table.json to {folder}\n",
    )
    checked = oktaexpr("license", "snapshot", folder, PUBLISHED, *PEOPLE, "--check")
    assert (checked.code, checked.out) == (0, "The snapshot holds.\n")


def test_what_differs_is_told_and_nothing_is_written(oktaexpr: Run, tmp_path: Path) -> None:
    folder = str(tmp_path)
    oktaexpr("license", "snapshot", folder, PUBLISHED, *PEOPLE)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    result = oktaexpr("license", "snapshot", folder, OTHER, *PEOPLE, "--check")
    assert result.code == 1
    assert "fatima@acme.example: attribute read_only → it, SCIM Read-Only → IT" in result.out
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    found = oktaexpr("license", "snapshot", folder, OTHER, *PEOPLE, "--check", "--format", "json").json
    (fatima,) = [one for one in found["users"] if one["user"] == "fatima@acme.example"]
    assert (fatima["old"]["scim"], fatima["new"]["scim"]) == ("read_only", "it")
    assert found["same"] is False


@pytest.mark.parametrize("streamed", [(), ("--users", "csv")])
def test_a_format_of_differences_needs_a_comparison(
    oktaexpr: Run, tmp_path: Path, streamed: tuple[str, ...]
) -> None:
    folder = tmp_path / "licenses"
    result = oktaexpr("license", "snapshot", str(folder), PUBLISHED, *PEOPLE, *streamed, "--format", "sarif")
    assert (result.code, result.out) == (2, "")
    assert "sarif tells what differs: give --check too" in " ".join(result.err.split())
    assert not folder.exists()


def test_in_ci_nothing_is_written(oktaexpr: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "licenses"
    oktaexpr("license", "snapshot", str(folder), PUBLISHED, *PEOPLE)
    monkeypatch.setenv("CI", "true")
    assert oktaexpr("license", "snapshot", str(folder), PUBLISHED, *PEOPLE, "--check").code == 0
    refused = oktaexpr("license", "snapshot", str(tmp_path / "new"), PUBLISHED, *PEOPLE)
    assert refused.code == 2
    assert "--check" in refused.err
    assert not (tmp_path / "new").exists()


def test_a_check_without_a_snapshot_fails(oktaexpr: Run, tmp_path: Path) -> None:
    result = oktaexpr("license", "snapshot", str(tmp_path), PUBLISHED, *PEOPLE, "--check")
    assert (result.code, result.out) == (1, "")
    assert "there is no snapshot in" in result.err


def test_an_expression_that_does_not_parse_writes_nothing(oktaexpr: Run, tmp_path: Path) -> None:
    folder = tmp_path / "licenses"
    assert oktaexpr("license", "snapshot", str(folder), "1 +", *PEOPLE).code == 1
    assert not folder.exists()


def test_without_personal_data_it_is_taken_of_what_anonymize_writes(oktaexpr: Run, tmp_path: Path) -> None:
    dee = {"profile": {"login": "dee@acme.example", "department": "Data"}, "groups": ["dev"]}
    orgs = {"old": DIRECTORY, "new": {**DIRECTORY, "users": [dee, *DIRECTORY["users"]]}}
    expression = "user.department == 'Data' ? 'developer' : user.department"
    snapshot = ("license", "snapshot", str(tmp_path / "licenses"), expression, "-d")
    for name, org in orgs.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(org), encoding="utf-8")
        source, target = str(tmp_path / f"{name}.json"), str(tmp_path / name)
        assert oktaexpr("anonymize", source, target, "--key", "a secret").code == 0
    assert oktaexpr(*snapshot, str(tmp_path / "old")).code == 0
    assert "acme" not in (tmp_path / "licenses" / "users.csv").read_text(encoding="utf-8")
    # The same key gives the same people, so that nobody but the new one differs.
    found = oktaexpr(*snapshot, str(tmp_path / "new"), "--check", "--format", "json").json
    assert [(change["old"], change["columns"]) for change in found["users"]] == [(None, [])]
