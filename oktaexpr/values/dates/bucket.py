"""What a parser has found so far, and the instant that follows from it, by the rules of Joda's parser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from oktaexpr.values.dates.faults import too_far
from oktaexpr.values.dates.fields import DAY, MONTH, PROLEPTIC_YEAR, Field
from oktaexpr.values.faults import Fault

_DEFAULT_YEAR = 2000
"""The year of a text that begins with a month, week or day; a leap year, so that 29 February can be read."""


class Bucket:
    """The fields, and the offset or zone, that a text has named."""

    __slots__ = ("_fields", "now", "offset", "zone")

    def __init__(self, now: datetime) -> None:
        """Start empty, in UTC; `now` places two-digit years."""
        self.now = now
        self.zone: tzinfo = UTC
        self.offset: tzinfo | None = None
        """Wins over the zone where a text names both, whatever their order."""
        self._fields: list[tuple[Field, int]] = []

    def save(self, field: Field, value: int) -> None:
        """Keep a field's value; nothing is set before the whole text has been read."""
        self._fields.append((field, value))

    def moment(self) -> datetime:
        """Return the instant in UTC. Raises `Fault` for a value out of range or a local time that its zone skips."""
        fields = sorted(self._fields, key=lambda saved: saved[0].order)
        if fields and DAY <= fields[0][0].unit <= MONTH:
            fields.insert(0, (PROLEPTIC_YEAR, _DEFAULT_YEAR))
        return self._instant(_local(fields))

    def _instant(self, local: int) -> datetime:
        zone = self.offset or self.zone
        try:
            wall = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=local)
            moment = wall.replace(tzinfo=zone).astimezone(UTC)
            shown = moment.astimezone(zone)
        except OverflowError:
            raise too_far() from None
        if shown.replace(tzinfo=None) != wall.replace(tzinfo=None):
            wanted = f"{wall:%Y-%m-%d %H:%M}"
            raise Fault("DATE_TIME", f"there is no local time {wanted} in {zone}: the clocks skip it")
        return moment


def _local(fields: list[tuple[Field, int]]) -> int:
    """Set the fields from coarse to fine, twice as Joda does: a later field may have moved an earlier one."""
    local = 0
    for field, value in fields:
        local = field.floor(field.put(local, value))
    for at, (field, value) in enumerate(fields, 1):
        local = field.put(local, value)
        if at == len(fields):
            local = field.floor(local)
    return local
