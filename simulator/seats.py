"""Seats of an account: how many licenses of each type there are and how many are free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from simulator.errors import AccountError
from simulator.licenses import LicenseType


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatCount:
    """The seats of one license type; all numbers are seats."""

    total: int
    in_use: int = 0
    """Held by users with the license."""
    pending: int = 0
    """Promised to invites that nobody has accepted yet."""
    limited: bool = True
    """False: the contract sets no hard cap, and nothing is checked (F2.18)."""

    @property
    def assigned(self) -> int:
        """Return the seats in use and promised, as the API counts them (F2.17)."""
        return self.in_use + self.pending

    @property
    def over_limit(self) -> int:
        """Return how many seats too many are assigned; 0 within the limit."""
        return max(0, self.assigned - self.total)

    def changed(self, number: int, *, pending: bool) -> SeatCount:
        """Return the count with so many more seats promised or in use, fewer where negative, never below 0."""
        if pending:
            return replace(self, pending=max(0, self.pending + number))
        return replace(self, in_use=max(0, self.in_use + number))

    def available(self, *, pending_holds_seat: bool = True) -> int:
        """Return the free seats, never below 0."""
        return max(0, self.total - (self.assigned if pending_holds_seat else self.in_use))


@dataclass(frozen=True, slots=True)
class Seats:
    """Seat counts by type. A type that is left out has no cap."""

    counts: Mapping[LicenseType, SeatCount] = field(default_factory=dict)

    def free(self, license_type: LicenseType, *, pending_holds_seat: bool = True) -> int | None:
        """Return the free seats of a type, or None where no cap is set."""
        count = self.counts.get(license_type)
        if count is None or not count.limited:
            return None
        return count.available(pending_holds_seat=pending_holds_seat)

    def moved(
        self,
        before: LicenseType | None,
        after: LicenseType | None,
        *,
        pending: bool = False,
        was_pending: bool = False,
    ) -> Seats:
        """Return the seats after one user's license changed; a pending one is booked as promised, not as in use.

        The same license before and after, once pending and now not, is an invite that was accepted.
        """
        if before == after and pending == was_pending:
            return self
        counts = dict(self.counts)
        if before in counts:
            counts[before] = counts[before].changed(-1, pending=was_pending)
        if after in counts:
            counts[after] = counts[after].changed(1, pending=pending)
        return Seats(counts)

    def covering(self, holders: Mapping[LicenseType, int]) -> Seats:
        """Return the seats with at least as many in use as there are holders, who are taken to be among those counted."""
        counts = {
            name: replace(count, in_use=max(count.in_use, holders.get(name, 0)))
            for name, count in self.counts.items()
        }
        return Seats(counts)

    def emptied(self) -> Seats:
        """Return the same seats with nobody on them."""
        return Seats({name: replace(count, in_use=0, pending=0) for name, count in self.counts.items()})

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> Seats:
        """Read `{"developer": 40, "it": {"total": 1, "in_use": 1, "limited": true}}`.

        A bare number is the total of a limited type. Raises `AccountError` for anything else.
        """
        counts = {}
        for name, value in data.items():
            license_type = LicenseType.of(name)
            if license_type is None:
                message = f"seats are counted for {', '.join(LicenseType)}, not for {name!r}"
                raise AccountError(message)
            counts[license_type] = _read_count(name, value)
        return cls(counts)

    @classmethod
    def from_available(cls, available: Mapping[LicenseType, int], *, limited: bool) -> Seats:
        """Make seats of which nobody holds any yet, from the number of free ones."""
        return cls({name: SeatCount(total=number, limited=limited) for name, number in available.items()})


def _read_count(name: str, value: object) -> SeatCount:
    if isinstance(value, int) and not isinstance(value, bool):
        value = {"total": value}
    if (
        not isinstance(value, Mapping)
        or not set(value) <= {"total", "in_use", "pending", "limited"}
        or "total" not in value
    ):
        message = f"seats of {name!r} are a number, or a mapping with total, in_use, pending, limited"
        raise AccountError(message)
    for key in ("total", "in_use", "pending"):
        number = value.get(key, 0)
        if not isinstance(number, int) or isinstance(number, bool) or number < 0:
            message = f"seats of {name!r}: {key} must be a number of seats, not {number!r}"
            raise AccountError(message)
    if not isinstance(value.get("limited", True), bool):
        message = f"seats of {name!r}: limited is true or false, not {value['limited']!r}"
        raise AccountError(message)
    return SeatCount(**value)
