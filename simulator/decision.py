"""What a rule answers: a license or none, an error, and why, each reason with the fact that it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from simulator.account import ScimSettings
from simulator.facts import Mark, fact
from simulator.licenses import LicenseType


class ErrorCode(StrEnum):
    """Why a change was refused. The names are the simulator's; dbt publishes none, but for two messages."""

    ALL_USERS_MUST_HAVE_LICENSES = "all_users_must_have_licenses"
    CANNOT_EDIT_SELF = "cannot_edit_self"
    INVALID_LICENSE_TYPE = "invalid_license_type"
    INVITE_EXCEEDS_LICENSES = "invite_exceeds_licenses"
    LICENSE_MANAGED_BY_SCIM = "license_managed_by_scim"
    LICENSE_MAP_NOT_UNIQUE = "license_map_not_unique"
    LICENSE_TYPE_UNAVAILABLE = "license_type_unavailable"
    MANUAL_UPDATES_DISABLED = "manual_updates_disabled"
    MISSING_LICENSE_TYPE = "missing_license_type"
    NO_AVAILABLE_LICENSE = "no_available_license"
    SCIM_NOT_AVAILABLE = "scim_not_available"
    SSO_NOT_AVAILABLE = "sso_not_available"
    USERNAME_EMAIL_MISMATCH = "username_email_mismatch"
    USERNAME_NOT_EMAIL = "username_not_email"

    @property
    def message(self) -> str:
        """Return one sentence for people; dbt's own words where they are known (F5.16, F10.12)."""
        return _MESSAGES[self]


_MESSAGES = {
    ErrorCode.ALL_USERS_MUST_HAVE_LICENSES: "All users must have licenses on the account",
    ErrorCode.CANNOT_EDIT_SELF: "You cannot change your own license",
    ErrorCode.INVALID_LICENSE_TYPE: "The license type is none of the values that are accepted here",
    ErrorCode.INVITE_EXCEEDS_LICENSES: "There are fewer free licenses than invitations; none was sent",
    ErrorCode.LICENSE_MANAGED_BY_SCIM: "Licenses of SCIM-managed users are controlled by SCIM",
    ErrorCode.LICENSE_MAP_NOT_UNIQUE: "License map must be unique",
    ErrorCode.LICENSE_TYPE_UNAVAILABLE: "The account does not have this license type",
    ErrorCode.MANUAL_UPDATES_DISABLED: "Manual updates are not allowed while SCIM is on",
    ErrorCode.MISSING_LICENSE_TYPE: "The license type is missing",
    ErrorCode.NO_AVAILABLE_LICENSE: "No license of this type is free",
    ErrorCode.SCIM_NOT_AVAILABLE: "SCIM is not available on this account",
    ErrorCode.SSO_NOT_AVAILABLE: "SSO is not available on this plan",
    ErrorCode.USERNAME_EMAIL_MISMATCH: "userName differs from the e-mail address",
    ErrorCode.USERNAME_NOT_EMAIL: "userName is not an e-mail address",
}


class Source(StrEnum):
    """Who decided the license."""

    SSO_MAP = "sso"
    SCIM = "scim"
    MANUAL = "manual"
    INVITE = "invite"
    DEFAULT = "default"
    PRIOR = "prior"
    """Nobody: the license is what it was."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the answer, resting on one fact."""

    fact: str
    mark: Mark
    text: str

    def __str__(self) -> str:
        """Return `F5.3 (documented): …`."""
        return f"{self.fact} ({self.mark.phrase}): {self.text}"

    def to_mapping(self) -> dict[str, str]:
        """Return the three parts for JSON."""
        return {"fact": self.fact, "mark": self.mark.value, "text": self.text}


def because(fact_id: str, text: str = "", mark: Mark | None = None) -> Reason:
    """Return a reason that rests on a fact, by default in the fact's own words and with its mark."""
    known = fact(fact_id)
    return Reason(known.id, mark or known.mark, text or known.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an event did to one user, or would do."""

    license: LicenseType | None
    """The license after the event; None for none."""
    source: Source
    reasons: tuple[Reason, ...]
    error: ErrorCode | None = None
    warnings: tuple[Reason, ...] = ()
    """What the admin should know although it changes nothing here."""
    pending: bool = False
    """Whether the license counts only once an invite is accepted (F10.13)."""
    scim_managed: bool = False
    """Whether the user is SCIM-managed afterwards."""
    settings: ScimSettings | None = None
    """The account's SCIM settings afterwards, where the event is about them."""

    @property
    def rests_on_unknowns(self) -> tuple[str, ...]:
        """Return the ids of the facts with mark U among the reasons: the answer is the simulator's setting."""
        return tuple(reason.fact for reason in self.reasons if reason.mark is Mark.UNKNOWN)

    def explained(self, *reasons: Reason, warnings: tuple[Reason, ...] = ()) -> Decision:
        """Return the decision with more reasons and warnings at the end."""
        return replace(self, reasons=(*self.reasons, *reasons), warnings=(*self.warnings, *warnings))
