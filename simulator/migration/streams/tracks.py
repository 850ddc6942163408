"""The way of one user through the states, which is that of everybody who is like this user."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from simulator.account import DbtAccount
from simulator.decision import ErrorCode, Reason
from simulator.licenses import LicenseType
from simulator.mapping import MappedValue
from simulator.migration.outcome import Move
from simulator.migration.phases import Phase
from simulator.migration.seating import starting_setup
from simulator.migration.steps import events_of
from simulator.profile_editor import AttributeValue
from simulator.seats import Seats
from simulator.timeline import Setup, SimulatedApp, World, play
from simulator.timeline.people import Person

Exhausted = frozenset[tuple[LicenseType, bool]]
"""The types with a cap of which no seat is free, each with whether pending invites hold seats: rules look at both."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one state showed of a user."""

    license: LicenseType | None
    error: ErrorCode | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Track:
    """A user so far."""

    person: Person
    mapped: MappedValue
    """What the mapping gives for the user."""
    outcomes: tuple[Outcome, ...] = ()
    """By state, in the order of `Phase`."""
    exhausted: tuple[Exhausted, ...] = ()
    """What no seat was free of when the user's turn came, by state."""

    @property
    def last(self) -> Outcome:
        """Return what the last state showed."""
        return self.outcomes[-1]

    def to_move(self) -> Move:
        """Return the user for the report; all states are behind."""
        return Move(
            login=self.person.login,
            user_name=self.person.sent_name,
            email=self.person.email,
            value=self.mapped.value,
            failure=self.mapped.failure,
            licenses={phase: one.license for phase, one in zip(Phase, self.outcomes, strict=True)},
            errors={phase: one.error for phase, one in zip(Phase, self.outcomes, strict=True) if one.error},
            reasons=self.last.reasons,
        )


class _KnownWorld(World):
    """A world of one user for whom the mapping's value is known already."""

    def __init__(self, account: DbtAccount, app: SimulatedApp, track: Track) -> None:
        super().__init__(Setup(account=account, app=app))
        self._mapped = track.mapped
        self.people[track.person.login] = track.person

    def fresh(self, person: Person, at: datetime) -> AttributeValue:
        return self.app.attribute.choose_value(
            person.login, person.group_names, lambda _mapping: self._mapped
        )


@dataclass(frozen=True, slots=True)
class Stage:
    """A state that is to be reached, and account and app as they are before."""

    phase: Phase
    account: DbtAccount
    app: SimulatedApp
    expression: str
    at: datetime

    def passed(self, track: Track, exhausted: Exhausted) -> Track:
        """Return the user in this state; `exhausted` says which seats are gone when the user's turn comes."""
        login = track.person.login
        seats = _seats_without(self.account.seats, exhausted)
        world = _KnownWorld(replace(self.account, seats=seats), self.app, track)
        errors: list[ErrorCode] = []
        reasons: tuple[Reason, ...] = ()
        for record in play(world, events_of(self.phase, self.expression, self.at, [login])):
            if record.person is not None:
                errors += [record.error] if record.error else []
                # Only the last state's reasons are shown.
                reasons = record.reasons if self.phase is Phase.AFTER else ()
        person = world.people[login]
        outcome = Outcome(person.license, errors[-1] if errors else None, reasons)
        return Track(person, track.mapped, (*track.outcomes, outcome), (*track.exhausted, exhausted))


def exhausted_of(seats: Seats) -> Exhausted:
    """Return what no seat is free of."""
    return frozenset(
        (name, holds)
        for name in seats.counts
        for holds in (True, False)
        if seats.free(name, pending_holds_seat=holds) == 0
    )


def _seats_without(seats: Seats, exhausted: Exhausted) -> Seats:
    """Return seats of which one is free, or none, or one that is pending: rules ask for no more than one at a time."""
    counts = {}
    for name, count in seats.counts.items():
        total = 0 if (name, False) in exhausted else 1
        pending = int(total == 1 and (name, True) in exhausted)
        is_capped = count.limited
        counts[name] = replace(count, total=total, in_use=0, pending=pending) if is_capped else count
    return Seats(counts)


def stages(account: DbtAccount, app: SimulatedApp, at: datetime) -> Iterator[Stage]:
    """Yield the states in their order, each with what the events before it made of account and app."""
    expression = app.attribute.mapping or ""
    world = World(starting_setup(account, app))
    for phase in Phase:
        yield Stage(phase, world.account, world.app, expression, at)
        for _ in play(world, events_of(phase, expression, at, ())):
            pass


def retraced(steps: Sequence[Stage], track: Track, like: Track) -> Track:
    """Return a user who has been through all states with the same seats as another who is alike."""
    for stage, exhausted in zip(steps, like.exhausted, strict=True):
        track = stage.passed(track, exhausted)
    return track
