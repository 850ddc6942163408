"""One job over a made-up org, done in several ways, each in a process of its own: time, peak memory and what it counts.

`OKTAEXPR_COLUMNS_USERS` says how many users (1,000,000 by default).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oktaexpr.columns import open_sink
from oktaexpr.samples import Org, sample_batches
from tests.bench.column_jobs import peak_megabytes

USERS = int(os.environ.get("OKTAEXPR_COLUMNS_USERS", "1000000"))
HAND = "hand"
"""The way of the loop that somebody wrote by hand, with which the others are compared."""
_ROUNDS = 3

Job = Callable[[str, Path], Any]
"""Takes a way and a file of users, beside which it may write; returns counts that JSON can have."""


@dataclass(frozen=True, slots=True)
class Runs:
    """What came out for each way: the shortest time, the most memory, and the counts."""

    seconds: dict[str, float]
    megabytes: dict[str, float]
    counts: dict[str, Any]

    def ratio(self, way: str) -> str:
        """Return how much longer a way takes than the loop, with its memory."""
        return f"{self.seconds[way] / self.seconds[HAND]:.2f} times the loop ({self.megabytes[way]:.0f} MB)"

    def loop(self) -> str:
        """Return how fast the loop is, with its memory."""
        rate = USERS / self.seconds[HAND] / 1e6
        return f"the loop: {rate:.2f} million users a second ({self.megabytes[HAND]:.0f} MB)"


def org(users: int = USERS) -> Org:
    """Return the org whose users are made up."""
    return Org(users, groups=500, seed=7)


def make_users(path: Path, users: int) -> None:
    """Write a made-up org."""
    with open_sink(path) as sink:
        for batch in sample_batches(org(users)):
            sink.write(batch)


def run_ways(module: str, ways: Sequence[str], folder: Path) -> Runs:
    """Make the users in a folder, then run `python -m MODULE WAY FOLDER`, which calls `do_job`, for each way in turns."""
    make_users(folder / "few.parquet", 100)
    make_users(folder / "users.parquet", USERS)
    runs = Runs(dict.fromkeys(ways, float("inf")), dict.fromkeys(ways, 0.0), {})
    for _ in range(_ROUNDS):
        for way in ways:
            command = [sys.executable, "-m", module, way, str(folder)]
            done = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            runs.seconds[way] = min(runs.seconds[way], done["seconds"])
            runs.megabytes[way] = max(runs.megabytes[way], done["megabytes"])
            runs.counts[way] = done["counts"]
    return runs


def do_job(job: Job) -> None:
    """Do a job over few users, so that loading libraries does not count, then over all; print what that took."""
    way, folder = sys.argv[1], Path(sys.argv[2])
    counts: Any = None
    seconds = 0.0
    for users in (folder / "few.parquet", folder / "users.parquet"):
        start = time.perf_counter()
        counts = job(way, users)
        seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "megabytes": peak_megabytes(), "counts": counts}))
