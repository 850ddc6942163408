"""Where the work is done: the running session, a cluster's, or a new one on this machine."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from oktaexpr.columns.over import BATCH_ROWS
from oktaexpr.columns.requirement import need_connect, need_pyarrow, need_pyspark
from oktaexpr.columns.spark.faults import spark_faults
from oktaexpr.errors import DirectoryError, UsageError

REMOTE = "SPARK_REMOTE"
"""The variable with the address of a Spark Connect server: `sc://spark.acme.example:15002`."""
SUBMITTED = "PYSPARK_GATEWAY_PORT"
"""The variable that spark-submit sets for the programs it runs."""
_PATIENCE = 20
"""Seconds that a Spark Connect server has to answer; Spark itself would try for ten minutes."""
_LOCAL = {
    "spark.master": "local[*]",
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
}
"""A session on this machine that listens to nobody else."""


def open_session(*, quiet: bool = False) -> Any:  # noqa: ANN401 - a SparkSession, whose library is an extra
    """Return the running session, the cluster's, or a new one on this machine.

    With `quiet` what a new one's Java logs is kept from standard error; its faults are raised anyhow. Raises
    `UsageError` without pyspark or Java, and `DirectoryError` where no server answers.
    """
    need_pyarrow()
    need_pyspark()
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder
    builder = builder.appName("oktaexpr")
    remote = os.environ.get(REMOTE)
    if remote is not None:
        need_connect()
        if not remote.startswith("local"):
            _check_answering(remote)
    with spark_faults():
        if remote is not None or SUBMITTED in os.environ:
            session = builder.getOrCreate()
        else:
            session = _local_session(builder, quiet=quiet)
        session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(BATCH_ROWS))
    return session


def send_environment(session: Any, archive: str) -> None:  # noqa: ANN401 - a SparkSession
    """Send a packed Python environment to the workers of a Spark Connect server, and have them run its Python.

    Raises `DirectoryError` where the archive cannot be read or sent.
    """
    if not Path(archive).is_file():
        message = f"{archive}: no such archive"
        raise DirectoryError(message)
    with spark_faults():
        session.addArtifacts(f"{archive}#environment", archive=True)
        session.conf.set("spark.sql.execution.pyspark.python", "environment/bin/python")


def _check_answering(remote: str) -> None:
    """Raise `UsageError` for what is no address, `DirectoryError` where nobody answers."""
    import grpc
    from pyspark.errors import PySparkValueError
    from pyspark.sql.connect.client import DefaultChannelBuilder

    try:
        address = DefaultChannelBuilder(remote)
    except PySparkValueError as error:
        message = f"{REMOTE}={remote}: {error.getMessage()}"
        raise UsageError(message) from None
    with address.toChannel() as channel:
        try:
            grpc.channel_ready_future(channel).result(timeout=_PATIENCE)
        except grpc.FutureTimeoutError:
            message = f"{REMOTE}={remote}: no Spark Connect server answers there within {_PATIENCE} seconds"
            raise DirectoryError(message) from None


def _local_session(builder: Any, *, quiet: bool) -> Any:  # noqa: ANN401 - a SparkSession and its builder
    from pyspark.errors import PySparkRuntimeError

    if not os.environ.get("JAVA_HOME") and shutil.which("java") is None:
        message = "Spark needs Java 17 or later: install it, or set JAVA_HOME to where it is"
        raise UsageError(message)
    for name, value in _LOCAL.items():
        builder = builder.config(name, value)
    # Workers need this very environment, and a session that is made in Python looks nowhere else for it.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with TemporaryFile() as log:
        try:
            with _errors_into(log) if quiet else nullcontext():
                return builder.getOrCreate()
        except PySparkRuntimeError:
            message = f"Java did not start Spark, which needs version 17 or later{_first_words(log)}"
            raise UsageError(message) from None


@contextmanager
def _errors_into(log: IO[bytes]) -> Iterator[None]:
    """Let processes that are started meanwhile write their standard error into a file, as long as they live."""
    sys.stderr.flush()
    kept = os.dup(2)
    os.dup2(log.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _first_words(log: IO[bytes]) -> str:
    """Return the first line that tells of a fault; what comes at every start does not."""
    log.seek(0)
    lines = log.read().decode(errors="replace").splitlines()
    said = (line for line in lines if line.strip() and not line.startswith(("WARNING:", "Using Spark's")))
    return next((f": {line}" for line in said), "")
