"""How long a timeline takes and how it grows: `python -m tests.bench timeline` prints numbers and never fails.

A year of events: one user for ten events, who joins, changes groups and profile, signs in and may leave; Force Sync
once a month. The last column is the growth of the time against the growth of the events: 1.0 is linear.
"""

from __future__ import annotations

import json
import math
import random
import resource
import tempfile
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from simulator.account import DbtAccount
from simulator.profile_editor import LicenseAttribute
from simulator.timeline import Reading, Setup, SimulatedApp, TimelineEvent, World, play
from simulator.timeline.document import load_timeline
from simulator.timeline.events import (
    ForceSync,
    GroupAdded,
    GroupRemoved,
    ProfileChanged,
    SignIn,
    UserDeactivated,
    UserJoins,
)

SIZES = (1_000, 10_000, 100_000)
EXPRESSION = "isMemberOfGroupName('dbt_developers') OR user.level > 6 ? 'developer' : 'read_only'"
_START = datetime(2026, 1, 1, tzinfo=UTC)
_ACCOUNT = {
    "plan": "enterprise",
    "scim": {"enabled": True, "scim_controlled_license_type": True},
    "license_maps": {"developer": "dbt_developers"},
    "seats": {"developer": 50_000, "read_only": 50_000},
}
_GROUPS = ("dbt_developers", "dbt_read_only", "Data", "VPN")


def events(count: int) -> Iterator[TimelineEvent]:
    """Yield so many events of a year, the same every time."""
    chance = random.Random(7)
    step = timedelta(days=365) / count
    logins: list[str] = []
    for number in range(count):
        at = _START + number * step
        if number % 10 == 0:
            logins.append(f"user{len(logins)}@acme.example")
            groups = [name for name in _GROUPS if chance.random() < 0.4]
            yield UserJoins(
                at=at, user=logins[-1], groups=groups, profile={"level": chance.randrange(9)}, assigned=True
            )
        elif number % (count // 12) == 1:
            yield ForceSync(at=at)
        else:
            yield _of_person(at, chance, chance.choice(logins))


def _of_person(at: datetime, chance: random.Random, login: str) -> TimelineEvent:
    match chance.randrange(8):
        case 0 | 1:
            return GroupAdded(at=at, user=login, group=chance.choice(_GROUPS))
        case 2:
            return GroupRemoved(at=at, user=login, group=chance.choice(_GROUPS))
        case 3:
            return ProfileChanged(at=at, user=login, profile={"level": chance.randrange(9)})
        case 4 if chance.random() < 0.1:
            return UserDeactivated(at=at, user=login)
        case _:
            return SignIn(at=at, user=login)


def _play(count: int, reading: Reading) -> tuple[float, int]:
    """Return the seconds of a play and how many records it gave."""
    app = SimulatedApp(attribute=LicenseAttribute(mapping=EXPRESSION), reading=reading)
    world = World(Setup(account=DbtAccount.from_mapping(_ACCOUNT), app=app))
    start = perf_counter()
    records = sum(1 for _ in play(world, events(count)))
    return perf_counter() - start, records


def _load(count: int, folder: Path) -> float:
    """Return the seconds that reading the same events from a JSON file takes."""
    rows = [
        {
            **{name: getattr(one, name) for name in [known.name for known in fields(one)]},
            "at": one.at.isoformat(),
        }
        for one in events(count)
    ]
    path = folder / "timeline.json"
    path.write_text(
        json.dumps({"account": _ACCOUNT, "app": {"expression": EXPRESSION}, "events": rows}), encoding="utf-8"
    )
    start = perf_counter()
    load_timeline(path)
    return perf_counter() - start


def run() -> None:
    """Print seconds, peak memory and slope for each size and reading, and the time to read a file."""
    _play(100, Reading.OKTA)  # what is loaded once is no cost of the first size
    for reading in Reading:
        before: tuple[int, float] | None = None
        for count in SIZES:
            seconds, records = _play(count, reading)
            slope = "" if before is None else _slope(before, (count, seconds))
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{reading.value:<5} {count:>7,} events {records:>8,} records {seconds:>7.2f} s "
                f"{seconds / count * 1e6:>6.0f} us each, peak {peak:>4.0f} MB {slope}"
            )
            before = count, seconds
    with tempfile.TemporaryDirectory() as folder:
        for count in SIZES:
            seconds = _load(count, Path(folder))
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"read  {count:>7,} events {seconds:>24.2f} s, peak {peak:>4.0f} MB")


def _slope(before: tuple[int, float], after: tuple[int, float]) -> str:
    return f"slope {math.log(after[1] / before[1]) / math.log(after[0] / before[0]):.2f}"
