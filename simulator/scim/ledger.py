"""Who holds which license, and how many seats that takes."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

from simulator.account import DbtAccount
from simulator.licenses import LicenseType
from simulator.seats import Seats


@dataclass(frozen=True, slots=True)
class Holding:
    """The license of one user."""

    license: LicenseType | None
    pending: bool = False
    """Whether the license is promised, until the invite is accepted (F10.13)."""

    @property
    def counts(self) -> LicenseType | None:
        """Return the license that counts already."""
        return None if self.pending else self.license


class Ledger:
    """The licenses of one database, inside a transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Read and write through `connection`."""
        self._connection = connection

    def read(self, user_id: str) -> Holding | None:
        """Return what a user holds, None for nobody of that id."""
        query = "SELECT license, pending FROM licenses WHERE user_id = ?"
        for name, pending in self._connection.execute(query, (user_id,)):
            return Holding(LicenseType.of(name), bool(pending))
        return None

    def write(self, user_id: str, holding: Holding) -> None:
        """Set what a user holds."""
        self._connection.execute(
            "INSERT INTO licenses (user_id, license, pending) VALUES (?, ?, ?) "
            "ON CONFLICT (user_id) DO UPDATE SET license = excluded.license, pending = excluded.pending",
            (user_id, holding.license, holding.pending),
        )

    def accept_invites(self) -> None:
        """Let every pending license count."""
        self._connection.execute("UPDATE licenses SET pending = 0 WHERE pending = 1")

    def account_now(self, account: DbtAccount) -> DbtAccount:
        """Return the account with the seats that the users here take, on top of those that it says are taken."""
        counts = dict(account.seats.counts)
        query = "SELECT license, pending, COUNT(*) FROM licenses WHERE license IS NOT NULL GROUP BY license, pending"
        for name, pending, number in self._connection.execute(query):
            license_type = LicenseType(name)
            count = counts.get(license_type)
            if count is None:
                continue
            if pending:
                counts[license_type] = replace(count, pending=count.pending + number)
            else:
                counts[license_type] = replace(count, in_use=count.in_use + number)
        return replace(account, seats=Seats(counts))
