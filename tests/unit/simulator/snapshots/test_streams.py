"""Snapshots of streams: users in every shape that files have, kept as CSV and Parquet, compared in order."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from oktaexpr import Directory, DirectoryError, ExpressionSyntaxError
from oktaexpr.columns import BATCH_ROWS, open_sink, open_source
from oktaexpr.render import painter
from simulator import files
from simulator.account import DbtAccount
from simulator.errors import SnapshotError, SpoolError
from simulator.snapshots import Subject, compare, read_snapshot, take_snapshot, write_snapshot
from simulator.snapshots.streams import Job, Tally, UsersKind, check_stream, snapshot_stream
from simulator.snapshots.streams.reporting import FIRST_FINDINGS, streamed_findings
from simulator.snapshots.streams.sorting import Row, new_sorted_rows
from simulator.snapshots.streams.text import draw_streamed_comparison, draw_tally

PUBLISHED = "isMemberOfGroupName('dbt_developers') ? 'developer' : 'read_only'"
OTHER = PUBLISHED.replace("'read_only'", "user.team == 'it' ? 'it' : 'read_only'")
ACCOUNT = DbtAccount.from_mapping(
    {"license_maps": {"developer": "dbt_developers", "read_only": "dbt_read_only"}}
)
PLAIN = painter(color=False)
PEOPLE: list[dict[str, Any]] = [
    {"login": "cy@acme.example", "team": "it", "groups": ["dbt_read_only"]},
    {"login": "ann@acme.example", "team": "data", "groups": ["dbt_developers"]},
    {"login": "bo@acme.example", "team": "it", "groups": None},
]


def _lines(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def _job(place: Path, expression: str = PUBLISHED, key: str | None = "login", **settings: Any) -> Job:
    return Job(source=open_source(str(place)), account=ACCOUNT, expression=expression, key=key, **settings)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A file with three people, not in order."""
    return _lines(tmp_path / "people.jsonl", PEOPLE)


def _rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "users.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_users_come_in_order_with_what_holds_in_both_modes(people: Path, tmp_path: Path) -> None:
    # F5.3 and F6.3, F5.1 and F6.1, F5.2 and F6.2
    tally = snapshot_stream(_job(people), tmp_path / "licenses")
    found = [
        (row["user"], row["value"], row["sso"], row["scim"], row["facts"])
        for row in _rows(tmp_path / "licenses")
    ]
    assert found == [
        ("ann@acme.example", "developer", "developer", "developer", "F5.3 F6.3"),
        ("bo@acme.example", "read_only", "developer", "read_only", "F5.1 F6.1"),
        ("cy@acme.example", "read_only", "read_only", "read_only", "F5.2 F6.2"),
    ]
    assert tally.to_mapping() == {
        "users": 3,
        "value": {"read_only": 2, "developer": 1},
        "sso": {"developer": 2, "read_only": 1},
        "scim": {"read_only": 2, "developer": 1},
        "uncounted_values": 0,
        "errors": [],
    }


def test_users_of_the_api_are_read_by_profile(tmp_path: Path) -> None:
    users = [
        {"id": "1", "profile": {"login": "ann@acme.example", "email": "other@acme.example", "team": "it"}}
    ]
    place = _lines(tmp_path / "users.jsonl", users)
    job = _job(place, "user.profile.team == 'it' ? 'it' : 'developer'", key=None, engine="identity-engine")
    snapshot_stream(job, tmp_path / "licenses")
    (ann,) = _rows(tmp_path / "licenses")
    assert (ann["user"], ann["value"], ann["scim_error"]) == (
        "ann@acme.example",
        "it",
        "username_email_mismatch",
    )


def test_memberships_may_be_a_table_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "org").mkdir()
    _lines(tmp_path / "org" / "users.jsonl", [{"login": "ann@acme.example"}, {"login": "bo@acme.example"}])
    _lines(tmp_path / "org" / "memberships.jsonl", [{"user": "bo@acme.example", "group": "dbt_developers"}])
    snapshot_stream(_job(tmp_path / "org"), tmp_path / "licenses")
    assert [row["value"] for row in _rows(tmp_path / "licenses")] == ["read_only", "developer"]


def test_who_has_no_login_is_called_by_the_key(tmp_path: Path) -> None:
    place = _lines(tmp_path / "users.jsonl", [{"id": 7, "login": None}, {"id": 8, "login": ""}])
    snapshot_stream(_job(place, key="id"), tmp_path / "licenses")
    assert [row["user"] for row in _rows(tmp_path / "licenses")] == ["7", "8"]


