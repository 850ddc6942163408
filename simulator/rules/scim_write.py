"""SCIM create, replace and patch: the attribute decides, where it is there."""

from __future__ import annotations

from dataclasses import replace

from simulator.account import DbtAccount, DbtUser
from simulator.decision import Decision, ErrorCode, Reason, Source, because
from simulator.events import ScimCreate, ScimPatchAttribute, ScimReplace
from simulator.licenses import LicenseType
from simulator.rules.outcomes import SCIM_SEATS, Refusal, default_license, grant, keep, refuse
from simulator.rules.scim_body import RequestedLicense, check_identity, check_scim, read_license
from simulator.rules.scim_lifecycle import deactivate


def scim_create(account: DbtAccount, user: DbtUser, event: ScimCreate) -> Decision:
    """Create a user with the attribute's license, or with Developer where the body has no extension (F6.6)."""
    refusal = check_scim(account) or check_identity(event.body)
    if refusal:
        return refuse(user, refusal)
    requested = read_license(account, event.body)
    if isinstance(requested, Refusal):
        decision = refuse(user, requested)
    elif requested.license is None and user.is_new:
        decision = default_license(
            account, user, SCIM_SEATS, *requested.reasons, because("F6.6"), because("F3.3")
        )
        decision = decision.explained(warnings=requested.warnings)
    else:
        decision = _write(account, user, requested)
    if decision.error and user.is_new:
        return _failed_create(account, user, decision)
    decision = _as_managed(decision)
    if user.is_new:
        return replace(decision, pending=True).explained(because("F10.13"))
    return decision


def scim_replace(account: DbtAccount, user: DbtUser, event: ScimReplace) -> Decision:
    """Write the attribute's license; a body without the extension leaves it alone (F6.7)."""
    refusal = check_scim(account) or check_identity(event.body)
    if refusal:
        return refuse(user, refusal)
    if not event.active:
        return deactivate(account, user)
    requested = read_license(account, event.body)
    if isinstance(requested, Refusal):
        return _failed_write(user, refuse(user, requested))
    if requested.license is None and account.assumptions.replace_without_extension == "developer":
        text = "By the setting `replace_without_extension` a replace without it gives Developer."
        return _as_managed(default_license(account, user, SCIM_SEATS, because("F12.43", text)))
    unsaid: tuple[Reason, ...] = () if requested.license else (because("F3.4"), because("F12.43"))
    return _write(account, user, replace(requested, reasons=(*requested.reasons, *unsaid)))


def scim_patch_attribute(account: DbtAccount, user: DbtUser, event: ScimPatchAttribute) -> Decision:
    """Write the license that a PATCH with a path carries, if dbt takes one (F12.48); it has no userName to check."""
    if refusal := check_scim(account):
        return refuse(user, refusal)
    if account.assumptions.patch_license_type == "ignore":
        return keep(
            user,
            because("F12.48", "By the setting `patch_license_type` a PATCH of the attribute is ignored."),
        )
    requested = read_license(account, event.body)
    if isinstance(requested, Refusal):
        refusal = Refusal(requested.error, (because("F12.48"), *requested.reasons))
        return _failed_write(user, refuse(user, refusal))
    return _write(account, user, replace(requested, reasons=(because("F12.48"), *requested.reasons)))


def _write(account: DbtAccount, user: DbtUser, requested: RequestedLicense) -> Decision:
    if requested.license is None:
        decision = keep(user, *requested.reasons, because("F6.7"))
    else:
        decision = grant(account, user, requested.license, Source.SCIM, SCIM_SEATS, *requested.reasons)
    decision = decision.explained(warnings=requested.warnings)
    if decision.error is ErrorCode.LICENSE_TYPE_UNAVAILABLE and requested.license is LicenseType.ANALYST:
        decision = decision.explained(because("F6.11"))
    return _failed_write(user, decision) if decision.error else _as_managed(decision)


def _as_managed(decision: Decision) -> Decision:
    return decision if decision.error else replace(decision, scim_managed=True)


def _failed_write(user: DbtUser, decision: Decision) -> Decision:
    return decision if user.is_new else decision.explained(because("F6.12"))


def _failed_create(account: DbtAccount, user: DbtUser, decision: Decision) -> Decision:
    """Nobody is created, or by the setting a user with the default license."""
    if account.assumptions.failed_create == "nobody":
        return decision.explained(because("F6.13"), because("F12.41"))
    text = "By the setting `failed_create` the user exists all the same, with the default license."
    created = default_license(account, user, SCIM_SEATS, *decision.reasons, because("F12.41", text))
    return replace(created, error=decision.error, scim_managed=True, warnings=decision.warnings)
