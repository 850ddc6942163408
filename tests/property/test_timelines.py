"""What holds for every timeline: it plays alike every time, in one part or in two, and seats are those of the users."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.account import DbtAccount, ScimSettings
from simulator.licenses import LicenseType
from simulator.plans import Plan
from simulator.profile_editor import LicenseAttribute
from simulator.seats import Seats
from simulator.timeline import Reading, Record, Setup, SimulatedApp, TimelineEvent, World, find_drift, play
from simulator.timeline.events import (
    AppAssigned,
    AppUnassigned,
    ForceSync,
    GroupAdded,
    GroupRemoved,
    GroupValueSet,
    ManualPush,
    MappingEdited,
    MappingsApplied,
    PersonalValueSet,
    ProfileChanged,
    SeatsChanged,
    SignIn,
    ToggleOff,
    ToggleOn,
    UserDeactivated,
    UserJoins,
    UserReactivated,
)

LOGINS = ["ann@acme.example", "bo@acme.example", "cy@acme.example"]
START = datetime(2026, 1, 1, tzinfo=UTC)
MAPPINGS = [
    "isMemberOfGroupName('dev') ? 'developer' : 'read_only'",
    "user.level > 3 ? 'it' : 'analyst'",
    "isMemberOfGroupName('app') AND user.level > 3 ? 'developer' : user.license",
    "user.team.length() > 1 ? 'it' : 'Developer'",
]
ACCOUNTS = st.builds(
    DbtAccount,
    plan=st.just(Plan.ENTERPRISE),
    scim=st.builds(ScimSettings, enabled=st.just(True), controlled_license_type=st.booleans()),
    license_maps=st.dictionaries(st.sampled_from(LicenseType), st.just(frozenset({"dev"}))),
    seats=st.dictionaries(st.sampled_from(LicenseType), st.integers(0, 3)).map(
        lambda totals: Seats.from_mapping({name.value: total for name, total in totals.items()})
    ),
    has_analyst=st.booleans(),
)
logins, groups = st.sampled_from(LOGINS), st.sampled_from(["app", "dev", "vpn"])
values = st.none() | st.sampled_from(["developer", "it", "wrong"])
profiles = st.fixed_dictionaries({}, optional={"level": st.integers(0, 6), "license": values, "team": values})

Make = Callable[[datetime], TimelineEvent]
"""An event without its time."""


def _at(kind: type, **fields: st.SearchStrategy[object]) -> st.SearchStrategy[Make]:
    return st.fixed_dictionaries(fields).map(lambda given: lambda at: kind(at=at, **given))


APPLIED = st.one_of(
    _at(GroupAdded, user=logins, group=groups),
    _at(GroupRemoved, user=logins, group=groups),
    _at(ProfileChanged, user=logins, profile=profiles),
    _at(PersonalValueSet, user=logins, value=values),
    _at(SignIn, user=logins, method=st.sampled_from(["sso", "password"])),
    _at(UserDeactivated, user=logins),
    _at(UserReactivated, user=logins),
    _at(AppAssigned, user=logins),
    _at(AppAssigned, group=groups),
    _at(AppUnassigned, user=logins),
    _at(AppUnassigned, group=groups),
    _at(MappingEdited, expression=st.none() | st.sampled_from(MAPPINGS), apply=st.just(True)),
    _at(MappingsApplied),
    _at(ForceSync),
    _at(ManualPush, user=st.none() | logins),
    _at(GroupValueSet, group=groups, value=values, priority=st.integers(0, 3)),
    _at(SeatsChanged, seats=st.dictionaries(st.sampled_from([*map(str, LicenseType)]), st.integers(0, 3))),
    _at(ToggleOn),
    _at(ToggleOff),
)
"""Events after which every mapping that was saved is applied."""
UNAPPLIED = APPLIED | _at(MappingEdited, expression=st.sampled_from(MAPPINGS), apply=st.just(False))


def _timed(makes: list[Make]) -> list[TimelineEvent]:
    joins = [UserJoins(at=START, user=login, groups=["app"], profile={"level": 1}) for login in LOGINS]
    return [*joins, *(make(START + timedelta(days=day)) for day, make in enumerate(makes, start=1))]


def timelines(events: st.SearchStrategy[Make]) -> st.SearchStrategy[list[TimelineEvent]]:
    """Return timelines in which three users join before anything happens to them."""
    return st.lists(events, max_size=20).map(_timed)


def _world(account: DbtAccount, reading: Reading, mapping: str | None = MAPPINGS[0]) -> World:
    app = SimulatedApp(
        attribute=LicenseAttribute(mapping=mapping), reading=reading, assigned_groups=frozenset({"app"})
    )
    return World(Setup(account=account, app=app))


@given(ACCOUNTS, timelines(UNAPPLIED), st.sampled_from(Reading), st.integers(0, 23))
@settings(max_examples=150, deadline=None)
def test_in_two_parts_it_is_the_same(
    account: DbtAccount, events: list[TimelineEvent], reading: Reading, cut: int
) -> None:
    whole = list(play(_world(account, reading), events))
    world = _world(account, reading)
    parts: list[Record] = [*play(world, events[:cut]), *play(world, events[cut:])]
    assert parts == whole


@given(ACCOUNTS, timelines(APPLIED))
@settings(max_examples=150, deadline=None)
def test_nobody_drifts_as_dbt_tells_it(account: DbtAccount, events: list[TimelineEvent]) -> None:
    world = _world(account, Reading.DBT)
    for record in play(world, events):
        assert not record.is_stale, record
    assert find_drift(world, events[-1].at) == []


@given(ACCOUNTS, timelines(UNAPPLIED))
@settings(max_examples=150, deadline=None)
def test_drift_is_what_the_records_show(account: DbtAccount, events: list[TimelineEvent]) -> None:
    world = _world(account, Reading.OKTA)
    for _ in play(world, events):
        pass
    # The mapping asks nothing about the clock, so that only events can make a value stale.
    shown = [person.login for person in world.people.values() if person.stale is not None]
    assert [stale.login for stale in find_drift(world, events[-1].at)] == shown


@given(ACCOUNTS, timelines(UNAPPLIED), st.sampled_from(Reading))
@settings(max_examples=150, deadline=None)
def test_seats_are_those_of_the_users(
    account: DbtAccount, events: list[TimelineEvent], reading: Reading
) -> None:
    world = _world(account, reading)
    for _ in play(world, events):
        people = list(world.people.values())
        for name, count in world.account.seats.counts.items():
            holders = [person for person in people if person.license is name]
            assert count.pending == sum(person.pending for person in holders)
            assert count.in_use == len(holders) - count.pending


@given(ACCOUNTS, timelines(UNAPPLIED), st.sampled_from(Reading))
@settings(max_examples=150, deadline=None)
def test_an_event_without_a_request_changes_a_license_by_sign_in_only(
    account: DbtAccount, events: list[TimelineEvent], reading: Reading
) -> None:
    for record in play(_world(account, reading), events):
        if record.is_change and record.sent is None:
            assert record.event.startswith("sign-in")
        if record.error:
            assert record.before is record.license
