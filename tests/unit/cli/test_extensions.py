"""Extensions: found unloaded, loaded when asked for, and one sentence where another package hides one."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from oktaexpr.checker import selected
from oktaexpr.cli.shared import extensions
from oktaexpr.diagnostics import registry
from oktaexpr.render.rules import load_own_rules
from tests.support.program import Run

MODULE = '''
import typer
from oktaexpr.cli.shared import Command, Extension, examples, new_application


class Trouble(Exception):
    pass


def application():
    app = new_application(help="Water plants.")

    @app.command("water", cls=Command, epilog=examples("oktaexpr plants water rose"))
    def water(name: str) -> None:
        """Water one plant."""
        if name == "cactus":
            raise Trouble("a cactus wants no water")
        print(f"watered {name}")

    @app.command("list")
    def every() -> None:
        """List plants."""
        print("rose")

    return app


def mood(value):
    return f"mood of {value}"


extension = Extension(
    name="plants",
    help="Water plants.",
    commands={"plants": application},
    rules={"PLA": "garden_rules"},
    checks={"PLA2": "garden_checks:check_words"},
    elsewhere="`oktaexpr plants water` measures the soil",
    diff_columns={"mood": "garden:mood"},
    failures=(Trouble,),
)
'''
RULES = """
from oktaexpr.diagnostics import Example, Rule, Severity, register

register(Rule("PLA101", "a dry plant", Severity.ERROR, "Plants need water.", Example("1"), Example("2"), "dbt"))
register(Rule("PLA201", "a weed", Severity.ERROR, "It spreads.", Example("'weed'"), Example("2"), "dbt"))
"""
CHECKS = """
from oktaexpr import CheckedExpression, Diagnostic, Severity, Span


def check_words(expression: CheckedExpression):
    at = expression.text.find("weed")
    if at >= 0:
        message = f"a weed for {expression.attribute or 'anything'}"
        yield Diagnostic("PLA201", Severity.ERROR, message, Span(at, at + 4))
"""
TERRAFORM = """
resource "okta_profile_mapping" "roses" {
  source_id = "a"
  target_id = "b"
  mappings {
    id         = "bed"
    expression = "user.login + 'weed'"
  }
  mappings {
    id         = "vase"
    expression = "user.login + 'weed'" # oktaexpr: ignore[PLA201]
  }
}
resource "okta_group_rule" "unread" { expression_value = "user.login == 'rose'" }
"""


@pytest.fixture(autouse=True)
def garden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install an extension, and nothing else."""
    (tmp_path / "garden.py").write_text(MODULE)
    (tmp_path / "garden_rules.py").write_text(RULES)
    (tmp_path / "garden_checks.py").write_text(CHECKS)
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("garden", "garden_rules", "garden_checks", "shadowed", "shadowed.cli"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(extensions, "_LOADED", {})
    load_own_rules()  # a rule registers once, so none may go with the registry of this test
    monkeypatch.setattr(registry, "_RULES", dict(registry._RULES))
    monkeypatch.setattr(selected, "_CHECKS", {})
    _install(monkeypatch, EntryPoint("plants", "garden:extension", extensions.GROUP))


def _install(monkeypatch: pytest.MonkeyPatch, *entries: EntryPoint) -> None:
    monkeypatch.setattr(
        "importlib.metadata.entry_points", lambda group: entries if group == extensions.GROUP else ()
    )


def test_help_lists_it_unloaded(oktaexpr: Run) -> None:
    assert "plants  From the package `garden`." in oktaexpr("--help").out
    assert "garden" not in sys.modules


def test_its_command_runs(oktaexpr: Run) -> None:
    assert oktaexpr("plants", "water", "rose").out == "watered rose\n"
    assert "oktaexpr plants water rose" in oktaexpr("plants", "water", "--help").out
    assert oktaexpr("plants", "water").code == 2
    failed = oktaexpr("plants", "water", "cactus")
    assert (failed.code, failed.err) == (1, "error: a cactus wants no water\n")


def test_other_commands_leave_it_alone(oktaexpr: Run) -> None:
    assert oktaexpr("rule", "OEL201").code == 0
    assert oktaexpr("eval", "1").code == 0
    assert "garden" not in sys.modules


def test_its_rules_are_loaded_for_its_codes(oktaexpr: Run) -> None:
    result = oktaexpr("rule", "PLA101")
    assert result.code == 0
    assert "a dry plant" in result.out


@pytest.mark.parametrize("codes", ["PLA2", "P", "pla201", "OEL,PLA2", "PLA201,OEL1"])
def test_check_runs_its_checks_for_its_codes(oktaexpr: Run, codes: str) -> None:
    result = oktaexpr("check", "'weed' + 1", "--select", codes)
    assert result.code == 1
    assert "error[PLA201]: a weed for anything\n --> <expression>:1:2" in result.out


def test_check_says_which_rules_need_more_than_an_expression(oktaexpr: Run) -> None:
    result = oktaexpr("check", "'weed'", "--select", "PLA", "--format", "json")
    assert result.code == 1
    assert [one["code"] for one in result.json["diagnostics"]] == ["PLA201"]
    reason = "check cannot judge PLA101 by an expression; `oktaexpr plants water` measures the soil\n"
    assert result.err == f"info: {reason}"
    alone = oktaexpr("check", "'weed'", "--select", "PLA1")
    assert (alone.code, alone.out, alone.err) == (2, "", f"error: {reason}")


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("PAL2", "did you mean `PLA2`?"),
        ("PLA102", "did you mean `PLA101`, `PLA2` or `PLA1`?"),
        ("XYZ", "oktaexpr rule lists them"),
    ],
)
@pytest.mark.parametrize("command", [["check", "1", "--select"], ["check", "1", "--ignore"], ["rule"]])
def test_a_code_that_nobody_has_is_wrong_usage(
    oktaexpr: Run, command: list[str], code: str, hint: str
) -> None:
    result = oktaexpr(*command, code)
    assert (result.code, result.out) == (2, "")
    assert f"no code begins with '{code}'; {hint}" in " ".join(result.err.split())


