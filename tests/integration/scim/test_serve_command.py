"""`oktaexpr license serve` as a person or a CI job runs it: a process of its own, and its two streams."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from tests.support.scim_service import TOKEN, okta_user

ROOT = Path(__file__).resolve().parents[3]
COMMAND = [sys.executable, "-m", "oktaexpr", "license", "serve"]


@contextmanager
def serving(
    folder: Path, *options: str, token: str | None = TOKEN
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the command in a folder and give process and address."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    if token is not None:
        environment["OKTAEXPR_SCIM_TOKEN"] = token
    with subprocess.Popen(
        [*COMMAND, *options],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def stop(process: subprocess.Popen[str]) -> str:
    """Press Ctrl-C, and return what was written to standard error."""
    process.send_signal(signal.SIGINT)
    _, written = process.communicate(timeout=20)
    assert process.returncode == 0, written
    return written


def test_a_session(tmp_path: Path) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with serving(tmp_path) as (process, url):
        body = okta_user("mia@acme.example", "read_only")
        assert httpx2.post(f"{url}/Users", json=body, headers=headers, trust_env=False).status_code == 201
        inactive = okta_user("eve@acme.example", active=False)
        httpx2.post(f"{url}/Users", json=inactive, headers=headers, trust_env=False)
        httpx2.post(f"{url}/Users", json=okta_user("bob\x1b[2J@x"), headers=headers, trust_env=False)
        written = stop(process)
    lines = written.splitlines()
    assert lines[:2] == ["POST /Users 201", "  mia@acme.example: read_only (F6.5, F10.13)"]
    assert "  eve@acme.example: none (F12.47, default chosen here, F2.12)" in lines
    assert lines[-1] == "stopped"
    assert "\x1b" not in written
    assert TOKEN not in written
    assert (tmp_path / "oktaexpr-scim.sqlite3").exists()
    with serving(tmp_path, "--quiet") as (process, url):
        listed = httpx2.get(f"{url}/Users", headers=headers, trust_env=False).json()
        assert [user["userName"] for user in listed["Resources"]] == ["mia@acme.example", "eve@acme.example"]
        assert stop(process) == "stopped\n"


def test_a_token_is_made_up_and_shown(tmp_path: Path) -> None:
    with serving(tmp_path, "--database", ":memory:", token=None) as (process, url):
        assert url.startswith("http://127.0.0.1:")
        assert httpx2.get(f"{url}/Users", trust_env=False).status_code == 401
        first, *_ = stop(process).splitlines()
    assert first.startswith("token: ")
    assert len(first) > 30
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("options", "created"), [((), 2), (("--free-seats",), 5)])
def test_an_account_file(tmp_path: Path, options: tuple[str, ...], created: int) -> None:
    """The company has 24 Developer seats, 22 of them in use; this many of five new people get one."""
    account = str(ROOT / "examples" / "acme" / "account.yaml")
    given = ("--account", account, "--account-id", "7", "--database", ":memory:", *options)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with serving(tmp_path, *given) as (process, url):
        assert url.endswith("/api/v3/accounts/7/scim/v2")
        bodies = [okta_user(f"user{number}@acme.example") for number in range(5)]
        answers = [
            httpx2.post(f"{url}/Users", json=body, headers=headers, trust_env=False) for body in bodies
        ]
        stop(process)
    assert [answer.status_code for answer in answers] == [201] * created + [400] * (5 - created)


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--host", "0.0.0.0"], 1, "can be reached from other machines"),
        (["--token", "short"], 1, "bearer token"),
        (["--database", "no/such/folder/file"], 1, "cannot be used as the database"),
        (["--account", "missing.yaml"], 1, "missing.yaml"),
        (["--port", "99999"], 2, "port"),
    ],
)
def test_what_it_refuses(tmp_path: Path, options: list[str], code: int, message: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*COMMAND, *options], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
