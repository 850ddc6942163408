"""How long precedence tables take: run `python -m tests.bench.bench_tables`; it prints numbers and never fails."""

from __future__ import annotations

from time import perf_counter

from simulator.account import DbtAccount
from simulator.licenses import LicenseType
from simulator.tables import mode_table, precedence_table

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


def odd(count: int) -> str:
    """Return a condition that no short list of yes and no can tell: an odd number of groups."""
    condition = _member(0)
    for number in range(1, count):
        condition = f"({_member(number)} ? !{condition} : {condition})"
    return f"{condition} ? 'developer' : 'read_only'"


def run() -> None:
    """Print rows and milliseconds for each shape and size, for the expression alone and beside four license maps."""
    precedence_table(chain(1))
    for shape in (chain, alternatives, clauses, guarded):
        for count in (10, 20, 60):
            expression = shape(count)
            start = perf_counter()
            rows = len(precedence_table(expression).rows)
            _show(f"{shape.__name__:<14}{count:>4} groups", rows, start)
    maps = {name: [f"g{3 * place + number}" for number in range(3)] for place, name in enumerate(LicenseType)}
    account = DbtAccount.from_mapping({"license_maps": maps, "analyst": True})
    for name, expression in (("guarded", guarded(60)), ("odd", odd(10))):
        start = perf_counter()
        rows = len(mode_table(account, expression).rows)
        _show(f"{name:<14}with maps", rows, start)


def _show(title: str, rows: int, start: float) -> None:
    print(f"{title:<25}{rows:>5} rows{(perf_counter() - start) * 1000:>9.1f} ms")
