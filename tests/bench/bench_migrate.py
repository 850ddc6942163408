"""`license migrate` over a million users, against a loop that somebody wrote by hand to count the same two states.

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
from oktaexpr.samples import Org, sample_batches
from simulator.account import DbtAccount
from simulator.migration import Phase
from simulator.migration.page import draw_page
from simulator.migration.streams import Job, migrate_stream
from simulator.profile_editor import LicenseAttribute
from simulator.timeline import SimulatedApp
from tests.bench.column_jobs import peak_megabytes

_USERS = int(os.environ.get("OKTAEXPR_COLUMNS_USERS", "1000000"))
_ROUNDS = 3
_MAPPING = "isMemberOfGroupName('dbt_developers') ? 'developer' : 'read_only'"
_MAPS = {"developer": "dbt_developers", "read_only": "dbt_read_only"}
_SCARCE = "scarce"

Counts = dict[str, dict[str, int]]
"""Users by license, before and after."""


def _by_hand(users: Path) -> Counts:
    """Count as somebody would for this one mapping and these maps, with seats for all and no reasons."""
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for batch in parquet.ParquetFile(users).iter_batches(
        BATCH_ROWS, columns=["login", "email", "status", "groups"]
    ):
        columns = batch.to_pydict()
        people = zip(columns["login"], columns["email"], columns["status"], columns["groups"], strict=True)
        for login, email, status, groups in people:
            if status == "DEPROVISIONED":
                continue
            is_developer = "dbt_developers" in groups
            old = "developer" if is_developer or "dbt_read_only" not in groups else "read_only"
            before[old] += 1
            new = "developer" if is_developer else "read_only"
            after[new if login == email and "@" in login else old] += 1
    return {"before": dict(before), "after": dict(after)}


def _by_migration(way: str, users: Path, out: Path | None) -> Counts:
    """Migrate with the whole report as HTML; in the scarce way every second developer finds no seat."""
    seats = {"developer": max(1, _USERS * 3 // 100)} if way == _SCARCE else {}
    account = DbtAccount.from_mapping({"license_maps": _MAPS, "seats": seats})
    app = SimulatedApp(attribute=LicenseAttribute(mapping=_MAPPING))
    job = Job(source=open_source(str(users)), account=account, app=app)
    if out is None:
        report = migrate_stream(job)
    else:
        with open_sink(out) as sink:
            report = migrate_stream(job, sink=sink)
    draw_page(report)
    counts = {phase: report.counts(phase) for phase in (Phase.BEFORE, Phase.AFTER)}
    return {
        phase.value: {str(name): number for name, number in found.items()} for phase, found in counts.items()
    }


def _job(way: str, folder: Path) -> None:
    """Do a job over few users, so that loading libraries does not count, then over all; print what that took."""
    counts: Counts = {}
    seconds = 0.0
    for users in (folder / "few.parquet", folder / "users.parquet"):
        start = time.perf_counter()
        if way == "hand":
            counts = _by_hand(users)
        else:
            counts = _by_migration(way, users, folder / "moves.parquet" if way == "written" else None)
        seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "megabytes": peak_megabytes(), "counts": counts}))


def run() -> None:
    """Print the ratios to the loop: the report alone, with every user written, and with too few seats."""
    ways = ("hand", "report", "written", _SCARCE)
    seconds, megabytes = dict.fromkeys(ways, float("inf")), dict.fromkeys(ways, 0.0)
    counts: dict[str, Counts] = {}
    with tempfile.TemporaryDirectory() as name:
        for file, number in (("few", 100), ("users", _USERS)):
            with open_sink(Path(name) / f"{file}.parquet") as sink:
                for batch in sample_batches(Org(number, groups=500, seed=7)):
                    sink.write(batch)
        for _ in range(_ROUNDS):
            for way in ways:
                command = [sys.executable, "-m", "tests.bench.bench_migrate", way, name]
                done = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
                seconds[way] = min(seconds[way], done["seconds"])
                megabytes[way] = max(megabytes[way], done["megabytes"])
                counts[way] = done["counts"]
    assert counts["report"] == counts["written"] == counts["hand"], "the migration differs from the loop"
    shown = {"report": "with the report", "written": "and every user written", _SCARCE: "with seats for half"}
    for way, text in shown.items():
        ratio = seconds[way] / seconds["hand"]
        print(f"  {_USERS:,} users {text}: {ratio:.2f} times the loop that counts ({megabytes[way]:.0f} MB)")
    print(
        f"  the loop: {_USERS / seconds['hand'] / 1e6:.2f} million users a second ({megabytes['hand']:.0f} MB)"
    )


if __name__ == "__main__":
    _job(sys.argv[1], Path(sys.argv[2]))
