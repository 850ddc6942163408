"""Fifty rules over a million users, against a loop that somebody wrote by hand for these fifty."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pyarrow.parquet as parquet

from oktaexpr.columns import BATCH_ROWS, open_sink, open_source
from oktaexpr.rulesets.streams import People, compare_stream, evaluate_stream
from tests.bench.rule_sets import COLUMNS, fifty_rules, listed_groups, members_by_hand
from tests.bench.runs import HAND, USERS, do_job, org, run_ways

_WAYS = {"report": "with the report", "written": "and every user written", "compared": "two sets compared"}
_NEW_LEVELS = (4, 5)


def _by_hand(users: Path) -> dict[str, int]:
    added: Counter[str] = Counter()
    for batch in parquet.ParquetFile(users).iter_batches(BATCH_ROWS, columns=COLUMNS):
        added.update(members_by_hand(batch.to_pydict()))
    return dict(added)


def _by_rules(way: str, users: Path, out: Path) -> dict[str, int]:
    """Return how many users are added to each group; of a comparison, how many lose each."""
    people = People(source=open_source(str(users)), groups=listed_groups(org()))
    if way == "compared":
        with open_sink(out) as sink:
            difference = compare_stream(fifty_rules(), fifty_rules(_NEW_LEVELS), people, sink=sink)
        return {str(group.name): found.count for group, found in difference.lost.items()}
    if way == "report":
        result = evaluate_stream(fifty_rules(), people)
    else:
        with open_sink(out) as sink:
            result = evaluate_stream(fifty_rules(), people, sink=sink)
    return {str(group.name): found.count for group, found in result.added.items()}


def _counts(way: str, users: Path) -> dict[str, int]:
    return _by_hand(users) if way == HAND else _by_rules(way, users, users.with_name(f"{way}.parquet"))


def run() -> None:
    """Print the ratios to the loop: the report alone, with every user written, and compared with fifty others."""
    with tempfile.TemporaryDirectory() as folder:
        runs = run_ways("tests.bench.bench_rules", (HAND, *_WAYS), Path(folder))
    counts = runs.counts
    assert counts["report"] == counts["written"] == counts[HAND], "the rules differ from the loop"
    for way, text in _WAYS.items():
        print(f"  50 rules over {USERS:,} users, {text}: {runs.ratio(way)}")
    print(f"  {runs.loop()}")


if __name__ == "__main__":
    do_job(_counts)
