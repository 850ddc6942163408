"""Evaluating the attribute and sending it, as Okta does when something makes it look."""

from __future__ import annotations

from dataclasses import replace

from simulator.decision import Reason, because
from simulator.profile_editor import AttributeValue, ValueSource
from simulator.timeline.events import TimelineEvent
from simulator.timeline.exchange import Exchange, nothing, push
from simulator.timeline.people import UNSET, Person
from simulator.timeline.records import Record
from simulator.timeline.world import World


def refresh(
    world: World,
    event: TimelineEvent,
    person: Person,
    *reasons: Reason,
    provisions: bool = False,
    always: bool = False,
) -> Record:
    """Evaluate the attribute and send it where it changed since the last push that succeeded.

    With `provisions` a user goes out whom Okta has not tied to dbt yet, with `always` an unchanged value too. A mapping
    that applies on create only is evaluated for whom the attribute has no value yet.
    """
    fresh = world.fresh(person, event.at)
    if _stays(world, person, fresh):
        exchange = _send(world, person, provisions=provisions, always=always)
        return world.settle(event, exchange.explained(*reasons, because("F13.15"), because("F13.16")), fresh)
    exchange = _send(world, _with_value(person, fresh), provisions=provisions, always=always)
    if fresh.failure is not None:
        text = f"The mapping has no value ({fresh.failure}): what is stored stays."
        exchange = exchange.explained(because("F12.6", text))
    return world.settle(event, exchange.explained(*reasons), fresh)


def send_as_it_is(world: World, event: TimelineEvent, person: Person, *reasons: Reason) -> Record:
    """Send what is stored, without an evaluation."""
    exchange = _send(world, person, provisions=False, always=True)
    return world.settle(event, exchange.explained(*reasons))


def _stays(world: World, person: Person, fresh: AttributeValue) -> bool:
    """Tell whether the mapping is not asked any more."""
    is_mapped = fresh.source is ValueSource.MAPPING
    return is_mapped and world.app.attribute.is_mapped_on_creation_only and person.stored != UNSET


def _with_value(person: Person, fresh: AttributeValue) -> Person:
    """Store a value; where the evaluation failed, Okta keeps what it has."""
    if fresh.failure is not None and person.stored is not UNSET:
        return person
    return person if person.stored == fresh else replace(person, stored=fresh)


def _send(world: World, person: Person, *, provisions: bool, always: bool) -> Exchange:
    if person.delivered is None and not provisions:
        return nothing(world.account, person, because("F13.8"))
    if person.delivered is not None and not always and person.delivered.value == person.stored.value:
        return nothing(world.account, person)
    return push(world.account, world.app, person)
