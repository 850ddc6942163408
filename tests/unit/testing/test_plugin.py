"""The pytest plugin in runs of their own: what is collected, how it fails, its fixtures, and what it leaves alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.program import ROOT

LICENSES = """\
expression: 'isMemberOfGroupName("dev") ? "developer" : "read_only"'
cases:
- {name: in the group, groups: [dev], value: developer}
- {name: in no group, value: developer}
"""
TESTS = """\
def test_values(oel):
    assert oel("user.level > 3", user={"level": 4}) is True
    assert oel("appuser.x", appuser={"x": 1}) == 1
    assert oel.explain("1 + 1").value == 2
    assert [one.code for one in oel.check("String.lenn(user.login)")] == ["OEL201"]

def test_people(oel, okta_directory):
    assert okta_directory.user("alice@acme.example").profile["firstName"] == "Alice"
    assert oel("user.firstName", login="alice@acme.example") == "Alice"

def test_license(assert_license):
    assert_license('"developer"', "developer")

def test_wrong_license(assert_license):
    assert_license('"Developer"', "developer")
"""


def _pytest(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run pytest as a project does that has the package installed."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-W", "error", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "120", **environment},
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a folder with a file of tests, and with tests in Python that use the fixtures."""
    (tmp_path / "licenses.oel.yaml").write_text(LICENSES)
    (tmp_path / "test_all.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text(f"[pytest]\nokta_directory = {ROOT / 'examples' / 'acme'}\n")
    return tmp_path


def test_cases_are_items_and_fixtures_are_there(project: Path) -> None:
    done = _pytest(project, "-v")
    assert "licenses.oel.yaml::case[in the group] PASSED" in done.stdout, done.stdout + done.stderr
    assert "licenses.oel.yaml::case[in no group] FAILED" in done.stdout
    assert "2 failed, 4 passed" in done.stdout
    assert done.returncode == 1


def test_failures_are_drawn(project: Path) -> None:
    done = _pytest(project)
    assert (
        'error[TEST101]: in no group: expected "developer", got "read_only"\n'
        f" --> {project / 'licenses.oel.yaml'}:4:30\n"
        "  |\n"
        "4 | - {name: in no group, value: developer}\n"
        "  |                              ^^^^^^^^^\n"
    ) in done.stdout
    assert 'because the user is in no group called "dev"' in done.stdout
    assert (
        "AssertionError: expected the license 'developer' under scim, got 'invalid_license_type'"
        in done.stdout
    )
    assert "Traceback" not in done.stdout


def test_one_item_can_be_chosen(project: Path) -> None:
    done = _pytest(project, "licenses.oel.yaml::case[in the group]")
    assert "1 passed" in done.stdout
    done = _pytest(project, "-k", "licenses and no")
    assert "1 failed, 5 deselected" in done.stdout, done.stdout


def test_items_run_on_several_processes(project: Path) -> None:
    done = _pytest(project, "-n", "2")
    assert "2 failed, 4 passed" in done.stdout, done.stdout + done.stderr


def test_a_wrong_file_is_an_error_of_collection(project: Path) -> None:
    (project / "licenses.oel.yaml").write_text("expression: '1 +'\ncase: []\n")
    done = _pytest(project, "licenses.oel.yaml")
    assert "licenses.oel.yaml:1:16: a value is missing after `+`" in done.stdout
    assert "licenses.oel.yaml:2:1: unknown key `case`; did you mean `cases`?" in done.stdout
    assert done.returncode == 2


def test_what_a_configuration_says_counts(tmp_path: Path) -> None:
    (tmp_path / "oktaexpr.toml").write_text(f"directory = '{ROOT / 'examples' / 'acme'}'\n")
    text = "expression: user.firstName\ncases: [{user: alice@acme.example, value: Alice}]\n"
    (tmp_path / "a.oel.yaml").write_text(text)
    assert _pytest(tmp_path).returncode == 0
    (tmp_path / "oktaexpr.toml").write_text("directry = 'x'\n")
    done = _pytest(tmp_path)
    assert "directry: unknown key; did you mean `directory`?" in done.stdout + done.stderr


def test_a_fixture_without_a_directory_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "test_all.py").write_text("def test_people(okta_directory): pass\n")
    done = _pytest(tmp_path)
    assert "name one as `okta_directory` in pytest's settings" in done.stdout


LEFT_ALONE = """\
import sys

def test_nothing_is_loaded():
    loaded = [name for name in sys.modules if name.partition(".")[0] in {"oktaexpr", "simulator", "lark", "typer"}]
    assert sorted(loaded) == ["oktaexpr", "oktaexpr.testing", "oktaexpr.testing.plugin"]
"""


def test_a_project_that_does_not_use_it_pays_nothing(tmp_path: Path) -> None:
    (tmp_path / "test_all.py").write_text(LEFT_ALONE)
    done = _pytest(tmp_path)
    assert done.returncode == 0, done.stdout


def test_a_project_with_a_package_of_the_simulators_name_keeps_it(tmp_path: Path) -> None:
    (tmp_path / "simulator").mkdir()
    (tmp_path / "simulator" / "__init__.py").write_text("MINE = True\n")
    (tmp_path / "test_all.py").write_text(
        "import simulator\n\ndef test_mine():\n    assert simulator.MINE\n\n"
        "def test_license(assert_license):\n    assert_license('1', 'developer')\n"
    )
    done = _pytest(tmp_path)
    assert "1 passed, 1 error" in done.stdout, done.stdout
    assert (
        "the fixture `assert_license` needs the module simulator.testing.fixtures, which another package hides"
        in (done.stdout.replace("\n", " "))
    )


def test_it_works_beside_snapshots(project: Path) -> None:
    (project / "test_all.py").write_text(
        "def test_text(oel, snapshot):\n    snapshot.assert_match(oel('\"a\" + 1'), 'text.txt')\n"
    )
    (project / "licenses.oel.yaml").unlink()
    assert (
        _pytest(project, "--snapshot-update").returncode == 1
    )  # pytest-snapshot's way of saying that it wrote
    assert _pytest(project).returncode == 0
