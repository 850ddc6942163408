"""Spark in local mode gives for every key what the row program gives, as a job and as a command."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.support.spark import (
    LICENSE,
    MIXED,
    NEEDS_SPARK,
    ORG,
    SCALE,
    row_answers,
    run,
    written_answers,
)

pytestmark = NEEDS_SPARK


def test_the_example_of_a_local_job(users: Path, tmp_path: Path) -> None:
    done = run(sys.executable, SCALE / "spark_job.py", users, tmp_path / "licenses")
    assert done.returncode == 0, done.stderr
    assert written_answers(tmp_path / "licenses") == row_answers(LICENSE)


def test_the_command_line_with_values_of_several_types_and_errors(users: Path, tmp_path: Path) -> None:
    out = tmp_path / "results"
    arguments = ["eval", MIXED, "--directory", users, "--all", "--runtime", "spark", "--out", out]
    done = run(sys.executable, "-m", "oktaexpr", *arguments)
    expected = row_answers(MIXED)
    assert written_answers(out) == expected
    codes = {code for _, code in expected.values() if code is not None}
    assert done.returncode == 1
    assert done.stdout.startswith(f"{ORG.users:,} users\n")
    assert codes
    assert all(code in done.stdout for code in codes)
    assert done.stderr == ""  # nothing that Java logs


def test_java_that_is_missing_or_does_not_start_is_said_in_one_line(users: Path, tmp_path: Path) -> None:
    command = ["-m", "oktaexpr", "eval", "1", "--directory", users, "--all", "--runtime", "spark"]
    done = run(sys.executable, *command, PATH=str(tmp_path), JAVA_HOME="")
    assert done.returncode == 2
    assert done.stderr == (
        "error: Spark needs Java 17 or later: install it, or set JAVA_HOME to where it is\n"
    )
    done = run(sys.executable, *command, JAVA_HOME=str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.startswith("error: Java did not start Spark, which needs version 17 or later: ")
    assert done.stderr.count("\n") == 1
    assert f"{tmp_path}{os.sep}bin{os.sep}java" in done.stderr
