"""Licenses that people choose: an edit by hand, an invite."""

from __future__ import annotations

from dataclasses import replace

from simulator.account import DbtAccount, DbtUser
from simulator.decision import Decision, ErrorCode, Reason, Source, because
from simulator.events import Invite, ManualEdit
from simulator.facts import Mark
from simulator.licenses import LicenseType
from simulator.rules.outcomes import (
    INVITE_SEATS,
    MANUAL_SEATS,
    Refusal,
    check_seats,
    check_type,
    grant,
    refuse,
)


def manual_edit(account: DbtAccount, user: DbtUser, event: ManualEdit) -> Decision:
    """Set the license that an admin picked, unless SCIM holds it or the admin edits themselves."""
    refusal = _check_scim_hold(account, user)
    if refusal is None and event.editing_self:
        refusal = Refusal(ErrorCode.CANNOT_EDIT_SELF, (because("F11.9"),))
    if refusal:
        return refuse(user, refusal)
    requested = read_choice(event.requested)
    if isinstance(requested, Refusal):
        return refuse(user, requested)
    reason, warnings = _explain_edit(account, user)
    decision = grant(account, user, requested, Source.MANUAL, MANUAL_SEATS, reason)
    return decision if decision.error else decision.explained(warnings=warnings)


def _explain_edit(account: DbtAccount, user: DbtUser) -> tuple[Reason, tuple[Reason, ...]]:
    """Say why the edit is allowed, and what may overwrite it."""
    if account.scim_is_on and user.scim_managed:
        allowed = because("F12.46" if account.toggle_is_on else "F4.4", "Manual updates are allowed.")
        return allowed, (because("F4.4", "The next SCIM write may overwrite this license."),)
    if account.toggle_is_on:
        return because(
            "F12.45", "A user outside SCIM is taken to be editable by hand while the toggle is on."
        ), ()
    maps_follow = (because("F5.19"),) if account.plan.is_enterprise_tier and account.license_maps else ()
    if account.scim_is_on:
        return because("F4.3", "A user outside SCIM can be edited by hand.", Mark.INFERRED), maps_follow
    return because("F4.2" if maps_follow else "F4.1"), maps_follow


def _check_scim_hold(account: DbtAccount, user: DbtUser) -> Refusal | None:
    """Refuse the edit of a SCIM-managed user: first by the toggle, then by the setting for manual updates."""
    if not account.scim_is_on or not user.scim_managed:
        return None
    manual_updates = account.scim.manual_updates_allowed
    if account.toggle_is_on:
        if not manual_updates:
            return Refusal(ErrorCode.LICENSE_MANAGED_BY_SCIM, (because("F4.5"),))
        if account.assumptions.manual_edit_toggle_on == "block":
            reasons = (because("F4.6"), because("F12.46"))
            return Refusal(ErrorCode.LICENSE_MANAGED_BY_SCIM, reasons)
    if not manual_updates:
        return Refusal(ErrorCode.MANUAL_UPDATES_DISABLED, (because("F4.3"),))
    return None


def invite(account: DbtAccount, user: DbtUser, event: Invite) -> Decision:
    """Promise a license to people who are invited together: all of them or none (F2.14)."""
    if account.scim_is_on and not account.scim.manual_updates_allowed:
        text = "While SCIM is on and manual updates are not allowed, nobody can be invited by hand."
        return refuse(user, Refusal(ErrorCode.MANUAL_UPDATES_DISABLED, (because("F4.3", text),)))
    requested = LicenseType.DEVELOPER if event.requested is None else read_choice(event.requested)
    if isinstance(requested, Refusal):
        return refuse(user, requested)
    refusal = check_type(account, requested) or check_seats(
        account, DbtUser(), requested, INVITE_SEATS, wanted=event.invitees
    )
    if refusal:
        return refuse(user, refusal)
    source, reason = Source.INVITE, because("F3.1", "The invite's choice goes before the default license.")
    if event.requested is None:
        source, reason = Source.DEFAULT, because("F3.1")
    decision = Decision(license=requested, source=source, reasons=(reason, because("F10.13")), pending=True)
    return replace(decision, scim_managed=user.scim_managed)


def read_choice(value: str | None) -> LicenseType | Refusal:
    """Return the license of a form or an API call, or why it is none."""
    if value is None:
        return Refusal(ErrorCode.MISSING_LICENSE_TYPE, (because("F1.5", "No license type was chosen."),))
    license_type = LicenseType.of(value)
    if license_type is None:
        reasons = (because("F1.5", f"{value!r} is none of {', '.join(LicenseType)}."),)
        return Refusal(ErrorCode.INVALID_LICENSE_TYPE, reasons)
    return license_type
