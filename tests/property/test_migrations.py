"""What holds for every migration: seats are kept to, a refusal changes nothing, and the sums add up."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from oktaexpr import Directory
from simulator.account import DbtAccount
from simulator.licenses import LicenseType
from simulator.migration import Direction, Migration, Phase, migrate
from simulator.profile_editor import LicenseAttribute
from simulator.timeline import SimulatedApp

GROUPS = ["dev", "ro", "an"]
MAPPINGS = [
    "isMemberOfGroupName('dev') ? 'developer' : 'read_only'",
    "isMemberOfGroupName('an') ? 'analyst' : isMemberOfGroupName('dev') ? 'developer' : 'it'",
    "user.license",
    "user.license.length() > 3 ? 'read_only' : 'Developer'",
]
people = st.fixed_dictionaries(
    {
        "groups": st.lists(st.sampled_from(GROUPS), unique=True),
        "status": st.sampled_from(["ACTIVE", "DEPROVISIONED"]),
        "license": st.sampled_from([None, "it", "developer"]),
        "is_misnamed": st.booleans(),
    }
)
types = st.sampled_from([name.value for name in LicenseType])
seats = st.dictionaries(
    types,
    st.fixed_dictionaries(
        {"total": st.integers(0, 4), "in_use": st.integers(0, 4), "limited": st.booleans()}
    ),
)
accounts = st.fixed_dictionaries(
    {
        "plan": st.just("enterprise"),
        "analyst": st.booleans(),
        "license_maps": st.dictionaries(types, st.sampled_from(GROUPS)),
        "seats": seats,
    }
)


def _migrate(given_people: list[dict[str, Any]], account: dict[str, Any], mapping: str) -> Migration:
    users = [
        {
            "status": one["status"],
            "groups": one["groups"],
            "profile": {
                "login": f"user{number}@acme.example",
                "email": f"other{number}@acme.example"
                if one["is_misnamed"]
                else f"user{number}@acme.example",
                "license": one["license"],
            },
        }
        for number, one in enumerate(given_people)
    ]
    directory = Directory.from_data({"users": users, "groups": [{"name": name} for name in GROUPS]})
    app = SimulatedApp(attribute=LicenseAttribute(mapping=mapping))
    return migrate(directory, DbtAccount.from_mapping(account), app)


reports = st.builds(_migrate, st.lists(people, max_size=6), accounts, st.sampled_from(MAPPINGS))


@given(reports)
@settings(max_examples=150, deadline=None)
def test_no_step_gives_more_seats_than_there_are(report: Migration) -> None:
    for line in report.seats:
        if line.total is not None:
            before = line.held[Phase.BEFORE]
            for phase in Phase:
                assert line.held[phase] <= max(line.total - line.others, before)


@given(reports)
@settings(max_examples=150, deadline=None)
def test_a_refused_user_keeps_the_license_of_the_state_before(report: Migration) -> None:
    phases = list(Phase)
    for move in report.moves:
        for earlier, later in pairwise(phases):
            if later in move.errors:
                assert move.licenses[later] is move.licenses[earlier]


@given(reports)
@settings(max_examples=150, deadline=None)
def test_the_sums_add_up(report: Migration) -> None:
    for phase in Phase:
        counts = report.counts(phase)
        assert sum(counts.values()) == len(report.moves)
        assert {line.license: line.held[phase] for line in report.seats if line.held[phase]} == {
            name: number for name, number in counts.items() if name is not None
        }
    assert sum(len(report.going(direction)) for direction in Direction) == len(report.moves)
    assert {one.login for one in report.absent} | {move.login for move in report.moves} >= {
        move.login for move in report.misnamed
    }


@given(reports)
@settings(max_examples=150, deadline=None)
def test_whom_nothing_refuses_has_what_the_mapping_says(report: Migration) -> None:
    for move in report.moves:
        if move.error is None and move.failure is None and isinstance(move.value, str):
            assert move.after is LicenseType.of(move.value)
