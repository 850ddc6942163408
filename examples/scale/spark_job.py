"""The same on Apache Spark: `python spark_job.py USERS LICENSES` on this machine, spark_cluster.sh on a cluster.

USERS is a Parquet file or folder, or `table:catalog.schema.users`; LICENSES is the folder that is written, or
`table:NAME` for a new table. ENVIRONMENT is the packed environment that a Spark Connect server's workers are sent,
where they have no oktaexpr of their own.
"""

from __future__ import annotations

import sys
from pathlib import Path

import oktaexpr
from oktaexpr.columns.spark import evaluate_frame, open_session, read_users, send_environment, write_results

EXPRESSION = (Path(__file__).parent / "license.oel").read_text(encoding="utf-8").strip()


def main(users: str, licenses: str, environment: str | None = None) -> None:
    """Evaluate the expression of this folder for every user, and write key, value (as JSON) and error."""
    session = open_session()
    if environment is not None:
        send_environment(session, environment)
    program = oktaexpr.compile(EXPRESSION)
    write_results(session, evaluate_frame(program, read_users(session, users)), licenses)
    session.stop()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except oktaexpr.OktaExprError as error:
        sys.exit(f"error: {error}")
