"""Fifty rules over a million users, against a loop that somebody wrote by hand for these fifty.

`OKTAEXPR_COLUMNS_USERS` says how many users (1,000,000 by default).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pyarrow.parquet as parquet

from oktaexpr.columns import BATCH_ROWS, open_sink, open_source
from oktaexpr.rulesets.streams import People, compare_stream, evaluate_stream
from oktaexpr.samples import Org, sample_batches
from tests.bench.column_jobs import peak_megabytes
from tests.bench.rule_sets import COLUMNS, fifty_rules, listed_groups, members_by_hand

_USERS = int(os.environ.get("OKTAEXPR_COLUMNS_USERS", "1000000"))
_ROUNDS = 3
_ORG = Org(_USERS, groups=500, seed=7)
_WAYS = ("hand", "report", "written", "compared")
_NEW_LEVELS = (4, 5)


def _by_hand(users: Path) -> dict[str, int]:
    added: Counter[str] = Counter()
    for batch in parquet.ParquetFile(users).iter_batches(BATCH_ROWS, columns=COLUMNS):
        added.update(members_by_hand(batch.to_pydict()))
    return dict(added)


def _by_rules(way: str, users: Path, out: Path) -> dict[str, int]:
    """Return how many users are added to each group; of a comparison, how many lose each."""
    people = People(source=open_source(str(users)), groups=listed_groups(_ORG))
    if way == "compared":
        with open_sink(out) as sink:
            difference = compare_stream(fifty_rules(), fifty_rules(_NEW_LEVELS), people, sink=sink)
        return {str(group.name): found.count for group, found in difference.lost.items()}
    if way == "report":
        result = evaluate_stream(fifty_rules(), people)
    else:
        with open_sink(out) as sink:
            result = evaluate_stream(fifty_rules(), people, sink=sink)
    return {str(group.name): found.count for group, found in result.added.items()}


def _job(way: str, folder: Path) -> None:
    """Do a job over few users, so that loading libraries does not count, then over all; print what that took."""
    counts: dict[str, int] = {}
    seconds = 0.0
    for users in (folder / "few.parquet", folder / "users.parquet"):
        start = time.perf_counter()
        counts = _by_hand(users) if way == "hand" else _by_rules(way, users, folder / f"{way}.parquet")
        seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "megabytes": peak_megabytes(), "counts": counts}))


def run() -> None:
    """Print the ratios to the loop: the report alone, with every user written, and compared with fifty others."""
    seconds, megabytes = dict.fromkeys(_WAYS, float("inf")), dict.fromkeys(_WAYS, 0.0)
    counts: dict[str, dict[str, int]] = {}
    with tempfile.TemporaryDirectory() as name:
        for file, number in (("few", 100), ("users", _USERS)):
            with open_sink(Path(name) / f"{file}.parquet") as sink:
                for batch in sample_batches(Org(number, groups=500, seed=7)):
                    sink.write(batch)
        for _ in range(_ROUNDS):
            for way in _WAYS:
                command = [sys.executable, "-m", "tests.bench.bench_rules", way, name]
                done = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
                seconds[way] = min(seconds[way], done["seconds"])
                megabytes[way] = max(megabytes[way], done["megabytes"])
                counts[way] = done["counts"]
    assert counts["report"] == counts["written"] == counts["hand"], "the rules differ from the loop"
    shown = {
        "report": "with the report",
        "written": "and every user written",
        "compared": "two sets compared",
    }
    for way, text in shown.items():
        ratio = seconds[way] / seconds["hand"]
        print(
            f"  50 rules over {_USERS:,} users, {text}: {ratio:.2f} times the loop ({megabytes[way]:.0f} MB)"
        )
    print(
        f"  the loop: {_USERS / seconds['hand'] / 1e6:.2f} million users a second ({megabytes['hand']:.0f} MB)"
    )


if __name__ == "__main__":
    _job(sys.argv[1], Path(sys.argv[2]))
