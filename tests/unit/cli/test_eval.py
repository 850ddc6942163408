"""`eval`: values, where they are printed, and how the command ends."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from pytest_snapshot.plugin import Snapshot

from tests.support.program import SNAPSHOTS, Run

E1 = 'isMemberOfGroupName("dev") ? "developer" : "read_only"'


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (["1 + 1"], "2"),
        ([E1, "--group", "dev"], "developer"),
        ([E1], "read_only"),
        (["user.level > 3", "--set", "user.level=4"], "true"),
        (["user.zip", "--set", "user.zip=02115"], "02115"),
        (["user.zip", "--set", 'user.zip="2115"'], "2115"),
        (["user.a.b + user.a.c", "--set", "user.a.b=x", "--set", "user.a.c=y"], "xy"),
        (["user.nothing"], "null"),
        (["7 / 2.0"], "3.5"),
        (["user.profile.level", "--engine", "identity-engine", "--set", "user.profile.level=1"], "1"),
        (
            ["DateTime.now().plusDays(1)", "--engine", "identity-engine", "--now", "2026-01-01T00:00:00Z"],
            "2026-01-02T00:00Z",
        ),
    ],
)
def test_one_value_is_printed_as_it_is(oktaexpr: Run, arguments: list[str], printed: str) -> None:
    result = oktaexpr("eval", *arguments)
    assert (result.code, result.out, result.err) == (0, f"{printed}\n", "")


def test_numbers_and_texts_of_set_are_told_apart(oktaexpr: Run) -> None:
    assert oktaexpr("eval", "user.a", "--set", "user.a=4", "--format", "json").json["type"] == "Integer"
    assert oktaexpr("eval", "user.a", "--set", 'user.a="4"', "--format", "json").json["type"] == "String"
    assert oktaexpr("eval", "user.a", "--set", "user.a=NaN", "--format", "json").json["type"] == "String"
    assert oktaexpr("eval", "user.a", "--set", f"user.a={2**70}", "--format", "json").json["type"] == "String"


def test_keys_that_python_knows_are_plain_data(oktaexpr: Run) -> None:
    arguments = [part for name in ("self", "now", "roots", "__class__") for part in ("--set", f"{name}.x=1")]
    assert oktaexpr("eval", "self.x + now.x + roots.x", *arguments).out == "3\n"


def test_the_expression_may_come_from_a_file_or_standard_input(oktaexpr: Run, tmp_path: Path) -> None:
    path = tmp_path / "sum.oel"
    path.write_bytes(b"\xef\xbb\xbf2 +\n3\r\n")
    for arguments in ([str(path)], ["-f", str(path)]):
        assert oktaexpr("eval", *arguments).out == "5\n"
    for arguments in ([], ["-"], ["-f", "-"]):
        assert oktaexpr("eval", *arguments, stdin="2 + 3\n").out == "5\n"


def test_everyone_gets_a_row_and_values_are_counted(
    oktaexpr: Run, directory: str, snapshot: Snapshot
) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    result = oktaexpr("eval", "user.department", "-d", directory, "--all")
    assert (result.code, result.err) == (0, "")
    snapshot.assert_match(result.out, "eval_all.txt")


def test_an_error_of_one_user_is_a_row_and_the_exit_code(
    oktaexpr: Run, directory: str, snapshot: Snapshot
) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    result = oktaexpr("eval", "user.department.length()", "-d", directory, "--all")
    assert result.code == 1
    snapshot.assert_match(result.out, "eval_all_error.txt")
    rows = list(
        csv.DictReader(
            io.StringIO(
                oktaexpr("eval", "user.department.length()", "-d", directory, "--all", "--format", "csv").out
            )
        )
    )
    assert [row["value"] for row in rows] == ["4", "0", ""]
    assert rows[2]["error"].startswith("METHOD_ON_NULL: ")


def test_csv_tells_null_from_an_empty_text(oktaexpr: Run, directory: str) -> None:
    out = oktaexpr("eval", "user.department", "-d", directory, "--all", "--format", "csv").out
    assert (
        out
        == "user,type,value,error\nann@acme.example,String,Data,\nbo@acme.example,String,,\ncy@acme.example,null,,\n"
    )


def test_json_of_everyone(oktaexpr: Run, directory: str) -> None:
    document = oktaexpr("eval", "user.level", "-d", directory, "--all", "--format", "json").json
    assert document["schema_version"] == 1
    assert document["results"][0] == {"user": "ann@acme.example", "value": 4, "type": "Integer"}
    assert document["summary"] == {
        "users": 3,
        "errors": 0,
        "counts": [{"value": 4, "type": "Integer", "count": 2}, {"value": 2, "type": "Integer", "count": 1}],
    }


def test_json_of_an_error(oktaexpr: Run) -> None:
    result = oktaexpr("eval", "user.a.b", "--format", "json")
    assert result.code == 1
    assert result.json["error"]["code"] == "PROPERTY_ON_NULL"


def test_some_users_are_named(oktaexpr: Run, directory: str) -> None:
    assert oktaexpr("eval", "user.firstName", "-d", directory, "-u", "bo@acme.example").out == "Bo\n"
    both = oktaexpr(
        "eval", "user.firstName", "-d", directory, "-u", "bo@acme.example", "-u", "cy@acme.example"
    )
    assert [line.split()[-1] for line in both.out.splitlines()[2:4]] == ["Bo", "Cy"]


def test_set_and_group_change_a_user_and_not_the_directory(oktaexpr: Run, directory: str) -> None:
    changed = ["-d", directory, "-u", "bo@acme.example", "--set", "user.level=9", "--group", "dev"]
    text = 'user.firstName + user.level + isMemberOfGroup("00g1") + isMemberOfGroupName("ro")'
    assert oktaexpr("eval", text, *changed).out == "Bo9truetrue\n"
    assert oktaexpr("eval", text, *changed[:4]).out == "Bo2falsetrue\n"


def test_faults_are_drawn_on_standard_error(oktaexpr: Run, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    for expression, name in (("user.level.x", "eval_no_value.txt"), ("1 +", "eval_syntax.txt")):
        result = oktaexpr("eval", expression)
        assert (result.code, result.out) == (1, "")
        snapshot.assert_match(result.err, name)


@pytest.mark.parametrize(
    "arguments",
    [
        ["1", "-f", "x.oel"],
        ["1", "--all"],
        ["1", "--user", "x"],
        ["1", "--app", "x"],
        ["1", "--all", "--user", "x"],
        ["1", "--set", "x"],
        ["1", "--set", "a..b=1"],
        ["1", "--now", "yesterday"],
        ["1", "--engine", "bogus"],
        ["1", "--format", "yaml"],
        ["-f", "no-such-file.oel"],
        ["1", "2"],
        ["--bogus"],
    ],
)
def test_wrong_usage_is_2_and_says_so(oktaexpr: Run, arguments: list[str]) -> None:
    result = oktaexpr("eval", *arguments)
    assert (result.code, result.out) == (2, "")
    assert "Error: " in result.err


def test_an_unknown_user_or_a_bad_directory_is_1(oktaexpr: Run, directory: str, tmp_path: Path) -> None:
    unknown = oktaexpr("eval", "1", "-d", directory, "-u", "an@acme.example")
    assert unknown.code == 1
    assert 'did you mean "ann@acme.example"' in unknown.err
    broken = tmp_path / "broken.json"
    broken.write_text('{"users": [{"profile": {}}]}')
    result = oktaexpr("eval", "1", "-d", str(broken), "--all")
    assert result.code == 1
    assert "broken.json:1:" in result.err


def test_bytes_that_are_no_text_are_1(oktaexpr: Run) -> None:
    result = oktaexpr("eval", stdin=b"'\xff'")
    assert (result.code, result.err) == (1, "error: <stdin>: byte 1 is not UTF-8\n")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_what_powershell_writes_is_named(oktaexpr: Run, encoding: str) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    result = oktaexpr("eval", stdin=mark + "1 + 1".encode(encoding))
    assert (result.code, result.err) == (
        1,
        "error: <stdin>: byte 0 is not UTF-8: it is UTF-16, save it as UTF-8\n",
    )


@pytest.mark.parametrize("command", ["eval", "explain", "fmt", "tree"])
@pytest.mark.parametrize("argument", ["gone.oel", "a/gone.oel", "../gone.oel"])
def test_a_file_that_is_not_there_is_no_expression(oktaexpr: Run, command: str, argument: str) -> None:
    result = oktaexpr(command, argument)
    assert (result.code, result.out) == (2, "")
    assert f"cannot read '{argument}': No such file or directory" in result.err


def test_an_attribute_of_that_name_is_an_expression(oktaexpr: Run) -> None:
    assert oktaexpr("eval", "user.oel", "--set", "user.oel=4").out == "4\n"


@pytest.mark.parametrize("command", ["eval", "explain"])
def test_a_directory_of_which_nobody_is_asked_is_said(oktaexpr: Run, directory: str, command: str) -> None:
    remark = "info: this is the value for nobody: --user LOGIN asks for one of the directory\n"
    assert oktaexpr(command, "1", "-d", directory).err == remark
    for asked in (["--user", "ann@acme.example"], ["--set", "user.level=4"], ["--group", "dev"]):
        assert oktaexpr(command, "1", "-d", directory, *asked).err == ""


def test_hidden_characters_are_written_as_escapes(oktaexpr: Run) -> None:
    assert oktaexpr("eval", "'\x1b[31m\u202e\ud800[red]'").out == "\\u001b[31m\\u202e\\ud800[red]\n"
    document = oktaexpr("eval", "'\x9b\u202e\ud800'", "--format", "json")
    assert "\\u009b\\u202e\\ud800" in document.out
    assert document.json["value"] == "\x9b\u202e\ud800"


def test_redact_hides_values_and_logins(oktaexpr: Run, directory: str) -> None:
    for output in ("table", "json", "csv"):
        out = oktaexpr("eval", "user.firstName", "-d", directory, "--all", "--redact", "--format", output).out
        assert "Ann" not in out
        assert "acme.example" not in out
        cut = oktaexpr(
            "eval", "user.firstName.substring(0, 2)", "-d", directory, "--all", "--redact", "--format", output
        ).out
        assert "An" not in cut
        assert "part#1" in cut
    failed = oktaexpr("eval", "Convert.toInt(user.secret)", "--set", "user.secret=Geheim", "--redact")
    assert failed.code == 1
    assert "Geheim" not in failed.out + failed.err
