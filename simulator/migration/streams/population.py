"""Everybody at once: users who are alike share a track, and four bytes say which track a user is on.

Where no seat can run out in a state, each track is passed once. Else the users take their turns one by one, as they do
in a directory, and a track parts where some of its users find a seat and some do not.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.account import DbtAccount
from simulator.licenses import LicenseType
from simulator.migration.phases import Phase
from simulator.migration.seating import covered
from simulator.migration.streams.tracks import Exhausted, Outcome, Stage, Track, exhausted_of
from simulator.seats import Seats

Licenses = Counter[LicenseType | None]


@dataclass(frozen=True, slots=True)
class SeatMove:
    """What one user's step changes about the seats."""

    before: LicenseType | None
    after: LicenseType | None
    pending: bool
    was_pending: bool

    @classmethod
    def between(cls, before: Track, after: Track) -> SeatMove:
        """Return the change from one state of a user to the next."""
        was, now = before.person, after.person
        return cls(was.license, now.license, now.pending, was.pending)

    @property
    def is_nothing(self) -> bool:
        """Tell whether the seats stay as they are."""
        return self.before is self.after and self.pending is self.was_pending

    def applied(self, seats: Seats) -> Seats:
        """Return the seats afterwards."""
        return seats.moved(self.before, self.after, pending=self.pending, was_pending=self.was_pending)


class Population:
    """The users of all files. Begin with their tracks, then pass the states in order."""

    def __init__(self, account: DbtAccount, members: array[int], tracks: Sequence[Track]) -> None:
        """Take for each user the number of a track."""
        self.members = members
        self.tracks = list(tracks)
        self._account = account
        self._seats = account.seats.emptied()
        self.held: dict[Phase, Licenses] = {}
        """How many users of the app hold which license, by the states that were passed."""

    def pass_through(self, stage: Stage) -> None:
        """Take everybody to a state."""
        counts = Counter(self.members)
        exhausted = exhausted_of(self._seats)
        alike = [_passed(stage, track, exhausted) for track in self.tracks]
        moves: Counter[SeatMove] = Counter()
        for number, count in counts.items():
            moves[SeatMove.between(self.tracks[number], alike[number])] += count
        if self._can_go_at_once(moves, exhausted):
            self.tracks = alike
            self._seats = _booked(self._seats, moves)
        else:
            self._take_turns(stage)
        self.held[stage.phase] = self._holders()
        if stage.phase is Phase.BEFORE:
            self._seats = covered(self._account.seats, self.held[stage.phase])

    def counted(self) -> Counter[int]:
        """Return how many users are on each track, by number."""
        return Counter(self.members)

    def _can_go_at_once(self, moves: Counter[SeatMove], exhausted: Exhausted) -> bool:
        """Tell whether the same seats are free, or none, whoever's turn it is."""
        changes = [(move, count) for move, count in moves.items() if not move.is_nothing]
        for name in self._seats.counts:
            came = sum(count for move, count in changes if move.after is name)
            went = sum(count for move, count in changes if move.before is name)
            for holds in (True, False):
                free = self._seats.free(name, pending_holds_seat=holds)
                if free is not None and (went if (name, holds) in exhausted else came > free):
                    return False
        return True

    def _take_turns(self, stage: Stage) -> None:
        seats = self._seats
        exhausted = exhausted_of(seats)
        turns = _Turns(self.tracks, stage)
        for at, number in enumerate(self.members):
            self.members[at], move = turns.of(number, exhausted)
            if move is not None:
                seats = move.applied(seats)
                exhausted = exhausted_of(seats)
        self.tracks = turns.tracks
        self._seats = seats

    def _holders(self) -> Licenses:
        found: Licenses = Counter()
        for number, count in Counter(self.members).items():
            track = self.tracks[number]
            if track.person.active:
                found[track.person.license] += count
        return found


class _Turns:
    """The steps of one state, each worked out when it first comes; tracks that end alike stay one."""

    def __init__(self, before: Sequence[Track], stage: Stage) -> None:
        self.tracks: list[Track] = []
        self._before = before
        self._stage = stage
        self._numbers: dict[tuple[int, Outcome | None], int] = {}
        self._known: dict[tuple[int, Exhausted], tuple[int, SeatMove | None]] = {}

    def of(self, number: int, exhausted: Exhausted) -> tuple[int, SeatMove | None]:
        """Return the next track of who is on track `number`, and what it does to the seats, None for nothing."""
        known = self._known.get((number, exhausted))
        if known is None:
            known = self._known[number, exhausted] = self._step(number, exhausted)
        return known

    def _step(self, number: int, exhausted: Exhausted) -> tuple[int, SeatMove | None]:
        before = self._before[number]
        after = _passed(self._stage, before, exhausted)
        found = self._numbers.setdefault((number, after.last if after.outcomes else None), len(self.tracks))
        if found == len(self.tracks):
            self.tracks.append(after)
        move = SeatMove.between(before, after)
        return found, None if move.is_nothing else move


def _passed(stage: Stage, track: Track, exhausted: Exhausted) -> Track:
    """Let a track pass; the app does nothing for who is not active."""
    return stage.passed(track, exhausted) if track.person.active else track


def _booked(seats: Seats, moves: Counter[SeatMove]) -> Seats:
    """Return the seats after all moves; those who come are booked before those who go, so that no count ends below 0."""
    counts = dict(seats.counts)
    changes = [(move, count) for move, count in moves.items() if not move.is_nothing]
    for move, count in changes:
        if move.after in counts:
            counts[move.after] = counts[move.after].changed(count, pending=move.pending)
    for move, count in changes:
        if move.before in counts:
            counts[move.before] = counts[move.before].changed(-count, pending=move.was_pending)
    return Seats(counts)
