"""`oktaexpr sample`: a made-up org of any size, to try expressions and to repeat figures."""

from __future__ import annotations

from typing import Annotated

import typer

from oktaexpr.cli.shared.output import write

DETAILS = (
    "Names, departments, titles, levels and memberships hang together as in a real org. The same seed gives the same "
    "users. The file is written as a stream, so that millions of users need no more memory than thousands."
)
EXAMPLES = (
    "oktaexpr sample --users 1000 users.jsonl",
    "oktaexpr sample --users 20000 --groups 500 --seed 7 users.parquet",
)


def run(
    out: Annotated[
        str,
        typer.Argument(
            metavar="OUT", help="The file to write: .parquet, .csv or .jsonl.", show_default=False
        ),
    ],
    users: Annotated[int, typer.Option("--users", min=0, help="How many users.")] = 1000,
    groups: Annotated[int, typer.Option("--groups", min=1, help="How many groups.")] = 50,
    seed: Annotated[int, typer.Option("--seed", help="What everything is drawn from.")] = 7,
) -> None:
    """Make the org and write it."""
    from oktaexpr.columns.sinks import open_sink
    from oktaexpr.render.counting import counted
    from oktaexpr.samples import Org, sample_batches

    with open_sink(out) as sink:
        for batch in sample_batches(Org(users, groups, seed)):
            sink.write(batch)
    write(f"{out}: {counted(users, 'user')} in up to {counted(groups, 'group')}, seed {seed}")
