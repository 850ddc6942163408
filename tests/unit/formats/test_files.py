"""Walking files and folders, what cannot be read, comments that switch off, and the cache."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from oktaexpr.errors import UsageError
from oktaexpr.formats import FileSettings, check_files, find, unit_check
from oktaexpr.formats import cache as formats_cache

WITHOUT_CACHE = FileSettings(use_cache=False)
BAD_RULE = 'resource "okta_group_rule" "a" {\n  expression_value = "user.firstname == 1"\n}\n'
Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Give a function that writes a file below a folder of its own."""

    def make(name: str, text: str) -> Path:
        path = tmp_path / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return make


def _names(root: Path) -> list[str]:
    return [Path(one.path).relative_to(root).as_posix() for one in find([root], WITHOUT_CACHE)]


def test_walk_passes_over_what_is_not_the_users_own(write: Write, tmp_path: Path) -> None:
    for folder in (".git", ".terraform/modules", "node_modules/x", ".hidden", "src"):
        write(f"{folder}/main.tf", BAD_RULE)
    write(".hidden.tf", BAD_RULE)
    write("notes.txt", BAD_RULE)
    root = tmp_path / "tree"
    (root / "src" / "loop").symlink_to(root, target_is_directory=True)
    (root / "src" / "linked.tf").symlink_to(root / "src" / "main.tf")
    (root / "src" / "broken.tf").symlink_to(root / "nowhere.tf")
    assert _names(root) == ["src/linked.tf", "src/main.tf"]


def test_a_file_that_is_named_twice_is_read_once(write: Write, tmp_path: Path) -> None:
    path = write("main.tf", BAD_RULE)
    assert len(check_files([path, tmp_path / "tree", path], WITHOUT_CACHE)) == 1


def test_files_of_a_folder_refer_to_each_other_though_one_is_asked_for(write: Write) -> None:
    write("locals.tf", 'locals { rule = "user.firstname == 1" }\n' + BAD_RULE)
    path = write("main.tf", 'resource "okta_group_rule" "b" { expression_value = local.rule }\n')
    (found,) = check_files([path], WITHOUT_CACHE)
    assert (Path(found.path).name, found.start) == ("locals.tf", (1, 23))
    assert [(Path(use.path).name, use.line, use.column) for use in found.used_by] == [("main.tf", 1, 34)]


def test_one_text_with_two_uses_is_reported_once(write: Write) -> None:
    uses = "".join(
        f'resource "okta_group_rule" "{name}" {{ expression_value = local.rule }}\n' for name in ("a", "b")
    )
    path = write("main.tf", 'locals { rule = "user.firstname == 1" }\n' + uses)
    (found,) = check_files([path], WITHOUT_CACHE)
    assert [use.address for use in found.used_by] == ["okta_group_rule.a", "okta_group_rule.b"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("main.tf", b'resource "okta_x" "\xff', "byte 19 is not UTF-8"),
        ("rule.json", '{"type": "urn:okta:expression:1.0"}'.encode("utf-16"), "byte 0 is not UTF-8"),
        ("main.txt", b"user.a", "a name with this end is no file that expressions are read from"),
        ("main.oel", b"user.a == \xe9", "byte 10 is not UTF-8"),
        ("large.md", b"x" * 10_000_001, "more than 10,000,000 bytes are no file that people wrote"),
    ],
)
def test_what_cannot_be_read_is_a_diagnostic(write: Write, name: str, content: bytes, message: str) -> None:
    path = write(name, "")
    path.write_bytes(content)
    (found,) = check_files([path], WITHOUT_CACHE)
    assert (found.diagnostic.code, found.diagnostic.message, found.path) == ("OEL190", message, str(path))


