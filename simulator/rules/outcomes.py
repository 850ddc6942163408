"""The few ways in which a rule can end: keep, refuse, grant, fall to the default license."""

from __future__ import annotations

from dataclasses import dataclass, replace

from simulator.account import DbtAccount, DbtUser
from simulator.decision import Decision, ErrorCode, Reason, Source, because
from simulator.licenses import LicenseType


@dataclass(frozen=True, slots=True)
class Refusal:
    """A check that failed: its error and why."""

    error: ErrorCode
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class SeatRule:
    """What a way to set a license does when no seat is free."""

    facts: tuple[str, ...]
    error: ErrorCode = ErrorCode.NO_AVAILABLE_LICENSE
    is_assumed: bool = False
    """Whether the behaviour is the setting `seat_shortage`, or documented and fixed."""


MANUAL_SEATS = SeatRule(("F2.13",))
INVITE_SEATS = SeatRule(("F2.14",), error=ErrorCode.INVITE_EXCEEDS_LICENSES)
SSO_SEATS = SeatRule(("F2.15", "F12.39"), is_assumed=True)
SCIM_SEATS = SeatRule(("F2.16", "F12.39"), is_assumed=True)


def keep(user: DbtUser, *reasons: Reason) -> Decision:
    """Leave the license as it is."""
    return Decision(
        license=user.license, source=Source.PRIOR, reasons=reasons, scim_managed=user.scim_managed
    )


def refuse(user: DbtUser, refusal: Refusal) -> Decision:
    """Report an error; the prior license stays."""
    return replace(keep(user, *refusal.reasons), error=refusal.error)


def grant(
    account: DbtAccount, user: DbtUser, target: LicenseType, source: Source, seats: SeatRule, *reasons: Reason
) -> Decision:
    """Give `target` if the account has the type and a seat is free, else report and keep the prior license."""
    refusal = check_type(account, target) or check_seats(account, user, target, seats)
    if refusal:
        return refuse(user, Refusal(refusal.error, (*reasons, *refusal.reasons)))
    decision = Decision(license=target, source=source, reasons=reasons, scim_managed=user.scim_managed)
    if target is user.license:
        return decision.explained(because("F2.19"))
    if _is_short(account, user, target, 1):
        return decision.explained(
            because("F12.39", "No seat is free; by the setting `seat_shortage` it is assigned all the same.")
        )
    return decision


def default_license(account: DbtAccount, user: DbtUser, seats: SeatRule, *reasons: Reason) -> Decision:
    """Give a new user Developer (F3.1), seats permitting."""
    return grant(account, user, LicenseType.DEVELOPER, Source.DEFAULT, seats, *reasons)


def check_type(account: DbtAccount, target: LicenseType) -> Refusal | None:
    """Refuse a type that the account cannot assign on its plan."""
    if account.offers(target):
        return None
    lacks_analyst = target is LicenseType.ANALYST and account.plan.is_enterprise_tier
    facts = ["F2.6" if lacks_analyst else account.plan.fact]
    if target is LicenseType.READ_ONLY:
        facts.append("F2.7")
    return Refusal(ErrorCode.LICENSE_TYPE_UNAVAILABLE, tuple(because(fact) for fact in facts))


def check_seats(
    account: DbtAccount, user: DbtUser, target: LicenseType, seats: SeatRule, wanted: int = 1
) -> Refusal | None:
    """Refuse when fewer than `wanted` seats are free; writing the license that the user has needs none (F2.19)."""
    if not _is_short(account, user, target, wanted):
        return None
    if seats.is_assumed and account.assumptions.seat_shortage == "assign":
        return None
    facts = ("F2.5", *seats.facts) if target is LicenseType.IT else seats.facts
    return Refusal(seats.error, tuple(because(fact) for fact in facts))


def _is_short(account: DbtAccount, user: DbtUser, target: LicenseType, wanted: int) -> bool:
    free = account.free_seats(target)
    return target is not user.license and free is not None and free < wanted
