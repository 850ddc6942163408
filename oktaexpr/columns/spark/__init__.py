"""Programs on Apache Spark: each worker compiles the program once and runs it over the Arrow batches it gets.

    session = open_session()
    results = evaluate_frame(program, read_users(session, "table:org.users", memberships="table:org.memberships"))
    results.write.parquet("licenses")

Local by default. `SPARK_REMOTE` (Spark Connect) and `spark-submit` choose a cluster as they do for any Spark program;
its workers need this package and pyarrow.
"""

from oktaexpr.columns.spark.faults import spark_faults
from oktaexpr.columns.spark.frames import evaluate_frame
from oktaexpr.columns.spark.outcome import summarized, write_results
from oktaexpr.columns.spark.places import TABLE, read_users
from oktaexpr.columns.spark.session import open_session, send_environment

__all__ = [
    "TABLE",
    "evaluate_frame",
    "open_session",
    "read_users",
    "send_environment",
    "spark_faults",
    "summarized",
    "write_results",
]
