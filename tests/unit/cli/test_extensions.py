"""Extensions: found unloaded, loaded when asked for, and one sentence where another package hides one."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from oktaexpr.cli.shared import extensions
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
    diff_columns={"mood": "garden:mood"},
    failures=(Trouble,),
)
'''
RULES = """
from oktaexpr.diagnostics import Example, Rule, Severity, register

register(Rule("PLA101", "a dry plant", Severity.ERROR, "Plants need water.", Example("1"), Example("2"), "dbt"))
"""


@pytest.fixture(autouse=True)
def garden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install an extension, and nothing else."""
    (tmp_path / "garden.py").write_text(MODULE)
    (tmp_path / "garden_rules.py").write_text(RULES)
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("garden", "garden_rules", "shadowed", "shadowed.cli"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(extensions, "_LOADED", {})
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


def test_its_rules_are_loaded_for_its_codes(oktaexpr: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from oktaexpr.diagnostics import registry

    monkeypatch.setattr(registry, "_RULES", dict(registry._RULES))
    result = oktaexpr("rule", "PLA101")
    assert result.code == 0
    assert "a dry plant" in result.out


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
