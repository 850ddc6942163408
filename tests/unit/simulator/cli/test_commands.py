"""The group of commands, and `explain`, `review`, `scenarios` and `fact`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pytest_snapshot.plugin import Snapshot

from simulator.cli.extension import COMMANDS
from simulator.facts import facts
from tests.support.license import ACCOUNT, ACME, FORMULA, MAPS, SNAPSHOTS
from tests.support.program import ROOT, Run
from tests.support.readme import with_output

SCENARIOS = ROOT / "tests" / "conformance" / "dbt_scenarios.jsonl"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_has_an_example(oktaexpr: Run, name: str) -> None:
    out = oktaexpr("license", name, "--help").out
    assert f"oktaexpr license {name}" in out.partition("Examples:")[2]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_names_what_an_option_takes(oktaexpr: Run, name: str) -> None:
    """`--port NUMBER` rather than `--port <int range>`; choices are listed as they are."""
    listed = oktaexpr("license", name, "--help").out.partition("Options:")[2]
    assert not re.findall(r"--\S+ +<(?:str|int|float)[^>]*>", listed)


def test_group_lists_its_commands(oktaexpr: Run) -> None:
    out = oktaexpr("license", "--help").out
    assert [name for name in COMMANDS if f"  {name} " not in out] == []
    unknown = oktaexpr("license", "tables")
    assert (unknown.code, unknown.out) == (2, "")
    assert "no command 'tables'; did you mean `table`?" in unknown.err


@pytest.mark.parametrize("login", ["bob@acme.example", "jose@acme.example"])
def test_explain_tells_the_way_to_the_license(oktaexpr: Run, snapshot: Snapshot, login: str) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    result = oktaexpr(
        "license", "explain", login, FORMULA, "-d", ACME, "--account", ACCOUNT, "--app", "dbt_platform"
    )
    assert (result.code, result.err) == (0, "")
    snapshot.assert_match(result.out, f"explain_{login.partition('@')[0]}.txt")


def test_explain_takes_the_license_of_before_into_account(oktaexpr: Run) -> None:
    arguments = ("license", "explain", "bob@acme.example", "'viewer'", "-d", ACME, "--license", "read_only")
    found = oktaexpr(*arguments, *MAPS, "--format", "json").json
    assert found["user"]["license_before"] == "read_only"
    assert (found["scim"]["license"], found["scim"]["error"]) == ("read_only", "invalid_license_type")
    assert found["differs"]


def test_explain_tells_a_stale_value(oktaexpr: Run) -> None:
    arguments = ("license", "explain", "bob@acme.example", "'it'", "-d", ACME, "--app", "dbt_platform")
    result = oktaexpr(*arguments)
    assert 'The app still holds "developer"' in result.out
    assert oktaexpr(*arguments, "--format", "json").json["stored"]["value"] == "developer"


def test_explain_redacts_people_and_keeps_facts(oktaexpr: Run) -> None:
    arguments = ("license", "explain", "bob@acme.example", "user.firstName", "-d", ACME, "--redact")
    for output in ("text", "json"):
        out = oktaexpr(*arguments, "--format", output).out
        assert "Bob" not in out
        assert "bob@" not in out
        assert "under SSO" in out or '"sso"' in out
        assert "F6.13" in out


def test_explain_without_a_value_sends_nothing(oktaexpr: Run) -> None:
    result = oktaexpr("license", "explain", "bob@acme.example", "user.nobody.name > 'a'", "-d", ACME)
    assert result.code == 1
    assert "nothing is sent" in result.out


def test_explain_of_an_unknown_user_offers_a_near_one(oktaexpr: Run) -> None:
    result = oktaexpr("license", "explain", "bobb@acme.example", FORMULA, "-d", ACME)
    assert result.code == 1
    assert "bob@acme.example" in result.err


def test_scenarios_print_a_list_and_nothing_else(oktaexpr: Run) -> None:
    result = oktaexpr("license", "scenarios", str(SCENARIOS), "--format", "json")
    assert (result.code, result.err) == (0, "")
    assert {tuple(row) for row in result.json} == {("id", "license", "error", "ok", "reasons")}
    assert all(row["ok"] for row in result.json)
    ids = [json.loads(line)["id"] for line in SCENARIOS.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in result.json] == ids


def test_scenario_that_is_not_as_expected_is_explained(oktaexpr: Run, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    row = {"id": "a", "event": "terraform_scim_destroy", "scim_enabled": True, "odd": 1}
    expected = {"expected_config": {"enabled": True}}
    path.write_text(json.dumps({**row, **expected}))
    result = oktaexpr("license", "scenarios", str(path))
    assert result.code == 1
    assert "NOT AS EXPECTED" in result.out
    assert "F12.3" in result.out
    assert "0 of 1 scenario is as expected." in result.out
    assert "nobody reads the field 'odd'" in result.err
    (found,) = oktaexpr("license", "scenarios", str(path), "--format", "json").json
    assert found["ok"] is False


def test_scenarios_come_from_standard_input_too(oktaexpr: Run) -> None:
    result = oktaexpr("license", "scenarios", "-", stdin='{"id": "a", "event": "password_signin"}')
    assert (result.code, "1 of 1" in result.out) == (0, True)


@pytest.mark.parametrize(("content", "code"), [(None, 2), (b"\xff", 2), (b"{", 1), (b'{"id": "a"}', 1)])
def test_scenarios_that_cannot_run(oktaexpr: Run, tmp_path: Path, content: bytes | None, code: int) -> None:
    path = tmp_path / "rows.jsonl"
    if content is not None:
        path.write_bytes(content)
    result = oktaexpr("license", "scenarios", str(path), "--format", "json")
    assert (result.code, result.out) == (code, "")


def test_fact_shows_mark_and_source(oktaexpr: Run) -> None:
    out = oktaexpr("license", "fact", "f5.3").out
    assert out.startswith("F5.3  documented\n")
    assert "seats-and-users.md" in out
    unknown = oktaexpr("license", "fact", "F12.39").out
    assert "default chosen here" in unknown
    assert "assumptions.seat_shortage" in unknown


def test_facts_are_listed(oktaexpr: Run) -> None:
    listed = oktaexpr("license", "fact", "--format", "json").json["facts"]
    assert [row["id"] for row in listed] == [fact.id for fact in facts()]
    section = oktaexpr("license", "fact", "F5", "--format", "json").json["facts"]
    assert {row["id"].partition(".")[0] for row in section} == {"F5"}
    assert "F5.3" in oktaexpr("license", "fact", "F5").out


def test_unknown_fact_or_section(oktaexpr: Run) -> None:
    assert oktaexpr("license", "fact", "F5.99").code == 2
    assert oktaexpr("license", "fact", "X").code == 2


def test_every_fact_of_a_table_can_be_looked_up(oktaexpr: Run) -> None:
    rows = oktaexpr("license", "table", FORMULA, *MAPS, "--format", "json").json["rows"]
    named = {reason["fact"] for row in rows for mode in ("sso", "scim") for reason in row[mode]["reasons"]}
    assert named
    assert {name for name in named if oktaexpr("license", "fact", name).code != 0} == set()


def test_review_finds_a_value_in_another_case(oktaexpr: Run) -> None:
    result = oktaexpr("license", "review", "isMemberOfGroupName('a') ? 'Developer' : 'read_only'")
    assert result.code == 1
    assert "error[DBT102]" in result.out
    assert "help: write 'developer'" in result.out
    assert oktaexpr("license", "review", FORMULA).code == 0


def test_review_reads_a_schema(oktaexpr: Run, tmp_path: Path) -> None:
    path = tmp_path / "schema.json"
    attribute = {"title": "License Type", "type": "string", "externalName": "license_type"}
    path.write_text(json.dumps({"definitions": {"custom": {"properties": {"licenseType": attribute}}}}))
    result = oktaexpr("license", "review", "--schema", str(path), "--format", "json")
    assert result.code == 1
    assert {"DBT111", "DBT112", "DBT116", "DBT121"} <= {row["code"] for row in result.json["findings"]}
    path.write_text("{}")
    assert "no attribute 'licenseType'" in oktaexpr("license", "review", "--schema", str(path)).err


def test_review_can_fail_on_warnings(oktaexpr: Run) -> None:
    arguments = ("license", "review", FORMULA, "--assign", "it=admins")
    assert oktaexpr(*arguments).code == 0
    assert oktaexpr(*arguments, "--fail-on", "warning").code == 1


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("DBT102", "a value that is no license type"),
        ("dbt201", "a user whose license is another one than in the snapshot"),
        ("DBT304", "a license type without enough seats in the migration"),
    ],
)
def test_codes_are_explained(oktaexpr: Run, code: str, title: str) -> None:
    result = oktaexpr("rule", code)
    assert (result.code, result.err) == (0, "")
    assert title in result.out


def test_codes_are_listed_by_kind(oktaexpr: Run) -> None:
    codes = [line.split()[0] for line in oktaexpr("rule", "DBT").out.splitlines() if line.startswith("  ")]
    assert {code[:4] for code in codes} == {"DBT1", "DBT2", "DBT3"}
    assert codes == sorted(codes)


def test_page_of_tables_shows_what_the_program_prints() -> None:
    page = ROOT / "examples" / "acme" / "license_tables.md"
    text = page.read_text(encoding="utf-8")
    assert with_output(text) == text


def test_diff_has_a_column_of_licenses(oktaexpr: Run) -> None:
    columns = ("--column", "license", "--format", "csv")
    result = oktaexpr("diff", FORMULA, "'IT'", "-d", ACME, *columns)
    assert result.code == 1
    assert result.out.splitlines()[0].endswith("license_old,license_new")
    assert {line.rpartition(",")[2] for line in result.out.splitlines()[1:]} == {"refused"}
