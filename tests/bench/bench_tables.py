"""How long precedence tables take: run `python -m tests.bench.bench_tables`; it prints numbers and never fails."""

from __future__ import annotations

from time import perf_counter

from simulator.tables import precedence_table

TYPES = ("developer", "analyst", "it")


def _member(number: int) -> str:
    return f"isMemberOfGroupName('g{number}')"


def chain(count: int) -> str:
    """Return a chain of arms, one for each group."""
    arms = [f"{_member(number)} ? '{TYPES[number % 3]}'" for number in range(count)]
    return f"{' : '.join(arms)} : 'read_only'"


def alternatives(count: int) -> str:
    """Return three arms, each with a third of the groups joined by OR."""
    thirds = [" OR ".join(_member(number) for number in range(start, count, 3)) for start in range(3)]
    arms = [f"({third}) ? '{TYPES[place]}'" for place, third in enumerate(thirds)]
    return f"{' : '.join(arms)} : 'read_only'"


def clauses(count: int) -> str:
    """Return an AND of ORs of two groups each."""
    pairs = [f"({_member(number)} OR {_member(number + 1)})" for number in range(0, count, 2)]
    return f"{' AND '.join(pairs)} ? 'developer' : 'read_only'"


def guarded(count: int) -> str:
    """Return arms that look at a group and at attributes."""
    arms = [
        f"{_member(number)} AND !(user.contractor == true) AND (user.level > {number % 7} OR user.dept == 'd{number % 5}')"
        f" ? '{TYPES[number % 3]}'"
        for number in range(count)
    ]
    return f"{' : '.join(arms)} : 'read_only'"


def run() -> None:
    """Print rows and milliseconds for each shape and size."""
    precedence_table(chain(1))
    for shape in (chain, alternatives, clauses, guarded):
        for count in (10, 20, 60):
            expression = shape(count)
            start = perf_counter()
            rows = len(precedence_table(expression).rows)
            print(
                f"{shape.__name__:<14}{count:>4} groups{rows:>5} rows{(perf_counter() - start) * 1000:>9.1f} ms"
            )
