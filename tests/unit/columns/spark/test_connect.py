"""The job and the command through a Spark Connect server, which the tests start for themselves and stop again."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import oktaexpr
from oktaexpr import DirectoryError, UsageError
from oktaexpr.columns.spark import session as sessions
from tests.support.spark import (
    LICENSE,
    MIXED,
    NEEDS_SPARK,
    ORG,
    SCALE,
    environment,
    row_answers,
    run,
    written_answers,
)

pytestmark = NEEDS_SPARK

STARTING = 180
"""Seconds that a server may take to start on a busy machine."""


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a server that listens to this machine alone, and give its address."""
    import grpc

    port = _free_port()
    settings = {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": port,
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
    }
    command = [
        "spark-submit",
        *("--class", "org.apache.spark.sql.connect.service.SparkConnectServer"),
        *("--master", "local[2]"),
        *(part for name, value in settings.items() for part in ("--conf", f"{name}={value}")),
        "spark-internal",
    ]
    running = subprocess.Popen(
        command,
        cwd=tmp_path_factory.mktemp("server"),
        env=environment(PYSPARK_PYTHON=sys.executable),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            grpc.channel_ready_future(channel).result(timeout=STARTING)
        yield f"sc://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait()


def test_the_example_of_a_cluster(server: str, users: Path, tmp_path: Path) -> None:
    done = run(SCALE / "spark_cluster.sh", users, tmp_path / "licenses", SPARK_REMOTE=server)
    assert done.returncode == 0, done.stderr
    assert written_answers(tmp_path / "licenses") == row_answers(LICENSE)


def test_the_command_line_on_a_machine_without_java(server: str, users: Path, tmp_path: Path) -> None:
    shell = {"SPARK_REMOTE": server, "PATH": str(tmp_path), "JAVA_HOME": ""}
    command = [sys.executable, "-m", "oktaexpr", "eval", MIXED, "--all", "--runtime", "spark", "--directory"]
    done = run(*command, users, "--out", tmp_path / "results", **shell)
    expected = row_answers(MIXED)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith(f"{ORG.users:,} users\n")
    assert written_answers(tmp_path / "results") == expected
    done = run(*command, tmp_path / "nobody", **shell)
    assert done.returncode == 1
    assert done.stderr.startswith("error: Spark: [PATH_NOT_FOUND] Path does not exist: ")
    assert done.stderr.count("\n") == 1


def test_an_address_where_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"sc://127.0.0.1:{_free_port()}"
    monkeypatch.setattr(sessions, "_PATIENCE", 0.2)
    monkeypatch.setenv("SPARK_REMOTE", address)
    with pytest.raises(DirectoryError, match=f"^SPARK_REMOTE={address}: no Spark Connect server answers"):
        sessions.open_session()
    monkeypatch.setenv("SPARK_REMOTE", "https://spark.acme.example")
    with pytest.raises(
        UsageError, match=r"^SPARK_REMOTE=https://spark\.acme\.example: .*must start with 'sc://'"
    ):
        sessions.open_session()


def test_an_archive_that_is_not_there() -> None:
    with pytest.raises(oktaexpr.OktaExprError, match=r"^environment\.tar\.gz: no such archive$"):
        sessions.send_environment(None, "environment.tar.gz")