@pytest.mark.parametrize("text", ["{", '{"a": 1,}', "[1] 2 x", ""])
def test_broken_json_is_told_where_it_was_named(write: Write, tmp_path: Path, text: str) -> None:
    path = write("a.json", text)
    assert check_files([tmp_path / "tree"], WITHOUT_CACHE) == []
    found = [one.diagnostic.code for one in check_files([path], WITHOUT_CACHE)]
    assert found == (["OEL193"] if text else [])
    write("a.json", f'{text}"urn:okta:expression:1.0')
    assert [one.diagnostic.code for one in check_files([path], WITHOUT_CACHE)] == ["OEL190"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_a_file_of_another_encoding_in_a_folder_is_not_passed_over_in_silence(
    write: Write, tmp_path: Path, encoding: str
) -> None:
    write("rule.json", "").write_bytes("\ufeff{urn:okta:expression:1.0}".encode(encoding))
    write("groups.json", "").write_bytes('\ufeff[{"type": "OKTA_GROUP"}]'.encode(encoding))
    write("rules.csv", "").write_bytes("\ufeffname,Expression\r\na,user.a\r\n".encode(encoding))
    write("other.json", "").write_bytes("\ufeff{}".encode(encoding))
    write("users.csv", "").write_bytes("\ufefflogin,title\r\na,b\r\n".encode(encoding))
    found = check_files([tmp_path / "tree"], WITHOUT_CACHE)
    assert [Path(one.path).name for one in found] == ["groups.json", "rule.json", "rules.csv"]
    assert {(one.diagnostic.message, one.diagnostic.help) for one in found} == {
        ("byte 0 is not UTF-8", "it is UTF-16: save it as UTF-8")
    }


def test_a_block_that_a_carriage_return_hides_is_told(write: Write) -> None:
    path = write("a.md", "# Rules\r\r```okta\ruser.firstname == 1\r```\r")
    (found,) = check_files([path], WITHOUT_CACHE)
    assert (
        found.diagnostic.message == "a carriage return alone ends no line, so the block behind it is not seen"
    )
    assert found.diagnostic.help == "save the file with line feeds"
    write("a.md", "# Rules\r\r```\rokta\r```\r")
    assert check_files([path], WITHOUT_CACHE) == []


@pytest.mark.parametrize("name", ["gone.tf", "gone"])
def test_a_path_that_is_not_there(tmp_path: Path, name: str) -> None:
    (found,) = check_files([tmp_path / name], WITHOUT_CACHE)
    assert found.diagnostic.message == "cannot be read: No such file or directory"


def test_a_byte_order_mark_is_no_part_of_the_text(write: Write) -> None:
    path = write("a.oel", "\ufeffuser.firstname == 1\r\n")
    (found,) = check_files([path], WITHOUT_CACHE)
    assert found.start == (1, 6)


def test_large_json_is_read(write: Write) -> None:
    users = [
        {"id": f"00u{number}", "profile": {"login": f"user{number}@acme.example"}}
        for number in range(120_000)
    ]
    rule = {"name": "x", "conditions": {"expression": {"value": "user.firstname == 1"}}}
    path = write("export.json", json.dumps([*users, rule]))
    assert path.stat().st_size > 7_000_000
    (found,) = check_files([path], WITHOUT_CACHE)
    assert found.source.slice(found.diagnostic.span) == "firstname"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('expression_value = "user.firstname == 1" # oktaexpr: ignore[OEL208]', 0),
        ('expression_value = "user.firstname == 1" // oktaexpr: ignore', 0),
        ('expression_value = "user.firstname == 1" /* oktaexpr: ignore[OEL501, OEL208] */', 0),
        ('# oktaexpr: ignore[OEL208]\n  expression_value = "user.firstname == 1"', 0),
        (
            "# oktaexpr: ignore[OEL208]\n  expression_value = <<EOT\nuser.city == 'x'\n OR user.firstname == 1\nEOT",
            0,
        ),
        ('expression_value = "user.firstname == 1" # oktaexpr: ignore[OEL501]', 1),
        ('name = "x" # oktaexpr: ignore[OEL208]\n  expression_value = "user.firstname == 1"', 1),
        ('name = "# oktaexpr: ignore"\n  expression_value = "user.firstname == 1"', 1),
        ("expression_value = \"user.firstname == '# oktaexpr: ignore'\"", 1),
        ('expression_value = "user.firstname == 1" # oktaexpr: ignore[]', 1),
    ],
)
def test_comments_switch_off(write: Write, text: str, count: int) -> None:
    path = write("main.tf", f'resource "okta_group_rule" "a" {{\n  {text}\n}}\n')
    assert len(check_files([path], WITHOUT_CACHE)) == count


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "<!-- oktaexpr: ignore[OEL208] -->\n```okta\nuser.firstname == 1\n```\n"),
        ("a.yaml", "rules:\n  # oktaexpr: ignore\n  - expression: user.firstname == 1\n"),
        ("a.yaml", "rules:\n  - expression: user.firstname == 1 # oktaexpr: ignore[OEL208]\n"),
    ],
)
def test_comments_of_other_formats(write: Write, name: str, text: str) -> None:
    settings = FileSettings(yaml_keys={"expression": ""}, use_cache=False)
    path = write(name, text)
    assert check_files([path], settings) == []
    write(name, text.replace("oktaexpr: ignore", "x"))
    assert len(check_files([path], settings)) == 1


def test_settings_say_what_is_wanted_where(write: Write, tmp_path: Path) -> None:
    write("rules/a.oel", 'Convert.toInt("1") == user.firstname')
    root = tmp_path / "tree"
    plain = [one.diagnostic.code for one in check_files([root], WITHOUT_CACHE)]
    assert plain == ["OEL208"]
    placed = FileSettings(usage_in={"rules/*.oel": "group-rule"}, use_cache=False)
    assert {one.diagnostic.code for one in check_files([root], placed)} == {"OEL208", "OEL401"}
    ignored = FileSettings(ignore_in={"rules/*": ("OEL2",)}, use_cache=False)
    assert check_files([root], ignored) == []
    assert check_files([root], FileSettings(select=("OEL5",), use_cache=False)) == []
    with pytest.raises(UsageError):
        check_files([root], FileSettings(usage="nowhere", use_cache=False))


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give a cache folder of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("OKTAEXPR_NO_CACHE", raising=False)
    return tmp_path / "cache" / "oktaexpr" / "files"


