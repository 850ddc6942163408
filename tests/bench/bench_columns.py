"""Whole populations from file to file, against a loop that somebody wrote by hand for the one expression.

`OKTAEXPR_COLUMNS_USERS` says how many users (1,000,000 by default), `OKTAEXPR_COLUMNS_LARGEST` the largest power of ten
of the table of growth (6; 7 takes ten minutes, most of it for making the users).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.column_jobs import READ, values
from tests.bench.runs import USERS, make_users

_LARGEST = int(os.environ.get("OKTAEXPR_COLUMNS_LARGEST", "6"))
_ROUNDS = 3
FEW = "few.parquet"
"""The file of few users that every process starts with."""
_SQL = ("E1", "E3")
"""The expressions that SQL may answer."""


def run_job(way: str, name: str, users: Path, out: Path, first: Path | None = None) -> tuple[float, float]:
    """Return the seconds and megabytes of one job, in a process of its own that has its libraries loaded.

    The process does the job over `first` before, or over a few users.
    """
    command = [
        sys.executable,
        "-m",
        "tests.bench.column_jobs",
        way,
        name,
        str(first or out.parent / FEW),
        str(users),
        str(out),
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured = json.loads(done.stdout)
    return measured["seconds"], measured["megabytes"]


def _compare(name: str, users: Path, folder: Path) -> None:
    ways = ["hand", "kernel", *(["sql"] if name in _SQL else [])]
    seconds, megabytes = dict.fromkeys(ways, float("inf")), dict.fromkeys(ways, 0.0)
    for _ in range(_ROUNDS):
        for way in ways:
            took, held = run_job(way, name, users, folder / f"{way}.parquet")
            seconds[way], megabytes[way] = min(seconds[way], took), max(megabytes[way], held)
    by_hand = values(folder / "hand.parquet")
    for way in ways[1:]:
        assert values(folder / f"{way}.parquet") == by_hand, f"{name}: {way} differs from the loop"
    text = f"  {name}: kernel {seconds['kernel'] / seconds['hand']:.2f} times the loop ({megabytes['kernel']:.0f} MB)"
    if "sql" in ways:
        text += (
            f", SQL {seconds['hand'] / seconds['sql']:.1f} times faster than it ({megabytes['sql']:.0f} MB)"
        )
    print(
        f"{text}; the loop {USERS / seconds['hand'] / 1e6:.2f} million users a second ({megabytes['hand']:.0f} MB)"
    )


def _growth(folder: Path) -> None:
    def best(users: Path) -> dict[str, tuple[float, float]]:
        out = folder / "out.parquet"
        return {name: min(run_job("kernel", name, users, out) for _ in range(_ROUNDS)) for name in READ}

    alone = {name: seconds for name, (seconds, _) in best(folder / FEW).items()}
    took = ", ".join(f"{name} {seconds * 1e3:.0f} ms" for name, seconds in alone.items())
    print(f"  what a job takes for 100 users, and for any number beside the users: {took}")
    for power in range(4, _LARGEST + 1):
        users = folder / f"{power}.parquet"
        make_users(users, 10**power)
        found = best(users)
        users.unlink()
        millions = 10 ** (power - 6)
        took = ", ".join(
            f"{name} {(seconds - alone[name]) / millions:.2f} s" for name, (seconds, _) in found.items()
        )
        peak = max(held for _, held in found.values())
        print(f"  10^{power} users, for each million beside that: {took}; peak {peak:.0f} MB")


def run() -> None:
    """Print the ratios for one population, then the growth from 10^4 users on."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        users = folder / "users.parquet"
        make_users(folder / FEW, 100)
        make_users(users, USERS)
        print(
            f"{USERS:,} users, Parquet to Parquet, best of {_ROUNDS} (wanted: kernel at most 1.5, SQL at least 5 on E1)"
        )
        for expression in READ:
            _compare(expression, users, folder)
        _growth(folder)
