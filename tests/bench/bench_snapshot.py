"""`license snapshot` over a million users, against a loop that somebody wrote by hand to write the same licenses."""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from pathlib import Path

import pyarrow.parquet as parquet

from oktaexpr.columns import BATCH_ROWS, open_source
from simulator.account import DbtAccount
from simulator.snapshots.streams import Job, UsersKind, check_stream, snapshot_stream
from tests.bench.runs import HAND, USERS, do_job, run_ways

_EXPRESSION = "isMemberOfGroupName('dbt_developers') ? 'developer' : 'read_only'"
_MAPS = {"developer": "dbt_developers", "read_only": "dbt_read_only"}
_CHECK = "check"
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


def _counts(way: str, users: Path) -> Counts:
    folder = users.parent
    return _by_hand(users, folder / "hand.csv") if way == HAND else _by_snapshot(way, users, folder)


def run() -> None:
    """Print the ratios to the loop: a snapshot written in both ways, and one compared."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        runs = run_ways("tests.bench.bench_snapshot", (HAND, *_WAYS), folder)
        sizes = {
            kind: sum(file.stat().st_size for file in (folder / "users" / kind).iterdir()) / 1e6
            for kind in UsersKind
        }
    found = runs.counts.values()
    assert all(counts == runs.counts[HAND] for counts in found), "the snapshot differs from the loop"
    for way, text in _WAYS.items():
        print(f"  {USERS:,} users {text}: {runs.ratio(way)}")
    print(f"  {runs.loop()}")
    print(f"  on disk: {sizes[UsersKind.CSV]:.0f} MB as CSV, {sizes[UsersKind.PARQUET]:.0f} MB as Parquet")


if __name__ == "__main__":
    do_job(_counts)
