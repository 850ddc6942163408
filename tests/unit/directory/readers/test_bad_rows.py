"""A bad row costs that row: file, line, column and reason are said, and with `strict` the first one ends it all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from oktaexpr.directory import Directory
from oktaexpr.directory.readers.places import MOST_PLACED
from oktaexpr.errors import DirectoryError

GOOD = '{"id": "00u1", "status": "ACTIVE", "profile": {"login": "mia"}}'
GROUP = '{"id": "00g1", "type": "OKTA_GROUP", "profile": {"name": "a"}}'


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("x.json", f'[\n{GOOD},\n  {{"id": "00u2", "profile": {{}}}}\n]', "3:18: profile.login: the key is missing"),
        ("x.json", f'[{GOOD}, 7]', "1:67: expected an object with keys"),
        ("x.json", f'[{GOOD},\n{{"id": "00u2", "id": "00u3"}}]', "2:1: a key stands twice"),
        ("x.json", f'[{GOOD},\n{{"id": "00u2", "profile": {{"n": NaN}}}}]', "2:1: NaN is no number that Okta has"),
        (
            "x.json",
            f'[{GOOD},\n{{"id": "00u2", "status": "Active", "profile": {{"login": "t"}}}}]',
            "2:16: status: expected 'STAGED'",
        ),
        ("x.json", f'[{GOOD},\n {GOOD.replace("mia", "tom")}]', '2:3: id: the id "00u1" is taken by another user'),
        ("x.json", f'[{GOOD}, {GROUP},\n{{"groupId": "00g1", "id": "00u9"}}]', '2:21: user: no user "00u9"'),
        ("x.json", f'[{GOOD}, {GROUP},\n{{"groupId": "00g9", "id": "00u1"}}]', '2:2: group: no group "00g9"'),
        ("x.jsonl", f'{GOOD}\n\n{{"id": "00u2",\n', "3:1: column 15: no JSON"),
        ("x.jsonl", f'{GOOD}\n{GOOD} {GOOD}\n', "2:1: more than one value in the line"),
        ("x.jsonl", f'{GOOD}\n{{"id": "00u2", "profile": {{"login": 7}}}}\n', "2:28: profile.login: expected text"),
        ("x.csv", "id,login\n1,mia\n2,tom,x\n", "3:1: 3 cells, but the header has 2"),
        ("x.csv", "id,login,status\n1,mia,ACTIVE\n2,tom,Retired\n", "3:7: status: expected 'STAGED'"),
        ("x.csv", 'id,login,title\n1,mia,a\n2,tom,"b\n3,eve,c\n', "3:1: a quotation mark is not closed"),
        ("x.csv", 'id,login,title\n1,mia,a\n2,tom,"', "3:1: a quotation mark is not closed"),
        ("x.csv", "id,login\n1,mia\n2,\n", "3:3: profile.login: the key is missing"),
        ("x.csv", 'id,login,title\n1,mia,"a\nb"\n1,tom,c\n', '4:1: id: the id "1" is taken by another user'),
        ("x.csv", "id,profile\n1,\"{\"\"login\"\": \"\"mia\"\"}\"\n2,{\n", "3:3: profile: expected a profile as JSON"),
    ],
)  # fmt: skip
def test_the_place_and_the_reason(tmp_path: Path, name: str, text: str, expected: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    directory = Directory.load(tmp_path)
    assert [user.login for user in directory.users] == ["mia"]
    (row,) = directory.skipped
    line, _, rest = expected.partition(": ")
    found = str(row)
    place = ":".join(found.split(":")[:3])
    assert rest in found
    assert directory.skipped_count == 1
    assert directory.notes[-1] == "1 row skipped"
    with pytest.raises(DirectoryError) as caught:
        Directory.load(tmp_path, strict=True)
    assert caught.value.message == found
    assert place == f"{name}:{line}"


def test_what_several_groups_are_called_is_no_reference(tmp_path: Path) -> None:
    groups = [{"id": f"00g{at}", "profile": {"name": "Sales"}} for at in "12"]
    (tmp_path / "x.json").write_text(f"[{GOOD}, {json.dumps(groups)[1:-1]}]", encoding="utf-8")
    (tmp_path / "y.csv").write_text("user,group\nmia,Sales\n", encoding="utf-8")
    (row,) = Directory.load(tmp_path).skipped
    assert str(row) == 'y.csv:2:5: group: 2 groups are called "Sales": only an id tells them apart'


def test_pages_that_overlap_are_no_problem(tmp_path: Path) -> None:
    for page in "12":
        (tmp_path / f"users-{page}.json").write_text(f"[{GOOD}]", encoding="utf-8")
    directory = Directory.load(tmp_path)
    assert len(directory.users) == 1
    assert not directory.skipped_count


def test_very_many_bad_rows_are_counted_and_the_first_are_kept(tmp_path: Path) -> None:
    rows = "\n".join(f"nobody{at},a" for at in range(MOST_PLACED + 5))
    (tmp_path / "x.json").write_text(f"[{GOOD}, {GROUP}]", encoding="utf-8")
    (tmp_path / "y.csv").write_text(f"user,group\n{rows}\n", encoding="utf-8")
    directory = Directory.load(tmp_path)
    assert directory.skipped_count == MOST_PLACED + 5
    assert len(directory.skipped) == MOST_PLACED
    assert directory.skipped[-1].line == MOST_PLACED + 1


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("x.json", b'[{"id": "00u1"', "x.json: line 1, column 15: no JSON"),
        ("x.json", b"[1] 2", "x.json: line 1, column 5: no JSON: extra data"),
        ("x.json", b'[{"id": "00u1"},]', "x.json: line 1, column 16: no JSON: nothing follows the comma"),
        ("x.json", b'["\xff"]', "x.json: no UTF-8 at byte 3"),
        ("x.csv", b"login\n\xff\n", "x.csv: no UTF-8 in line 1 or soon after"),
        ("x.csv", b"amount,date\n1,2\n", 'x.csv: the columns "amount", "date" make no table'),
        ("x.json", b'[{"id": "rul1", "type": "SIGN_ON"}]', "no file holds users, groups or memberships"),
        ("x.json", b"[" * 100_000, "nest too deep"),
    ],
)
def test_a_file_that_is_broken_as_a_whole_is_refused(
    tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DirectoryError) as caught:
        Directory.load(tmp_path)
    assert expected in caught.value.message


def test_hostile_rows_are_only_rows(tmp_path: Path) -> None:
    deep = "[" * 150 + "]" * 150
    texts = [
        f"[{GOOD},",
        f'{{"id": "00u2", "profile": {{"login": "x", "deep": {deep}}}}},',
        '{"id": "00u3", "profile": {"login": "\\u001b[31mred", "__class__": 1, "self": 2}}]',
    ]
    (tmp_path / "x.json").write_text("\n".join(texts), encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    directory = Directory.load(tmp_path)
    assert [user.login for user in directory.users] == ["mia", "\x1b[31mred"]
    assert "nest more than 100 deep" in directory.skipped[0].reason
    assert all(str(row).isprintable() for row in directory.skipped)


def test_a_quotation_mark_that_is_never_closed_costs_its_cell_only(tmp_path: Path) -> None:
    text = 'login,title\nmia,"' + "x" * 140_000 + "\ntom,y\n"
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    directory = Directory.load(tmp_path)
    assert directory.skipped[0].line == 2
    assert "not closed" in directory.skipped[0].reason
