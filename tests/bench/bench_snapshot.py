"""`license snapshot` over a million users, against a loop that somebody wrote by hand to write the same licenses.

`OKTAEXPR_COLUMNS_USERS` says how many users (1,000,000 by default).
"""

from __future__ import annotations

import csv
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
from oktaexpr.samples import Org, sample_batches
from simulator.account import DbtAccount
from simulator.snapshots.streams import Job, UsersKind, check_stream, snapshot_stream
from tests.bench.column_jobs import peak_megabytes

_USERS = int(os.environ.get("OKTAEXPR_COLUMNS_USERS", "1000000"))
_ROUNDS = 3
_EXPRESSION = "isMemberOfGroupName('dbt_developers') ? 'developer' : 'read_only'"
_MAPS = {"developer": "dbt_developers", "read_only": "dbt_read_only"}
_HAND, _CHECK = "hand", "check"
_WAYS = {UsersKind.CSV: "written as CSV", UsersKind.PARQUET: "written as Parquet", _CHECK: "compared"}

Counts = dict[str, dict[str, int]]
"""Users by license, under each mode."""


def _by_hand(users: Path, out: Path) -> Counts:
    """Write as somebody would for this one expression and these maps: no reasons, and every user in memory."""
    rows: list[tuple[str, str, str]] = []
    for batch in parquet.ParquetFile(users).iter_batches(BATCH_ROWS, columns=["login", "email", "groups"]):
        columns = batch.to_pydict()
        for login, email, groups in zip(columns["login"], columns["email"], columns["groups"], strict=True):
            is_developer = "dbt_developers" in groups
            sso = "developer" if is_developer or "dbt_read_only" not in groups else "read_only"
            scim = "developer" if is_developer else "read_only"
            rows.append((login, sso, scim if login == email and "@" in login else "none"))
    rows.sort()
    with out.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
    return {"sso": dict(Counter(sso for _, sso, _ in rows)), "scim": dict(Counter(scim for *_, scim in rows))}


def _by_snapshot(way: str, users: Path, folder: Path) -> Counts:
    """Take the snapshot, or compare with the one that was taken before."""
    account = DbtAccount.from_mapping({"license_maps": _MAPS})
    job = Job(source=open_source(str(users)), account=account, expression=_EXPRESSION)
    place = folder / users.stem
    if way == _CHECK:
        comparison = check_stream(job, place / UsersKind.CSV)
        assert comparison.is_same, "the snapshot differs from itself"
        tally = comparison.tally
    else:
        tally = snapshot_stream(job, place / way, kind=UsersKind(way))
    return {name: dict(tally.counts[name]) for name in ("sso", "scim")}


def _job(way: str, folder: Path) -> None:
    """Do a job over few users, so that loading libraries does not count, then over all; print what that took."""
    counts: Counts = {}
    seconds = 0.0
    for users in (folder / "few.parquet", folder / "users.parquet"):
        start = time.perf_counter()
        counts = _by_hand(users, folder / "hand.csv") if way == _HAND else _by_snapshot(way, users, folder)
        seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "megabytes": peak_megabytes(), "counts": counts}))


def run() -> None:
    """Print the ratios to the loop: a snapshot written in both ways, and one compared."""
    ways = (_HAND, *_WAYS)
    seconds, megabytes = dict.fromkeys(ways, float("inf")), dict.fromkeys(ways, 0.0)
    counts: dict[str, Counts] = {}
    with tempfile.TemporaryDirectory() as name:
        for file, number in (("few", 100), ("users", _USERS)):
            with open_sink(Path(name) / f"{file}.parquet") as sink:
                for batch in sample_batches(Org(number, groups=500, seed=7)):
                    sink.write(batch)
        for _ in range(_ROUNDS):
            for way in ways:
                command = [sys.executable, "-m", "tests.bench.bench_snapshot", way, name]
                done = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
                seconds[way] = min(seconds[way], done["seconds"])
                megabytes[way] = max(megabytes[way], done["megabytes"])
                counts[way] = done["counts"]
        sizes = {
            kind: sum(file.stat().st_size for file in (Path(name) / "users" / kind).iterdir()) / 1e6
            for kind in UsersKind
        }
    assert all(found == counts[_HAND] for found in counts.values()), "the snapshot differs from the loop"
    for way, text in _WAYS.items():
        ratio = seconds[way] / seconds[_HAND]
        print(f"  {_USERS:,} users {text}: {ratio:.2f} times the loop ({megabytes[way]:.0f} MB)")
    rate = _USERS / seconds[_HAND] / 1e6
    print(f"  the loop: {rate:.2f} million users a second ({megabytes[_HAND]:.0f} MB)")
    print(f"  on disk: {sizes[UsersKind.CSV]:.0f} MB as CSV, {sizes[UsersKind.PARQUET]:.0f} MB as Parquet")


if __name__ == "__main__":
    _job(sys.argv[1], Path(sys.argv[2]))
