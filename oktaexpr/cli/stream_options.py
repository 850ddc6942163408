"""Options of commands that evaluate whole populations as a stream."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Runtime(StrEnum):
    """Where the work is done."""

    EMBEDDED = "embedded"
    SPARK = "spark"


OutOption = Annotated[
    str | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Write key, value and error of every user to a file: .parquet, .csv or .jsonl; on Spark to a folder or table:NAME.",
    ),
]
RuntimeOption = Annotated[
    Runtime,
    typer.Option(
        "--runtime",
        help="Evaluate in this process, or on Apache Spark: on this machine, or where SPARK_REMOTE says.",
    ),
]
MembershipsOption = Annotated[
    str | None,
    typer.Option(
        "--memberships",
        metavar="PLACE",
        help="On Spark, the table of memberships (columns user and group): Parquet, or table:NAME.",
    ),
]
ExplainPlanOption = Annotated[
    bool,
    typer.Option("--explain-plan", help="Say how --all would be evaluated, and why; evaluate nothing."),
]
