"""Timelines on a directory: who starts with what, relations and ids in mappings, drift without a timeline."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from oktaexpr import Directory
from simulator.account import DbtAccount
from simulator.errors import TimelineError
from simulator.licenses import LicenseType
from simulator.profile_editor import LicenseAttribute
from simulator.timeline import (
    Cause,
    Reading,
    Setup,
    SimulatedApp,
    StartingUser,
    TimelineEvent,
    World,
    find_drift,
    play,
    settle_groups,
)
from simulator.timeline.events import (
    ForceSync,
    GroupAdded,
    GroupRemoved,
    LicenseEdited,
    MappingEdited,
    ProfileChanged,
    SignIn,
    UserJoins,
)

AT = datetime(2026, 1, 1, tzinfo=UTC)
ANN, BO, CY = "ann@acme.example", "bo@acme.example", "cy@acme.example"
DIRECTORY = Directory.from_data(
    {
        "users": [
            {"id": "00u1", "profile": {"login": ANN, "level": 4}, "groups": ["dev"], "manager": CY},
            {"id": "00u2", "profile": {"login": BO}, "groups": ["00g3"]},
            {"id": "00u3", "status": "DEPROVISIONED", "profile": {"login": CY, "level": 9}, "groups": []},
        ],
        "groups": [
            {"id": "00g1", "name": "dev"},
            {"id": "00g2", "name": "twins"},
            {"id": "00g3", "name": "twins"},
        ],
        "apps": [
            {
                "name": "dbt",
                "users": {
                    ANN: {"userName": "ann.roe", "licenseType": "developer"},
                    BO: {"licenseType": "analyst"},
                    CY: {"licenseType": "it"},
                },
            }
        ],
    }
)
ACCOUNT = DbtAccount.from_mapping(
    {
        "plan": "enterprise",
        "analyst": True,
        "scim": {"enabled": True, "scim_controlled_license_type": True},
        "seats": {"developer": {"total": 9, "in_use": 2}, "analyst": 9},
    }
)
MAPPING = "isMemberOfGroupName('dev') ? 'developer' : 'read_only'"


def _world(mapping: str | None = MAPPING, **settings: Any) -> World:
    account = settings.pop("account", ACCOUNT)
    start = settings.pop("start", {})
    attribute = settings.pop("attribute", LicenseAttribute(mapping=mapping))
    app = SimulatedApp(attribute=attribute, **{"name": "dbt", **settings})
    return World(Setup(account=account, app=app, directory=DIRECTORY, start=start))


def _play(world: World, *events: TimelineEvent) -> None:
    for _ in play(world, events):
        pass


def test_users_of_the_app_start_with_what_is_stored_there() -> None:
    world = _world()
    ann = world.people[ANN]
    assert (ann.stored.value, ann.license, ann.dbt.scim_managed) == ("developer", LicenseType.DEVELOPER, True)
    assert (ann.sent_name, ann.is_known) == ("ann.roe", True)
    assert (world.people[CY].active, world.people[CY].license) == (False, None)
    assert [person.login for person in world.app_users()] == [ANN, BO]


def test_seats_in_use_are_those_of_the_start_and_of_others() -> None:
    counts = _world().account.seats.counts
    assert counts[LicenseType.DEVELOPER].in_use == 2
    assert counts[LicenseType.ANALYST].in_use == 1


def test_without_scim_what_is_stored_has_not_arrived() -> None:
    world = _world(account=replace(ACCOUNT, scim=replace(ACCOUNT.scim, enabled=False)))
    assert (world.people[ANN].license, world.people[ANN].stored.value) == (None, "developer")


def test_a_given_start_goes_before_the_directory() -> None:
    world = _world(start={ANN: StartingUser(license=LicenseType.IT)})
    assert (world.people[ANN].license, world.people[ANN].dbt.scim_managed) == (LicenseType.IT, False)


def test_only_users_of_a_named_app_have_it() -> None:
    app = SimulatedApp(attribute=LicenseAttribute(mapping=MAPPING))
    setup = Setup(account=ACCOUNT, app=app, directory=DIRECTORY)
    assert list(World(setup).app_users()) == []
    everybody = World(replace(setup, everyone_has_the_app=True))
    assert [person.login for person in everybody.app_users()] == [ANN, BO]


@pytest.mark.parametrize(
    ("mapping", "value"),
    [
        ("isMemberOfGroup('00g3') ? 'it' : 'read_only'", "read_only"),
        ("user.level > 3 ? 'it' : 'read_only'", "it"),
        ("getManagerUser('active_directory').level > 8 ? 'it' : 'read_only'", "it"),
        ("appuser.licenseType", "developer"),
    ],
)
def test_a_mapping_sees_what_the_directory_knows(mapping: str, value: str) -> None:
    world = _world(mapping)
    assert world.fresh(world.people[ANN], AT).value == value


def test_a_mapping_sees_the_profile_of_the_moment_in_both_engines() -> None:
    for engine, mapping in (("classic", "user.title"), ("identity-engine", "user.profile.title")):
        world = _world(mapping, engine=engine)
        _play(world, ProfileChanged(at=AT, user=ANN, profile={"title": "it"}))
        _play(world, UserJoins(at=AT, user="di@acme.example", profile={"title": "analyst"}))
        assert world.fresh(world.people[ANN], AT).value == "it"
        assert world.fresh(world.people["di@acme.example"], AT).value == "analyst"


def test_a_value_that_is_no_text_and_a_mapping_that_does_not_parse_are_failures() -> None:
    for mapping, failure in (("1 + 1", "Integer"), ("1 +", "does not parse")):
        world = _world(mapping)
        assert failure in (world.fresh(world.people[ANN], AT).failure or "")


def test_the_clock_of_a_mapping_is_the_time_of_the_event() -> None:
    world = _world("Time.now('UTC', 'yyyy') == '2031' ? 'it' : 'read_only'")
    _play(world, ForceSync(at=datetime(2031, 6, 1, tzinfo=UTC)))
    assert world.people[BO].license is LicenseType.IT


def test_of_two_groups_with_one_name_the_id_tells() -> None:
    world = _world("isMemberOfGroup('00g2') ? 'it' : 'read_only'", reading=Reading.DBT)
    _play(world, GroupAdded(at=AT, user=ANN, group="00g2"))
    assert world.people[ANN].group_names == ("dev", "twins")
    assert world.people[ANN].stored.value == "it"
    with pytest.raises(TimelineError, match="several groups are called 'twins'"):
        _play(world, GroupRemoved(at=AT, user=ANN, group="twins"))


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (
            SignIn(at=AT, user="an@acme.example"),
            "event 1: no user 'an@acme.example'; did you mean \"ann@acme.example\"",
        ),
        (
            GroupAdded(at=AT, user=ANN, group="devs"),
            "the directory has no group 'devs'; did you mean \"dev\"",
        ),
        (UserJoins(at=AT, user=ANN), "event 1: user 'ann@acme.example' is there already"),
        (ProfileChanged(at=AT, user=ANN, profile={"login": "x"}), "cannot change"),
    ],
)
def test_an_event_that_cannot_happen_is_refused(event: TimelineEvent, message: str) -> None:
    with pytest.raises(TimelineError) as refused:
        _play(_world(), event)
    assert message in str(refused.value)


def test_nobody_edits_the_license_of_a_user_whom_dbt_does_not_know() -> None:
    with pytest.raises(TimelineError, match="dbt has no user"):
        _play(_world(start={ANN: StartingUser()}), LicenseEdited(at=AT, user=ANN, license="it"))


def test_a_directory_shows_drift_without_a_cause() -> None:
    (stale,) = find_drift(_world(), AT)
    assert (stale.login, stale.stored, stale.fresh) == (BO, "analyst", "read_only")
    assert (stale.license, stale.due) == (LicenseType.ANALYST, LicenseType.READ_ONLY)
    assert (stale.cause, stale.since, stale.event) == (Cause.UNKNOWN, None, None)


def test_as_dbt_tells_it_a_directory_has_no_drift() -> None:
    world = _world(reading=Reading.DBT)
    settle_groups(world, AT)
    assert find_drift(world, AT) == []
    assert world.people[BO].license is LicenseType.READ_ONLY


def test_drift_knows_cause_and_time_and_what_helps() -> None:
    world = _world(
        start={ANN: StartingUser(license=LicenseType.DEVELOPER, stored="developer", scim_managed=True)}
    )
    _play(world, GroupRemoved(at=AT, user=ANN, group="dev"))
    (by_groups,) = [stale for stale in find_drift(world, AT) if stale.login == ANN]
    assert (by_groups.cause, by_groups.since, by_groups.event) == (Cause.GROUPS, AT, "group-removed dev")
    assert [remedy.fact for remedy in by_groups.cause.remedies] == ["F13.6", "F13.5", "F13.7", "F13.4"]
    world = _world()
    _play(world, MappingEdited(at=AT, expression="'it'"))
    causes = {stale.login: stale.cause for stale in find_drift(world, AT)}
    assert causes == {ANN: Cause.MAPPING, BO: Cause.MAPPING}
    assert [remedy.fact for remedy in Cause.MAPPING.remedies] == ["F13.1"]


def test_drift_of_a_mapping_that_applies_on_create_only() -> None:
    mapping = "isMemberOfGroupName('dev') ? 'developer' : 'read_only'"
    start = {ANN: StartingUser(license=LicenseType.DEVELOPER, stored="developer", scim_managed=True)}
    world = _world(start=start, attribute=LicenseAttribute(mapping=mapping, is_pushed=False))
    _play(world, GroupRemoved(at=AT, user=ANN, group="dev"), ForceSync(at=AT))
    (stale,) = [stale for stale in find_drift(world, AT) if stale.login == ANN]
    assert (stale.stored, stale.fresh, stale.cause) == ("developer", "read_only", Cause.CREATE_ONLY)
    assert [remedy.fact for remedy in stale.cause.remedies] == ["F13.15", "F13.7"]


def test_drift_tells_where_dbt_would_refuse_the_fresh_value() -> None:
    (stale,) = find_drift(_world("isMemberOfGroupName('dev') ? 'developer' : 'viewer'"), AT)
    assert (stale.error, stale.due) == ("invalid_license_type", LicenseType.ANALYST)