def test_the_second_run_checks_nothing_anew(
    write: Write, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("main.tf", BAD_RULE + 'resource "okta_group" "g" { name = "x" }\n')
    write("more/other.tf", 'resource "okta_group_rule" "b" { expression_value = "user.city = 1" }')
    first = check_files([tmp_path / "tree"])
    assert len(first) == 2
    assert {path.stat().st_mode & 0o077 for path in (cache, cache.parent)} == {0}

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(unit_check, "check", refuse)
    assert check_files([tmp_path / "tree"]) == first
    assert len(check_files([tmp_path / "tree"])) == 2
    write("more/other.tf", 'resource "okta_group_rule" "b" { expression_value = "user.city = 2" }')
    with pytest.raises(AssertionError):
        check_files([tmp_path / "tree"])


def test_another_version_of_a_library_trusts_nothing(
    write: Write, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("main.tf", BAD_RULE)
    check_files([path])
    old = set(cache.iterdir())
    version = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "99" if name == "python-hcl2" else version(name))
    formats_cache._installation.cache_clear()
    check_files([path])
    formats_cache._installation.cache_clear()
    assert old < set(cache.iterdir())


def test_the_libraries_that_the_cache_depends_on_are_ours() -> None:
    pyproject = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*pyproject["dependencies"], *pyproject["optional-dependencies"]["terraform"]]
    names = {re.split(r"[<>=\[ ]", one, maxsplit=1)[0] for one in wanted}
    assert set(formats_cache.READ_WITH) <= names


def test_what_the_files_say_of_the_org_counts_for_all(write: Write, tmp_path: Path, cache: Path) -> None:
    write("main.tf", 'resource "okta_group_rule" "a" { expression_value = "isMemberOfGroupName(\'x\')" }')
    assert check_files([tmp_path / "tree"]) == []
    write("export/groups.json", '[{"id": "00gy", "type": "OKTA_GROUP", "profile": {"name": "y"}}]')
    assert [one.diagnostic.code for one in check_files([tmp_path / "tree"])] == ["OEL205"]
    assert cache.exists()


def test_a_broken_entry_is_made_anew(write: Write, tmp_path: Path, cache: Path) -> None:
    write("main.tf", BAD_RULE)
    first = check_files([tmp_path / "tree"])
    for entry in cache.iterdir():
        entry.write_text("[[", encoding="utf-8")
    assert check_files([tmp_path / "tree"]) == first


def test_old_entries_go(write: Write, tmp_path: Path, cache: Path) -> None:
    path = write("main.tf", BAD_RULE)
    check_files([path])
    old = set(cache.iterdir())
    for entry in old:
        os.utime(entry, (time.time() - 40 * 86_400,) * 2)
    write("main.tf", BAD_RULE + "\n")
    check_files([path])
    assert old.isdisjoint(cache.iterdir())
    assert len(list(cache.iterdir())) == len(old)


def test_no_cache_where_it_is_not_wanted(write: Write, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("main.tf", BAD_RULE)
    check_files([path], WITHOUT_CACHE)
    monkeypatch.setenv("OKTAEXPR_NO_CACHE", "1")
    check_files([path])
    assert not cache.exists()


def test_tables_without_expressions_are_not_read(write: Write, tmp_path: Path) -> None:
    write("users.csv", "login,title\n" + "x" * 11_000_000)
    rules = write("rules.csv", 'name,expression\nOne,"user.firstname == ""a"""\nTwo,user.a,b\n')
    found = check_files([tmp_path / "tree"], WITHOUT_CACHE)
    assert [(Path(one.path).name, one.diagnostic.code, one.start) for one in found] == [
        ("rules.csv", "OEL208", (2, 11)),
        ("rules.csv", "OEL190", (3, 1)),
    ]
    assert found[0].source.slice(found[0].diagnostic.span) == "firstname"
    assert len(check_files([rules], WITHOUT_CACHE)) == 2


def test_checking_files_loads_nothing_that_gathers_users(write: Write) -> None:
    path = write("main.tf", BAD_RULE)
    write("rules.csv", "name,expression\nOne,user.a\n")
    script = (
        "import sys\nfrom oktaexpr.formats import FileSettings, check_files\n"
        "found = check_files([sys.argv[1]], FileSettings(use_cache=False))\n"
        "print(len(found), [name for name in ('pydantic', 'pyarrow', 'yaml') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path.parent)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "1 []\n"
