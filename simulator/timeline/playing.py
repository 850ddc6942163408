"""Playing a timeline: event after event, a record for each user whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from oktaexpr.documents import near_hint
from simulator.errors import TimelineError
from simulator.timeline import account_steps, app_steps, person_steps
from simulator.timeline.events import (
    AccountEvent,
    AppAssigned,
    AppEvent,
    AppUnassigned,
    ManualPush,
    TimelineEvent,
    UserJoins,
)
from simulator.timeline.people import Person
from simulator.timeline.records import Record
from simulator.timeline.world import World


def play(world: World, events: Iterable[TimelineEvent]) -> Iterator[Record]:
    """Yield the records of the events, one at a time; each event gives at least one, and changes `world`.

    The same world and the same events always give the same records, also where the events come in several parts.
    Raises `TimelineError` for an event that cannot happen, `AccountError` for an account that cannot be.
    """
    for event in events:
        world.steps += 1
        is_silent = True
        for record in _step(world, event):
            is_silent = False
            yield record
        if is_silent:
            yield world.remark(event)


def _step(world: World, event: TimelineEvent) -> Iterator[Record]:
    # Unions of types are no patterns of `match`, and the kinds of events are such unions.
    if isinstance(event, UserJoins):
        yield person_steps.join(world, event)
    elif isinstance(event, AppEvent):
        named = event.user if isinstance(event, AppAssigned | AppUnassigned | ManualPush) else None
        yield from app_steps.step(world, event, None if named is None else _person(world, named))
    elif isinstance(event, AccountEvent):
        yield world.remark(event, account_steps.step(world, event))
    else:
        yield person_steps.step(world, event, _person(world, event.user))


def _person(world: World, login: str) -> Person:
    """Return the user whom an event names."""
    person = world.people.get(login)
    if person is None:
        hint = near_hint(login, world.people)
        message = f"event {world.steps}: no user {login!r}" + (f"; {hint}" if hint else "")
        raise TimelineError(message)
    return person
