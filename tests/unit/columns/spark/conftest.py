"""One session in local mode for all tests of Spark in a process, and one file of users."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from oktaexpr.columns.sinks import open_sink
from oktaexpr.columns.spark import open_session
from oktaexpr.samples import sample_batches
from tests.support.spark import ORG


@pytest.fixture(scope="session")
def session() -> Iterator[Any]:
    running = open_session(quiet=True)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("org") / "users.parquet"
    with open_sink(path) as sink:
        for batch in sample_batches(ORG):
            sink.write(batch)
    return path
