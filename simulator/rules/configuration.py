"""Changes of the account itself: license maps, and what Terraform does to maps and SCIM settings."""

from __future__ import annotations

from dataclasses import replace

from simulator.account import DbtAccount, DbtUser, ScimSettings
from simulator.decision import Decision, ErrorCode, because
from simulator.events import LicenseMapCreate, TerraformLicenseMapPlan, TerraformScimDestroy
from simulator.licenses import LicenseType
from simulator.rules.manual import read_choice
from simulator.rules.outcomes import Refusal, keep, refuse
from simulator.rules.scim_body import check_scim

TERRAFORM_MAP_TYPES = frozenset({LicenseType.DEVELOPER, LicenseType.READ_ONLY, LicenseType.IT})
"""What the validator of `dbtcloud_license_map` accepts (F12.1)."""


def license_map_create(account: DbtAccount, user: DbtUser, event: LicenseMapCreate) -> Decision:
    """Create a map if its type has none yet (F5.16); licenses change at the next sign-in only."""
    if not account.plan.is_enterprise_tier:
        reasons = (because("F5.5"), because(account.plan.fact))
        return refuse(user, Refusal(ErrorCode.SSO_NOT_AVAILABLE, reasons))
    requested = read_choice(event.requested)
    if isinstance(requested, Refusal):
        return refuse(user, requested)
    if requested in account.license_maps:
        return refuse(user, Refusal(ErrorCode.LICENSE_MAP_NOT_UNIQUE, (because("F5.16"),)))
    warnings = []
    if requested in (LicenseType.ANALYST, LicenseType.IT):
        warnings.append(because("F12.8"))
    if not account.offers(requested):
        warnings.append(
            because("F12.50", "The account lacks this type: a match at sign-in will be an error.")
        )
    if account.toggle_is_on:
        warnings.append(because("F4.5", "The toggle is on: license maps are ignored."))
    return keep(user, because("F5.15"), because("F5.7")).explained(warnings=tuple(warnings))


def terraform_license_map_plan(
    account: DbtAccount, user: DbtUser, event: TerraformLicenseMapPlan
) -> Decision:
    """Validate the map's type as the provider does, which asks no account (F12.1)."""
    requested = read_choice(event.requested)
    if isinstance(requested, Refusal):
        return refuse(user, Refusal(requested.error, (*requested.reasons, because("F12.1"))))
    if requested not in TERRAFORM_MAP_TYPES:
        return refuse(user, Refusal(ErrorCode.INVALID_LICENSE_TYPE, (because("F12.1"),)))
    decision = keep(user, because("F12.1"))
    if not account.plan.is_enterprise_tier:
        return decision.explained(
            warnings=(because("F5.5", "The plan passes, and applying it will be refused."),)
        )
    return decision


def terraform_scim_destroy(account: DbtAccount, user: DbtUser, event: TerraformScimDestroy) -> Decision:
    """Write all three settings as off (F12.3, F12.11); nobody's license changes by it."""
    if not account.plan.is_enterprise_tier and (refusal := check_scim(account)):
        return replace(refuse(user, refusal), settings=account.scim)
    decision = keep(user, because("F12.3"), because("F12.11"))
    return replace(decision, settings=ScimSettings())
