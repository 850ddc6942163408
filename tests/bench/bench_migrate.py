"""`license migrate` over a million users, against a loop that somebody wrote by hand to count the same two states."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pyarrow.parquet as parquet

from oktaexpr.columns import BATCH_ROWS, open_sink, open_source
from simulator.account import DbtAccount
from simulator.migration import Phase
from simulator.migration.page import draw_page
from simulator.migration.streams import Job, migrate_stream
from simulator.profile_editor import LicenseAttribute
from simulator.timeline import SimulatedApp
from tests.bench.runs import HAND, USERS, do_job, run_ways

_MAPPING = "isMemberOfGroupName('dbt_developers') ? 'developer' : 'read_only'"
_MAPS = {"developer": "dbt_developers", "read_only": "dbt_read_only"}
_SCARCE = "scarce"
_WAYS = {"report": "with the report", "written": "and every user written", _SCARCE: "with seats for half"}

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
    seats = {"developer": max(1, USERS * 3 // 100)} if way == _SCARCE else {}
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


def _counts(way: str, users: Path) -> Counts:
    if way == HAND:
        return _by_hand(users)
    return _by_migration(way, users, users.parent / "moves.parquet" if way == "written" else None)


def run() -> None:
    """Print the ratios to the loop: the report alone, with every user written, and with too few seats."""
    with tempfile.TemporaryDirectory() as folder:
        runs = run_ways("tests.bench.bench_migrate", (HAND, *_WAYS), Path(folder))
    counts = runs.counts
    assert counts["report"] == counts["written"] == counts[HAND], "the migration differs from the loop"
    for way, text in _WAYS.items():
        print(f"  {USERS:,} users {text}: {runs.ratio(way)}")
    print(f"  {runs.loop()}, which counts only")


if __name__ == "__main__":
    do_job(_counts)
