"""A stream of users migrates as a directory of the same users does: each user, each number, each reason."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
from hypothesis import given, settings
from hypothesis import strategies as st

from oktaexpr import Directory
from oktaexpr.columns import open_sink, open_source
from simulator.account import DbtAccount
from simulator.licenses import LicenseType
from simulator.migration import Migration, Phase, migrate
from simulator.migration.listing import Kind
from simulator.migration.streams import Job, StreamedMigration, migrate_stream
from simulator.profile_editor import LicenseAttribute
from simulator.timeline import SimulatedApp

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
GROUPS = ("dev", "ro", "an", "it", "DEV", "Everyone")
MANY = tuple(f"other {number}" for number in range(100))
"""As many groups as Okta sends; those after them do not arrive."""
MAPPINGS = (
    "isMemberOfGroupName('dev') ? 'developer' : 'read_only'",
    "isMemberOfGroupName('an') ? 'analyst' : isMemberOfGroupName('it') ? 'it' : null",
    "user.license",
    "user.license.length() > 3 ? user.license : 'developer'",
    "user.license == null ? 5 : user.license",
    "1 + 1",
)
NAMES = ("{}@acme.example", "{}@acme", "{}", "ann {}@acme.example", "{}@@acme.example")
users = st.fixed_dictionaries(
    {
        "name": st.sampled_from(NAMES[:1] * 4 + NAMES),
        "email": st.sampled_from(["same", "same", "same", "other", "none", "empty"]),
        "groups": st.lists(st.sampled_from(GROUPS), unique=True),
        "has_many": st.sampled_from([False, False, False, True]),
        "status": st.sampled_from(["ACTIVE", "ACTIVE", "SUSPENDED", "DEPROVISIONED"]),
        "license": st.sampled_from(
            [None, "it", "developer", "read_only", "Developer", "nonsense", "\u0130", ""]
        ),
    }
)
types = st.sampled_from([name.value for name in LicenseType])
accounts = st.fixed_dictionaries(
    {
        "plan": st.sampled_from(["enterprise", "enterprise", "enterprise_plus", "starter"]),
        "idp": st.sampled_from(["okta", "okta", "entra", "other"]),
        "analyst": st.booleans(),
        "license_maps": st.dictionaries(
            types, st.sampled_from([["dev"], ["ro"], ["an", "it"], ["dev", "ro"]])
        ),
        "seats": st.dictionaries(
            types,
            st.fixed_dictionaries(
                {
                    "total": st.integers(0, 6),
                    "in_use": st.integers(0, 4),
                    "pending": st.integers(0, 1),
                    "limited": st.sampled_from([True, True, False]),
                }
            ),
        ),
        "assumptions": st.fixed_dictionaries(
            {},
            optional={
                "seat_shortage": st.sampled_from(["keep", "assign"]),
                "null_value": st.sampled_from(["absent", "reject"]),
                "unavailable_map": st.sampled_from(["keep", "next", "developer"]),
                "pending_invite_holds_seat": st.booleans(),
                "replace_without_extension": st.sampled_from(["keep", "developer"]),
                "failed_create": st.sampled_from(["nobody", "developer"]),
                "attribute_while_toggle_off": st.sampled_from(["ignore"]),
                "unmanaged_user_toggle_on": st.sampled_from(["maps"]),
            },
        ),
    }
)


def _profiles(given_users: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return users as Okta's API has them, with the names of their groups."""
    found = []
    for number, one in enumerate(given_users):
        login = one["name"].format(f"user{number}")
        emails = {"same": login, "other": f"other{number}@acme.example", "none": None, "empty": ""}
        profile = {"login": login, "email": emails[one["email"]], "license": one["license"]}
        # A directory gives a user's groups in its own order, and providers cut the list from the end.
        groups = [*(MANY if one["has_many"] else ()), *sorted(one["groups"], key=GROUPS.index)]
        found.append({"status": one["status"], "groups": groups, "profile": profile})
    return found


def _by_directory(people: list[dict[str, Any]], account: DbtAccount, app: SimulatedApp) -> Migration:
    groups = [{"name": name} for name in (*MANY, *GROUPS)]
    return migrate(Directory.from_data({"users": people, "groups": groups}), account, app, now=NOW)


def _by_stream(
    people: list[dict[str, Any]], account: DbtAccount, app: SimulatedApp
) -> tuple[StreamedMigration, list[dict[str, Any]]]:
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "users.jsonl", Path(folder) / "out.parquet"
        rows = [{**one["profile"], "status": one["status"], "groups": one["groups"]} for one in people]
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
        job = Job(source=open_source(str(path)), account=account, app=app, key="login", now=NOW)
        with open_sink(out) as sink:
            report = migrate_stream(job, sink=sink)
        return report, parquet.read_table(out).to_pylist()


@given(st.lists(users, min_size=1, max_size=12), accounts, st.sampled_from(MAPPINGS))
@settings(max_examples=150, deadline=None)
def test_a_stream_gives_what_a_directory_gives(
    given_users: list[dict[str, Any]], account: dict[str, Any], mapping: str
) -> None:
    people, app = _profiles(given_users), SimulatedApp(attribute=LicenseAttribute(mapping=mapping))
    wanted = _by_directory(people, DbtAccount.from_mapping(account), app)
    found, rows = _by_stream(people, DbtAccount.from_mapping(account), app)
    assert found.moves == wanted.moves
    assert found.seats == wanted.seats
    assert [found.counts(phase) for phase in Phase] == [wanted.counts(phase) for phase in Phase]
    for kind in Kind:
        assert list(found.listing(kind).rows) == list(wanted.listing(kind).rows)
        assert found.listing(kind).count == wanted.listing(kind).count
    assert list(found.absences().rows) == list(wanted.absences().rows)
    assert found.absences().counts == wanted.absences().counts
    assert found.troubles() == wanted.troubles()
    assert rows == [_row(move.to_mapping()) for move in wanted.moves]


def _row(move: dict[str, Any]) -> dict[str, Any]:
    hidden = {"F13.6", "F13.13"}  # what is true of every push
    facts = dict.fromkeys(reason["fact"] for reason in move["reasons"] if reason["fact"] not in hidden)
    return {
        **{name: move[name] for name in ("user", "userName", "email")},
        **move["licenses"],
        "value": move["value"],
        "direction": move["direction"],
        "error": move["errors"].get("after"),
        "why": move["failure"] or ", ".join(facts),
    }
