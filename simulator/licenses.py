"""The four license types, with the values and names that dbt and Okta use."""

from __future__ import annotations

from enum import StrEnum


class LicenseType(StrEnum):
    """A license type; the value is what SCIM, license maps and invites carry, in exactly this case (F1.5, F1.6)."""

    DEVELOPER = "developer"
    READ_ONLY = "read_only"
    ANALYST = "analyst"
    IT = "it"

    @property
    def display_name(self) -> str:
        """Return dbt's name: `Read-Only`."""
        return _DISPLAY_NAMES[self]

    @property
    def okta_display_name(self) -> str:
        """Return the name of the enumeration member in Okta's Profile Editor: `Read Only`."""
        return "Read Only" if self is LicenseType.READ_ONLY else _DISPLAY_NAMES[self]

    @property
    def access(self) -> int:
        """Rank by access, most first, to tell upgrades from downgrades.

        Developer is documented as the highest; the rest follows the hint of F5.13.
        """
        return 3 - _BY_ACCESS.index(self)

    @classmethod
    def of(cls, value: object) -> LicenseType | None:
        """Return the type whose wire value is exactly `value`, or None."""
        return _BY_VALUE.get(value) if isinstance(value, str) else None


_DISPLAY_NAMES = {
    LicenseType.DEVELOPER: "Developer",
    LicenseType.READ_ONLY: "Read-Only",
    LicenseType.ANALYST: "Analyst",
    LicenseType.IT: "IT",
}
_BY_ACCESS = (LicenseType.DEVELOPER, LicenseType.ANALYST, LicenseType.IT, LicenseType.READ_ONLY)
_BY_VALUE: dict[str, LicenseType] = {license_type.value: license_type for license_type in LicenseType}

NAMESPACE = "urn:ietf:params:scim:schemas:extension:dbtLabs:2.0:User"
"""The SCIM schema of dbt's user extension (F7.5)."""
ATTRIBUTE = "licenseType"
"""The attribute's name, in Okta and on the wire (F7.3, F7.4)."""


def display_name(license_type: LicenseType | None) -> str:
    """Return the name of a license or, for a user without one, `none`."""
    return license_type.display_name if license_type else "none"
