"""A program over Arrow batches: `python this_machine.py USERS.parquet LICENSES.parquet`."""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow.parquet as parquet

import oktaexpr
from oktaexpr.columns.sinks import open_sink

EXPRESSION = (Path(__file__).parent / "license.oel").read_text(encoding="utf-8").strip()


def main(users: str, licenses: str) -> None:
    """Evaluate the expression of this folder for every user; an error of one row stands in its row."""
    program = oktaexpr.compile(EXPRESSION)
    batches = parquet.ParquetFile(users).iter_batches(columns=["id", "groups"])
    with open_sink(licenses) as sink:
        for result in program.over(batches, key="id"):
            sink.write(result)


if __name__ == "__main__":
    main(*sys.argv[1:])
