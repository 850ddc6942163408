"""Apache Spark in local mode over the users of `bench_columns`, against the kernel in one process: time and answers.

`OKTAEXPR_COLUMNS_USERS` says how many users (1,000,000 by default). Spark needs Java and the extra `spark`.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

from tests.bench.bench_columns import run_job
from tests.bench.column_jobs import READ, values
from tests.bench.runs import USERS, make_users

_ROUNDS = 2


def _compare(name: str, users: Path, folder: Path) -> None:
    outs = {"kernel": folder / "kernel.parquet", "spark": folder / "spark"}
    seconds = dict.fromkeys(outs, float("inf"))
    for _ in range(_ROUNDS):
        for way, out in outs.items():
            # Java is slow until it has seen the work, so each process does it twice and the second time counts.
            seconds[way] = min(seconds[way], run_job(way, name, users, out, first=users)[0])
    by_kernel, by_spark = (values(out) for out in outs.values())
    assert by_spark == by_kernel, f"{name}: Spark differs from the kernel"
    print(
        f"  {name}: Spark {seconds['spark'] / seconds['kernel']:.2f} times the kernel, "
        f"{USERS / seconds['spark'] / 1e6:.2f} million users a second; {len(by_spark):,} equal answers"
    )


def run() -> None:
    """Print the ratios, and that the answers are equal for each key."""
    if find_spec("pyspark") is None or shutil.which("java") is None:
        print("  Spark needs Java and pip install 'oktaexpr[spark]'")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        users = folder / "users.parquet"
        make_users(users, USERS)
        print(
            f"{USERS:,} users, Parquet to Parquet, {os.cpu_count()} cores, a warm session, best of {_ROUNDS}"
        )
        for expression in READ:
            _compare(expression, users, folder)
