"""`oktaexpr rules` over files of users: when they are streamed, what is said and written, and what is refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from pytest_snapshot.plugin import Snapshot

from tests.support.group_rules import CHAIN, DATA, rule, write
from tests.support.program import SNAPSHOTS, Run

USERS = [
    {"id": f"00u{number}", "login": login, "status": status, "department": department, "groups": groups}
    for number, (login, status, department, groups) in enumerate(
        [
            ("ann", "ACTIVE", "Data", []),
            ("bo", "ACTIVE", "Data", ["dbt"]),
            ("cy", "ACTIVE", "Sales", ["dbt"]),
            ("di", "DEPROVISIONED", "Data", []),
            ("ed", "ACTIVE", "Data", ["gone"]),
            ("fay", "ACTIVE", None, []),
            ("gus", "ACTIVE", "Data", ["vpn"]),
            ("hal", "ACTIVE", "Data", []),
        ]
    )
]
GROUPS = [
    {"id": f"00g{name}", "type": "OKTA_GROUP", "profile": {"name": name}} for name in ("dbt", "vpn", "new")
]


FLIP = rule("3", '!isMemberOfGroupName("new")', "00gnew")
FAILING = rule("4", "user.department.length() > 4", "00gdbt")
BROKEN = rule("5", "user.a ==", "00gdbt")


@pytest.fixture
def export(tmp_path: Path) -> str:
    return write(tmp_path / "export", *GROUPS, DATA, CHAIN)


@pytest.fixture
def users(tmp_path: Path) -> str:
    path = tmp_path / "users.parquet"
    parquet.write_table(pa.Table.from_pylist(USERS), path)
    return str(path)


def test_parquet_is_counted_and_the_first_are_named(
    oktaexpr: Run, users: str, tmp_path: Path, snapshot: Snapshot
) -> None:
    rules = write(tmp_path / "all", *GROUPS, DATA, CHAIN, FLIP, FAILING, BROKEN)
    result = oktaexpr("rules", rules, "--directory", users)
    assert (result.code, result.err) == (1, "")
    snapshot.snapshot_dir = SNAPSHOTS
    snapshot.assert_match(result.out, "rules_stream.txt")
    found = oktaexpr("rules", rules, "--directory", users, "--format", "json").json
    snapshot.assert_match(f"{json.dumps(found, indent=2)}\n", "rules_stream.json")


def test_two_sets_are_compared(
    oktaexpr: Run, users: str, export: str, tmp_path: Path, snapshot: Snapshot
) -> None:
    new = str(tmp_path / "new.json")
    Path(new).write_text(json.dumps([rule("1", 'user.department == "Sales"', "00gdbt"), FLIP]))
    arguments = ("rules", export, "--directory", users, "--diff", new)
    result = oktaexpr(*arguments)
    assert (result.code, result.err) == (1, "")
    snapshot.snapshot_dir = SNAPSHOTS
    snapshot.assert_match(result.out, "rules_stream_diff.txt")
    assert oktaexpr(*arguments, "--format", "json").json["summary"] == {"users": 8, "changed": 7}
    same = oktaexpr("rules", export, "--directory", users, "--diff", export)
    assert (same.code, same.out.splitlines()[-1]) == (0, "none of 8 users gains or loses a group")


@pytest.mark.parametrize(
    ("broken", "said"),
    [(BROKEN, "new: rule 5: "), (FAILING, "new: rule 4: no answer for 1 user\n")],
)
def test_new_rules_that_cannot_answer_are_named(
    oktaexpr: Run, users: str, export: str, tmp_path: Path, broken: dict[str, Any], said: str
) -> None:
    new = tmp_path / "new.json"
    new.write_text(json.dumps([DATA, CHAIN, broken]))
    arguments = ("rules", export, "--directory", users, "--diff", str(new))
    result = oktaexpr(*arguments)
    assert result.code == 1
    assert f"rules at fault (1)\n  {said}" in result.out
    faults = oktaexpr(*arguments, "--format", "json").json["faults"]
    assert (faults["old"], [one["id"] for one in faults["new"]]) == ([], [broken["id"]])


def given_words(names: dict[str, str]) -> list[dict[str, Any]]:
    return [{"id": f"00g{name}", "name": name, "rules": [key]} for name, key in names.items()]


ANN = {
    "key": "00u0",
    "user": "ann",
    "given": given_words({"dbt": "1", "vpn": "2"}),
    "added": [{"id": "00gdbt", "name": "dbt"}, {"id": "00gvpn", "name": "vpn"}],
    "unexplained": [],
    "errors": [],
    "unsettled": [],
}


@pytest.mark.parametrize("ending", ["parquet", "jsonl", "csv"])
def test_everybody_is_written(oktaexpr: Run, users: str, export: str, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"out.{ending}"
    result = oktaexpr("rules", export, "--directory", users, "--out", str(out))
    assert result.code == 0
    assert "dbt: 4 users (ann, ed, gus, …)" in result.out
    if ending == "parquet":
        rows = parquet.read_table(out).to_pylist()
    elif ending == "jsonl":
        rows = [json.loads(line) for line in out.read_text().splitlines()]
    else:
        found = csv.DictReader(out.read_text().splitlines())
        rows = [
            {name: cell if name in ("key", "user") else json.loads(cell) for name, cell in row.items()}
            for row in found
        ]
    assert len(rows) == 8
    assert rows[0] == ANN
    assert rows[2]["unexplained"] == [{"id": "00gdbt", "name": "dbt"}]


def test_who_changes_is_written(oktaexpr: Run, users: str, export: str, tmp_path: Path) -> None:
    new, out = tmp_path / "new.json", tmp_path / "out.jsonl"
    new.write_text(json.dumps([DATA, rule("6", 'user.department == "Sales"', "00gvpn")]))
    result = oktaexpr("rules", export, "--diff", str(new), "--directory", users, "--out", str(out))
    assert result.code == 1
    rows = {row["user"]: row for row in map(json.loads, out.read_text().splitlines())}
    assert list(rows) == ["ann", "bo", "ed", "gus", "hal"]
    assert rows["bo"] == {"key": "00u1", "user": "bo", "gained": [], "lost": given_words({"vpn": "2"})}


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_lines_are_streamed_where_something_asks_for_it(
    oktaexpr: Run, export: str, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"users.{ending}"
    if ending == "csv":
        lines = [f"{one['id']},{one['login']},{one['department'] or ''}" for one in USERS]
        path.write_text("\n".join(["id,login,department", *lines]) + "\n")
    else:
        path.write_text("".join(f"{json.dumps(one)}\n" for one in USERS))
    result = oktaexpr("rules", export, "--directory", str(path), "--key", "login")
    assert result.code == 0
    assert "vpn: " in result.out
    assert "over 8 users" in result.out


def test_one_folder_may_hold_it_all(oktaexpr: Run, export: str) -> None:
    folder = Path(export)
    parquet.write_table(pa.Table.from_pylist(USERS), folder / "users.parquet")
    tables = {
        "groups": [{"id": "00gdbt", "name": "dbt"}, {"id": "00gsales", "name": "sales"}],
        "rules": [{"id": "7", "name": "more", "expression": "true", "groupIds": "00gsales"}],
    }
    for name, rows in tables.items():
        parquet.write_table(pa.Table.from_pylist(rows), folder / f"{name}.parquet")
    result = oktaexpr("rules", export, "--from-scratch")
    assert (result.code, result.err) == (0, "")
    assert "sales: 7 users" in result.out
    assert "3 rules (3 active) over 8 users" in result.out


def test_users_of_other_formats_are_read_beside_tables_of_rules(oktaexpr: Run, tmp_path: Path) -> None:
    people = [{"id": "00u0", "status": "ACTIVE", "profile": {"login": "ann", "department": "Data"}}]
    folder = write(tmp_path / "mixed", *people, *GROUPS)
    table = pa.Table.from_pylist([{"id": "7", "name": "all", "expression": "true", "groupIds": "00gdbt"}])
    parquet.write_table(table, Path(folder) / "rules.parquet")
    assert "ann: dbt by all" in oktaexpr("rules", folder).out


def test_groups_that_nothing_lists_have_names_only(oktaexpr: Run, users: str, tmp_path: Path) -> None:
    path = tmp_path / "rules.json"
    path.write_text(json.dumps([rule("1", 'user.department == "Data"', "dbt"), CHAIN]))
    result = oktaexpr("rules", str(path), "--directory", users)
    assert (result.code, result.err) == (
        1,
        "info: no export lists groups: those that the users' lists name are taken, by name only\n",
    )
    assert "dbt: 4 users" in result.out
    assert 'no group "00gvpn" in the directory' in " ".join(result.out.split())


def test_an_expression_over_changes_needs_a_directory(
    oktaexpr: Run, users: str, tmp_path: Path, export: str
) -> None:
    new = tmp_path / "new.json"
    new.write_text(json.dumps([rule("1", 'user.department == "Sales"', "dbt")]))
    old = tmp_path / "old.json"
    old.write_text(json.dumps([rule("1", 'user.department == "Data"', "dbt")]))
    shown = ("--expr", 'isMemberOfGroupName("dbt")')
    result = oktaexpr("rules", str(old), "--diff", str(new), "--directory", users, *shown)
    assert "true → false" in result.out
    result = oktaexpr("rules", export, "--diff", str(new), "-d", users, *shown, "--out", "x.csv")
    assert (result.code, result.out) == (2, "")
    assert "--expr does not go with users that are read as a stream" in result.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--format", "csv"], 2, "write them with --out users.csv"),
        (["--format", "csv", "--out", "x.jsonl"], 2, "write them with --out x.jsonl"),
        (["--out", "x.xls"], 2, "must end in .parquet"),
        (["--key", "logn"], 2, "did you mean `login`"),
        (["--type", "level=integer"], 2, "types of columns are for CSV"),
        (["--out", "x.csv", "--map-column", "a=login"], 2, "--map-column does not go with"),
        (["--strict"], 1, 'user "ed": no group "gone" among those that are listed'),
    ],
)
def test_what_does_not_work_is_said(
    oktaexpr: Run, users: str, export: str, arguments: list[str], code: int, said: str
) -> None:
    result = oktaexpr("rules", export, "--directory", users, *arguments)
    assert (result.code, result.out) == (code, "")
    assert said in " ".join(result.err.split())


def test_a_fault_on_the_way_leaves_no_file(oktaexpr: Run, export: str, tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    folder.mkdir()
    (folder / "a.jsonl").write_text(json.dumps(USERS[0]))
    (folder / "b.jsonl").write_text("{\n")
    out = tmp_path / "out.csv"
    result = oktaexpr("rules", export, "--directory", str(folder), "--out", str(out))
    assert (result.code, result.out) == (1, "")
    assert "b.jsonl:1" in result.err
    assert not list(tmp_path.glob("*out.csv*"))
