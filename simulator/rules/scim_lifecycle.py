"""SCIM requests that carry no license: active on and off, delete, group push."""

from __future__ import annotations

from simulator.account import DbtAccount, DbtUser
from simulator.decision import Decision, ErrorCode, Source, because
from simulator.events import ScimDelete, ScimGroupPush, ScimSetActive
from simulator.rules.outcomes import Refusal, keep, refuse
from simulator.rules.scim_body import check_scim


def scim_set_active(account: DbtAccount, user: DbtUser, event: ScimSetActive) -> Decision:
    """Remove the license on `active: false` (F12.47); `active: true` leaves it alone."""
    if refusal := check_scim(account):
        return refuse(user, refusal)
    if not event.active:
        return deactivate(account, user)
    decision = keep(user, because("F6.7"), because("F10.6"))
    if event.body.extension is not None:
        text = "A PATCH whose value is an object carries only active: the licenseType beside it is not read."
        return decision.explained(warnings=(because("F10.6", text),))
    return decision


def deactivate(account: DbtAccount, user: DbtUser) -> Decision:
    """Answer `active: false`, by PATCH or PUT: the license goes and the seat is freed, unless a setting keeps it."""
    if account.assumptions.inactive_user == "kept":
        return keep(
            user, because("F12.47", "By the setting `inactive_user` an inactive user keeps the license.")
        )
    return Decision(
        license=None, source=Source.SCIM, reasons=(because("F12.47"), because("F2.12")), scim_managed=True
    )


def scim_delete(account: DbtAccount, user: DbtUser, event: ScimDelete) -> Decision:
    """Remove the user's license and free the seat (F10.1, F2.12)."""
    if refusal := check_scim(account):
        return refuse(user, refusal)
    return Decision(license=None, source=Source.SCIM, reasons=(because("F10.1"), because("F2.12")))


def scim_group_push(account: DbtAccount, user: DbtUser, event: ScimGroupPush) -> Decision:
    """Fail where a member has no license yet (F10.12); groups never change one (F10.2)."""
    if refusal := check_scim(account):
        return refuse(user, refusal)
    if user.is_new:
        reasons = (because("F10.12"), because("F10.13"))
        return refuse(user, Refusal(ErrorCode.ALL_USERS_MUST_HAVE_LICENSES, reasons))
    pushed = f"Group {event.group!r}" if event.group else "The group"
    return keep(user, because("F10.2", f"{pushed} carries no license: the user's attribute does."))