def test_check_leaves_it_alone_where_its_codes_are_not_selected(oktaexpr: Run) -> None:
    for options in ((), ("--select", "OEL"), ("--select", "OEL601"), ("--ignore", "OEL5")):
        assert oktaexpr("check", "'weed'", *options).code == 0
    assert "garden" not in sys.modules


def test_its_checks_count_where_a_configuration_selects_them(
    oktaexpr: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = tmp_path / "oktaexpr.toml"
    settings.write_text("select = ['OEL', 'PLA2']\n[severity]\nPLA201 = 'warning'\n")
    result = oktaexpr("check", "'weed'")
    assert (result.code, result.out.partition("\n")[0]) == (0, "warning[PLA201]: a weed for anything")
    settings.write_text("# ours\nselect = [\n  'PLA3']\n")
    result = oktaexpr("check", "'weed'")
    assert result.code == 2
    assert result.err.startswith(f"error: {settings}:2: select: no code begins with 'PLA3'; did you mean")
    settings.write_text("ignore = ['PLA3']\n")
    assert oktaexpr("check", "'weed'").code == 0


def test_its_checks_see_which_attribute_a_file_maps_to(oktaexpr: Run, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(TERRAFORM)
    (tmp_path / "page.md").write_text("```okta\n'weed'\n```\n")
    for _ in range(2):  # the second run would meet a cache
        result = oktaexpr("check", str(tmp_path), "--select", "PLA2", "--format", "json")
        (found,) = result.json["diagnostics"]
        assert (found["code"], found["message"]) == ("PLA201", "a weed for bed")
        assert (found["span"]["line"], found["span"]["column"]) == (7, 33)


def test_its_column_is_in_diff(oktaexpr: Run, directory: str) -> None:
    out = oktaexpr("diff", "1", "user.level", "-d", directory, "--column", "mood").out
    assert "mood of 1 → mood of 4" in out
    rows = oktaexpr(
        "diff", "1", "user.level", "-d", directory, "--column", "mood", "--format", "csv"
    ).out.splitlines()
    assert rows[0] == "user,old,new,why_old,why_new,mood_old,mood_new"
    unknown = oktaexpr("diff", "1", "2", "-d", directory, "--column", "taste")
    assert unknown.code == 2
    assert "there is mood" in unknown.err


def test_a_package_of_the_same_name_is_named(
    oktaexpr: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "shadowed.py").write_text("")
    _install(monkeypatch, EntryPoint("shade", "shadowed.cli.extension:extension", extensions.GROUP))
    result = oktaexpr("shade")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "error: `oktaexpr shade` needs its own package `shadowed`, but another package of that name comes first on the "
        f"import path: {tmp_path / 'shadowed.py'}\n"
    )


def test_a_package_that_is_missing_is_named(oktaexpr: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(monkeypatch, EntryPoint("shade", "no_such_package.cli:extension", extensions.GROUP))
    assert "needs the package `no_such_package`, which is not installed" in oktaexpr("shade").err
