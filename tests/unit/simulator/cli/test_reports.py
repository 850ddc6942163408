"""`license snapshot --check` and `license migrate` in the formats of CI services."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.license import ACME, MAPS
from tests.support.program import Run

PUBLISHED = "isMemberOfGroupName('dbt_developers') ? 'developer' : 'read_only'"
OTHER = PUBLISHED.replace("'read_only'", "isMemberOfGroupName('dbt_it') ? 'it' : 'read_only'")
PEOPLE = ("-d", ACME, *MAPS)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, outside of CI."""
    monkeypatch.chdir(tmp_path)
    for name in ("CI", "GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_a_snapshot_is_annotated_at_the_rows_of_its_users(oktaexpr: Run, folder: Path) -> None:
    oktaexpr("license", "snapshot", "licenses", PUBLISHED, *PEOPLE)
    rows = (folder / "licenses" / "users.csv").read_text().splitlines()
    line = 1 + next(at for at, row in enumerate(rows) if row.startswith("fatima@"))
    result = oktaexpr("license", "snapshot", "licenses", OTHER, *PEOPLE, "--check", "--format", "github")
    assert result.code == 1
    (fatima,) = [one for one in result.out.splitlines() if "fatima@acme.example" in one]
    assert fatima.startswith(f"::error file=licenses/users.csv,line={line},col=1,endLine={line},")
    assert ",title=DBT201::fatima@acme.example: attribute read_only → it, SCIM Read-Only → IT" in fatima
    (table,) = [one for one in result.out.splitlines() if "file=licenses/table.md" in one]
    assert ",title=DBT202::table.md differs" in table


def test_new_and_gone_users_have_a_place(oktaexpr: Run, folder: Path) -> None:
    oktaexpr("license", "snapshot", "licenses", PUBLISHED, *PEOPLE)
    users = folder / "licenses" / "users.csv"
    users.write_text(users.read_text().replace("fatima@", "gone@"))
    entries = oktaexpr(
        "license", "snapshot", "licenses", PUBLISHED, *PEOPLE, "--check", "--format", "gitlab"
    ).json
    lines = {one["description"].split()[1]: one["location"]["lines"]["begin"] for one in entries}
    gone = 1 + next(at for at, row in enumerate(users.read_text().splitlines()) if row.startswith("gone@"))
    assert lines == {"fatima@acme.example": 1, "gone@acme.example": gone}


@pytest.mark.parametrize("output", ["github", "sarif", "junit", "gitlab", "text", "json"])
def test_a_snapshot_that_holds_passes(oktaexpr: Run, folder: Path, output: str) -> None:
    oktaexpr("license", "snapshot", "licenses", PUBLISHED, *PEOPLE)
    result = oktaexpr("license", "snapshot", "licenses", PUBLISHED, *PEOPLE, "--check", "--format", output)
    assert (result.code, result.err) == (0, "")
    assert "DBT2" not in result.out


def test_a_migration_has_a_test_for_each_user(oktaexpr: Run, folder: Path) -> None:
    (folder / "rule.oel").write_text(OTHER)
    command = ("license", "migrate", "-f", "rule.oel", *PEOPLE, "--format", "junit")
    root = ElementTree.fromstring(oktaexpr(*command).out.encode())
    assert root.get("failures") == "0"
    assert root.find("./testsuite[@name='rule.oel']/testcase[@name='alice@acme.example']") is not None
    stopped = oktaexpr(*command, "--fail-on", "downgrade")
    assert stopped.code == 1
    failures = ElementTree.fromstring(stopped.out.encode()).findall(".//failure")
    assert failures
    assert all((one.get("message") or "").startswith("DBT302: ") for one in failures)


def test_a_migration_is_told_at_its_expression(
    oktaexpr: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "rule.oel").write_text("'Developer'")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))
    command = ("license", "migrate", "-f", "rule.oel", *PEOPLE, "--fail-on", "error")
    lines = oktaexpr(*command, "--format", "github").out.splitlines()
    assert any(
        one.startswith("::error file=rule.oel,line=1,col=1,endLine=1,endColumn=12,title=DBT301::")
        for one in lines
    )
    results = oktaexpr(*command, "--format", "sarif").json["runs"][0]["results"]
    assert {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results} == {
        "rule.oel"
    }
    assert json.loads(oktaexpr(*command, "--format", "gitlab").out)
    assert (folder / "summary.md").read_text().count("## oktaexpr license migrate") == 3


def test_the_report_goes_to_a_file_too(oktaexpr: Run, folder: Path) -> None:
    oktaexpr("license", "migrate", PUBLISHED, *PEOPLE, "--format", "junit", "--output", "out.xml")
    assert ElementTree.parse(folder / "out.xml").getroot().tag == "testsuites"