def test_two_users_of_one_login_are_refused_and_the_old_snapshot_stays(people: Path, tmp_path: Path) -> None:
    folder = tmp_path / "licenses"
    snapshot_stream(_job(people), folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    twice = _lines(tmp_path / "twice.jsonl", [*PEOPLE, PEOPLE[1]])
    for run in (snapshot_stream, check_stream):
        with pytest.raises(
            DirectoryError, match=r"users 2 and 4 of the files have the same login: ann@acme\.example"
        ):
            run(_job(twice), folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_half_a_surrogate_pair_has_its_place_among_the_code_points(tmp_path: Path) -> None:
    # U+FFFF comes behind U+D800 and before U+1F600, whose UTF-16 begins with U+D83D.
    logins = ["\U0001f600", "\uffff", "\ud800", "z"]
    place = _lines(tmp_path / "users.jsonl", [{"login": login} for login in logins])
    snapshot_stream(_job(place), tmp_path / "licenses")
    assert [row["user"] for row in _rows(tmp_path / "licenses")] == ["z", "\\ud800", "\uffff", "\U0001f600"]


def test_nobody_is_a_snapshot_too(tmp_path: Path) -> None:
    place = _lines(tmp_path / "users.jsonl", [])
    empty = Subject(expression=PUBLISHED, directory=Directory.from_data({"users": []}), account=ACCOUNT)
    for kind in UsersKind:
        with open_sink(tmp_path / "all.csv") as sink:
            tally = snapshot_stream(_job(place), tmp_path / "licenses", kind=kind, sink=sink)
        assert read_snapshot(tmp_path / "licenses") == take_snapshot(empty)
        assert (tmp_path / "all.csv").read_text(encoding="utf-8").startswith('"user","value","sso"')
        assert draw_tally(tally, PLAIN).splitlines()[0] == "0 users"


def test_users_of_many_batches_are_sorted_over_all(tmp_path: Path) -> None:
    total = 5 * BATCH_ROWS + 7
    logins = [f"user{number * 7919 % total:06}@acme.example" for number in range(total)]
    table = pa.table(
        {"login": logins, "groups": [["dbt_developers"] if at % 2 else [] for at in range(total)]}
    )
    parquet.write_table(table, tmp_path / "users.parquet")
    told: list[tuple[int, int | None]] = []
    job = _job(tmp_path / "users.parquet")
    tally = snapshot_stream(job, tmp_path / "licenses", progress=lambda done, of: told.append((done, of)))
    assert [row["user"] for row in _rows(tmp_path / "licenses")] == sorted(logins)
    assert tally.counts["value"] == {"developer": total // 2, "read_only": total - total // 2}
    assert (told[0], told[-1]) == ((BATCH_ROWS, total), (total, total))


def test_users_stay_as_they_were_kept(people: Path, tmp_path: Path) -> None:
    folder = tmp_path / "licenses"
    for kind, name in ((None, "users.csv"), (UsersKind.PARQUET, "users.parquet"), (None, "users.parquet")):
        snapshot_stream(_job(people), folder, kind=kind)
        assert sorted(path.name for path in folder.iterdir()) == ["table.json", "table.md", name]
        assert check_stream(_job(people), folder).is_same


def test_a_directory_reads_the_parquet_of_a_stream_and_writes_csv_in_its_place(
    people: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "licenses"
    snapshot_stream(_job(people), folder, kind=UsersKind.PARQUET)
    users = [
        {"profile": {"login": one["login"], "team": one["team"]}, "groups": one["groups"] or []}
        for one in PEOPLE
    ]
    directory = Directory.from_data(
        {"users": users, "groups": [{"name": "dbt_developers"}, {"name": "dbt_read_only"}]}
    )
    taken = take_snapshot(Subject(expression=PUBLISHED, directory=directory, account=ACCOUNT))
    assert compare(read_snapshot(folder), taken).is_same
    write_snapshot(folder, taken)
    assert sorted(path.name for path in folder.iterdir()) == ["table.json", "table.md", "users.csv"]


def test_what_changes_is_counted_by_kind_with_the_first_users(people: Path, tmp_path: Path) -> None:
    folder = tmp_path / "licenses"
    snapshot_stream(_job(people), folder)
    changed = _lines(tmp_path / "new.jsonl", [*PEOPLE[:2], {**PEOPLE[2], "login": "new@acme.example"}])
    found = check_stream(_job(changed, OTHER), folder)
    text = draw_streamed_comparison(found, PLAIN).splitlines()
    assert text[:7] == [
        "SCIM Read-Only → IT: 1 user",
        "  cy@acme.example: attribute read_only → it, SCIM Read-Only → IT",
        '      was: "read_only", because the user is in no group called "dbt_developers" (F5.2, F6.2)',
        '      now: "it", because the user is in no group called "dbt_developers" and `user.team` is "it" (F5.2, F6.5)',
        "gone: SSO Developer, SCIM Read-Only: 1 user",
        "  bo@acme.example is gone: SSO Developer, SCIM Read-Only",
        '      why: "read_only", because the user is in no group called "dbt_developers" (F5.1, F6.1)',
    ]
    assert "new: SSO Developer, SCIM IT: 1 user" in text
    assert text[-1].startswith("Users: 2 changed, 1 new, 1 gone. Tables: table.md, table.json.")
    assert found.to_mapping()["totals"] == {"changed": 2, "new": 1, "gone": 1}
    assert [(kind["kind"], kind["users"]) for kind in found.to_mapping()["kinds"]][-1] == (
        "the same licenses for another reason",
        1,
    )


def test_every_change_is_written_and_few_are_findings(tmp_path: Path) -> None:
    logins = [f"user{number:03}@acme.example" for number in range(FIRST_FINDINGS + 5)]
    place = _lines(tmp_path / "users.jsonl", [{"login": login, "team": "it"} for login in logins])
    folder = tmp_path / "licenses"
    snapshot_stream(_job(place), folder)
    with open_sink(tmp_path / "changes.parquet") as sink:
        found = check_stream(_job(place, OTHER), folder, sink=sink)
    changes = parquet.read_table(tmp_path / "changes.parquet").to_pylist()
    assert [change["user"] for change in changes] == logins
    assert {(change["change"], change["old_scim"], change["new_scim"]) for change in changes} == {
        ("SCIM Read-Only → IT", "read_only", "it")
    }
    *named, rest, _, _ = streamed_findings(found, {}, folder)
    assert [(finding.subject, finding.start.line) for finding in named] == [
        (login, line) for line, login in enumerate(logins[:FIRST_FINDINGS], 2)
    ]
    assert named[0].source.line(2).startswith(f"{logins[0]},read_only,developer,")
    assert (rest.message, rest.start.line) == ("5 more users: SCIM Read-Only → IT", 1)


def test_rows_of_parquet_have_no_line(people: Path, tmp_path: Path) -> None:
    folder = tmp_path / "licenses"
    snapshot_stream(_job(people), folder, kind=UsersKind.PARQUET)
    first = next(streamed_findings(check_stream(_job(people, OTHER), folder), {}, folder))
    assert (first.path, first.start.line) == (str(folder / "users.parquet"), 1)


def test_order_and_line_ends_of_the_old_file_are_no_difference(people: Path, tmp_path: Path) -> None:
    folder = tmp_path / "licenses"
    snapshot_stream(_job(people), folder)
    header, *rows = (folder / "users.csv").read_text(encoding="utf-8").splitlines()
    (folder / "users.csv").write_bytes("\r\n".join([header, *reversed(rows), ""]).encode())
    assert check_stream(_job(people), folder).is_same


def test_of_a_user_who_stands_twice_the_last_row_counts_and_the_other_is_told(
    people: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "licenses"
    snapshot_stream(_job(people), folder)
    with (folder / "users.csv").open("a", encoding="utf-8") as stream:
        stream.write("ann@acme.example,it,it,,it,,,\n")
    found = check_stream(_job(people), folder)
    assert list(found.kinds) == ["SSO IT → Developer, SCIM IT → Developer"]
    assert [change.name for change in found.files] == ["users.csv"]
    assert "ann@acme.example" in found.files[0].lines[0]


def test_columns_that_an_old_snapshot_lacks_are_empty(people: Path, tmp_path: Path) -> None:
    folder = tmp_path / "licenses"
    snapshot_stream(_job(people), folder)
    (folder / "users.csv").write_text("scim,user\nit,bo@acme.example\n\nit\n", encoding="utf-8")
    kinds = {
        change.user.login: change.user.old
        for kind in check_stream(_job(people), folder).kinds.values()
        for change in kind.first
    }
    bo = kinds["bo@acme.example"]
    assert bo is not None
    assert (bo["scim"], bo["value"]) == ("it", "")
    assert kinds["ann@acme.example"] is None
    assert kinds[""] is not None


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("users.csv", b"user,value\nx\ry,z\n", r"users\.csv:2: no row of a snapshot"),
        ("users.csv", b"user,value\n\xff", "cannot read the snapshot"),
        (
            "users.csv",
            b"\nlogin,value\nx,y\n",
            r"users\.csv:2: no users of a snapshot: there is no column 'user'",
        ),
        ("users.parquet", b"PAR1 and then nothing", r"users\.parquet: no users of a snapshot"),
    ],
)
def test_a_broken_old_file_is_told_with_its_place(
    people: Path, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    folder = tmp_path / "licenses"
    folder.mkdir()
    (folder / name).write_bytes(content)
    with pytest.raises(SnapshotError, match=told):
        check_stream(_job(people), folder)


def test_null_in_parquet_is_an_empty_cell(people: Path, tmp_path: Path) -> None:
    folder = tmp_path / "licenses"
    snapshot_stream(_job(people), folder, kind=UsersKind.PARQUET)
    table = parquet.read_table(folder / "users.parquet")
    rows = [{name: cell or None for name, cell in row.items()} for row in table.to_pylist()]
    parquet.write_table(pa.Table.from_pylist(rows, table.schema), folder / "users.parquet")
    assert check_stream(_job(people), folder).is_same


def test_kinds_beyond_those_that_are_told_apart_are_counted_together(
    people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.snapshots.streams.comparing._MOST_KINDS", 1)
    folder = tmp_path / "licenses"
    snapshot_stream(_job(people), folder)
    (folder / "users.csv").write_text("user,sso\nann@acme.example,a\nbo@acme.example,b\n", encoding="utf-8")
    kinds = check_stream(_job(people), folder).kinds
    assert [kind.count for kind in kinds.values()] == [2, 1]
    assert next(iter(kinds)) == "other changes"


def test_parquet_with_other_columns_is_no_snapshot(people: Path, tmp_path: Path) -> None:
    folder = tmp_path / "licenses"
    folder.mkdir()
    parquet.write_table(pa.table({"login": ["ann"]}), folder / "users.parquet")
    with pytest.raises(SnapshotError, match="no users of a snapshot"):
        check_stream(_job(people), folder)
    with pytest.raises(SnapshotError, match="no users of a snapshot"):
        read_snapshot(folder)


def test_without_a_snapshot_there_is_nothing_to_compare_with(people: Path, tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="without --check"):
        check_stream(_job(people), tmp_path / "none")


def test_an_expression_that_does_not_parse_writes_nothing(people: Path, tmp_path: Path) -> None:
    with pytest.raises(ExpressionSyntaxError):
        snapshot_stream(_job(people, "1 +"), tmp_path / "licenses")
    assert not (tmp_path / "licenses").exists()


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_full_disk_or_an_interrupt_leaves_the_old_snapshot_and_no_part(
    people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    folder = tmp_path / "licenses"
    snapshot_stream(_job(people), folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def fail(_handle: int) -> None:
        raise fault

    monkeypatch.setattr(files.os, "fsync", fail)
    told = SnapshotError if isinstance(fault, OSError) else KeyboardInterrupt
    with pytest.raises(told):
        snapshot_stream(_job(people, OTHER), folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_full_temporary_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    with pytest.raises(SpoolError, match="cannot keep the users"), new_sorted_rows():
        pass


def test_values_beyond_those_that_are_counted_are_counted_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.snapshots.streams.tally._MOST_VALUES", 20)
    place = _lines(
        tmp_path / "users.jsonl", [{"login": f"{at:02}", "team": f"team {at:02}"} for at in range(25)]
    )
    text = draw_tally(snapshot_stream(_job(place, "user.team"), tmp_path / "licenses"), PLAIN)
    assert "  8 more values" in text
    assert "   5  with values beyond those" in text
    assert "  25  SCIM username_not_email" in text


def test_errors_are_counted_with_their_first_users_and_are_no_values() -> None:
    failed = ("error X", "none", "", "none", "no_seat", "", "no value, because …")
    text = ("error X", "it", "", "it", "", "", '"error X", a constant')
    tally = Tally()
    rows = [(f"user {at}", at, failed) for at in range(5)] + [("user 5", 5, text)]
    assert len(list(tally.watched(Row(*row) for row in rows))) == 6
    assert tally.counts["value"] == {"error X": 1}
    assert tally.errors == {"expression X": 5, "SCIM no_seat": 5}
    assert [user for user, _ in tally.first["expression X"]] == ["user 0", "user 1", "user 2"]
