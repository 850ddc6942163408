"""`license snapshot` over users that are read as a stream."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.license import MAPS
from tests.support.program import Run

PUBLISHED = "isMemberOfGroupName('dbt_developers') ? 'developer' : 'read_only'"
OTHER = "user.license == null ? 'developer' : user.license"
PEOPLE: list[dict[str, Any]] = [
    {"login": "bo@acme.example", "groups": ["dbt_read_only"], "license": "it"},
    {"login": "ann@acme.example", "groups": ["dbt_developers"], "license": None},
    {"login": "cy@acme.example", "groups": [], "license": "nonsense"},
]


@pytest.fixture(autouse=True)
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand outside of CI, in a folder with a file of users."""
    monkeypatch.chdir(tmp_path)
    for name in ("CI", "GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    Path("people.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in PEOPLE), encoding="utf-8")


def _snapshot(expression: str, *options: str) -> tuple[str, ...]:
    return ("license", "snapshot", "licenses", expression, "-d", "people.jsonl", *MAPS, *options)


def test_what_is_written_is_summed_up_and_holds(oktaexpr: Run) -> None:
    written = oktaexpr(*_snapshot(OTHER, "--users", "csv"))
    assert (written.code, written.err) == (0, "wrote the snapshot to licenses\n")
    assert written.out.splitlines() == [
        "3 users",
        "Value of the attribute",
        "  1  developer",
        "  1  it",
        "  1  nonsense",
        "SSO license",
        "  2  Developer",
        "  1  Read-Only",
        "SCIM license",
        "  1  Developer",
        "  1  IT",
        "  1  none",
        "Errors",
        "  1  SCIM invalid_license_type",
        '       cy@acme.example: "nonsense", because `user.license` is "nonsense"',
    ]
    checked = oktaexpr(*_snapshot(OTHER, "--check", "--key", "login"))
    assert (checked.code, checked.out, checked.err) == (0, "The snapshot holds.\n", "")


def test_every_user_goes_to_a_file_too(oktaexpr: Run) -> None:
    oktaexpr(*_snapshot(PUBLISHED, "--out", "all.jsonl"))
    rows = [json.loads(line) for line in Path("all.jsonl").read_text(encoding="utf-8").splitlines()]
    with Path("licenses/users.csv").open(encoding="utf-8", newline="") as stream:
        assert rows == list(csv.DictReader(stream))


def test_every_change_goes_to_a_file_and_the_check_fails(oktaexpr: Run) -> None:
    oktaexpr(*_snapshot(PUBLISHED, "--users", "parquet"))
    before = {path.name: path.read_bytes() for path in Path("licenses").iterdir()}
    result = oktaexpr(*_snapshot(OTHER, "--check", "--out", "changes.csv"))
    assert result.code == 1
    assert "SCIM Read-Only → IT: 1 user\n  bo@acme.example: attribute read_only → it" in result.out
    with Path("changes.csv").open(encoding="utf-8", newline="") as stream:
        changes = {row["user"]: row["change"] for row in csv.DictReader(stream)}
    assert changes == {
        "ann@acme.example": "the same licenses for another reason",
        "bo@acme.example": "SCIM Read-Only → IT",
        "cy@acme.example": "SCIM Read-Only → none, SCIM error none → invalid_license_type",
    }
    assert {path.name: path.read_bytes() for path in Path("licenses").iterdir()} == before


def test_a_check_is_told_in_every_format(oktaexpr: Run) -> None:
    oktaexpr(*_snapshot(PUBLISHED, "--users", "csv"))
    check = _snapshot(OTHER, "--check", "--users", "csv", "--format")
    report = oktaexpr(*check, "json").json
    assert (report["same"], report["totals"]) == (False, {"changed": 3, "new": 0, "gone": 0})
    assert report["counts"]["scim"] == {"developer": 1, "it": 1, "none": 1}
    (bo,) = [one for one in oktaexpr(*check, "github").out.splitlines() if "::bo@acme.example" in one]
    assert bo.startswith("::error file=licenses/users.csv,line=3,col=1,endLine=3,")
    results = oktaexpr(*check, "sarif").json["runs"][0]["results"]
    assert sorted(one["ruleId"] for one in results) == ["DBT201"] * 3 + ["DBT202"] * 2
    assert 'failures="5"' in oktaexpr(*check, "junit").out
    assert len(oktaexpr(*check, "gitlab").json) == 5


def test_parquet_is_streamed_without_an_option(oktaexpr: Run) -> None:
    oktaexpr("sample", "--users", "300", "people.parquet")
    command = ("license", "snapshot", "licenses", "'it'", "-d", "people.parquet", *MAPS)
    assert oktaexpr(*command).out.startswith("300 users\n")
    assert oktaexpr(*command, "--check").code == 0


def test_what_needs_a_directory_does_not_go_with_a_stream(oktaexpr: Run) -> None:
    refused = oktaexpr(*_snapshot(PUBLISHED, "--users", "csv", "--app", "dbt"))
    assert (refused.code, Path("licenses").exists()) == (2, False)
    assert "--app does not go with users that are read as a stream" in refused.err
    assert oktaexpr(*_snapshot(PUBLISHED, "--out", "all.csv", "--app", "dbt")).code == 2


def test_the_folder_of_a_snapshot_holds_its_own_files_only(oktaexpr: Run) -> None:
    refused = oktaexpr(*_snapshot(PUBLISHED, "--out", "licenses/users.csv"))
    assert (refused.code, Path("licenses").exists()) == (2, False)
    assert "--out" in refused.err


def test_in_ci_a_stream_is_only_checked(oktaexpr: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    oktaexpr(*_snapshot(PUBLISHED, "--users", "csv"))
    monkeypatch.setenv("CI", "true")
    assert oktaexpr(*_snapshot(PUBLISHED, "--users", "csv")).code == 2
    assert oktaexpr(*_snapshot(PUBLISHED, "--users", "csv", "--check")).code == 0


@pytest.mark.parametrize("text", ['{"login": "ann"}\n{"login":\n', '{"login": "ann"}\n[]\n'])
def test_a_broken_row_is_told_with_its_line_and_nothing_is_written(oktaexpr: Run, text: str) -> None:
    Path("people.jsonl").write_text(text, encoding="utf-8")
    result = oktaexpr(*_snapshot(PUBLISHED, "--users", "csv"))
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("error: people.jsonl:2")
    assert not Path("licenses").exists()


def test_types_of_csv_count(oktaexpr: Run) -> None:
    Path("people.csv").write_text("login,level\nann@acme.example,4\n", encoding="utf-8")
    command = ("license", "snapshot", "licenses", "user.level > 3 ? 'it' : 'read_only'", "-d", "people.csv")
    assert "  1  it\n" in oktaexpr(*command, "--type", "level=integer").out
