"""Snapshots: always the same for the same, and what differs told by user."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from oktaexpr import Directory
from oktaexpr.render import painter
from simulator.account import DbtAccount
from simulator.errors import SnapshotError
from simulator.snapshots import Subject, compare, read_snapshot, take_snapshot, write_snapshot
from simulator.snapshots.text import draw_comparison

ANN, BO, CY = "ann@acme.example", "bo@acme.example", "cy@acme.example"
PUBLISHED = "isMemberOfGroupName('dbt_developers') ? 'developer' : 'read_only'"
ACCOUNT = DbtAccount.from_mapping(
    {
        "plan": "enterprise",
        "license_maps": {"developer": "dbt_developers", "read_only": "dbt_read_only"},
        "seats": {"developer": 0},
    }
)


def _directory(*logins: str, **groups: list[str]) -> Directory:
    users = [
        {"profile": {"login": login}, "groups": groups.get(login.partition("@")[0], [])} for login in logins
    ]
    return Directory.from_data(
        {"users": users, "groups": [{"name": "dbt_developers"}, {"name": "dbt_read_only"}]}
    )


def _take(expression: str = PUBLISHED, directory: Directory | None = None, **settings: Any) -> dict[str, str]:
    people = directory or _directory(ANN, BO, ann=["dbt_developers"])
    return take_snapshot(Subject(expression=expression, directory=people, account=ACCOUNT, **settings))


def _users(texts: dict[str, str]) -> dict[str, dict[str, str]]:
    return {row["user"]: row for row in csv.DictReader(io.StringIO(texts["users.csv"]))}


def test_a_user_has_a_license_in_both_modes_with_the_reason() -> None:
    # F5.3 and F6.3, F5.1 and F6.1
    users = _users(_take())
    assert (users[ANN]["sso"], users[ANN]["scim"], users[ANN]["value"]) == (
        "developer",
        "developer",
        "developer",
    )
    assert (users[BO]["sso"], users[BO]["scim"]) == ("developer", "read_only")
    assert users[BO]["facts"].split()[0] == "F5.1"
    assert "dbt_developers" in users[BO]["why"]


def test_order_of_the_directory_and_seats_change_nothing() -> None:
    people = _directory(BO, ANN, ann=["dbt_developers"])
    assert _take(directory=people) == _take()
    assert "no_available_license" not in _take()["users.csv"]


def test_null_and_error_are_told() -> None:
    # F6.10, and F12.6: where there is no value nothing is sent.
    users = _users(_take("user.level > 3 ? 'it' : null"))
    assert (users[ANN]["value"], users[ANN]["scim_error"]) == ("null", "invalid_license_type")
    failing = _users(_take("user.team.length() > 0 ? 'it' : 'it'"))
    assert (failing[ANN]["value"], failing[ANN]["scim"]) == ("error METHOD_ON_NULL", "none")


def test_the_table_is_the_one_of_the_expression() -> None:
    table = _take()["table.md"]
    assert "| no | no | Developer | Read-Only | `read_only` | yes |" in table


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "licenses"
    texts = _take()
    write_snapshot(folder, texts)
    assert read_snapshot(folder) == texts
    assert compare(read_snapshot(folder), texts).is_same
    assert sorted(file.name for file in folder.iterdir()) == ["table.json", "table.md", "users.csv"]


def test_other_line_ends_are_no_difference(tmp_path: Path) -> None:
    texts = _take()
    write_snapshot(tmp_path, texts)
    (tmp_path / "users.csv").write_bytes(texts["users.csv"].replace("\n", "\r\n").encode())
    assert compare(read_snapshot(tmp_path), texts).is_same


def test_a_folder_without_a_snapshot_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="without --check"):
        read_snapshot(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(SnapshotError, match="cannot write"):
        write_snapshot(tmp_path / "file", _take())


def test_a_user_who_gets_another_license_is_told_with_both_reasons() -> None:
    old, new = _take(), _take(directory=_directory(ANN, BO))
    (change,) = compare(old, new).users
    assert (change.login, change.columns) == (ANN, ("value", "scim", "facts", "why"))
    text = draw_comparison(compare(old, new), painter(color=False))
    assert text.splitlines()[0] == f"{ANN}: attribute developer → read_only, SCIM Developer → Read-Only"
    assert text.splitlines()[1].startswith("    was: ")
    assert text.splitlines()[2].startswith("    now: ")
    assert text.endswith(
        "Users: 1 changed. Tables: the same. Run without --check to take this as the new snapshot."
    )


def test_users_who_come_and_go() -> None:
    old, new = _take(), _take(directory=_directory(BO, CY))
    text = draw_comparison(compare(old, new), painter(color=False))
    assert f"{ANN} is gone: SSO Developer, SCIM Developer" in text
    assert f"{CY} is new: SSO Developer, SCIM Read-Only" in text
    assert "Users: 1 new, 1 gone." in text


def test_another_reason_for_the_same_licenses_is_one_line() -> None:
    new = _take("isMemberOfGroupName('dbt_developers') AND 1 == 1 ? 'developer' : 'read_only'")
    text = draw_comparison(compare(_take(), new), painter(color=False))
    assert text.splitlines()[0] == f"the same licenses for another reason: {ANN}, {BO}"


def test_tables_are_compared_by_line() -> None:
    old = _take()
    new = {**old, "table.md": old["table.md"].replace("Read-Only |", "IT |", 1), "table.json": ""}
    comparison = compare(old, new)
    assert [file.name for file in comparison.files] == ["table.md", "table.json"]
    assert len(comparison.files[0].lines) == 2
    text = draw_comparison(comparison, painter(color=False))
    assert "table.json: " in text
    assert "Users: none changed. Tables: table.md, table.json." in text


def test_a_file_of_something_else_is_no_snapshot() -> None:
    with pytest.raises(
        SnapshotError, match=r"^users\.csv:1: no users of a snapshot: there is no column 'user'$"
    ):
        compare({**_take(), "users.csv": "login,value\nmia,developer\n"}, _take())


def test_one_line_of_a_table_is_no_plural() -> None:
    old = _take()
    text = draw_comparison(
        compare(old, {**old, "table.json": f"{old['table.json']}x\n"}), painter(color=False)
    )
    assert "table.json: 1 line differs" in text


def test_a_file_of_users_that_differs_in_its_bytes_only_is_a_difference() -> None:
    old = _take()
    comparison = compare({**old, "users.csv": old["users.csv"] + "\n"}, old)
    assert [file.name for file in comparison.files] == ["users.csv"]


def test_progress_counts_users() -> None:
    told: list[tuple[int, int]] = []
    subject = Subject(expression=PUBLISHED, directory=_directory(ANN, BO), account=ACCOUNT)
    take_snapshot(subject, lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
