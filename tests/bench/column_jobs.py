"""One job over a file of users, in a process of its own: `python -m tests.bench.column_jobs WAY EXPRESSION FEW USERS OUT`.

Prints the seconds from file to file and the peak of this process's memory. The same job over a file of few users comes
first, so that loading libraries, which takes a fifth of a second, does not count.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet

import oktaexpr
from oktaexpr.columns import BATCH_ROWS, Evaluator
from oktaexpr.columns.plan import make_plan, planned_batches
from oktaexpr.columns.sinks import open_sink
from oktaexpr.columns.sources import open_source
from tests.bench.bench_eval import expressions

READ = {
    "E1": ["id", "groups"],
    "E2": ["id", "firstName", "lastName", "email"],
    "E3": ["id", "department", "level", "title", "groups"],
}
"""The columns that each expression needs."""


def _e1(columns: dict[str, list[Any]]) -> list[str]:
    return ["developer" if "dbt_developers" in groups else "read_only" for groups in columns["groups"]]


def _e2(columns: dict[str, list[Any]]) -> list[str]:
    rows = zip(columns["firstName"], columns["lastName"], columns["email"], strict=True)
    return [f"{first[:1].lower()}.{last.lower()}@{email.partition('@')[2]}" for first, last, email in rows]


def _e3(columns: dict[str, list[Any]]) -> list[str]:
    values = []
    rows = zip(columns["department"], columns["level"], columns["title"], columns["groups"], strict=True)
    for department, level, title, groups in rows:
        is_senior = department == "Engineering" and level is not None and level > 3
        if is_senior and ("a" in groups or any(name.startswith("dbt_") for name in groups)):
            values.append("developer")
        else:
            values.append("analyst" if title is not None and "Analyst" in title else "read_only")
    return values


_BY_HAND = {"E1": _e1, "E2": _e2, "E3": _e3}


def by_hand(name: str, users: str, out: str) -> None:
    """Do the job as somebody would write it for this one expression: a loop over the same batches."""
    schema = pa.schema([("key", pa.string()), ("value", pa.string())])
    with parquet.ParquetWriter(out, schema) as writer:
        for batch in parquet.ParquetFile(users).iter_batches(BATCH_ROWS, columns=READ[name]):
            columns = batch.to_pydict()
            writer.write_batch(pa.record_batch([columns["id"], _BY_HAND[name](columns)], schema=schema))


def by_program(name: str, users: str, out: str, *, allow_sql: bool) -> None:
    """Do the job with the compiled expression."""
    program, source = oktaexpr.compile(expressions()[name]), open_source(users)
    evaluator = Evaluator(program)
    plan = make_plan(program, source, evaluator, allow_sql=allow_sql)
    if allow_sql:
        assert plan.engine == "duckdb", plan
    with open_sink(out) as sink:
        for result in planned_batches(plan, source, evaluator):
            sink.write(result)


def by_spark(name: str, users: str, out: str) -> None:
    """Do the job on Spark in local mode, with the kernel in its workers."""
    from oktaexpr.columns.spark import evaluate_frame, open_session, read_users

    program = oktaexpr.compile(expressions()[name])
    frame = evaluate_frame(program, read_users(open_session(), users))
    frame.write.mode("overwrite").parquet(out)


def values(path: Path) -> dict[str, str]:
    """Return the values of a result by key; Spark's are JSON texts, in a folder of parts."""
    table = parquet.read_table(path, columns=["key", "value"])
    found = table["value"].to_pylist()
    return dict(
        zip(table["key"].to_pylist(), map(json.loads, found) if path.is_dir() else found, strict=True)
    )


def peak_megabytes() -> float:
    """Return the most memory that this process has held; what its parent held does not count."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def job(way: str, name: str, users: str, out: str) -> float:
    """Run one job and return its seconds."""
    start = time.perf_counter()
    if way == "hand":
        by_hand(name, users, out)
    elif way == "spark":
        by_spark(name, users, out)
    else:
        by_program(name, users, out, allow_sql=way == "sql")
    return time.perf_counter() - start


def main(way: str, name: str, few: str, users: str, out: str) -> None:
    """Run the job over few users, then over all, and print what that took."""
    job(way, name, few, out)
    seconds = job(way, name, users, out)
    print(json.dumps({"seconds": seconds, "megabytes": peak_megabytes()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
