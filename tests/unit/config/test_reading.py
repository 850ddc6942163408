"""Configurations: what each key becomes, and what is said of a wrong one, at its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from oktaexpr.config import Configuration, ConfigurationError, read_configuration, template
from oktaexpr.diagnostics import Diagnostic, Severity
from oktaexpr.source import Span
from oktaexpr.types import Target


def _read(folder: Path, text: str, name: str = "oktaexpr.toml") -> Configuration:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_configuration(path)


def test_every_key_is_read(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        """
        select = ["OEL2", "oel501"]
        ignore = "DBT"
        fail-on = "warning"
        directory = "okta/export"
        [per-file-ignores]
        "legacy/*.tf" = ["OEL5"]
        [severity]
        OEL5 = "error"
        OEL501 = "info"
        [usages]
        "*.oel" = "group-rule"
        [yaml-keys]
        expression = ""
        "rules.*.when" = "group-rule"
        [targets]
        licenseType = ["developer", "it"]
        level = { type = "integer", enum = [1, 2] }
        [test]
        paths = ["checks", "more/a.oel.yaml"]
        fail-under = 87.5
        """,
    )
    assert (found.select, found.ignore) == (("OEL2", "OEL501"), ("DBT",))
    assert found.fail_on is Severity.WARNING
    assert found.directory == tmp_path / "okta/export"
    assert found.ignore_in == {"legacy/*.tf": ("OEL5",)}
    assert found.usages == {"*.oel": "group-rule"}
    assert found.yaml_keys == {"expression": "", "rules.*.when": "group-rule"}
    assert found.targets == {
        "licenseType": Target("string", ("developer", "it")),
        "level": Target("integer", (1, 2)),
    }
    assert found.test.paths == (tmp_path / "checks", tmp_path / "more/a.oel.yaml")
    assert found.test.fail_under == 87.5


def test_the_longest_code_says_the_severity() -> None:
    configuration = Configuration(severities={"OEL5": Severity.ERROR, "OEL501": Severity.INFO})
    diagnostic = Diagnostic("OEL501", Severity.WARNING, "m", Span(0, 1))
    assert configuration.adjusted(diagnostic).severity is Severity.INFO
    other = Diagnostic("OEL502", Severity.WARNING, "m", Span(0, 1))
    assert configuration.adjusted(other).severity is Severity.ERROR
    same = Diagnostic("OEL601", Severity.WARNING, "m", Span(0, 1))
    assert configuration.adjusted(same) is same


def test_a_command_line_selects_anew_and_ignores_on_top() -> None:
    configuration = Configuration(select=("OEL2",), ignore=("OEL6",))
    assert configuration.with_codes(None, None) == configuration
    changed = configuration.with_codes(["OEL5"], ["OEL501"])
    assert (changed.select, changed.ignore) == (("OEL5",), ("OEL6", "OEL501"))


def test_files_are_checked_with_it(tmp_path: Path) -> None:
    from oktaexpr.formats import check_files

    (tmp_path / "old.oel").write_text("String.lenn(user.login)")
    (tmp_path / "license.oel").write_text("user.level > 3 ? 'developer' : 'readonly'")
    configuration = _read(
        tmp_path,
        "[per-file-ignores]\n'old.oel' = ['OEL2']\n[targets]\n'license.oel' = ['developer', 'read_only']",
    )
    settings = configuration.file_settings(use_cache=False)
    (one,) = check_files([str(tmp_path)], settings)
    assert (Path(one.path).name, one.diagnostic.code[:4]) == ("license.oel", "OEL3")
    assert one.start.column == 32


def test_a_target_by_the_name_of_the_attribute(tmp_path: Path) -> None:
    from oktaexpr.formats import check_files

    mapping = {
        "id": "prm1",
        "source": {"id": "oty1", "type": "user", "name": "user"},
        "target": {"id": "otya", "type": "appuser", "name": "dbt"},
        "properties": {"licenseType": {"expression": "user.level > 3 ? 'developer' : 'readonly'"}},
    }
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps(mapping))
    assert check_files([str(path)], _read(tmp_path, "").file_settings(use_cache=False)) == []
    configuration = _read(tmp_path, "[targets]\nlicenseType = ['developer', 'read_only']")
    (one,) = check_files([str(path)], configuration.file_settings(use_cache=False))
    assert one.source.slice(one.diagnostic.span) == "'readonly'"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\nselct = []", "2: selct: unknown key; did you mean `select`?"),
        ("x = 1", "1: x: unknown key; known are select, ignore, per-file-ignores"),
        ("select = 3", "1: select: expected a list of texts, found a number"),
        ("ignore = ['OEL1', 2]", "1: ignore: expected a text, found a number"),
        ("select = ['OEL999']", "1: select: no code begins with 'OEL999'"),
        ("fail-on = 'eror'", "1: fail-on: unknown value 'eror'; did you mean `error`?"),
        (
            "[severity]\n\nOEL501 = 'bad'",
            "3: severity.OEL501: unknown value 'bad'; use one of error, warning, info",
        ),
        ("[severity]\nOEL77 = 'info'", "2: severity.OEL77: no code begins with 'OEL77'"),
        (
            "[usages]\n'*.oel' = 'grouprule'",
            "2: usages.*.oel: unknown value 'grouprule'; did you mean `group-rule`?",
        ),
        ("usages = 3", "1: usages: expected a table, found a number"),
        ("[targets]\na = {type = 'text'}", "2: targets.a.type: unknown target type 'text'"),
        ("[targets]\na = [true]", "2: targets.a.enum: expected a list of texts or numbers"),
        ("[targets]\na = 'x'", "2: targets.a: expected a table, found a text"),
        ("[test]\nfail-under = 101", "2: test.fail-under: expected a number from 0 to 100, found 101"),
        (
            "[test]\nfail-under = true",
            "2: test.fail-under: expected a number from 0 to 100, found true or false",
        ),
        ("directory = 1", "1: directory: expected a text, found a number"),
        ("a = \n", "1: this is no TOML: Invalid value"),
    ],
)
def test_what_is_wrong_is_said_at_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        _read(tmp_path, text)
    assert raised.value.message.startswith(f"{tmp_path / 'oktaexpr.toml'}:{said}")


def test_all_problems_are_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as raised:
        _read(tmp_path, "[test]\npath = 1\n[severity]\nOEL501 = 2\n")
    assert [line.rsplit(":", 3)[1] for line in raised.value.message.split("\n")] == ["2", "4"]


def test_lines_of_a_project_file_are_those_of_the_file(tmp_path: Path) -> None:
    text = "[project]\nname = 'x'\n\n[tool.oktaexpr]\nselect = ['OEL2']\n[tool.oktaexpr.severity]\nOEL501 = 'bad'\n"
    with pytest.raises(ConfigurationError) as raised:
        _read(tmp_path, text, "pyproject.toml")
    assert f"{tmp_path / 'pyproject.toml'}:7: severity.OEL501: " in raised.value.message


@pytest.mark.parametrize(("table", "name"), [("", "oktaexpr.toml"), ("tool.oktaexpr", "pyproject.toml")])
def test_the_template_can_be_read_switched_on_or_off(tmp_path: Path, table: str, name: str) -> None:
    text = template(table)
    assert _read(tmp_path, text, name).fail_on is Severity.ERROR
    lines = [line.removeprefix("# ") if " = " in line else line for line in text.split("\n")]
    found = _read(tmp_path, "\n".join(lines), name)
    assert found.targets["level"] == Target("integer")
    assert found.yaml_keys == {"rules.*.expression": "group-rule"}
    assert found.test.fail_under == 90
