"""`oktaexpr rules`: what it prints, in each format, and when it fails."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from pytest_snapshot.plugin import Snapshot

from tests.support.group_rules import CHAIN, DATA, rule, write
from tests.support.program import ROOT, SNAPSHOTS, Run

USERS = [
    {"id": "00u1", "status": "ACTIVE", "profile": {"login": "mia", "department": "Data"}},
    {"id": "00u2", "status": "ACTIVE", "profile": {"login": "tom", "department": "Sales"}},
]
GROUPS = [{"id": f"00g{name}", "type": "OKTA_GROUP", "profile": {"name": name}} for name in ("dbt", "vpn")]


@pytest.fixture
def export(tmp_path: Path) -> str:
    return write(tmp_path / "export", *USERS, *GROUPS, DATA, CHAIN)


def test_text_shows_rules_chains_and_who_would_be_added(oktaexpr: Run, export: str) -> None:
    result = oktaexpr("rules", export)
    assert (result.code, result.err) == (0, "")
    assert "rule 1 → [dbt] → rule 2" in result.out
    assert "mia: vpn by rule 2" in result.out
    assert "2 rules (2 active) over 2 users: 2 memberships would be added" in result.out


def test_the_example_company(oktaexpr: Run, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    for form, suffix in (("text", "txt"), ("csv", "csv"), ("json", "json")):
        result = oktaexpr("rules", str(ROOT / "examples" / "acme"), "--format", form)
        snapshot.assert_match(result.out, f"rules.{suffix}")


def test_csv_has_a_line_for_each_membership(oktaexpr: Run, export: str) -> None:
    rows = list(csv.DictReader(io.StringIO(oktaexpr("rules", export, "--format", "csv").out)))
    assert [(row["user"], row["group_id"], row["change"], row["rules"]) for row in rows] == [
        ("mia", "00gdbt", "added", "rule 1"),
        ("mia", "00gvpn", "added", "rule 2"),
    ]


def test_json_has_it_all(oktaexpr: Run, export: str) -> None:
    found = json.loads(oktaexpr("rules", export, "--format", "json").out)
    assert found["schema_version"] == 1
    assert [one["matched"] for one in found["rules"]] == [1, 1]
    assert found["feeds"] == [{"from": "1", "group": {"id": "00gdbt", "name": "dbt"}, "to": "2"}]
    assert found["users"][0]["user"] == "mia"
    assert [one["rules"] for one in found["users"][0]["given"]] == [["1"], ["2"]]
    assert (found["cycles"], found["errors"], found["unsettled"]) == ([], [], [])


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (rule("3", "user.a ==", "00gdbt"), "broken"),
        (rule("3", "true", "00ggone"), "Okta makes such a rule INVALID"),
        (rule("3", "user.title", "00gdbt"), "the condition is no Boolean but null"),
    ],
)
def test_a_rule_that_cannot_answer_is_a_fault(
    oktaexpr: Run, tmp_path: Path, broken: dict[str, Any], said: str
) -> None:
    result = oktaexpr("rules", write(tmp_path / "e", *USERS, *GROUPS, DATA, broken))
    assert result.code == 1
    assert said in " ".join(result.out.split())
    assert "mia: dbt by rule 1" in result.out


def test_a_cycle_is_named(oktaexpr: Run, tmp_path: Path) -> None:
    back = rule("3", 'isMemberOfGroupName("vpn")', "00gdbt")
    result = oktaexpr("rules", write(tmp_path / "e", *USERS, *GROUPS, CHAIN, back))
    assert "cycles (1)\n  rule 2 ↔ rule 3" in result.out


def test_diff_says_who_gains_and_loses_and_what_it_means(oktaexpr: Run, export: str, tmp_path: Path) -> None:
    new = tmp_path / "new.json"
    new.write_text(json.dumps([rule("1", 'user.department == "Sales"', "00gdbt")]), encoding="utf-8")
    expression = 'isMemberOfGroupName("dbt") ? "developer" : "read_only"'
    arguments = ("rules", export, "--diff", str(new), "--expr", expression, "--column", "license")
    text = oktaexpr(*arguments)
    assert text.code == 1
    assert "developer → read_only" in text.out
    assert "Developer → Read-Only" in text.out
    assert "dbt: +1 -1" in text.out
    found = json.loads(oktaexpr(*arguments, "--format", "json").out)
    assert [one["user"] for one in found["changes"]] == ["mia", "tom"]
    assert found["changes"][1]["value"]["new"]["value"] == "developer"
    assert found["changes"][1]["columns"] == {"license": {"old": "Read-Only", "new": "Developer"}}
    rows = list(csv.DictReader(io.StringIO(oktaexpr(*arguments, "--format", "csv").out)))
    assert [(row["user"], row["change"], row["group"], row["license_new"]) for row in rows] == [
        ("mia", "lost", "dbt", "Read-Only"),
        ("mia", "lost", "vpn", "Read-Only"),
        ("tom", "gained", "dbt", "Developer"),
    ]


def test_the_same_rules_change_nobody(oktaexpr: Run, export: str) -> None:
    result = oktaexpr("rules", export, "--diff", export)
    assert (result.code, result.out) == (0, "none of 2 users gains or loses a group\n")


def test_one_rule_over_one_user_is_no_plural(oktaexpr: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "e", USERS[0], *GROUPS, DATA)
    summary = "1 rule (1 active) over 1 user: 1 membership would be added, 0 without an answer"
    assert oktaexpr("rules", path).out.splitlines()[-1] == summary
    assert oktaexpr("rules", path, "--diff", path).out == "none of 1 user gains or loses a group\n"


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (rule("9", "user.a ==", "00gdbt"), "new: rule 9: "),
        (rule("9", "true", "00ggone"), 'new: rule 9: no group "00ggone" in the directory'),
        (rule("9", "user.title", "00gdbt"), "new: rule 9: no answer for 2 users"),
    ],
)
def test_diff_names_new_rules_that_cannot_answer(
    oktaexpr: Run, export: str, tmp_path: Path, broken: dict[str, Any], said: str
) -> None:
    """Who loses a group by such a rule would seem to lose it by its condition, and who gains none goes unseen."""
    new = tmp_path / "new.json"
    new.write_text(json.dumps([DATA, CHAIN, broken]), encoding="utf-8")
    result = oktaexpr("rules", export, "--diff", str(new))
    assert result.code == 1
    assert "rules at fault (1)" in result.out
    assert said in result.out
    assert result.out.endswith("none of 2 users gains or loses a group\n")
    found = json.loads(oktaexpr("rules", export, "--diff", str(new), "--format", "json").out)["faults"]
    assert (found["old"], [one["id"] for one in found["new"]]) == ([], ["9"])


def test_a_fault_on_both_sides_of_a_diff_is_shown_and_stops_nothing(oktaexpr: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "e", *USERS, *GROUPS, DATA, rule("9", "true", "00ggone"))
    result = oktaexpr("rules", path, "--diff", path)
    assert result.code == 0
    assert "rules at fault (2)\n  old: rule 9: no group" in result.out


def test_users_may_come_from_elsewhere(oktaexpr: Run, tmp_path: Path, export: str) -> None:
    table = tmp_path / "rules.csv"
    table.write_text('id,name,expression,groupIds\n9,all,"true",vpn\n', encoding="utf-8")
    assert "tom: vpn by all" in oktaexpr("rules", str(table), "--directory", export).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--expr", "true"], "give --diff NEW"),
        (["--diff", "x", "--column", "license"], "give --expr"),
        (["--diff", "x", "--from-scratch"], "leave out --from-scratch"),
        (["--map-column", "login"], "is not like usr_login=login"),
    ],
)
def test_options_that_say_nothing_together(
    oktaexpr: Run, export: str, arguments: list[str], said: str
) -> None:
    result = oktaexpr("rules", export, *arguments)
    assert result.code == 2
    assert said in result.err


def test_bad_rows_are_said_and_strict_stops(oktaexpr: Run, tmp_path: Path) -> None:
    bad = {"id": "00u3", "status": "ACTIVE", "profile": {}}
    path = write(tmp_path / "e", *USERS, *GROUPS, DATA, bad)
    result = oktaexpr("rules", path)
    assert result.code == 0
    assert "profile.login: the key is missing" in result.err
    assert "1 row skipped" in result.err
    strict = oktaexpr("rules", path, "--strict")
    assert (strict.code, strict.out) == (1, "")
    assert "export.json:1:" in strict.err
