"""The GitHub Action, the GitLab jobs and the pre-commit hooks: valid for their service, and run as far as a machine goes."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from check_jsonschema.builtin_schemas import get_builtin_schema
from jsonschema import Draft7Validator

from tests.support.program import ROOT

ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
GITLAB = yaml.safe_load((ROOT / "examples" / "ci" / "gitlab.yml").read_text())
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
PROGRAMS = str(Path(sys.executable).parent)
BAD = 'resource "okta_group_rule" "data" {\n  name = "data"\n  expression_value = "String.lenn(user.login) > 3"\n}\n'


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Give a repository with a bad Terraform file, a good expression and a test that passes."""
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "main.tf").write_text(BAD)
    (folder / "rule.oel").write_text('user.department == "Data"')
    (folder / "rule.oel.yaml").write_text(
        "expression: {file: rule.oel}\ncases: [{set: {user.department: Data}, value: true}]\n"
    )
    return folder


def _bash(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a script as the services do: it ends at the first command that fails."""
    clean = {name: value for name, value in os.environ.items() if name not in {"CI", "GITHUB_STEP_SUMMARY"}}
    environment = {**clean, "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}", **variables}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )


def _step(number: int, folder: Path, inputs: dict[str, str], **more: str) -> subprocess.CompletedProcess[str]:
    """Run one step of the action with its inputs filled in as GitHub does."""
    step = ACTION["runs"]["steps"][number]
    values = {f"inputs.{name}": inputs.get(name, one["default"]) for name, one in ACTION["inputs"].items()}
    values["github.action_path"] = str(ROOT)
    variables = {
        name: re.sub(r"\$\{\{ (\S+) \}\}", lambda m: values[m[1]], text) for name, text in step["env"].items()
    }
    return _bash(step["run"], folder, **variables, **more)


@pytest.mark.parametrize(
    ("schema", "content"),
    [
        ("github-actions", ACTION),
        ("gitlab-ci", GITLAB),
        (
            "github-workflows",
            yaml.load((ROOT / "examples/ci/github.yml").read_text(), Loader=yaml.BaseLoader),
        ),
    ],
    ids=["action", "gitlab", "workflow"],
)
def test_files_are_valid_for_their_service(schema: str, content: Any) -> None:
    validator = Draft7Validator(get_builtin_schema(schema))
    assert [error.message for error in validator.iter_errors(content)] == []
    assert not validator.is_valid({**content, "runs": 3, "jobs": 3, "oktaexpr check": 3})


def test_no_input_becomes_text_of_a_script() -> None:
    assert all("${{" not in step["run"] for step in ACTION["runs"]["steps"])


def test_the_action_installs_itself_or_what_it_is_told(tmp_path: Path) -> None:
    stub = tmp_path / "python3"
    stub.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    stub.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    assert _step(0, tmp_path, {}, PATH=path).stdout.split("\n")[-2] == str(ROOT)
    assert _step(0, tmp_path, {"install": "oktaexpr==1"}, PATH=path).stdout.split("\n")[-2] == "oktaexpr==1"


def test_the_action_annotates_and_summarizes(repository: Path) -> None:
    summary = repository / "summary.md"
    done = _step(1, repository, {}, GITHUB_STEP_SUMMARY=str(summary), GITHUB_WORKSPACE=str(repository))
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::error file=main.tf,line=3,col=23,")
    assert "| main.tf:3:23 |" in summary.read_text()


def test_the_action_writes_sarif_besides(repository: Path) -> None:
    summary = repository / "summary.md"
    inputs = {
        "sarif-file": "out.sarif",
        "arguments": "--ignore=OEL3\n--ignore\nOEL5",
        "paths": "main.tf\nrule.oel\n",
    }
    done = _step(1, repository, inputs, GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == 1, done.stderr
    (result,) = json.loads((repository / "out.sarif").read_text())["runs"][0]["results"]
    assert result["ruleId"] == "OEL201"
    assert summary.read_text().count("## oktaexpr") == 1


def test_the_action_passes_and_stops_on_wrong_usage(repository: Path) -> None:
    assert _step(1, repository, {"paths": "rule.oel"}).returncode == 0
    assert _step(1, repository, {"command": "test"}).returncode == 0
    wrong = _step(1, repository, {"arguments": "--no-such-option", "sarif-file": "out.sarif"})
    assert wrong.returncode != 0
    assert wrong.stderr.count("No such option") == 1
    assert wrong.stdout == ""


def test_inputs_of_the_action_run_nothing(repository: Path) -> None:
    for name in ("paths", "arguments", "command"):
        _step(1, repository, {name: '"; touch hacked; $(touch hacked) `touch hacked`'})
    assert not (repository / "hacked").exists()


@pytest.mark.parametrize(("job", "code"), [("oktaexpr check", 1), ("oktaexpr test", 0)])
def test_gitlab_jobs_leave_their_reports(repository: Path, job: str, code: int) -> None:
    done = _bash("\n".join(GITLAB[job]["script"]), repository, CI_PROJECT_DIR=str(repository))
    assert done.returncode == code, done.stderr
    reports = GITLAB[job]["artifacts"]["reports"]
    if "codequality" in reports:
        (entry,) = json.loads((repository / reports["codequality"]).read_text())
        assert entry["location"]["path"] == "main.tf"
    else:
        root = ElementTree.parse(repository / reports["junit"]).getroot()
        assert root.get("tests") == "1"


def test_hooks_are_a_valid_manifest() -> None:
    from pre_commit.clientlib import load_manifest

    assert [hook["id"] for hook in load_manifest(str(ROOT / ".pre-commit-hooks.yaml"))] == list(HOOKS)
    example = yaml.safe_load((ROOT / "examples/ci/pre-commit.yaml").read_text())
    assert {hook["id"] for hook in example["repos"][0]["hooks"]} == set(HOOKS)


@pytest.mark.parametrize(
    ("hook", "changed", "code", "said"),
    [
        ("oktaexpr-check", ["main.tf", "rule.oel"], 1, "unknown function `String.lenn`"),
        ("oktaexpr-check", ["rule.oel"], 0, "no files to check"),
        ("oktaexpr-check-oel", ["rule.oel", "main.tf"], 0, "Passed"),
        ("oktaexpr-test", ["rule.oel.yaml", "main.tf"], 0, "Passed"),
    ],
)
def test_hooks_run_on_the_files_of_a_commit(
    repository: Path, hook: str, changed: list[str], code: int, said: str
) -> None:
    """Let pre-commit itself choose the files and run the entry; only the installation is left out."""
    local = {**HOOKS[hook], "language": "system", "entry": f"{PROGRAMS}/{HOOKS[hook]['entry']}"}
    (repository / ".pre-commit-config.yaml").write_text(
        yaml.safe_dump({"repos": [{"repo": "local", "hooks": [local]}]})
    )
    setup = "git init -q . && git add -A"
    environment = {"PRE_COMMIT_HOME": str(repository.parent / "home"), "HOME": str(repository.parent)}
    assert _bash(setup, repository, **environment).returncode == 0
    listed = " ".join(shlex.quote(name) for name in changed)
    done = _bash(
        f"{PROGRAMS}/pre-commit run {hook} --color never --files {listed}", repository, **environment
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert said in done.stdout
