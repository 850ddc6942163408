"""`oktaexpr rules` over files of users of any size: what it is told, and the run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from oktaexpr.cli.shared.loading import say_skipped
from oktaexpr.cli.shared.output import say_problem
from oktaexpr.cli.shared.progress import progress_shown
from oktaexpr.cli.shared.streams import StreamOptions, column_types, opened_sink

if TYPE_CHECKING:
    from oktaexpr.rulesets import GroupRule
    from oktaexpr.rulesets.streams import People, StreamedDifference, StreamedRules

    Rules = Sequence[GroupRule]

PeopleOutOption = Annotated[
    str | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Read the users as a stream, and write each, with --diff each who changes, to a file: .parquet, .csv or .jsonl.",
    ),
]


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything is."""

    people: str
    old: str
    new: str | None = None

    def listing(self) -> list[str]:
        """Return where groups may be listed, what counts most first: the newest export knows best."""
        return [place for place in (self.people, self.new, self.old) if place is not None]


def run_rules(
    places: Places, rules: Rules, options: StreamOptions, *, strict: bool, from_scratch: bool
) -> StreamedRules:
    """Run one set of rules over the users, and write them where that was asked for. Raises as `evaluate_stream` does."""
    from oktaexpr.rulesets.streams import evaluate_stream

    people = _people(places, options, strict=strict)
    with opened_sink(options.out, people.source) as sink, progress_shown("rules") as progress:
        return evaluate_stream(rules, people, from_scratch=from_scratch, sink=sink, progress=progress)


def compare_rules(
    places: Places, old: Rules, new: Rules, options: StreamOptions, *, strict: bool
) -> StreamedDifference:
    """Compare two sets of rules, and write who changes where that was asked for. Raises as `compare_stream` does."""
    from oktaexpr.rulesets.streams import compare_stream

    people = _people(places, options, strict=strict)
    with opened_sink(options.out, people.source) as sink, progress_shown("rules") as progress:
        return compare_stream(old, new, people, sink=sink, progress=progress)


def _people(places: Places, options: StreamOptions, *, strict: bool) -> People:
    """Return the users, with the groups that the exports list; what is wrong with those is said."""
    from oktaexpr.columns import open_source
    from oktaexpr.rulesets.streams import People
    from oktaexpr.rulesets.streams.listed_groups import list_groups

    source = open_source(places.people, column_types(options.types))
    listed = list_groups(places.listing(), besides={*source.files, *source.membership_files}, strict=strict)
    say_skipped(listed.skipped, listed.skipped_count)
    if not listed.groups:
        say_problem(
            "no export lists groups: those that the users' lists name are taken, by name only", "info"
        )
    return People(source=source, groups=listed.groups, key=options.key, strict=strict)


def refuse_csv(out: str | None) -> None:
    """Raise `typer.BadParameter`: a line for each membership would be everybody, and a report has the first only."""
    shown = out or "users.csv"
    message = f"the report of a stream does not name everybody: write them with --out {shown}"
    raise typer.BadParameter(message, param_hint="--format")
