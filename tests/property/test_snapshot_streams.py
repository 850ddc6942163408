"""A stream of users gives the snapshot that a directory of the same users gives, to the byte, and the same differences."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from oktaexpr import Directory
from oktaexpr.columns import open_source
from simulator.account import DbtAccount
from simulator.licenses import LicenseType
from simulator.snapshots import Subject, compare, read_snapshot, take_snapshot, write_snapshot
from simulator.snapshots.streams import Job, UsersKind, check_stream, snapshot_stream

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
GROUPS = ("dev", "dev one", "dev two", "ro", "DEV", "dbt_developers", "dbt_read_only", "\u0130", "Everyone")
MANY = tuple(f"other {number}" for number in range(100))
"""As many groups as Okta sends; those after them do not arrive."""
EXPRESSIONS = (
    "isMemberOfGroupName('dbt_developers') ? 'developer' : 'read_only'",
    'IIF(isMemberOf("dbt_developers"), "developer", "read_only")',
    "isMemberOfGroupNameStartsWith('dev') ? 'developer' : isMemberOfGroupNameRegex('r.') ? 'it' : null",
    "isMemberOfGroupNameContains('e') and user.level > 3 ? 'analyst' : 'developer'",
    "user.license",
    "user.license == null ? 5 : user.license",
    "user.license.length() > 3 ? user.license : 'developer'",
    "user.level",
    "user.level + 1 == 2 ? 'it' : user.level",
    "String.stringContains(user.email, 'other') ? 'it' : user.email",
    "user.getGroups({'group.profile.name': 'dev'}).size() > 1 ? 'developer' : 'it'",
    "isMemberOfGroupName(user.license) ? 'it' : 'developer'",
    "isMemberOfGroupName('d' + 'ev') || user.license matches 'i.*' ? 'developer' : 'read_only'",
    "1 / 0",
)
NAMES = (
    "{}@acme.example",
    "{}@acme.example",
    "{}",
    "={}",
    "'={}",
    "{}, the first",
    'a "{}"',
    "{}\nb",
    "{}\rb",
    "\uffff{}",
    "\U0001f600{}",
    "\u200b{}",
    "\u00e9{}",
    "\x00{}",
)
users = st.fixed_dictionaries(
    {
        "name": st.sampled_from(NAMES),
        "email": st.sampled_from(["same", "same", "other", "none", "empty", "number"]),
        "groups": st.lists(st.sampled_from(GROUPS), unique=True),
        "has_many": st.sampled_from([False, False, False, True]),
        "status": st.sampled_from(["ACTIVE", "SUSPENDED", "DEPROVISIONED"]),
        "license": st.sampled_from(
            [None, "it", "developer", "Developer", "dev", "=1", "a\rb", "a\nb", "error x", ""]
        ),
        "level": st.sampled_from([None, 1, 1.0, True, 4, -0.0, 0, 3_000_000_000, "1", "four", [1], [True]]),
    }
)
types = st.sampled_from([name.value for name in LicenseType])
accounts = st.fixed_dictionaries(
    {
        "plan": st.sampled_from(["enterprise", "enterprise", "enterprise_plus", "starter"]),
        "idp": st.sampled_from(["okta", "entra", "other"]),
        "analyst": st.booleans(),
        "license_maps": st.dictionaries(
            types, st.sampled_from([["dev"], ["ro", "\u0130"], ["dbt_developers"], ["dev", "ro"]])
        ),
        "seats": st.just({"developer": 1}),
        "assumptions": st.fixed_dictionaries(
            {},
            optional={
                "null_value": st.sampled_from(["absent", "reject"]),
                "unavailable_map": st.sampled_from(["keep", "next", "developer"]),
                "failed_create": st.sampled_from(["nobody", "developer"]),
            },
        ),
    }
)


def _people(given_users: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return users as Okta's API has them, with the names of their groups."""
    found = []
    for number, one in enumerate(given_users):
        login = one["name"].format(f"user{number}")
        emails = {
            "same": login,
            "other": f"other{number}@acme.example",
            "none": None,
            "empty": "",
            "number": 5,
        }
        profile = {
            "login": login,
            "email": emails[one["email"]],
            "license": one["license"],
            "level": one["level"],
        }
        # A directory gives a user's groups in its own order, and providers cut the list from the end.
        groups = [*(MANY if one["has_many"] else ()), *sorted(one["groups"], key=GROUPS.index)]
        found.append({"status": one["status"], "groups": groups, "profile": profile})
    return found


