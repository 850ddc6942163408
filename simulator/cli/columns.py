"""What the simulator adds to the tables of other commands."""

from __future__ import annotations

from simulator.licenses import LicenseType


def license_column(value: object) -> str:
    """Return the license that a value of the attribute leads to in `oktaexpr diff --column license`.

    A value outside the enumeration is refused by dbt, and the user keeps what they have (F6.9, F6.12).
    """
    license_type = LicenseType.of(value)
    return license_type.display_name if license_type else "refused"
