"""Where a migration starts, whose seats count, and why somebody is left out: the same for all ways of playing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from simulator.account import DbtAccount
from simulator.decision import ErrorCode
from simulator.licenses import LicenseType
from simulator.migration.outcome import SeatLine
from simulator.migration.phases import Phase
from simulator.seats import SeatCount, Seats
from simulator.timeline import Setup, SimulatedApp
from simulator.timeline.people import Person

Held = Mapping[LicenseType | None, int]
"""How many users hold which license; None is no license."""


def starting_setup(account: DbtAccount, app: SimulatedApp) -> Setup:
    """Return what the play starts from, without users.

    Licenses are as SSO leaves them, so nothing that an earlier set-up stored may count; and who signs in before is on
    one of the seats in use already, so that these count only once it is known who holds them.
    """
    scim = replace(account.scim, enabled=False, controlled_license_type=False)
    return Setup(
        account=replace(account, scim=scim, seats=account.seats.emptied()),
        app=replace(app, attribute=replace(app.attribute, mapping=None)),
    )


def covered(given: Seats, held: Held) -> Seats:
    """Return the account's seats with those that people outside the directory hold: in use without its users."""
    return given.covering({name: number for name, number in held.items() if name is not None})


def seat_lines(account: DbtAccount, held: Mapping[Phase, Held], wanted: Held) -> Iterator[SeatLine]:
    """Yield each license type that the account has or that somebody gets; `account` has the seats as they were given."""
    for name in LicenseType:
        given = account.seats.counts.get(name, SeatCount(total=0, limited=False))
        holders = {phase: held[phase].get(name, 0) for phase in Phase}
        if wanted.get(name) or given.total or any(holders.values()):
            yield SeatLine(
                license=name,
                held=holders,
                wanted=wanted.get(name, 0),
                others=max(0, given.assigned - holders[Phase.BEFORE]),
                total=given.total if given.limited else None,
                is_available=account.offers(name),
            )


def why_absent(person: Person, error: ErrorCode | None, *, has_app: bool) -> str:
    """Return why somebody is not provisioned at the end; `error` is that of the last push."""
    if not has_app:
        return "the app is not assigned"
    if not person.active:
        return "deactivated in Okta"
    return error.message if error else "SCIM is off"
