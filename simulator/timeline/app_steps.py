"""Events of the app in Okta: assignments, the mapping, pushes. They may reach everybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from simulator.decision import Reason, because
from simulator.profile_editor import GroupAssignment
from simulator.timeline.events import (
    AppAssigned,
    AppEvent,
    AppUnassigned,
    ForceSync,
    GroupValueSet,
    ManualPush,
    MappingEdited,
    MappingsApplied,
)
from simulator.timeline.people import Person
from simulator.timeline.person_steps import reassign
from simulator.timeline.records import Record
from simulator.timeline.refreshing import refresh
from simulator.timeline.world import World


def step(world: World, event: AppEvent, person: Person | None) -> Iterator[Record]:
    """Yield a record for each user whom the event does something to; `person` is the one that it names."""
    match event:
        case AppAssigned() | AppUnassigned() if person is not None:
            changed = replace(person, has_app=isinstance(event, AppAssigned))
            record = reassign(world, event, changed, had_app=world.has_app(person))
            yield record or world.unchanged(event, changed, because("F13.11"))
        case AppAssigned() | AppUnassigned():
            yield from _assign_group(world, event)
        case MappingEdited():
            world.set_attribute(replace(world.app.attribute, mapping=event.expression))
            yield from _apply(world, event) if event.apply else _compare(world, event)
        case MappingsApplied() | ForceSync():
            yield from _apply(world, event)
        case ManualPush():
            everybody = [person] if person is not None else world.app_users()
            reasons = because("F13.6"), because("F13.13")
            yield from _push(world, event, everybody, reasons)
        case GroupValueSet():
            yield from _set_group_value(world, event)


def _assign_group(world: World, event: AppAssigned | AppUnassigned) -> Iterator[Record]:
    name = str(world.groups.find(event.group or "")["name"])
    members = [(one, world.has_app(one)) for one in world.people.values() if name in one.group_names]
    groups = world.app.assigned_groups
    groups = groups | {name} if isinstance(event, AppAssigned) else groups - {name}
    world.app = replace(world.app, assigned_groups=groups)
    for person, had_app in members:
        record = reassign(world, event, person, had_app=had_app)
        if record is not None:
            yield record


def _apply(world: World, event: MappingEdited | MappingsApplied | ForceSync) -> Iterator[Record]:
    """Evaluate the attribute of everybody who has the app, and send what changed."""
    for person in world.app_users():
        reasons = [because("F13.5" if isinstance(event, ForceSync) else "F13.1")]
        if person.delivered is None:
            reasons.append(because("F13.12"))
        record = refresh(world, event, person, *reasons, provisions=True)
        if record.sent or record.error or record.person != person:
            yield record


def _compare(world: World, event: MappingEdited) -> Iterator[Record]:
    """Show whose value would be another one now, although nobody's is evaluated."""
    for person in world.app_users():
        record = world.unchanged(event, person, because("F13.1"))
        if record.person != person:
            yield record


def _push(
    world: World, event: ManualPush, people: Iterable[Person], reasons: tuple[Reason, ...]
) -> Iterator[Record]:
    for person in people:
        if person.active and world.has_app(person):
            yield refresh(world, event, person, *reasons, provisions=True, always=True)
        else:
            yield world.unchanged(event, person, because("F13.11"))


def _set_group_value(world: World, event: GroupValueSet) -> Iterator[Record]:
    attribute = world.app.attribute
    name = str(world.groups.find(event.group)["name"])
    others = tuple(one for one in attribute.group_assignments if one.group != name)
    added = () if event.value is None else (GroupAssignment(name, event.value, event.priority),)
    world.set_attribute(replace(attribute, group_assignments=(*others, *added)))
    if attribute.mapping is not None:
        return
    for person in world.app_users():
        if name in person.group_names:
            yield refresh(world, event, person, because("F13.10"))
