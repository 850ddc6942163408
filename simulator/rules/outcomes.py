"""The few ways in which a rule can end: keep, refuse, grant, fall to the default license."""

from __future__ import annotations

from dataclasses import dataclass, replace

from simulator.account import DbtAccount, DbtUser
from simulator.decision import Decision, ErrorCode, Reason, Source, because
from simulator.licenses import LicenseType
from simulator.plans import Plan


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
    if target is LicenseType.READ_ONLY and account.plan is Plan.FREE:
        text = "By the setting `free_plan_read_only` the free plan has Read-Only."
        decision = decision.explained(because("F2.7", text))
    if target is user.license:
        return decision.explained(because("F2.19"))
    if _is_short(account, user, target, 1):
        return decision.explained(
            because("F12.39", "No seat is free; by the setting `seat_shortage` it is assigned all the same.")
        )
    return decision.explained(*_pending_reasons(account, target, 1))


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
    reasons = tuple(because(fact) for fact in facts)
    return Refusal(seats.error, (*reasons, *_pending_reasons(account, target, wanted)))


def _is_short(account: DbtAccount, user: DbtUser, target: LicenseType, wanted: int) -> bool:
    return target is not user.license and not _has_free(account.free_seats(target), wanted)


def _has_free(free: int | None, wanted: int) -> bool:
    return free is None or free >= wanted


def _pending_reasons(account: DbtAccount, target: LicenseType, wanted: int) -> tuple[Reason, ...]:
    """Return the reason where pending invites alone make the difference between a free seat and none (F2.17)."""
    answers = {
        _has_free(account.seats.free(target, pending_holds_seat=holds), wanted) for holds in (True, False)
    }
    if len(answers) == 1:
        return ()
    holds = account.assumptions.pending_invite_holds_seat
    text = (
        "" if holds else "By the setting `pending_invite_holds_seat` pending invites leave their seats free."
    )
    return (because("F12.40", text),)
