"""Fixes in files: what is written, what stays, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from oktaexpr.formats import FileSettings, fix_files, fixing
from oktaexpr.formats.reader import read_unit
from oktaexpr.formats.reading import Reading, Unit

SETTINGS = FileSettings(yaml_keys={"expression": "profile-mapping"}, use_cache=False)


def _claim(literal: str) -> str:
    return f'resource "okta_auth_server_claim" "a" {{\n  value = {literal}\n}}\n'


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.tf", _claim(r'"user.a = \"${var.x}\""'), _claim(r'"user.a == \"${var.x}\""')),
        ("a.tf", _claim("<<EOT\n\tuser.a = '$${x'\nEOT"), _claim("<<EOT\n\tuser.a == '$${x'\nEOT")),
        (
            "a.tf",
            _claim('"${local.x}"') + 'locals { x = "user.a = 1" }\n',
            _claim('"${local.x}"') + 'locals { x = "user.a == 1" }\n',
        ),
        (
            "a.json",
            r'[{"claimType": "X", "valueType": "EXPRESSION", "value": "\u0075ser.a = \"\u00e9\""}]',
            None,
        ),
        ("a.md", "> ```okta\n> user.a = 1\n> ```\n", "> ```okta\n> user.a == 1\n> ```\n"),
        ("a.yaml", "expression: user.a = 1 # x\n", "expression: user.a == 1 # x\n"),
        ("a.yaml", "expression: 'user.a = ''b'''\n", "expression: 'user.a == ''b'''\n"),
        ("a.yaml", "expression: >-\n  user.a\n  = 1\n", "expression: >-\n  user.a\n  == 1\n"),
        (
            "a.yaml",
            "expression: IIF(user.a, user.b, user.c)\n",
            'expression: "user.a ? user.b : user.c"\n',
        ),
        ("a.oel", "\ufeffuser.a = 1\r\n", "\ufeffuser.a == 1\r\n"),
    ],
)
def test_only_the_characters_of_the_fix_change(
    tmp_path: Path, name: str, before: str, after: str | None
) -> None:
    path = tmp_path / name
    path.write_bytes(before.encode())
    (file,) = fix_files([path], SETTINGS)
    assert path.read_bytes().decode() == (after or before.replace(" = ", " == "))
    assert file.path == str(path)
    assert fix_files([path], SETTINGS) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.tf", _claim('"user.a = ${var.x')),
        ("a.tf", _claim('"user.a == \\"b\\""')),
        ("plan.json", '{"resource_changes": [{"address": "okta_auth_server_claim.a", "type": "okta_auth_server_claim", '
                      '"change": {"actions": ["create"], "after": {"value": "user.a = 1"}}}]}'),
    ],
)  # fmt: skip
def test_what_cannot_be_fixed_is_left_alone(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert fix_files([path], SETTINGS) == []
    assert path.read_text("utf-8") == text


def test_nothing_is_written_for_a_look(tmp_path: Path) -> None:
    path = tmp_path / "a.oel"
    path.write_text("user.a = 1", encoding="utf-8")
    (file,) = fix_files([path], SETTINGS, write=False)
    assert (file.before, file.after, path.read_text("utf-8")) == ("user.a = 1", "user.a == 1", "user.a = 1")


def test_a_comment_that_switches_off_keeps_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.tf"
    path.write_text(
        "# oktaexpr: ignore\n" + _claim('"user.a = 1" # oktaexpr: ignore[OEL123]'), encoding="utf-8"
    )
    assert fix_files([path], SETTINGS) == []


def test_two_uses_of_one_text_are_fixed_together(tmp_path: Path) -> None:
    path = tmp_path / "a.tf"
    uses = "".join(f'resource "okta_auth_server_claim" "{name}" {{ value = local.x }}\n' for name in "ab")
    path.write_text(uses + 'locals { x = "user.a = 1" }\n', encoding="utf-8")
    fix_files([path], SETTINGS)
    assert path.read_text("utf-8") == uses + 'locals { x = "user.a == 1" }\n'


@pytest.mark.parametrize(("expression", "count"), [("user.city", 1), ("NOT user.active", 2)])
def test_each_version_of_a_file_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expression: str, count: int
) -> None:
    path = tmp_path / "main.tf"
    path.write_text(f'resource "okta_group_rule" "a" {{\n  expression_value = "{expression}"\n}}\n', "utf-8")
    seen: list[Unit] = []

    def counted(unit: Unit, settings: FileSettings) -> Reading:
        seen.append(unit)
        return read_unit(unit, settings)

    monkeypatch.setattr(fixing, "read_unit", counted)
    assert len(fix_files([path], FileSettings(use_cache=False))) == count - 1
    assert len(seen) == count
