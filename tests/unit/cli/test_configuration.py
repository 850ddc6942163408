"""`check` with a configuration, its formats for CI services, and `init`."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.program import DIRECTORY, Run

FORMULA = 'IIF(isMemberOf("dbt_developers"), "developer", "read_only")'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a repository with two files, and stand in it."""
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY", "CI_PROJECT_DIR", "CI"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "okta").mkdir()
    (tmp_path / "okta" / "rule.oel").write_text(FORMULA)
    (tmp_path / "okta" / "bad.oel").write_text("String.lenn(user.level)")
    return tmp_path


def _configure(folder: Path, text: str) -> None:
    (folder / "oktaexpr.toml").write_text(text)


def _codes(oktaexpr: Run, *arguments: str) -> list[tuple[str, str]]:
    found = oktaexpr("check", *arguments, "--format", "json").json["diagnostics"]
    return [(one["code"], one["severity"]) for one in found]


@pytest.mark.parametrize("arguments", [["okta"], ["okta/bad.oel", "okta/rule.oel"]])
def test_codes_severities_and_files(oktaexpr: Run, folder: Path, arguments: list[str]) -> None:
    assert _codes(oktaexpr, *arguments) == [("OEL201", "error"), ("OEL603", "warning"), ("OEL604", "warning")]
    _configure(
        folder, "ignore = ['OEL604']\n[severity]\nOEL6 = 'info'\n[per-file-ignores]\n'bad.oel' = ['OEL2']"
    )
    assert _codes(oktaexpr, *arguments) == [("OEL603", "info")]


def test_options_come_before_the_configuration(oktaexpr: Run, folder: Path) -> None:
    _configure(folder, "select = ['OEL2']\nignore = ['OEL603']\nfail-on = 'info'")
    assert _codes(oktaexpr, FORMULA) == []
    assert _codes(oktaexpr, FORMULA, "--select", "OEL6") == [("OEL604", "warning")]
    assert _codes(oktaexpr, FORMULA, "--select", "OEL6", "--ignore", "OEL604") == []
    assert oktaexpr("check", FORMULA, "--select", "OEL6").code == 1
    assert oktaexpr("check", FORMULA, "--select", "OEL6", "--fail-on", "error").code == 0


def test_another_configuration_or_none(oktaexpr: Run, folder: Path) -> None:
    _configure(folder, "ignore = ['OEL6']")
    (folder / "other.toml").write_text("ignore = ['OEL603']")
    assert _codes(oktaexpr, FORMULA) == []
    assert _codes(oktaexpr, FORMULA, "--config", "other.toml") == [("OEL604", "warning")]
    assert len(_codes(oktaexpr, FORMULA, "--config", "")) == 2


@pytest.mark.parametrize("arguments", [["okta/rule.oel"], ["okta"]])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[usages]\n'rule.oel' = 'group-rule'", "a group rule needs Boolean"),
        ("[targets]\n'okta/*.oel' = ['developer', 'it']", "reader"),
        ("[targets]\n'okta/*.oel' = {type = 'boolean'}", "'developer'"),
    ],
)
def test_usages_and_targets_of_paths(
    oktaexpr: Run, folder: Path, arguments: list[str], text: str, said: str
) -> None:
    (folder / "okta" / "rule.oel").write_text("user.level > 3 ? 'developer' : 'reader'")
    (folder / "okta" / "bad.oel").unlink()
    assert _codes(oktaexpr, *arguments) == []
    _configure(folder, text)
    found = oktaexpr("check", *arguments, "--format", "json").json["diagnostics"]
    assert {one["code"][:4] for one in found} == {"OEL3"}
    assert said in found[0]["message"]


def test_the_directory_of_the_configuration(oktaexpr: Run, folder: Path) -> None:
    (folder / "people.json").write_text(json.dumps(DIRECTORY))
    _configure(folder, "directory = 'people.json'")
    assert _codes(oktaexpr, "user.levl > 3")[0][0].startswith("OEL2")


