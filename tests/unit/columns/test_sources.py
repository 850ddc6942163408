"""Files of users as other programs write them: row groups of any size, packed, with semicolons, broken off."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

import oktaexpr
from oktaexpr import DirectoryError
from oktaexpr.columns import BATCH_ROWS, Evaluator, answers, make_plan, open_source, planned_batches

KEYED = "user.x"


def _values(path: Path, text: str = KEYED, *, allow_sql: bool = False) -> dict[Any, Any]:
    program, source = oktaexpr.compile(text), open_source(str(path))
    evaluator = Evaluator(program)
    plan = make_plan(program, source, evaluator, allow_sql=allow_sql)
    found = [answer for batch in planned_batches(plan, source, evaluator) for answer in answers(batch)]
    return {answer.key: answer.value for answer in found}


@pytest.mark.parametrize("rows", [7, BATCH_ROWS - 1, BATCH_ROWS + 1, 2 * BATCH_ROWS + 3])
def test_row_groups_need_not_end_where_batches_do(rows: int, tmp_path: Path) -> None:
    path, count = tmp_path / "users.parquet", 2 * BATCH_ROWS + 3
    members = [[f"team-{number % 3}", "all"] for number in range(count)]
    table = pa.table({"id": [f"u{number}" for number in range(count)], "groups": members})
    parquet.write_table(
        table.slice(0, max(count // 4, 5 * rows) if rows == 7 else count), path, row_group_size=rows
    )
    found = _values(path, "isMemberOfGroupName('team-1')")
    assert len(found) == parquet.read_metadata(path).num_rows
    assert all(value == (int(key[1:]) % 3 == 1) for key, value in found.items())


def test_more_group_names_than_a_dictionary_of_parquet_holds(tmp_path: Path) -> None:
    names = [[f"a group whose name is long enough {number:030d}"] for number in range(40_000)]
    path = tmp_path / "users.parquet"
    parquet.write_table(pa.table({"id": list(range(len(names))), "groups": names}), path)
    found = _values(path, "user.getGroups().![name][0]")
    assert found == {key: name for key, (name,) in enumerate(names)}


def test_files_that_differ_in_their_columns_are_one_population(tmp_path: Path) -> None:
    for number, column in enumerate([{"x": [1]}, {"x": ["t"]}, {"y": [2]}]):
        table = pa.table({"id": [f"u{number}"], **column})
        parquet.write_table(table, tmp_path / f"{number}.parquet")
    assert _values(tmp_path, allow_sql=True) == {"u0": 1, "u1": "t", "u2": None}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("users.csv", "id,x,groups\na,1,p;q\nb,,\n"),
        ("users.csv", "\ufeffid,x,groups\r\na,1,p;q\r\nb,,\r\n"),
        ("users.csv", 'id;x;groups\na;1;"p;q"\nb;;\n'),
        ("users.csv", "id\tx\tgroups\na\t1\tp;q\nb\t\t\n"),
        ("users.csv", '\n"id","x","groups"\n\na,1,"[""p"", ""q""]"\nb,,\n'.lstrip("\n")),
        ("users.jsonl", '\n{"id": "a", "x": "1", "groups": ["p", "q"]}\n  \n{"id": "b"}\n'),
        ("users.jsonl", '\ufeff{"id": "a", "x": "1", "groups": ["p", "q"]}\r\n{"id": "b"}'),
    ],
)
@pytest.mark.parametrize("is_packed", [False, True])
def test_lines_of_every_make(name: str, text: str, is_packed: bool, tmp_path: Path) -> None:
    path = tmp_path / (f"{name}.gz" if is_packed else name)
    path.write_bytes(gzip.compress(text.encode()) if is_packed else text.encode())
    for place in (path, tmp_path):
        assert _values(place) == {"a": "1", "b": None}
        assert _values(place, "user.getGroups().![name]") == {"a": ["p", "q"], "b": []}


@pytest.mark.parametrize(
    ("groups", "names", "has_id"),
    [
        ('["a", "b"]', ["a", "b"], False),
        ('[{"id": "00g1", "name": "a"}, "b"]', ["a", "b"], True),
        ('[{"id": "00g1", "type": "OKTA_GROUP", "profile": {"name": "a"}}]', ["a"], True),
        ('[{"id": "00g1", "name": "a", "size": 3}, {"name": "b", "size": "big"}]', ["a", "b"], True),
        ('["\\ud800"]', ["\ud800"], False),
        ("[null]", [None], False),
        ("[]", [], False),
        ("null", [], False),
    ],
)
def test_groups_in_json_are_names_or_objects(
    groups: str, names: list[str], has_id: bool, tmp_path: Path
) -> None:
    path = tmp_path / "users.jsonl"
    path.write_text(f'{{"id": "a", "groups": {groups}}}\n{{"id": "b", "groups": []}}\n')
    assert _values(path, "user.getGroups().![name]") == {"a": names, "b": []}
    assert _values(path, "isMemberOfGroup('00g1')") == {"a": has_id, "b": False}
    assert _values(path, "isMemberOfGroupNameStartsWith('a')")["a"] is ("a" in names)


PACKED = gzip.compress(b"id,x\na,1\n" * 100, mtime=0)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("users.csv", b"", "users.csv: "),
        ("users.csv", b"id,x\na,1\nb,2,3\n", "Row #3: Expected 2 columns, got 3: b,2,3"),
        ("users.csv", b'id,x\na,"1\nb,2\n', "users.csv:2: a quotation mark is not closed"),
        ("users.csv", b'id,x\na,1\nb,"two\nlines"\nc,"2\n', "users.csv:5: a quotation mark is not closed"),
        ("users.csv", b'id;x\na;"1\nb;2\n', "users.csv:2: a quotation mark is not closed"),
        ("users.csv", b'id,x\na,"' + b"long line\n" * 20_000, "users.csv:2: a quotation mark is not closed"),
        ("users.csv", "id,x\na,\xe4\n".encode("latin-1"), "users.csv: "),
        ("users.csv", "id,x\na,1\n".encode("utf-16"), "users.csv: no UTF-8"),
        ("users.csv.gz", PACKED[:-9], "users.csv.gz: "),
        ("users.csv.gz", b"id,x\na,1\n", "users.csv.gz: "),
        ("users.jsonl.gz", PACKED[:-9], "users.jsonl.gz: Compressed file ended before"),
        ("users.jsonl", b'{"id": "a"}\n{"id": "\xff"}\n', "users.jsonl:2:9: no UTF-8"),
        ("users.jsonl", b'{"id": ' + b"[" * 100_000, "users.jsonl:1: the JSON nests too deeply"),
        (
            "users.jsonl",
            b'{"groups": []}\n{"groups": "x"}\n',
            "users.jsonl:2: the groups of a user must be a list",
        ),
        ("users.jsonl", b'{"groups": ["x", 1]}\n', "users.jsonl:1: the groups of a user must be a list"),
        ("users.parquet.gz", b"PAR1", "no file of users that ends in .parquet, .csv, .jsonl"),
        ("users.txt", b"id,x\n", "no file of users that ends in .parquet, .csv, .jsonl"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DirectoryError) as caught:
        _values(tmp_path / name)
    assert message in str(caught.value)


def test_a_last_cell_may_end_in_a_line_break(tmp_path: Path) -> None:
    long = "long line\n" * 20_000
    (tmp_path / "users.csv").write_text(f'id,x\na,"{long}"\n')
    assert _values(tmp_path) == {"a": long}


@pytest.mark.parametrize("allow_sql", [False, True])
def test_a_file_with_broken_pages_is_named(allow_sql: bool, tmp_path: Path) -> None:
    path = tmp_path / "users.parquet"
    parquet.write_table(pa.table({"id": ["a", "b"], "level": [1, 2]}), path)
    content = bytearray(path.read_bytes())
    content[4:60] = b"\xff" * 56
    path.write_bytes(bytes(content))
    with pytest.raises(DirectoryError, match=r"users\.parquet"):
        _values(path, "user.level > 1", allow_sql=allow_sql)
