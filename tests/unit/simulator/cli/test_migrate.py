"""`license migrate`: the report in each format, what --fail-on stops, and files that are written whole."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest
from pytest_snapshot.plugin import Snapshot

from tests.support.license import ACME, SNAPSHOTS
from tests.support.program import Run

FOUR_WAYS = ("-f", f"{ACME}/expressions/license_four_ways.oel")
PUBLISHED = ("-f", f"{ACME}/expressions/license.oel")
PEOPLE = ("-d", ACME, "--app", "dbt_platform", "--account", f"{ACME}/migration.yaml")


@pytest.mark.parametrize(
    ("output", "suffix"), [("text", "txt"), ("html", "html"), ("csv", "csv"), ("json", "json")]
)
def test_acme_migrates(oktaexpr: Run, snapshot: Snapshot, output: str, suffix: str) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    result = oktaexpr("license", "migrate", *FOUR_WAYS, *PEOPLE, "--format", output)
    assert (result.code, result.err) == (0, "")
    snapshot.assert_match(result.out, f"migrate.{suffix}")


@pytest.mark.parametrize(
    ("words", "code"),
    [("downgrade", 1), ("upgrade", 0), ("seats", 1), ("error", 1), ("upgrade,error", 1), ("", 0)],
)
def test_fail_on_stops_for_what_it_names(oktaexpr: Run, words: str, code: int) -> None:
    result = oktaexpr("license", "migrate", *FOUR_WAYS, *PEOPLE, "--fail-on", words)
    assert result.code == code
    assert bool(result.err) is bool(code)


def test_license_maps_of_the_command_go_before_those_of_the_account(oktaexpr: Run) -> None:
    arguments = ("license", "migrate", *PUBLISHED, *PEOPLE, "--map", "developer=IT", "--format", "csv")
    rows = {row["user"]: row for row in csv.DictReader(io.StringIO(oktaexpr(*arguments).out))}
    assert rows["jose@acme.example"]["before"] == "read_only"
    assert rows["fatima@acme.example"]["before"] == "developer"


def test_a_file_is_written_and_said(oktaexpr: Run, tmp_path: Path) -> None:
    target = tmp_path / "migration.html"
    result = oktaexpr("license", "migrate", *PUBLISHED, *PEOPLE, "--format", "html", "-o", str(target))
    assert (result.code, result.out, result.err) == (0, "", f"wrote {target}\n")
    assert target.read_text(encoding="utf-8").endswith("</html>\n")


def test_an_interrupt_leaves_no_half_written_file(
    oktaexpr: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    target = tmp_path / "migration.html"
    result = oktaexpr("license", "migrate", *PUBLISHED, *PEOPLE, "--format", "html", "-o", str(target))
    assert result.code == 130
    assert list(tmp_path.iterdir()) == []


def test_wrong_usage(oktaexpr: Run, tmp_path: Path) -> None:
    assert oktaexpr("license", "migrate", *PUBLISHED, *PEOPLE, "--fail-on", "loss").code == 2
    assert oktaexpr("license", "migrate", *PUBLISHED, *PEOPLE, "-o", f"{tmp_path}/no/file").code == 2
    assert oktaexpr("license", "migrate", *PUBLISHED).code == 2
    assert oktaexpr("license", "migrate", "1 +", *PEOPLE).code == 1


@pytest.mark.parametrize("output", ["text", "html", "csv", "json"])
def test_redacted_nobody_is_named(oktaexpr: Run, output: str) -> None:
    out = oktaexpr("license", "migrate", *FOUR_WAYS, *PEOPLE, "--redact", "--format", output).out
    assert "acme.example" not in out.replace("<wbr>", "")
    assert "analyst" in out


MAPPING = "isMemberOfGroupName('dev') ? 'developer' : user.license"
STREAMED = [
    {"login": "ann@acme.example", "groups": ["dev"], "license": None},
    {"login": "bo@acme.example", "groups": ["ro"], "license": "it"},
    {"login": "cy", "groups": [], "license": "nonsense"},
    {"login": "di@acme.example", "groups": ["dev"], "license": None, "status": "DEPROVISIONED"},
]
MAPS = ("--map", "developer=dev", "--map", "read_only=ro")


@pytest.fixture
def users(tmp_path: Path) -> str:
    """A file of users, to be read as a stream."""
    path = tmp_path / "users.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in STREAMED), encoding="utf-8")
    return str(path)


def test_a_stream_writes_every_user_of_the_app(oktaexpr: Run, users: str, tmp_path: Path) -> None:
    out = tmp_path / "moves.csv"
    result = oktaexpr("license", "migrate", MAPPING, "-d", users, *MAPS, "--out", str(out))
    assert result.code == 0
    assert "3 users have the app" in result.out
    rows = {row["user"]: row for row in csv.DictReader(out.read_text(encoding="utf-8").splitlines())}
    assert {login: (row["before"], row["after"], row["error"]) for login, row in rows.items()} == {
        "ann@acme.example": ("developer", "developer", ""),
        "bo@acme.example": ("read_only", "it", ""),
        "cy": ("developer", "developer", "username_not_email"),
    }
    assert rows["cy"]["value"] == "nonsense"


def test_a_stream_is_told_in_every_format_but_csv(oktaexpr: Run, users: str, tmp_path: Path) -> None:
    stream = ("license", "migrate", MAPPING, "-d", users, *MAPS, "--out", str(tmp_path / "moves.parquet"))
    report = json.loads(oktaexpr(*stream, "--format", "json").out)
    assert report["totals"]["everybody"] == 3
    assert [move["user"] for move in report["first"]["refused"]] == ["cy"]
    assert report["never_provisioned"]["totals"] == {
        "userName is not an e-mail address": 1,
        "deactivated in Okta": 1,
    }
    assert "Everybody (3)" in oktaexpr(*stream, "--format", "html").out
    assert "DBT301" in oktaexpr(*stream, "--format", "sarif").out
    assert oktaexpr(*stream, "--format", "csv").code == 2


def test_what_needs_a_directory_does_not_go_with_a_stream(oktaexpr: Run, users: str, tmp_path: Path) -> None:
    stream = ("license", "migrate", MAPPING, "-d", users, "--out", str(tmp_path / "moves.jsonl"))
    assert oktaexpr(*stream, "--redact").code == 2
    assert oktaexpr(*stream, "--app", "dbt").code == 2
    assert oktaexpr(*stream, "--fail-on", "error").code == 1


def test_parquet_is_streamed_and_names_the_first_of_each_kind_only(oktaexpr: Run, tmp_path: Path) -> None:
    people = str(tmp_path / "people.parquet")
    oktaexpr("sample", "--users", "900", people)
    migrate = ("license", "migrate", "'it'", "-d", people)
    report = json.loads(oktaexpr(*migrate, "--format", "json").out)
    total = report["totals"]["everybody"]
    assert total > 800
    assert len(report["first"]["everybody"]) == 100
    page = oktaexpr(*migrate, "--format", "html").out
    assert f"Everybody ({total}, the first 100 are shown)" in page
    assert f"and {report['totals']['refused'] - 20} more" in oktaexpr(*migrate).out


def test_one_user_is_no_plural(oktaexpr: Run, tmp_path: Path) -> None:
    users = tmp_path / "users.csv"
    users.write_text("id,login,email\n1,mia@acme.example,mia@acme.example\n", encoding="utf-8")
    result = oktaexpr("license", "migrate", "'developer'", "-d", str(users), "--key", "id")
    assert "1 user has the app; nobody gets another license" in result.out
