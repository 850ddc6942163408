"""What a SCIM request carries: whether it may be made, whether its identity holds, and which license it asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.account import DbtAccount, IdentityProvider
from simulator.decision import ErrorCode, Reason, because
from simulator.events import ScimBody
from simulator.licenses import ATTRIBUTE, NAMESPACE, LicenseType
from simulator.rules.outcomes import Refusal

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def check_scim(account: DbtAccount) -> Refusal | None:
    """Refuse where the plan has no SCIM or SCIM is off."""
    if account.scim_is_on:
        return None
    facts = ("F4.8",) if account.plan.is_enterprise_tier else (account.plan.fact,)
    return Refusal(ErrorCode.SCIM_NOT_AVAILABLE, tuple(because(fact) for fact in facts))


def check_identity(body: ScimBody) -> Refusal | None:
    """Refuse a userName that is no e-mail address or differs from the user's, case included (F10.11)."""
    if body.user_name is None:
        return None
    if not _EMAIL.fullmatch(body.user_name):
        return Refusal(ErrorCode.USERNAME_NOT_EMAIL, (because("F10.11"),))
    if body.email is not None and body.email != body.user_name:
        return Refusal(ErrorCode.USERNAME_EMAIL_MISMATCH, (because("F10.11"),))
    return None


@dataclass(frozen=True, slots=True)
class RequestedLicense:
    """The license that a body asks for; None where it says nothing that dbt sees."""

    license: LicenseType | None
    reasons: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()


def read_license(account: DbtAccount, body: ScimBody) -> RequestedLicense | Refusal:
    """Find the attribute and validate its value, in dbt's order: there at all, has the key, in the enumeration."""
    if body.extension is not None and body.namespace == NAMESPACE:
        return _read_extension(account, body, body.extension)
    if body.namespace != NAMESPACE:
        text = f"The attribute came under {body.namespace!r}, which is not dbt's namespace: it is not seen."
        return RequestedLicense(None, (because("F6.15", text),), (because("F7.5"),))
    return RequestedLicense(None)


def _read_extension(
    account: DbtAccount, body: ScimBody, extension: Mapping[str, Any]
) -> RequestedLicense | Refusal:
    assumptions = account.assumptions
    before_toggle = not account.toggle_is_on
    if before_toggle and assumptions.attribute_while_toggle_off == "ignore":
        text = "The toggle is off; by the setting `attribute_while_toggle_off` the attribute is ignored."
        return RequestedLicense(None, (because("F12.44", text),))
    if ATTRIBUTE not in extension:
        return Refusal(ErrorCode.MISSING_LICENSE_TYPE, (because("F6.8"),))
    value = extension[ATTRIBUTE]
    if value is None:
        if assumptions.null_value == "absent":
            return RequestedLicense(
                None, (because("F12.42", "By the setting `null_value` a null counts as absent."),)
            )
        return Refusal(ErrorCode.INVALID_LICENSE_TYPE, (because("F6.10"), because("F12.42")))
    requested = LicenseType.of(value)
    if requested is None:
        return Refusal(ErrorCode.INVALID_LICENSE_TYPE, _explain_invalid(value))
    reasons = [because("F6.5")]
    if before_toggle:
        reasons += [because("F6.17"), because("F12.44")]
    if "Member" in body.dbt_groups:
        reasons.append(because("F8.4"))
    return RequestedLicense(requested, tuple(reasons), tuple(_provider_warnings(account.identity_provider)))


def _explain_invalid(value: object) -> tuple[Reason, ...]:
    reasons = (because("F6.9", f"{value!r} is none of {', '.join(LicenseType)}."),)
    if isinstance(value, str) and LicenseType.of(value.lower()):
        return (*reasons, because("F1.6"))
    return reasons


def _provider_warnings(provider: IdentityProvider) -> list[Reason]:
    if provider is IdentityProvider.OKTA:
        return []
    warnings = [because("F6.16")]
    if provider is IdentityProvider.ENTRA:
        warnings += [because("F6.22"), because("F6.20")]
    return warnings