def _subject(people: list[dict[str, Any]], account: DbtAccount, expression: str) -> Subject:
    groups = [{"name": name} for name in (*MANY, *GROUPS)]
    directory = Directory.from_data({"users": people, "groups": groups})
    return Subject(expression=expression, directory=directory, account=account)


def _job(folder: Path, people: list[dict[str, Any]], account: DbtAccount, expression: str) -> Job:
    path = folder / "users.jsonl"
    rows = [{**one["profile"], "status": one["status"], "groups": one["groups"]} for one in people]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    source = open_source(str(path))
    return Job(source=source, account=account, expression=expression, key="login", now=NOW)


@contextmanager
def _little_memory() -> Iterator[None]:
    """Make batches, runs and what is kept so small that a few users fill them."""
    streams = "simulator.snapshots.streams"
    limits = {
        "oktaexpr.columns.sources.BATCH_ROWS": 3,
        "oktaexpr.columns.over.BATCH_ROWS": 2,
        f"{streams}.kinds._MOST_KINDS": 3,
        f"{streams}.sorting._RUN_ROWS": 3,
        f"{streams}.sorting._BATCH_ROWS": 2,
        f"{streams}.sorting._MOST_KEPT": 2,
        f"{streams}.storing.BATCH_ROWS": 3,
        f"{streams}.tally._MOST_PENDING": 2,
    }
    with ExitStack() as stack:
        for name, limit in limits.items():
            stack.enter_context(mock.patch(name, limit))
        yield


@given(st.lists(users, max_size=12), accounts, st.sampled_from(EXPRESSIONS), st.sampled_from(UsersKind))
@settings(max_examples=200, deadline=None)
def test_a_stream_writes_what_a_directory_gives(
    given_users: list[dict[str, Any]], account: dict[str, Any], expression: str, kind: UsersKind
) -> None:
    people, dbt = _people(given_users), DbtAccount.from_mapping(account)
    wanted = take_snapshot(_subject(people, dbt, expression))
    with tempfile.TemporaryDirectory() as name, _little_memory():
        folder = Path(name)
        job = _job(folder, people, dbt, expression)
        tally = snapshot_stream(job, folder / "licenses", kind=kind)
        assert read_snapshot(folder / "licenses") == wanted
        if kind is UsersKind.CSV:
            assert (folder / "licenses" / "users.csv").read_bytes() == wanted["users.csv"].encode()
        assert tally.users == len(people)
        assert check_stream(job, folder / "licenses").is_same


@given(
    st.lists(users, max_size=12),
    st.lists(users, max_size=12),
    accounts,
    st.tuples(st.sampled_from(EXPRESSIONS), st.sampled_from(EXPRESSIONS)),
)
@settings(max_examples=150, deadline=None)
def test_a_stream_is_compared_as_a_directory_is(
    old_users: list[dict[str, Any]],
    new_users: list[dict[str, Any]],
    account: dict[str, Any],
    expressions: tuple[str, str],
) -> None:
    old, new, dbt = _people(old_users), _people(new_users), DbtAccount.from_mapping(account)
    stored = take_snapshot(_subject(old, dbt, expressions[0]))
    wanted = compare(stored, take_snapshot(_subject(new, dbt, expressions[1])))
    with tempfile.TemporaryDirectory() as name, _little_memory():
        folder = Path(name)
        write_snapshot(folder / "licenses", stored)
        found = check_stream(_job(folder, new, dbt, expressions[1]), folder / "licenses")
    changes = [change.user for kind in found.kinds.values() for change in kind.first]
    assert sorted(changes, key=lambda change: change.login) == list(wanted.users)
    assert found.files == wanted.files
    assert sum(kind.count for kind in found.kinds.values()) == len(wanted.users)
    assert found.came == sum(change.old is None for change in wanted.users)
    assert found.gone == sum(change.new is None for change in wanted.users)
