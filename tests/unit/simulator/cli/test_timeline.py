"""`license timeline` and `license drift` on Acme's spring and on its directory."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from pytest_snapshot.plugin import Snapshot

from tests.support.license import ACME, SNAPSHOTS
from tests.support.program import Run

TIMELINE = f"{ACME}/timeline.yaml"
PUBLISHED = 'isMemberOfGroupName("dbt_developers") ? "developer" : "read_only"'
DIRECTORY = ("--directory", ACME, "--app", "dbt_platform", "--expression", PUBLISHED)


def test_two_users_of_acme(oktaexpr: Run, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    result = oktaexpr("license", "timeline", TIMELINE, "-u", "alice@acme.example", "-u", "jose@acme.example")
    assert (result.code, result.err) == (0, "")
    snapshot.assert_match(result.out, "timeline.txt")


def test_a_reading_goes_before_the_files(oktaexpr: Run) -> None:
    found = oktaexpr("license", "timeline", TIMELINE, "--reading", "dbt", "--format", "json").json
    assert not any(record["stale"] for record in found)
    (added,) = [record for record in found if record["event"] == "group-added dbt_developers"]
    assert (added["sent"], added["license"]) == ("PUT licenseType=developer", "developer")
    assert added["reasons"][0]["fact"] == "F13.2"


def test_changes_only_as_csv(oktaexpr: Run) -> None:
    out = oktaexpr("license", "timeline", TIMELINE, "--changes", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert rows
    assert all(row["license_before"] != row["license"] or row["error"] for row in rows)
    assert rows[-1]["error"] == "license_managed_by_scim"


def test_a_timeline_without_events_says_so(oktaexpr: Run, tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("account: {plan: enterprise}\napp: {}\nevents: []\n", encoding="utf-8")
    assert oktaexpr("license", "timeline", str(path)).out == "After 0 events: nobody.\n"
    assert oktaexpr("license", "timeline", str(path), "--format", "json").json == []
    assert oktaexpr("license", "drift", str(path)).code == 0


def test_a_user_who_is_not_there_is_wrong_usage(oktaexpr: Run) -> None:
    result = oktaexpr("license", "timeline", TIMELINE, "-u", "alicia@acme.example")
    assert result.code == 2
    assert "alice@acme.example" in result.err


def test_a_slip_in_the_file_is_the_files_fault(oktaexpr: Run, tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("account: {plan: enterprise}\napp: {}\nevents:\n- {at: 2026-01-01, event: force-synk}\n")
    result = oktaexpr("license", "timeline", str(path))
    assert (result.code, result.out) == (1, "")
    assert 'wrong.yaml:4:3: events[0]: unknown "force-synk"; did you mean "force-sync"?' in result.err


def test_hidden_characters_of_a_file_do_not_reach_the_terminal(oktaexpr: Run, tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    event = {
        "at": "2026-01-01",
        "event": "user-joins",
        "user": "a\x1b[31m",
        "groups": ["g\u202e"],
        "assigned": True,
    }
    data = {"account": {"plan": "enterprise"}, "app": {"expression": "'it'"}, "events": [event]}
    path.write_text(json.dumps(data), encoding="utf-8")
    out = oktaexpr("license", "timeline", str(path)).out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_drift_of_a_timeline_under_both_readings(oktaexpr: Run, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    result = oktaexpr("license", "drift", TIMELINE)
    assert (result.code, result.err) == (1, "")
    snapshot.assert_match(result.out, "drift.txt")


def test_as_dbt_tells_it_nothing_fails(oktaexpr: Run) -> None:
    result = oktaexpr("license", "drift", TIMELINE, "--reading", "dbt")
    assert result.code == 0
    assert "nobody holds a stale license" in result.out


def test_drift_of_a_directory(oktaexpr: Run) -> None:
    okta, dbt = oktaexpr("license", "drift", *DIRECTORY, "--format", "json").json["readings"]
    assert [user["user"].partition("@")[0] for user in okta["users"]] == ["mia", "fatima", "elif", "max"]
    assert okta["users"][1]["stored"] == "it"
    assert [remedy["fact"] for remedy in okta["remedies"]] == ["F13.6", "F13.5", "F13.7", "F13.4"]
    assert (dbt["reading"], dbt["users"]) == ("dbt", [])


def test_drift_as_csv(oktaexpr: Run) -> None:
    result = oktaexpr("license", "drift", *DIRECTORY, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert {(row["reading"], row["cause"]) for row in rows} == {("okta", "not known")}
    assert {row["due"] for row in rows} == {"Read-Only"}


def test_drift_needs_one_source_that_says_enough(oktaexpr: Run) -> None:
    assert oktaexpr("license", "drift").code == 2
    assert oktaexpr("license", "drift", TIMELINE, *DIRECTORY).code == 2
    assert oktaexpr("license", "drift", "--directory", ACME, "--expression", PUBLISHED).code == 2
    wrong = oktaexpr("license", "drift", "--directory", ACME, "--app", "dbt_platform", "--expression", "1 +")
    assert wrong.code == 1


def test_redacted_nobody_is_named(oktaexpr: Run) -> None:
    for output in ("text", "json", "csv"):
        out = oktaexpr("license", "timeline", TIMELINE, "--redact", "--format", output).out
        assert "acme.example" not in out
        assert "licenseType=developer" in out
    for source in ((TIMELINE,), DIRECTORY):
        for output in ("table", "json", "csv"):
            out = oktaexpr("license", "drift", *source, "--redact", "--format", output).out
            assert "acme.example" not in out
            assert "read_only" in out
