"""What every report of a migration can be asked, whether it holds all users or only the first of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from simulator.licenses import LicenseType
from simulator.migration.phases import Phase

if TYPE_CHECKING:
    from simulator.migration.outcome import Absent, Move, SeatLine, Trouble
    from simulator.setup_review import Finding

Row = TypeVar("Row", covariant=True)


class Kind(StrEnum):
    """What users are listed for."""

    DOWNGRADE = "downgrade"
    UPGRADE = "upgrade"
    REFUSED = "refused"
    """Their last push was refused, or the mapping has no value."""
    OVERWRITTEN = "overwritten"
    MISNAMED = "misnamed"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """How many there are, and those that are known by name, in the order of the users."""

    count: int
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Absences:
    """Who is never provisioned: how many for each reason, and those that are known by name."""

    counts: Mapping[str, int]
    rows: Sequence[Absent]

    @property
    def count(self) -> int:
        """Return how many there are in all."""
        return sum(self.counts.values())


class MigrationReport(Protocol):
    """A migration as texts, pages and CI services show it."""

    @property
    def expression(self) -> str:
        """The mapping."""

    @property
    def seats(self) -> Sequence[SeatLine]:
        """Each license type that the account has or that somebody gets."""

    @property
    def findings(self) -> Sequence[Finding]:
        """What is wrong with the mapping, whoever the users are."""

    @property
    def moves(self) -> Sequence[Move]:
        """All users that are known by name, once each."""

    def counts(self, phase: Phase) -> Counter[LicenseType | None]:
        """Return how many users hold which license in a state; None is no license."""

    def listing(self, kind: Kind) -> Listing[Move]:
        """Return the users of a kind."""

    def absences(self) -> Absences:
        """Return the users who are not provisioned at the end."""

    def troubles(self) -> dict[Trouble, str]:
        """Return a sentence for each kind of trouble that there is."""
