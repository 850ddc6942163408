"""`oktaexpr test`: exit codes, reports, `--update`, and how much of the expressions is covered."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from pytest_snapshot.plugin import Snapshot

from tests.support.program import ROOT, SNAPSHOTS, Run

GOOD = """\
expression: 'isMemberOfGroupName("dev") ? "developer" : "read_only"'
cases:
- {groups: [dev], value: developer}
- {groups: [], value: read_only}
"""
HALF = """\
# half of it
expression: 'user.level > 3 ? "high" : "low"'
cases:
- {set: {user.level: 4}, value: low}  # wrong
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with two files of tests, and stand in it."""
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY", "CI_PROJECT_DIR", "CI"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "good.oel.yaml").write_text(GOOD)
    (tmp_path / "half.oel.yaml").write_text(HALF)
    return tmp_path


def test_all_pass(oktaexpr: Run) -> None:
    result = oktaexpr("test", "good.oel.yaml")
    assert (result.code, result.err) == (0, "")
    assert result.out == "2 cases: 2 passed\n2 of 2 branches taken (100%)\n"


def test_failures_and_branches_are_drawn(oktaexpr: Run, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    result = oktaexpr("test")
    assert (result.code, result.err) == (1, "")
    snapshot.assert_match(result.out, "test.txt")
    assert "TEST301" not in oktaexpr("test", "--no-coverage").out


def test_too_little_is_covered(oktaexpr: Run, folder: Path) -> None:
    (folder / "half.oel.yaml").write_text(HALF.replace("value: low", "value: high"))
    assert oktaexpr("test").code == 0
    assert oktaexpr("test", "--fail-under", "75").code == 0
    result = oktaexpr("test", "--fail-under", "75.5", "--no-coverage")
    assert result.code == 1
    assert "error[TEST301]" in result.out
    assert result.out.endswith("fewer than 75.5% of the branches are taken\n")
    (folder / "oktaexpr.toml").write_text("[test]\nfail-under = 80\npaths = ['half.oel.yaml']\n")
    configured = oktaexpr("test")
    assert configured.code == 1
    assert "1 case: 1 passed\n1 of 2 branches taken (50%)" in configured.out
    assert oktaexpr("test", "--fail-under", "101").code == 2


def test_update_writes_and_says_what_is_left(oktaexpr: Run, folder: Path) -> None:
    result = oktaexpr("test", "--update")
    assert (result.code, result.err) == (0, "updated half.oel.yaml\n")
    assert (folder / "half.oel.yaml").read_text() == HALF.replace("value: low", "value: high")
    assert (folder / "good.oel.yaml").read_text() == GOOD
    assert oktaexpr("test", "--update").err == ""


@pytest.mark.parametrize(("value", "code"), [("true", 2), ("1", 2), ("false", 0), ("", 0)])
def test_update_is_refused_in_ci(
    oktaexpr: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, value: str, code: int
) -> None:
    monkeypatch.setenv("CI", value)
    result = oktaexpr("test", "--update")
    assert result.code == code
    assert ((folder / "half.oel.yaml").read_text() == HALF) == (code == 2)
    assert ("CI is set" in result.err) == (code == 2)


def test_wrong_files_are_findings(oktaexpr: Run, folder: Path) -> None:
    (folder / "bad.oel.yaml").write_text("expression: '1'\ncase: []\n")
    result = oktaexpr("test", "--format", "github")
    assert result.code == 1
    assert (
        "::error file=bad.oel.yaml,line=2,col=1,endLine=2,endColumn=5,title=TEST201::unknown key `case`"
        in result.out
    )
    assert result.err.startswith("3 cases: 2 passed, 1 failed, 1 file cannot be read\n")


@pytest.mark.parametrize(
    "arguments", [["nothing"], ["empty"], ["--config", "none.toml"], ["--format", "html"]]
)
def test_wrong_usage(oktaexpr: Run, folder: Path, arguments: list[str]) -> None:
    (folder / "empty").mkdir()
    assert oktaexpr("test", *arguments).code == 2


def test_junit_has_every_case(oktaexpr: Run) -> None:
    result = oktaexpr("test", "--format", "junit")
    root = ElementTree.fromstring(result.out.encode())
    assert root.attrib == {"name": "oktaexpr test", "tests": "4", "failures": "1", "errors": "0"}
    passed = root.find("./testsuite[@name='good.oel.yaml']/testcase[@name='dev']")
    assert passed is not None
    assert float(passed.get("time") or -1) >= 0
    failed = root.find("./testsuite[@name='half.oel.yaml']/testcase[@name='user.level=4']/failure")
    assert failed is not None
    assert 'expected "low", got "high"' in (failed.get("message") or "")


@pytest.mark.parametrize("output", ["sarif", "gitlab", "json"])
def test_other_formats_are_documents(oktaexpr: Run, output: str) -> None:
    result = oktaexpr("test", "--format", output)
    assert result.code == 1
    assert "TEST101" in str(result.json)


def test_a_job_summary_has_the_notes(oktaexpr: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))
    oktaexpr("test")
    text = (folder / "summary.md").read_text()
    assert "❌ 1 error" in text
    assert "3 of 4 branches taken" in text


def test_users_come_from_the_option(oktaexpr: Run, folder: Path) -> None:
    (folder / "good.oel.yaml").write_text(
        "expression: user.firstName\ncases: [{user: bob@acme.example, value: Bob}]"
    )
    assert oktaexpr("test", "good.oel.yaml").code == 1
    acme = str(ROOT / "examples" / "acme")
    assert oktaexpr("test", "good.oel.yaml", "--directory", acme).code == 0


def test_the_example_passes(oktaexpr: Run) -> None:
    assert oktaexpr("test", str(ROOT / "examples" / "acme"), "--fail-under", "100").code == 0
