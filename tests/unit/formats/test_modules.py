"""Terraform modules of several files: JSON syntax, values of variables, files that are read in, states."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from oktaexpr.formats import FileSettings, check_files, find, fix_files
from oktaexpr.formats.found import FoundExpression
from oktaexpr.formats.hcl.filled import hole_text

CASES = tomllib.loads(Path(__file__).with_name("modules.toml").read_text("utf-8"))["case"]
WITHOUT_CACHE = FileSettings(use_cache=False)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Give the folder that is checked; beside it may lie what is not."""
    folder = tmp_path / "tree"
    folder.mkdir()
    return folder


def _write(tree: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


def _shown(found: FoundExpression) -> list[str]:
    text = found.text
    for reference in found.holes:
        text = text.replace(hole_text(reference), f"{{{{{reference}}}}}")
    return [found.address, text]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_module(case: dict[str, Any], tree: Path) -> None:
    _write(tree, case["files"])
    expected = case["expected"]
    assert [_shown(one) for one in find([tree], WITHOUT_CACHE)] == expected["found"]
    settings = FileSettings(select=tuple(expected.get("only", ())), use_cache=False)
    places = [
        [
            one.diagnostic.code,
            Path(one.path).relative_to(tree).as_posix(),
            one.start.line,
            one.source.slice(one.diagnostic.span),
        ]
        for one in check_files([tree], settings)
    ]
    assert places == expected["places"]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (
            "main.tf.json",
            r'{"resource": {"okta_group_rule": {"a": {"expression_value": "user.city = \"x\u0041\""}}}}',
            r'{"resource": {"okta_group_rule": {"a": {"expression_value": "user.city == \"x\u0041\""}}}}',
        ),
        (
            "main.tf.json",
            r'{"resource": {"okta_group_rule": {"a": {"expression_value": "${format(\"user.city = %s\", \"1\")}"}}}}',
            r'{"resource": {"okta_group_rule": {"a": {"expression_value": "${format(\"user.city == %s\", \"1\")}"}}}}',
        ),
        (
            "main.tf.json",
            '{"resource": {"okta_app_saml": {"a": {"subject_name_id_template": "${user.email}"}}}}',
            '{"resource": {"okta_app_saml": {"a": {"subject_name_id_template": "$${user.email}"}}}}',
        ),
        ("rule.oel", "user.city = 'x'\r\n", "user.city == 'x'\r\n"),
        ("rule.tftpl", "user.city = '${x}'\n", "user.city == '${x}'\n"),
    ],
)
def test_fixes_go_where_the_text_stands(tree: Path, name: str, before: str, after: str) -> None:
    reads = {
        "rule.oel": 'resource "okta_group_rule" "a" { expression_value = file("rule.oel") }\n',
        "rule.tftpl": 'resource "okta_group_rule" "a" { expression_value = templatefile("rule.tftpl", {x = 1}) }\n',
    }
    _write(tree, {name: before} | ({"main.tf": reads[name]} if name in reads else {}))
    (fixed,) = fix_files([tree], WITHOUT_CACHE)
    assert (Path(fixed.path).name, fixed.after) == (name, after)
    assert (tree / name).read_bytes().decode() == after


@pytest.mark.parametrize("root", ["tree", "./tree", "tree/", ".", "tree/main.tf", "./tree/main.tf"])
def test_however_the_tree_is_named_its_files_are_found(
    tree: Path, root: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(
        tree,
        {
            "main.tf": 'resource "okta_group_rule" "a" {\n  for_each = fileset("${path.module}/rules", "*.oel")\n'
            '  expression_value = file("${path.module}/rules/${each.value}")\n}\n'
            'resource "okta_group_rule" "b" {\n  expression_value = file("./rules/b.oel")\n}\n',
            "rules/b.oel": "user.firstname == 1",
        },
    )
    monkeypatch.chdir(tree.parent)
    assert [one.text for one in find([root], WITHOUT_CACHE)] == ["user.firstname == 1"] * 2
    (found,) = check_files([root], WITHOUT_CACHE)
    assert Path(found.path) == Path("tree/rules/b.oel")
    assert len(found.used_by) == 2


@pytest.mark.parametrize(
    ("folder", "pattern"), [("../..", "*"), ("rules", "../../*"), ("rules", "**/*"), (".", "rules/../../*/*")]
)
def test_only_the_tree_is_searched_and_one_folder_at_a_time(
    tree: Path, folder: str, pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever wrote a file decides neither where a check looks nor how long it takes."""
    searched: list[str] = []
    glob = Path.glob
    monkeypatch.setattr(Path, "glob", lambda path, *given: searched.append(str(given)) or glob(path, *given))
    rule = 'resource "okta_group_rule" "a" {\n  expression_value = file("rules/b.oel")\n}\n'
    listed = f'locals {{ names = fileset("${{path.module}}/{folder}", "{pattern}") }}\n'
    _write(tree, {"main.tf": f"{listed}{rule}", "rules/b.oel": "user.firstname == 1"})
    assert [one.text for one in find([tree], WITHOUT_CACHE)] == ["user.firstname == 1"]
    assert searched == []


def test_a_named_file_of_values_is_read(tree: Path) -> None:
    _write(tree, {"prod.tfvars": 'a = "x\n'})
    (problem,) = check_files([tree / "prod.tfvars"], WITHOUT_CACHE)
    assert (problem.diagnostic.code, problem.start) == ("OEL190", (1, 5))
    assert check_files([tree], WITHOUT_CACHE) == []


def test_a_text_that_two_modules_read_in_is_reported_once(tree: Path) -> None:
    rule = 'resource "okta_group_rule" "r" { expression_value = file("${path.module}/../rule.oel") }\n'
    _write(tree, {"a/main.tf": rule, "b/main.tf": rule, "rule.oel": "user.firstname == 1"})
    (found,) = check_files([tree], WITHOUT_CACHE)
    assert [Path(use.path).parent.name for use in found.used_by] == ["a", "b"]
    assert len(list(find([tree], WITHOUT_CACHE))) == 2


def test_a_change_of_a_file_that_is_read_in_is_seen(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tree.parent / "cache"))
    monkeypatch.delenv("OKTAEXPR_NO_CACHE", raising=False)
    rule = 'resource "okta_group_rule" "r" { expression_value = file("rule.oel") }\n'
    _write(tree, {"main.tf": rule, "rule.oel": "user.city == 'x'"})
    assert check_files([tree]) == []
    _write(tree, {"rule.oel": "user.firstname == 'x'"})
    assert len(check_files([tree])) == 1
