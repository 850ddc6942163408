"""A stream that is told to stop leaves the old file as it was, and nothing beside it; what it leaves out it says."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from tests.support.program import Run


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_leaves_no_part_of_a_file(sent: signal.Signals, code: int, tmp_path: Path) -> None:
    pipe, out = tmp_path / "users.jsonl", tmp_path / "out.jsonl"
    os.mkfifo(pipe)
    out.write_text("the old one")
    arguments = ["eval", "user.level > 1", "--all", "--directory", str(pipe), "--out", str(out)]
    started = subprocess.Popen(
        [sys.executable, "-m", "oktaexpr", *arguments], stderr=subprocess.PIPE, text=True
    )
    with pipe.open("w") as users:  # opens once the program reads, and is held open, so that the program waits
        users.write('{"id": "a", "level": 1}\n')
        users.flush()
        while started.poll() is None and not any(file.suffix == ".part" for file in tmp_path.iterdir()):
            time.sleep(0.01)
        started.send_signal(sent)
        _, said = started.communicate()
    assert (started.returncode, said) == (code, "")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["out.jsonl", "users.jsonl"]
    assert out.read_text() == "the old one"


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (["a", "x", "x"], "note: 2 memberships are of users who are not in the table"),
        (["a", "x"], "note: 1 membership is of a user who is not in the table"),
        (["a"], None),
    ],
)
def test_memberships_of_strangers_are_counted(
    who: list[str], said: str | None, oktaexpr: Run, tmp_path: Path
) -> None:
    parquet.write_table(pa.table({"id": ["a", "b"]}), tmp_path / "users.parquet")
    table = pa.table({"user": who, "group": ["dev"] * len(who)})
    parquet.write_table(table, tmp_path / "memberships.parquet")
    result = oktaexpr("eval", "isMemberOfGroupName('dev')", "--directory", str(tmp_path), "--all")
    assert result.code == 0
    assert result.out.splitlines() == ["2 users", "  1  true", "  1  false"]
    assert result.err.splitlines() == ([said] if said else [])
