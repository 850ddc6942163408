"""Memberships in a table of their own give the same groups from memory and by way of the disk, in any order of both."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as parquet
import pytest

import oktaexpr
from oktaexpr import DirectoryError, UsageError
from oktaexpr.columns import Evaluator, Memberships, Settings, answers, open_source, sources, stored
from oktaexpr.columns.stored import StoredMemberships

COUNT = 1_200
GROUPS = ("dbt_dev", "İ", "a", "")


@pytest.fixture(params=[0, 10**9], ids=["disk", "memory"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> type:
    """Which of the two ways is taken, whatever the size of the files."""
    monkeypatch.setattr(sources, "_LARGEST_IN_MEMORY", request.param)
    return Memberships if request.param else StoredMemberships


def _groups(place: Path, text: str = "user.getGroups().![name]", key: str | None = None) -> tuple[Any, Any]:
    source = open_source(str(place))
    memberships = source.memberships()
    evaluator = Evaluator(oktaexpr.compile(text), Settings(key=key, memberships=memberships))
    found = [answer for batch in evaluator.batches(source.batches()) for answer in answers(batch)]
    return memberships, [(answer.key, answer.value) for answer in found]


def test_every_user_has_the_groups_of_the_table_in_its_order(tmp_path: Path, kind: type) -> None:
    chance = random.Random(5)
    users = [f"00u{number}" for number in range(COUNT)]
    members = [(user, group) for user in users[::2] for group in chance.sample(GROUPS, chance.randint(1, 3))]
    strangers = [("nobody", "dbt_dev"), ("00u", "a")]
    for order in range(2):
        chance.shuffle(users)
        rows = [*members, *strangers, (None, "a")]
        chance.shuffle(rows)
        expected = [(user, [group for who, group in rows if who == user]) for user in users]
        parquet.write_table(pa.table({"id": users}), tmp_path / "users.parquet", row_group_size=500)
        table = pa.table({"user": [who for who, _ in rows], "group": [group for _, group in rows]})
        parquet.write_table(table, tmp_path / "memberships.parquet", row_group_size=700)
        memberships, found = _groups(tmp_path)
        assert type(memberships) is kind
        assert found == expected, order
        assert memberships.unknown_count == 3


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_files_of_lines_and_several_parts(ending: str, tmp_path: Path, kind: type) -> None:
    rows = [[{"login": "mia"}, {"login": "tom"}], [{"login": "eve"}]]
    held = [[("eve", "x"), ("mia", "x")], [("mia", "y;z"), ("eve", "w"), ("x", "x")]]
    for part in range(2):
        _write(tmp_path / f"users-{part}.{ending}", rows[part])
        of_part = [{"login": login, "group": group} for login, group in held[part]]
        _write(tmp_path / f"memberships-{part}.{ending}", of_part)
    memberships, found = _groups(tmp_path)
    assert found == [("mia", ["x", "y;z"]), ("tom", []), ("eve", ["x", "w"])]
    assert (type(memberships), memberships.unknown_count) == (kind, 1)


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    lines = (
        [json.dumps(row) for row in rows]
        if path.suffix == ".jsonl"
        else [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    )
    path.write_text("\n".join(lines) + "\n")


def test_groups_may_have_ids_and_keys_may_be_numbers(tmp_path: Path, kind: type) -> None:
    parquet.write_table(pa.table({"id": [2, 1, None]}), tmp_path / "users.parquet")
    table = pa.table({"user_id": ["1", "2"], "group_name": ["x", "x"], "group_id": ["00g1", "00g2"]})
    parquet.write_table(table, tmp_path / "memberships.parquet")
    memberships, found = _groups(tmp_path, "isMemberOfGroup('00g2')")
    assert found == [(2, True), (1, False), (None, False)]
    assert (type(memberships), memberships.unknown_count) == (kind, 0)


def test_no_memberships_and_keys_that_have_no_text(tmp_path: Path, kind: type) -> None:
    parquet.write_table(pa.table({"id": ["a"], "at": [{"x": 1}]}), tmp_path / "users.parquet")
    nobody = pa.table({"user": pa.array([], pa.string()), "group": pa.array([], pa.string())})
    parquet.write_table(nobody, tmp_path / "memberships.parquet")
    assert _groups(tmp_path)[1] == [("a", [])]
    with pytest.raises(UsageError, match="the key of memberships must be a text or a number, not struct"):
        _groups(tmp_path, key="at")
    parquet.write_table(pa.table({"who": ["a"]}), tmp_path / "memberships.parquet")
    with pytest.raises(UsageError, match="the memberships have no column for the user's key"):
        _groups(tmp_path)


def test_users_may_be_read_again_but_must_stay_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_LARGEST_IN_MEMORY", 0)
    parquet.write_table(pa.table({"id": ["a", "b"]}), tmp_path / "users.parquet")
    parquet.write_table(pa.table({"user": ["b"], "group": ["x"]}), tmp_path / "memberships.parquet")
    source = open_source(str(tmp_path))
    memberships = source.memberships()
    evaluator = Evaluator(oktaexpr.compile("isMemberOfGroupName('x')"), Settings(memberships=memberships))
    for _ in range(2):
        (batch,) = evaluator.batches(source.batches())
        assert batch.column("value").to_pylist() == [False, True]
    parquet.write_table(pa.table({"id": ["b", "a"]}), tmp_path / "users.parquet")
    with pytest.raises(DirectoryError, match="the users changed while they were read"):
        list(evaluator.batches(source.batches()))


def test_the_join_needs_little_memory_whatever_the_number_of_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "_MEMORY_LIMIT", "32MB")
    count, chance = 300_000, random.Random(5)
    users = pa.table({"id": [f"00u{number:017}" for number in chance.sample(range(count), count)]})
    places = pa.array(chance.sample(range(3 * count), 3 * count))
    held = pa.table({"user": users["id"].take(pc.divide(places, 3)), "group": ["a"] * len(places)})
    memberships = StoredMemberships(
        lambda key: iter(users.select([key]).to_batches(20_000)), lambda: iter(held.to_batches())
    )
    evaluator = Evaluator(oktaexpr.compile("user.getGroups().size()"), Settings(memberships=memberships))
    sizes = [batch.column("value") for batch in evaluator.batches(users.to_batches(20_000))]
    assert pa.chunked_array(sizes).value_counts().to_pylist() == [{"values": 3, "counts": count}]


def test_a_fault_of_the_join_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "_MEMORY_LIMIT", "100KB")
    monkeypatch.setattr(sources, "_LARGEST_IN_MEMORY", 0)
    parquet.write_table(pa.table({"id": ["a"]}), tmp_path / "users.parquet")
    parquet.write_table(pa.table({"user": ["a"], "group": ["x"]}), tmp_path / "memberships.parquet")
    with pytest.raises(DirectoryError, match=r"the memberships cannot be joined: .*Out of Memory") as caught:
        _groups(tmp_path)
    assert "\n" not in str(caught.value)
