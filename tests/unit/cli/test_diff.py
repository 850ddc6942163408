"""`diff`: who changes, why, and the exit code."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from pytest_snapshot.plugin import Snapshot

from tests.support.program import SNAPSHOTS, Run

OLD = 'isMemberOfGroupName("dev") ? "developer" : "read_only"'
NEW = 'isMemberOfGroupName("dev") AND user.department == "Data" ? "developer" : "read_only"'


def test_who_changes_and_why(oktaexpr: Run, directory: str, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    result = oktaexpr("diff", OLD, NEW, "-d", directory)
    assert (result.code, result.err) == (1, "")
    snapshot.assert_match(result.out, "diff.txt")


def test_nobody_changes(oktaexpr: Run, directory: str) -> None:
    result = oktaexpr("diff", OLD, f"({OLD})", "-d", directory)
    assert (result.code, result.out) == (0, "none of 3 users gets another value\n")


def test_a_number_and_its_text_are_two_values(oktaexpr: Run, directory: str) -> None:
    assert oktaexpr("diff", "user.level", '"" + user.level', "-d", directory).code == 1


def test_an_error_is_a_value_of_its_own(oktaexpr: Run, directory: str) -> None:
    document = oktaexpr(
        "diff", '"x"', "user.department.length() > 0 ? 'x' : 'x'", "-d", directory, "--format", "json"
    )
    assert document.code == 1
    (change,) = document.json["changes"]
    assert (change["user"], change["old"]["value"]) == ("cy@acme.example", "x")
    assert change["new"]["error"]["code"] == "METHOD_ON_NULL"
    assert document.json["summary"]["changed"] == 1


def test_files_and_csv(oktaexpr: Run, directory: str, tmp_path: Path) -> None:
    old, new = tmp_path / "old.oel", tmp_path / "new.oel"
    old.write_text(OLD)
    new.write_text(NEW)
    rows = list(
        csv.DictReader(
            io.StringIO(oktaexpr("diff", str(old), str(new), "-d", directory, "--format", "csv").out)
        )
    )
    assert [(row["user"], row["old"], row["new"]) for row in rows] == [
        ("cy@acme.example", "developer", "read_only")
    ]
    assert "`user.department` is null" in rows[0]["why_new"]


def test_redact_hides_who_it_is(oktaexpr: Run, directory: str) -> None:
    for output in ("table", "csv", "json"):
        out = oktaexpr(
            "diff", "user.firstName", "user.login", "-d", directory, "--redact", "--format", output
        ).out
        assert "Ann" not in out
        assert "acme.example" not in out
        cut = oktaexpr(
            "diff",
            "user.login",
            "user.firstName.substring(0, 2)",
            "-d",
            directory,
            "--redact",
            "--format",
            output,
        ).out
        assert "An" not in cut
        assert "part#1" in cut


def test_wrong_usage(oktaexpr: Run, directory: str) -> None:
    assert oktaexpr("diff", OLD, NEW).code == 2
    assert oktaexpr("diff", OLD, "-d", directory).code == 2
