"""Users from files and results into files: nothing gets lost, and a file is there whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

import oktaexpr
from oktaexpr import DirectoryError, UsageError
from oktaexpr.columns import Evaluator, Memberships, Settings, answers, sinks
from oktaexpr.columns.reading import python_values
from oktaexpr.columns.results import value_column
from oktaexpr.columns.sinks import ENDINGS, open_sink
from oktaexpr.columns.sources import open_source

USERS: list[dict[str, Any]] = [
    {"id": "a", "name": "Mia", "level": 4, "groups": ["x", "y"]},
    {"id": "b", "name": "", "level": None, "groups": []},
    {"id": "c", "name": None, "level": -1, "groups": None},
    {"id": "d", "name": 'İ "ß", \u212a', "level": 2**40, "groups": ["\U0001f600"]},
]


def _batch(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    parts = [value_column(name, [row[name] for row in rows]) for name in rows[0]]
    return pa.RecordBatch.from_arrays(
        [array for _, array in parts], schema=pa.schema([field for field, _ in parts])
    )


def _rows(path: Path, types: dict[str, str] | None = None) -> list[dict[str, Any]]:
    found = []
    for batch in open_source(str(path), types).batches():
        columns = [python_values(batch.column(at), field) for at, field in enumerate(batch.schema)]
        found += [dict(zip(batch.schema.names, row, strict=True)) for row in zip(*columns, strict=True)]
    return found


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_written_is_read_again(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"users{ending}"
    with open_sink(path) as sink:
        sink.write(_batch(USERS))
    assert _rows(path, {"level": "integer"} if ending == ".csv" else None) == USERS


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_is_not_finished_leaves_no_trace(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"users{ending}"
    path.write_text("the old one")

    def interrupted() -> None:
        with open_sink(path) as sink:
            sink.write(_batch(USERS))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert path.read_text() == "the old one"


@pytest.mark.parametrize(
    ("parts", "kind", "is_json"),
    [
        ([["a"], [None], ["b"]], "string", False),
        ([[None], [1], [2]], "int64", False),
        ([[1], ["a"], [True], [{"k": [1.5]}]], "string", True),
        ([[1], [2.5]], "string", True),
        ([[[]], [["a"]]], "list<item: string>", False),
        ([[["a"]], [[1]]], "string", True),
        ([[None], [None]], "null", False),
    ],
)
def test_a_column_widens_while_it_is_written(
    parts: list[list[Any]], kind: str, is_json: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sinks, "_ROW_GROUP", 4)
    path = tmp_path / "values.parquet"
    with open_sink(path) as sink:
        for values in parts:
            field, array = value_column(
                "value", values * 6
            )  # more than a row group, so that it is in the file
            sink.write(pa.record_batch([array], schema=pa.schema([field])))
    schema = parquet.read_schema(path)
    assert str(schema.field("value").type).replace("element", "item") == kind
    assert bool(schema.field("value").metadata and b"oktaexpr" in schema.field("value").metadata) is is_json
    written = [row["value"] for row in _rows(path)]
    assert written[::6] == [values[0] for values in parts]
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_csv_tells_null_from_the_empty_text(tmp_path: Path) -> None:
    path = tmp_path / "users.csv"
    path.write_text('\ufeffid,name,zip,groups\na,,02115,x; y\nb,"",00,"[""x"", ""y;z""]"\nc,"two\nlines",,\n')
    assert _rows(path) == [
        {"id": "a", "name": None, "zip": "02115", "groups": ["x", "y"]},
        {"id": "b", "name": "", "zip": "00", "groups": ["x", "y;z"]},
        {"id": "c", "name": "two\nlines", "zip": None, "groups": None},
    ]


def test_json_keeps_every_type_of_a_column(tmp_path: Path) -> None:
    path = tmp_path / "users.ndjson"
    values: list[Any] = [1, 1.0, "1", True, None, [1, "a"], {"a": {"b": 1}}, "\ud800"]
    path.write_text(
        "".join(json.dumps({"id": str(at), "v": value}) + "\n" for at, value in enumerate(values))
    )
    assert repr([row["v"] for row in _rows(path)]) == repr(values)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("users.jsonl", '{"id": "a"}\n{"id": \n', "users.jsonl:2:7: no JSON: Expecting value"),
        ("users.jsonl", '{"id": "a"}\n\n[1]\n', "users.jsonl:3: a user must be a JSON object"),
        ("users.parquet", "PAR1", "users.parquet: "),
        ("users.csv", "id,level\na,x\n", "users.csv: "),
        ("users.xlsx", "", "no file of users"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(name: str, content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(DirectoryError) as caught:
        _rows(tmp_path, {"level": "integer"} if name == "users.csv" else None)
    assert message in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match=r"nobody\.parquet: "):
        _rows(tmp_path / "nobody.parquet")
    with pytest.raises(DirectoryError, match="cannot write"), open_sink(tmp_path / "no" / "x.csv") as sink:
        sink.write(_batch(USERS))


def test_other_endings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"must end in \.parquet"), open_sink(tmp_path / "x.xls"):
        pass


def test_a_folder_holds_parts_and_memberships(tmp_path: Path) -> None:
    for number, part in enumerate((USERS[:2], USERS[2:])):
        with open_sink(tmp_path / f"part-{number}.parquet") as sink:
            sink.write(_batch([{"id": user["id"], "level": user["level"]} for user in part]))
    (tmp_path / "memberships.parquet").write_bytes(b"")
    with open_sink(tmp_path / "memberships.parquet") as sink:
        sink.write(pa.record_batch({"user": ["d", "a", "a", "nobody"], "group": ["dev", "dev", "it", "dev"]}))
    source = open_source(str(tmp_path))
    evaluator = Evaluator(
        oktaexpr.compile("user.getGroups().![name]"), Settings(memberships=source.memberships())
    )
    found = {
        row["key"]: row["value"] for batch in evaluator.batches(source.batches()) for row in batch.to_pylist()
    }
    assert found == {"a": ["dev", "it"], "b": [], "c": [], "d": ["dev"]}


@pytest.mark.parametrize(
    ("keys", "users"),
    [
        (pa.array(["1", "x", None]), pa.array([1, 2, None])),
        (pa.array([1, 3, None]), pa.array(["1", "2", None])),
        (pa.array(["1", "x", None]).dictionary_encode(), pa.array(["1", "2", None], pa.large_string())),
        (pa.array(["1", "x", None]), pa.array(["1", "2", None]).dictionary_encode()),
        (pa.array(["1", "x", None], pa.string_view()), pa.array(["1", "2", None])),
    ],
)
def test_memberships_are_matched_by_the_text_of_the_key(keys: pa.Array, users: pa.Array) -> None:
    memberships = pa.table({"user": users, "group": ["dev", "dev", "dev"]})
    program = oktaexpr.compile("isMemberOfGroupName('dev')")
    rows = program.over(pa.table({"id": keys}), memberships=memberships).to_pylist()
    assert [row["value"] for row in rows] == [True, False, False]


def test_memberships_without_rows_or_with_keys_that_have_no_text() -> None:
    none, program = (
        pa.table({"user": pa.nulls(0), "group": pa.nulls(0)}),
        oktaexpr.compile("user.getGroups()"),
    )
    assert program.over(_batch(USERS), memberships=none).column("value").to_pylist() == [[]] * len(USERS)
    structs = pa.table({"id": [{"a": 1}]})
    with pytest.raises(UsageError, match="must be a text or a number, not struct"):
        program.over(structs, memberships=none)


def test_a_key_of_several_types_stays_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "users.jsonl").write_text('{"id": 1, "v": 2}\n{"id": "x", "v": "q"}\n{"id": null, "v": []}\n')
    evaluator = Evaluator(oktaexpr.compile("user.v"))
    (batch,) = evaluator.batches(open_source(str(tmp_path)).batches())
    assert [(answer.key, answer.value) for answer in answers(batch)] == [(1, 2), ("x", "q"), (None, [])]
    for ending, lines in {
        ".csv": ['"1","2",,', '"x","q",,', ',"[]",,'],
        ".jsonl": [
            '{"key": 1, "value": 2, "error": null}',
            '{"key": "x", "value": "q", "error": null}',
            '{"key": null, "value": [], "error": null}',
        ],
    }.items():
        with open_sink(tmp_path / f"out{ending}") as sink:
            sink.write(batch)
        assert (tmp_path / f"out{ending}").read_text().splitlines()[-3:] == lines


def test_memberships_may_say_more_of_a_group() -> None:
    table = pa.table({"user_id": ["a", "b"], "group_name": ["x", "x"], "group_id": ["00g1", "00g2"]})
    rows = oktaexpr.compile('isMemberOfGroup("00g2")').over(_batch(USERS), memberships=table).to_pylist()
    assert [row["value"] for row in rows] == [False, True, False, False]
    table = table.drop_columns("group_name")
    assert (
        rows == oktaexpr.compile('isMemberOfGroup("00g2")').over(_batch(USERS), memberships=table).to_pylist()
    )
    with pytest.raises(UsageError, match="no column for the group's name"):
        Memberships(pa.table({"user": ["a"]}))
