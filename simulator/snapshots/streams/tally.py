"""How often each value, license and error came in a snapshot of any size, with the first users of each error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from simulator.snapshots.streams.sorting import Row
from simulator.snapshots.taking import HEADERS, Cells

FIRST_USERS = 3
"""How many users of each error are named."""
_MOST_VALUES = 10_000
"""How many different values are counted one by one."""
_MOST_PENDING = 20_000
_NO_VALUE, _VALUE_ERROR = "no value", "error "
"""How reason and cell begin where there is no value: a text may begin like the cell, and its reason like no other."""
COUNTED = ("value", "sso", "scim")
_ERRORS = {"sso_error": "SSO", "scim_error": "SCIM"}
"""The columns that hold dbt's errors, with the mode."""
_AT = {name: at for at, name in enumerate(HEADERS[1:])}


@dataclass(slots=True)
class Tally:
    """Counts that grow while rows pass; complete when all have."""

    users: int = 0
    counts: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in COUNTED})
    """By column: how many users have which cell; who has no value counts among the errors."""
    uncounted: int = 0
    """Users whose value came when many others were counted already."""
    errors: Counter[str] = field(default_factory=Counter)
    """By what had the error and which it was."""
    first: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """By error: the first users, each with why."""
    _pending: dict[Cells, list[Any]] = field(default_factory=dict)

    def watched(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Pass rows on and count them."""
        pending = self._pending
        for row in rows:
            seen = pending.get(row.cells)
            if seen is None:
                if len(pending) == _MOST_PENDING:
                    self._settle()
                seen = pending[row.cells] = [0]
            seen[0] += 1
            if len(seen) <= FIRST_USERS:
                seen.append(row.user)
            yield row
        self._settle()

    def _settle(self) -> None:
        for cells, (count, *users) in self._pending.items():
            self.users += count
            for name in COUNTED:
                if name != "value" or not has_no_value(cells):
                    self._count(name, cells[_AT[name]], count)
            for error in errors_of(cells):
                self.errors[error] += count
                named = self.first.setdefault(error, [])
                named += [(user, cells[_AT["why"]]) for user in users]
        # Rows come in order, and so do the first ones of all that have an error.
        self.first = {error: sorted(named)[:FIRST_USERS] for error, named in self.first.items()}
        self._pending.clear()

    def _count(self, name: str, cell: str, count: int) -> None:
        counts = self.counts[name]
        if cell in counts or len(counts) < _MOST_VALUES:
            counts[cell] += count
        else:
            self.uncounted += count

    def to_mapping(self) -> dict[str, Any]:
        """Return the counts for JSON."""
        return {
            "users": self.users,
            **{name: dict(self.counts[name].most_common()) for name in COUNTED},
            "uncounted_values": self.uncounted,
            "errors": [
                {
                    "error": error,
                    "users": count,
                    "first": [{"user": user, "why": why} for user, why in self.first[error]],
                }
                for error, count in self.errors.most_common()
            ],
        }


def has_no_value(cells: Cells) -> bool:
    """Tell whether the expression has no value for the user of a row."""
    return cells[_AT["value"]].startswith(_VALUE_ERROR) and cells[_AT["why"]].startswith(_NO_VALUE)


def errors_of(cells: Cells) -> Iterator[str]:
    """Yield the errors of a row: `expression METHOD_ON_NULL`, `SCIM invalid_license_type`."""
    if has_no_value(cells):
        yield f"expression {cells[_AT['value']].removeprefix(_VALUE_ERROR)}"
    for name, what in _ERRORS.items():
        if code := cells[_AT[name]]:
            yield f"{what} {code}"
