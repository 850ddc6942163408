"""Group rules are found in every format of an export, and what is wrong with one is said with its place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from oktaexpr.directory.readers import Broken, Item
from oktaexpr.directory.readers.files import file_items
from oktaexpr.directory.readers.places import ExportFile
from oktaexpr.errors import DirectoryError
from oktaexpr.rulesets import GroupRule, read_rules, reading

RULE: dict[str, Any] = {
    "id": "0prC1",
    "type": "group_rule",
    "name": "Data people",
    "status": "ACTIVE",
    "conditions": {
        "people": {"users": {"exclude": ["00uZ9"]}, "groups": {"exclude": []}},
        "expression": {"value": 'user.department == "Data"', "type": "urn:okta:expression:1.0"},
    },
    "actions": {"assignUserToGroups": {"groupIds": ["00gB1"]}},
}
WANTED = GroupRule(
    "0prC1", "Data people", 'user.department == "Data"', ("00gB1",), excluded_users=frozenset({"00uZ9"})
)
TABLE = (
    "id,name,status,expression,groupIds,excludedUsers\n"
    '0prC1,Data people,ACTIVE,"user.department == ""Data""",00gB1,00uZ9\n'
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", json.dumps(RULE)),
        ("a.json", json.dumps([RULE, RULE])),
        ("b/c.json", json.dumps({"value": [RULE], "users": [{"id": "00u1", "profile": {"login": "x"}}]})),
        ("a.jsonl", json.dumps(RULE) + "\n"),
        ("rules.csv", TABLE),
    ],
)
def test_one_rule_in_every_form(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    for place in (tmp_path, path):
        assert read_rules(place).rules == (WANTED,)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"conditions": {}}, "conditions.expression.value: a group rule needs an expression"),
        (
            {"actions": {"assignUserToGroups": {"groupIds": "00g"}}},
            "actions.assignUserToGroups.groupIds: expected a list of ids of groups",
        ),
        ({"name": None, "id": None}, "name: a group rule needs a name or an id"),
    ],
)
def test_a_wrong_rule_is_said_and_skipped(tmp_path: Path, change: dict[str, Any], expected: str) -> None:
    (tmp_path / "x.json").write_text(json.dumps([RULE, {**RULE, "id": "0prC2", **change}]), encoding="utf-8")
    found = read_rules(tmp_path)
    assert found.rules == (WANTED,)
    assert found.skipped_count == 1
    assert str(found.skipped[0]).endswith(expected)
    with pytest.raises(DirectoryError, match=r"^x\.json:1:\d+: "):
        read_rules(tmp_path, strict=True)


def test_two_rules_of_one_id(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps([RULE, {**RULE, "name": "other"}]), encoding="utf-8")
    assert "another rule has the same id" in str(read_rules(tmp_path).skipped[0])


def test_states_are_read(tmp_path: Path) -> None:
    invalid = {**RULE, "status": "INVALID", "allGroupsValid": False}
    (tmp_path / "x.json").write_text(json.dumps(invalid), encoding="utf-8")
    (rule,) = read_rules(tmp_path).rules
    assert (rule.status, rule.groups_are_valid) == ("INVALID", False)


def test_a_path_that_is_no_export(tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match="expected a folder or a file that ends in"):
        read_rules(tmp_path / "nothing.json")


def test_users_in_parquet_are_not_taken_apart_for_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = {
        "users": {"id": ["00u1"], "login": ["ann"]},
        "rules": {"id": ["1"], "name": ["all"], "cond": ["true"], "groupIds": ["00ga"]},
    }
    for name, columns in tables.items():
        parquet.write_table(pa.table(columns), tmp_path / f"{name}.parquet")
    opened: list[str] = []

    def items(file: ExportFile, columns: Mapping[str, str]) -> Iterator[Item | Broken]:
        opened.append(file.name)
        return file_items(file, columns)

    monkeypatch.setattr(reading, "file_items", items)
    (rule,) = read_rules(tmp_path, columns={"cond": "rule.expression"}).rules
    assert (rule.expression, opened) == ("true", ["rules.parquet"])


def test_a_broken_table_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "x.parquet").write_bytes(b"none")
    with pytest.raises(DirectoryError, match=r"^x\.parquet: no Parquet"):
        read_rules(tmp_path)
