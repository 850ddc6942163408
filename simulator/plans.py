"""Plans of the dbt platform: what each has, and the codes that the API calls them by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from simulator.assumptions import DEFAULTS, Assumptions
from simulator.errors import AccountError
from simulator.licenses import LicenseType


class Plan(StrEnum):
    """A plan, by the rights that it gives."""

    FREE = "free"
    STARTER = "starter"
    ENTERPRISE = "enterprise"
    ENTERPRISE_PLUS = "enterprise_plus"

    @property
    def display_name(self) -> str:
        """Return dbt's name of the plan."""
        return {"free": "Developer (free)", "starter": "Starter", "enterprise": "Enterprise"}.get(
            self.value, "Enterprise+"
        )

    @property
    def fact(self) -> str:
        """Return the id of the fact that tells what the plan has."""
        return {"free": "F2.1", "starter": "F2.2", "enterprise": "F2.3"}.get(self.value, "F2.4")

    @property
    def is_enterprise_tier(self) -> bool:
        """Tell whether the plan has SSO, license maps and SCIM (F2.3, F5.5)."""
        return self in (Plan.ENTERPRISE, Plan.ENTERPRISE_PLUS)

    def offers(
        self, license_type: LicenseType, *, has_analyst: bool, assumptions: Assumptions = DEFAULTS
    ) -> bool:
        """Tell whether an account on this plan can assign the type, seats aside.

        `has_analyst` says that the account holds Analyst seats from before (F2.6); only Enterprise tiers can.
        """
        match license_type:
            case LicenseType.DEVELOPER:
                return True
            case LicenseType.READ_ONLY:
                return self is not Plan.FREE or assumptions.free_plan_read_only
            case LicenseType.IT:
                return self is not Plan.FREE
            case LicenseType.ANALYST:
                return self.is_enterprise_tier and has_analyst

    @property
    def standard_seats(self) -> dict[LicenseType, int]:
        """Return the seats that come with the plan; a type that is left out goes by contract."""
        match self:
            case Plan.FREE:
                return {LicenseType.DEVELOPER: 1}
            case Plan.STARTER:
                return {LicenseType.DEVELOPER: 5, LicenseType.READ_ONLY: 5, LicenseType.IT: 1}
            case _:
                return {LicenseType.IT: 1}


@dataclass(frozen=True, slots=True)
class PlanCode:
    """How an account's plan was given, and what it means."""

    code: str
    plan: Plan
    needs_seats: bool = False
    """Whether seat counts have to be given, since nobody publishes the plan's own (F12.51)."""
    setting: str | None = None
    """The name of the assumption that says which rights the plan has, where nobody tells them."""


_CODES = {
    "free": Plan.FREE,
    "developer": Plan.FREE,
    "developer_2022": Plan.FREE,
    # A cancelled account has no paid right left; the free plan is what remains.
    "cancelled": Plan.FREE,
    "cancelled_2022": Plan.FREE,
    "cancelled_2025": Plan.FREE,
    "team": Plan.STARTER,
    "team_2022": Plan.STARTER,
    "team_annual": Plan.STARTER,
    "starter": Plan.STARTER,
    "starter_2025": Plan.STARTER,
    "enterprise": Plan.ENTERPRISE,
    "enterprise_2025": Plan.ENTERPRISE,
    "enterprise+": Plan.ENTERPRISE_PLUS,
    "enterprise_plus": Plan.ENTERPRISE_PLUS,
    "enterprise_plus_2025": Plan.ENTERPRISE_PLUS,
}
_USAGE_CODES = ("usage_2026", "usage_managed_2026")
_TRIAL_CODES = ("trial", "trial_2022", "trial_2025")


def plan_codes() -> tuple[str, ...]:
    """Return every name and API code that `read_plan` takes."""
    return (*_CODES, *_TRIAL_CODES, *_USAGE_CODES)


def read_plan(code: str, assumptions: Assumptions = DEFAULTS) -> PlanCode:
    """Return the plan of a name or API code, case aside. Raises `AccountError` for an unknown one."""
    name = code.strip().lower().replace(" ", "_")
    if name in _USAGE_CODES:
        return PlanCode(
            name, Plan(assumptions.usage_plan_rights), needs_seats=True, setting="usage_plan_rights"
        )
    if name in _TRIAL_CODES:
        return PlanCode(name, Plan(assumptions.trial_plan_rights), setting="trial_plan_rights")
    if name not in _CODES:
        message = f"unknown plan {code!r}; there are {', '.join(plan_codes())}"
        raise AccountError(message)
    return PlanCode(name, _CODES[name])
