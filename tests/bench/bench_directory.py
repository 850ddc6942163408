"""Exports of 1,000 to 100,000 users with ten memberships each: seconds and peak memory of a process that loads one."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

_SIZES = (1_000, 10_000, 100_000)
_MEMBERSHIPS = 10
_GROUPS = 500
_MEASURED = """
import resource, sys, time
from oktaexpr.directory import Directory
start = time.perf_counter()
ticks = []
directory = Directory.load(sys.argv[1], progress=lambda done, total: ticks.append(done / total))
took = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
memberships = sum(len(user.groups) for user in directory.users)
assert ticks[-1] == 1.0 and not directory.skipped_count
print(len(directory.users), memberships, took, peak)
"""
_WRITTEN = """
import sys
from pathlib import Path
from tests.bench.bench_directory import write_export
write_export(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
"""


def write_export(folder: Path, users: int, form: str, seed: int = 11) -> None:
    """Write an export as Okta's API, as JSON lines, as CSV or as Parquet gives it."""
    chance = random.Random(seed)
    people = [_user(at) for at in range(users)]
    groups = [_group(at) for at in range(_GROUPS)]
    pairs = [
        (_group_id(group), _user_id(at))
        for at in range(users)
        for group in chance.sample(range(_GROUPS), _MEMBERSHIPS)
    ]
    match form:
        case "json":
            _write(folder / "users.json", json.dumps(people))
            _write(folder / "groups.json", json.dumps(groups))
            members = [{"groupId": group, "userId": user} for group, user in pairs]
            _write(folder / "members.json", json.dumps(members))
        case "lines":
            _write(folder / "org.jsonl", "\n".join(json.dumps(one) for one in [*people, *groups]))
            members = [json.dumps({"group_id": group, "user_id": user}) for group, user in pairs]
            _write(folder / "members.jsonl", "\n".join(members))
        case "csv":
            profiles = [{"id": one["id"], "status": one["status"], **one["profile"]} for one in people]
            lines = [",".join(profiles[0]), *(",".join(one.values()) for one in profiles)]
            _write(folder / "users.csv", "\n".join(lines))
            named = [f"{one['id']},{one['profile']['name']}" for one in groups]
            _write(folder / "groups.csv", "\n".join(["id,name", *named]))
            _write(folder / "members.csv", "\n".join(["group_id,user_id", *map(",".join, pairs)]))
        case "parquet":
            _write_parquet(folder, people, groups, pairs)


def _write_parquet(
    folder: Path, people: list[dict], groups: list[dict], pairs: list[tuple[str, str]]
) -> None:
    import pyarrow
    from pyarrow import parquet

    tables = {
        "okta_users": [
            {"id": one["id"], "status": one["status"], "profile": json.dumps(one["profile"])}
            for one in people
        ],
        "okta_groups": [{"id": one["id"], "name": one["profile"]["name"]} for one in groups],
        "okta_group_users": [{"group_id": group, "id": user} for group, user in pairs],
    }
    for name, rows in tables.items():
        parquet.write_table(pyarrow.Table.from_pylist(rows), folder / f"{name}.parquet")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _user_id(at: int) -> str:
    return f"00u{at:017d}"


def _group_id(at: int) -> str:
    return f"00g{at:017d}"


def _user(at: int) -> dict:
    mail = f"user{at}@acme.example"
    return {
        "id": _user_id(at),
        "status": "ACTIVE",
        "created": "2026-01-05T09:00:00.000Z",
        "lastLogin": None,
        "profile": {
            "login": mail,
            "email": mail,
            "firstName": f"First {at}",
            "lastName": f"Last {at}",
            **{f"attribute{number}": f"value {number} of {at}" for number in range(12)},
        },
    }


def _group(at: int) -> dict:
    return {
        "id": _group_id(at),
        "type": "OKTA_GROUP",
        "profile": {"name": f"group {at}", "description": None},
    }


def _in_new_process(code: str, *arguments: str) -> list[str]:
    """Run code in a process of its own: the peak of memory is the process's, and a child inherits its parent's."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def run() -> None:
    """Print a line for each size and form; wanted for the largest: under 20 seconds and 1,000 MB."""
    for form in ("json", "lines", "csv", "parquet"):
        for users in _SIZES:
            with tempfile.TemporaryDirectory() as folder:
                _in_new_process(_WRITTEN, folder, str(users), form)
                count, memberships, seconds, peak = map(float, _in_new_process(_MEASURED, folder))
            print(
                f"  {form:8} {count:7,.0f} users {memberships:9,.0f} memberships: "
                f"{seconds:6.2f} s, peak {peak:5.0f} MB"
            )
