"""The same on Apache Spark: `python spark_job.py USERS LICENSES` on this machine, spark_cluster.sh on a cluster.

USERS is a Parquet file or folder, or `table:catalog.schema.users`; LICENSES is the folder that is written.
"""

from __future__ import annotations

import sys
from pathlib import Path

import oktaexpr
from oktaexpr.columns.spark import evaluate_frame, open_session, read_users

EXPRESSION = (Path(__file__).parent / "license.oel").read_text(encoding="utf-8").strip()


def main(users: str, licenses: str) -> None:
    """Evaluate the expression of this folder for every user, and write key, value (as JSON) and error."""
    session = open_session()
    program = oktaexpr.compile(EXPRESSION)
    results = evaluate_frame(program, read_users(session, users))
    results.write.mode("overwrite").parquet(licenses)
    session.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
