"""The report of a migration that was streamed: everybody is counted, and the first users of each kind are named."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from simulator.licenses import LicenseType
from simulator.migration.listing import Absences, Kind, Listing
from simulator.migration.outcome import (
    Absent,
    Move,
    SeatLine,
    Trouble,
    findings_mapping,
    overview_mapping,
    troubles_of,
)
from simulator.migration.phases import Phase
from simulator.migration.seating import why_absent
from simulator.migration.streams.population import Licenses, Population
from simulator.migration.streams.spool import Spool, Spooled
from simulator.migration.streams.tracks import Stage, Track, retraced
from simulator.timeline.people import Person

if TYPE_CHECKING:
    from simulator.setup_review import Finding

FIRST_ROWS = 100
"""How many users of a kind are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamedMigration:
    """The whole report. Users come in the order of the files."""

    expression: str
    held: Mapping[Phase, Licenses]
    seats: tuple[SeatLine, ...]
    moves: tuple[Move, ...]
    listings: Mapping[Kind, Listing[Move]]
    absent: Absences
    findings: tuple[Finding, ...]

    def counts(self, phase: Phase) -> Counter[LicenseType | None]:
        """Return how many users hold which license in a state; None is no license."""
        return self.held[phase]

    def listing(self, kind: Kind) -> Listing[Move]:
        """Return the users of a kind: their number, and the first of them."""
        return self.listings[kind]

    def absences(self) -> Absences:
        """Return the users who are not provisioned at the end: their number, and the first for each reason."""
        return self.absent

    def troubles(self) -> dict[Trouble, str]:
        """Return a sentence for each kind of trouble that there is."""
        return troubles_of(self)

    def to_mapping(self) -> dict[str, Any]:
        """Return the report for JSON; under `first` are no more than `FIRST_ROWS` users of each kind."""
        return {
            **overview_mapping(self),
            "totals": {kind.value: self.listings[kind].count for kind in Kind},
            "first": {kind.value: [move.to_mapping() for move in self.listings[kind].rows] for kind in Kind},
            "never_provisioned": {
                "totals": dict(self.absent.counts),
                "first": [one.to_mapping() for one in self.absent.rows],
            },
            "findings": findings_mapping(self),
        }


Label = Kind | str
"""What a user is listed for: a kind, or why the user is never provisioned."""


class FirstUsers:
    """Finds the first users of each kind among all."""

    def __init__(self, population: Population, stages: Sequence[Stage]) -> None:
        """Take everybody at the end, and the states that are behind them."""
        self._tracks = population.tracks
        self._stages = stages
        self._labels = [frozenset(_labels(track)) for track in population.tracks]
        self.totals: Counter[Label] = Counter()
        for number, count in population.counted().items():
            for label in self._labels[number]:
                self.totals[label] += count
        self._positions = _first_positions(population.members, self._labels)
        self._numbers = {at: population.members[at] for found in self._positions.values() for at in found}

    def named(self, spool: Spool) -> tuple[dict[int, Move], Absences]:
        """Return the users of the app by position, and those who are never provisioned."""
        known = spool.chosen(sorted(self._numbers))
        moves = {
            at: self._move(one, self._tracks[self._numbers[at]])
            for at, one in known.items()
            if self._tracks[self._numbers[at]].person.active
        }
        whys = [
            (at, why) for why, found in self._positions.items() if not isinstance(why, Kind) for at in found
        ]
        counts = {label: count for label, count in self.totals.items() if not isinstance(label, Kind)}
        return moves, Absences(counts, [Absent(known[at].login, why) for at, why in sorted(whys)])

    def listings(self, moves: Mapping[int, Move]) -> dict[Kind, Listing[Move]]:
        """Return what `named` gave by kind."""
        return {
            kind: Listing(self.totals[kind], [moves[at] for at in self._positions.get(kind, ())])
            for kind in Kind
        }

    def _move(self, user: Spooled, like: Track) -> Move:
        """Return what became of a user; whose value is not that of the track has reasons of their own."""
        if user.mapped is None:
            person = replace(like.person, login=user.login, profile={"email": user.email})
            return replace(like, person=person).to_move()
        person = Person(
            login=user.login, profile={"email": user.email}, groups=like.person.groups, has_app=True
        )
        return retraced(self._stages, Track(person, user.mapped), like).to_move()


def _labels(track: Track) -> Iterator[Label]:
    person = track.person
    if person.active:
        yield from track.to_move().kinds
    if person.delivered is None:
        yield why_absent(person, track.last.error if person.active else None, has_app=True)


def _first_positions(members: array[int], labels: Sequence[frozenset[Label]]) -> dict[Label, list[int]]:
    """Return where the first users of each kind stand."""
    found: dict[Label, list[int]] = {}
    open_labels = [set(one) for one in labels]
    for at, number in enumerate(members):
        wanted = open_labels[number]
        for label in tuple(wanted):
            positions = found.setdefault(label, [])
            positions.append(at)
            if len(positions) == FIRST_ROWS:
                for others in open_labels:
                    others.discard(label)
    return found
