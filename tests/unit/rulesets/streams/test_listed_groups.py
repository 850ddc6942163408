"""Which files hold the users, and which groups the others list."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from oktaexpr import DirectoryError
from oktaexpr.cli.shared.streams import is_parquet
from oktaexpr.columns import open_source
from oktaexpr.rulesets.streams.listed_groups import list_groups

USERS = "id,login,groups\n1,ann,a\n"
GROUPS = "id,name,type\n00ga,a,OKTA_GROUP\n00gb,b,OKTA_GROUP\n"
RULES = "id,name,expression,groupIds\n1,all,true,00ga\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("users", USERS), ("okta_groups", GROUPS), ("rules", RULES)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def ids(*places: Path, besides: tuple[Path, ...] = ()) -> list[str | None]:
    return [group.id for group in list_groups(map(str, places), besides=besides).groups]


def test_tables_of_groups_and_rules_are_no_users(folder: Path) -> None:
    source = open_source(str(folder))
    assert [file.name for file in source.files] == ["users.csv"]
    assert ids(folder, besides=source.files) == ["00ga", "00gb"]


def test_objects_of_groups_and_rules_are_no_users(tmp_path: Path) -> None:
    group = {"id": "00ga", "type": "OKTA_GROUP", "profile": {"name": "a"}, "members": ["1"]}
    rule = {"id": "r", "type": "group_rule", "name": "all"}
    for name, one in (("a", group), ("b", rule), ("c", {"id": "00u1", "login": "ann"})):
        (tmp_path / f"{name}.jsonl").write_text(f"{json.dumps(one)}\n", encoding="utf-8")
    source = open_source(str(tmp_path))
    assert [file.name for file in source.files] == ["c.jsonl"]
    (listed,) = list_groups([str(tmp_path)], besides=source.files).groups
    assert (listed.id, listed.name) == ("00ga", "a")


def test_parquet_goes_by_its_columns(tmp_path: Path) -> None:
    tables = {"people": {"id": ["1"], "login": ["ann"]}, "kinds": {"id": ["00ga"], "name": ["a"]}}
    for name, columns in tables.items():
        parquet.write_table(pa.table(columns), tmp_path / f"{name}.parquet")
    assert [file.name for file in open_source(str(tmp_path)).files] == ["people.parquet"]
    assert is_parquet(str(tmp_path))
    assert ids(tmp_path) == ["00ga"]
    (tmp_path / "people.parquet").unlink()
    assert not is_parquet(str(tmp_path))
    with pytest.raises(DirectoryError, match="no file of users"):
        open_source(str(tmp_path))


def test_what_cannot_be_read_is_left_for_the_reading_to_refuse(tmp_path: Path) -> None:
    (tmp_path / "broken.jsonl").write_text("{\n", encoding="utf-8")
    (tmp_path / "broken.parquet").write_bytes(b"none")
    (tmp_path / "broken.csv").write_bytes(b"\xff\xfe,a\n")
    with pytest.raises(DirectoryError, match="several kinds"):
        open_source(str(tmp_path))


def test_the_first_place_that_lists_a_group_knows_it_best(folder: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer.json"
    newer.write_text(json.dumps([{"id": "00gb", "type": "OKTA_GROUP", "profile": {"name": "renamed"}}]))
    listed = list_groups([str(newer), str(folder)], besides=[newer]).groups
    assert [group.name for group in listed] == ["a", "b"]
    listed = list_groups([str(newer), str(folder)], besides=[]).groups
    assert [group.name for group in listed] == ["renamed", "a"]


def test_a_fixture_lists_groups_too(tmp_path: Path) -> None:
    (tmp_path / "groups.yaml").write_text("- {id: 00ga, name: a}\n- {name: b}\n", encoding="utf-8")
    assert ids(tmp_path) == ["00ga", None]
    parquet.write_table(pa.table({"id": ["1"], "login": ["ann"]}), tmp_path / "people.parquet")
    assert is_parquet(str(tmp_path))
    (tmp_path / "users.yaml").write_text("[]\n", encoding="utf-8")
    assert not is_parquet(str(tmp_path))
    with pytest.raises(DirectoryError, match="a fixture in YAML is not read as a stream"):
        open_source(str(tmp_path))


def test_wrong_groups_are_skipped_and_counted_or_stop(tmp_path: Path) -> None:
    path = tmp_path / "groups.json"
    path.write_text(json.dumps([{"id": "00ga", "type": "OKTA_GROUP", "profile": {}}]), encoding="utf-8")
    listed = list_groups([str(path)], besides=())
    assert (listed.groups, listed.skipped_count) == ((), 1)
    assert "a group needs a name" in str(listed.skipped[0])
    with pytest.raises(DirectoryError, match="a group needs a name"):
        list_groups([str(path)], besides=(), strict=True)
