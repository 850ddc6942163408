"""`oktaexpr license push` against `license serve`: two processes, as a person runs them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.integration.scim.test_serve_command import ROOT, serving, stop
from tests.support.scim_service import TOKEN

_PUSH = [sys.executable, "-m", "oktaexpr", "license", "push"]
_MAPPING = 'isMemberOfGroupName("dbt_developers") ? "developer" : "read_only"'


def _push(url: str, *options: str) -> subprocess.CompletedProcess[str]:
    arguments = [*_PUSH, url, _MAPPING, "--directory", "examples/acme", "--token", TOKEN, *options]
    return subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_push_and_its_repetition(tmp_path: Path) -> None:
    with serving(tmp_path, "--database", ":memory:", "--quiet") as (process, url):
        first = json.loads(_push(url, "--format", "json").stdout)
        again = _push(url, "--push-group", "dbt_developers", "--push-group", "dbt_it")
        stop(process)
    absent = [user["userName"] for user in first["users"] if user["action"] == "absent"]
    assert absent == ["dana@acme.example"]  # deactivated in Okta, and never provisioned
    licenses = {user["userName"]: user["license"] for user in first["users"] if user["action"] == "created"}
    assert len(licenses) == len(first["users"]) - 1
    assert licenses["alice@acme.example"] == "developer"
    assert licenses["mia@acme.example"] == "read_only"
    assert again.returncode == 0
    assert again.stdout.count("updated") == len(licenses)
    assert "group dbt_developers created with" in again.stderr
    assert "group dbt_it created with 1 member" in again.stderr.splitlines()


def test_a_service_that_is_not_there_is_told(tmp_path: Path) -> None:
    users = ("--user", "mia@acme.example", "--user", "alice@acme.example")
    quickly = ("--push-group", "dbt_developers", "--attempts", "1")
    refused = _push("http://127.0.0.1:9/scim/v2", *users, *quickly)
    assert refused.returncode == 1
    assert "the push stopped early: no answer from the service after 1 attempt" in refused.stderr
    assert (
        "not sent: 2 of 2 users and 1 of 1 group; repeat the push, nobody is lost or doubled"
        in refused.stderr
    )
    assert refused.stdout.count("not sent") == 2
    assert "Traceback" not in refused.stderr


def test_away_from_this_machine_only_when_asked() -> None:
    refused = _push("https://dbt.example/scim/v2", "--user", "mia@acme.example")
    assert refused.returncode == 1
    assert "leads away from this machine" in refused.stderr