def test_a_wrong_configuration_is_wrong_usage(oktaexpr: Run, folder: Path) -> None:
    _configure(folder, "\nselct = []")
    result = oktaexpr("check", "1")
    assert result.code == 2
    assert result.err == f"error: {folder / 'oktaexpr.toml'}:2: selct: unknown key; did you mean `select`?\n"


def test_a_configuration_that_cannot_be_read_is_wrong_usage(oktaexpr: Run, folder: Path) -> None:
    gone = oktaexpr("check", "1", "--config", "gone.toml")
    assert (gone.code, gone.err) == (2, "error: cannot read gone.toml: No such file or directory\n")
    (folder / "latin.toml").write_bytes(b"# caf\xe9\n")
    latin = oktaexpr("check", "1", "--config", "latin.toml")
    assert (latin.code, latin.err) == (2, "error: cannot read latin.toml: byte 5 is not UTF-8\n")


def test_init_writes_what_can_be_read(oktaexpr: Run, folder: Path) -> None:
    assert oktaexpr("init").out == "wrote oktaexpr.toml\n"
    assert oktaexpr("check", "okta").code == 1
    assert (folder / "oktaexpr.toml").read_text().startswith("# Which problems")


def test_init_overwrites_nothing(oktaexpr: Run, folder: Path) -> None:
    _configure(folder, "ignore = []")
    result = oktaexpr("init")
    assert (result.code, result.out) == (2, "")
    assert "it stays as it is" in result.err
    assert (folder / "oktaexpr.toml").read_text() == "ignore = []"
    (folder / "okta" / "pyproject.toml").write_text("[tool.oktaexpr]\n")
    assert oktaexpr("init", "okta").code == 2
    assert not (folder / "okta" / "oktaexpr.toml").exists()
    assert oktaexpr("init", "nowhere").code == 2


def test_init_in_a_folder_below_a_configuration(oktaexpr: Run, folder: Path) -> None:
    _configure(folder, "ignore = []")
    assert oktaexpr("init", "okta").code == 0
    assert (folder / "okta" / "oktaexpr.toml").exists()


def test_init_prints_for_a_project_file(oktaexpr: Run, folder: Path) -> None:
    (folder / "pyproject.toml").write_text(oktaexpr("init", "--print").out)
    assert oktaexpr("check", "1 == 1").code == 0
    assert "[tool.oktaexpr.severity]" in (folder / "pyproject.toml").read_text()


@pytest.mark.parametrize("arguments", [["okta"], ["okta/bad.oel"], ["String.lenn(user.level)"]])
@pytest.mark.parametrize("output", ["github", "sarif", "junit", "gitlab", "json"])
def test_every_format_is_the_whole_of_standard_output(
    oktaexpr: Run, arguments: list[str], output: str
) -> None:
    result = oktaexpr("check", *arguments, "--format", output)
    assert (result.code, result.err) == (1, "")
    match output:
        case "github":
            assert all(line.startswith("::") for line in result.out.splitlines())
        case "junit":
            assert int(ElementTree.fromstring(result.out.encode()).get("failures") or 0) == 1
        case _:
            assert "OEL201" in json.dumps(result.json)


def test_paths_start_at_the_top_of_the_repository(
    oktaexpr: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "okta")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder))
    monkeypatch.setenv("CI_PROJECT_DIR", str(folder))
    assert "file=okta/bad.oel," in oktaexpr("check", "bad.oel", "--format", "github").out
    (entry,) = oktaexpr("check", "bad.oel", "--format", "gitlab").json
    assert entry["location"]["path"] == "okta/bad.oel"


@pytest.mark.parametrize("output", ["text", "github"])
def test_a_job_summary_is_appended(
    oktaexpr: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    summary = folder / "summary.md"
    summary.write_text("# before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    oktaexpr("check", "okta", "--format", output)
    oktaexpr("check", "1 +", "--format", output)
    text = summary.read_text()
    assert text.startswith("# before\n## oktaexpr check\n")
    assert text.count("## oktaexpr check") == 2
    assert "| ❌ | OEL201 | okta/bad.oel:1:1 |" in text


def test_a_summary_that_cannot_be_written_is_said(
    oktaexpr: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder))
    result = oktaexpr("check", "1 == 1")
    assert result.code == 1
    assert "cannot write the summary" in result.err
