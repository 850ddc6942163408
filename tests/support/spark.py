"""What the tests of Spark share: whether it can run here, the users, and what the row program gives for each."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest

import oktaexpr
from oktaexpr import EvaluationError, Scope
from oktaexpr.columns.results import json_text
from oktaexpr.samples import Org

SCALE = Path(__file__).resolve().parents[2] / "examples" / "scale"
LICENSE = (SCALE / "license.oel").read_text(encoding="utf-8").strip()
MIXED = 'user.level > 3 ? user.department : (isMemberOfGroupNameRegex("dbt_(dev|it).*") ? 10 / (user.level - 1) : user.contractor)'
"""An expression whose values have several types, and which fails for some in several ways."""
ORG = Org(users=3_000, groups=40, seed=11)

_ABSENT = (
    "pyspark is not installed"
    if find_spec("pyspark") is None
    else "Java is not installed"
    if shutil.which("java") is None
    else None
)
NEEDS_SPARK = pytest.mark.skipif(_ABSENT is not None, reason=str(_ABSENT))

Answers = dict[str, tuple[Any, str | None]]
"""For each key the value and the error's code."""


def row_answers(text: str) -> Answers:
    """Ask the row program for every user of `ORG`."""
    program = oktaexpr.compile(text)
    answers: Answers = {}
    for person in ORG.people(0, ORG.users):
        scope = Scope(user=person, groups=[{"name": name} for name in person["groups"]])
        try:
            answers[person["id"]] = (json.loads(json_text(program(scope))), None)
        except EvaluationError as error:
            answers[person["id"]] = (None, error.code)
    return answers


def written_answers(folder: Path) -> Answers:
    """Read what Spark wrote."""
    rows = parquet.read_table(folder).to_pylist()
    assert len({row["key"] for row in rows}) == len(rows)
    return {
        row["key"]: (
            None if row["value"] is None else json.loads(row["value"]),
            row["error"] and row["error"]["code"],
        )
        for row in rows
    }


def run(*command: object, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command in `environment`."""
    return subprocess.run(
        [str(part) for part in command],
        check=False,
        capture_output=True,
        text=True,
        env=environment(**variables),
    )


def environment(**variables: str) -> dict[str, str]:
    """Return the variables of a shell where this environment of Python is active and nothing is said of Spark."""
    inherited = {name: value for name, value in os.environ.items() if "SPARK" not in name}
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**inherited, "PATH": programs, **variables}
