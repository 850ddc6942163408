"""The job through spark-submit on a cluster of two executors, each a Java process of its own."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.support.spark import LICENSE, NEEDS_SPARK, SCALE, row_answers, run, written_answers

pytestmark = NEEDS_SPARK


def test_the_example_of_a_cluster(users: Path, tmp_path: Path) -> None:
    done = run(
        SCALE / "spark_cluster.sh",
        users,
        tmp_path / "licenses",
        SPARK_MASTER="local-cluster[2,1,1024]",
        SPARK_LOCAL_IP="127.0.0.1",
        PYSPARK_PYTHON=sys.executable,
    )
    assert done.returncode == 0, done.stderr
    assert written_answers(tmp_path / "licenses") == row_answers(LICENSE)


def test_workers_without_the_package_are_told_what_they_lack(users: Path, tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -S "$@"\n', encoding="utf-8"
    )  # without site-packages
    python.chmod(0o755)
    done = run(
        SCALE / "spark_cluster.sh",
        users,
        tmp_path / "licenses",
        SPARK_MASTER="local[1]",
        SPARK_LOCAL_IP="127.0.0.1",
        PYSPARK_PYTHON=str(python),
        PYSPARK_DRIVER_PYTHON=sys.executable,
    )
    assert done.returncode == 1
    assert "error: Spark: No module named " in done.stderr
    assert "the workers' Python needs oktaexpr[columns]" in done.stderr
