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
