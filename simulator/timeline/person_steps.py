"""Events of one user: groups, profile, sign-ins, edits by hand, leaving and coming back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulator.decision import Reason, because
from simulator.errors import TimelineError
from simulator.timeline.events import (
    GroupAdded,
    GroupRemoved,
    LicenseEdited,
    PersonalValueSet,
    PersonEvent,
    ProfileChanged,
    SignIn,
    TimelineEvent,
    UserDeactivated,
    UserJoins,
    UserReactivated,
)
from simulator.timeline.exchange import edit_license, sign_in, withdraw
from simulator.timeline.people import Person
from simulator.timeline.records import Record
from simulator.timeline.refreshing import refresh, send_as_it_is
from simulator.timeline.setup import Reading
from simulator.timeline.world import World

ASSIGNED = because("F13.11", "The app is assigned now: Okta evaluates the mapping and provisions the user.")


def join(world: World, event: UserJoins) -> Record:
    """Let a user appear in Okta, with the app where it is assigned to the user or a group."""
    if event.user in world.people:
        message = f"event {world.steps}: user {event.user!r} is there already"
        raise TimelineError(message)
    person = Person(
        login=event.user,
        profile={"email": event.user, **event.profile, "login": event.user},
        groups=tuple(world.groups.find(name) for name in event.groups),
        has_app=event.assigned,
    )
    if world.has_app(person):
        return refresh(world, event, person, ASSIGNED, provisions=True)
    return world.unchanged(event, person, because("F13.11"))


def step(world: World, event: PersonEvent, person: Person) -> Record:
    """Let something happen to a user. Raises `TimelineError` for what cannot."""
    match event:
        case GroupAdded():
            group = world.groups.find(event.group)
            groups = person.groups if group in person.groups else (*person.groups, group)
            return _change_groups(world, event, person, groups)
        case GroupRemoved():
            group = world.groups.find(event.group)
            return _change_groups(world, event, person, tuple(one for one in person.groups if one != group))
        case ProfileChanged():
            return _change_profile(world, event, person)
        case PersonalValueSet():
            return _set_personal_value(world, event, person)
        case SignIn():
            return _sign_in(world, event, person)
        case LicenseEdited():
            return _edit(world, event, person)
        case UserDeactivated():
            gone = replace(person, active=False)
            if not person.active or not world.has_app(person):
                return world.unchanged(event, gone, because("F13.11"))
            return world.settle(event, withdraw(world.account, world.app, gone))
        case UserReactivated():
            back = replace(person, active=True)
            if person.active or not world.has_app(person):
                return world.unchanged(event, back, because("F13.11"))
            return refresh(world, event, back, ASSIGNED, provisions=True)


def reassign(world: World, event: TimelineEvent, person: Person, *, had_app: bool) -> Record | None:
    """Provision or withdraw a user whose assignment changed; None where it did not."""
    has_app = world.has_app(person)
    if has_app is had_app:
        return None
    if not person.active:
        return world.unchanged(event, person, because("F13.11"))
    if has_app:
        return refresh(world, event, person, ASSIGNED, provisions=True)
    return world.settle(event, withdraw(world.account, world.app, person))


def _change_groups(
    world: World, event: PersonEvent, person: Person, groups: tuple[Mapping[str, Any], ...]
) -> Record:
    had_app, changed = world.has_app(person), replace(person, groups=groups)
    record = reassign(world, event, changed, had_app=had_app)
    if record is not None:
        return record
    if not had_app or not person.active:
        return world.unchanged(event, changed, because("F13.11"))
    attribute = world.app.attribute
    if person.login in attribute.personal_values:
        text = "The attribute has a value of the user's own, which does not follow the groups."
        return world.unchanged(event, changed, because("F13.7", text))
    if attribute.mapping is None:
        return refresh(world, event, changed, because("F13.10"))
    if attribute.is_mapped_on_creation_only:
        return world.unchanged(event, changed, because("F13.15"))
    if world.app.reading is Reading.DBT:
        return refresh(world, event, changed, because("F13.2"))
    return world.unchanged(event, changed, because("F13.1"), because("F13.3"))


def _change_profile(world: World, event: ProfileChanged, person: Person) -> Record:
    if event.profile.get("login", person.login) != person.login:
        message = f"event {world.steps}: the login of {person.login!r} cannot change"
        raise TimelineError(message)
    changed = replace(person, profile={**person.profile, **event.profile})
    if not world.has_app(person) or not person.active:
        return world.unchanged(event, changed, because("F13.11"))
    if world.app.attribute.is_mapped_on_creation_only:
        return send_as_it_is(world, event, changed, because("F13.4"), because("F13.15"))
    if world.app.profile_change == "keep":
        text = "By the setting `profile_change` the mapping is not evaluated when the profile changes."
        return send_as_it_is(world, event, changed, because("F13.4"), because("F13.9", text))
    return refresh(world, event, changed, because("F13.4"), because("F13.9"), always=True)


def _set_personal_value(world: World, event: PersonalValueSet, person: Person) -> Record:
    values = {
        login: value for login, value in world.app.attribute.personal_values.items() if login != person.login
    }
    if event.value is not None:
        values[person.login] = event.value
    world.set_attribute(replace(world.app.attribute, personal_values=values))
    if not world.has_app(person) or not person.active:
        return world.unchanged(event, person, because("F13.11"))
    return refresh(world, event, person, _personal(event.value))


def _personal(value: str | None) -> Reason:
    if value is None:
        return because("F4.10", "The value of the user's own is gone: mapping or groups decide again.")
    return because("F4.10", "A value of the user's own goes before mapping and groups.")


def _sign_in(world: World, event: SignIn, person: Person) -> Record:
    with_password = event.method == "password"
    if not with_password and not (person.active and world.has_app(person)):
        return world.unchanged(event, person, because("F13.11"))
    return world.settle(event, sign_in(world.account, person, with_password=with_password))


def _edit(world: World, event: LicenseEdited, person: Person) -> Record:
    if not person.is_known:
        message = f"event {world.steps}: dbt has no user {person.login!r} yet whose license could be edited"
        raise TimelineError(message)
    exchange = edit_license(world.account, person, event.license, editing_self=event.editing_self)
    return world.settle(event, exchange)
