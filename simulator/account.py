"""A dbt account as the rules see it: plan, settings, license maps, seats and users."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from simulator.assumptions import DEFAULTS, Assumptions
from simulator.errors import AccountError
from simulator.licenses import LicenseType
from simulator.plans import Plan, read_plan
from simulator.seats import SeatCount, Seats


class IdentityProvider(StrEnum):
    """Where users sign in and come from."""

    OKTA = "okta"
    ENTRA = "entra"
    OTHER = "other"

    @property
    def group_limit(self) -> int | None:
        """Return how many groups of a user reach dbt at sign-in, where a limit is known (F5.23, F5.24)."""
        return {"okta": 100, "entra": 150}.get(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScimSettings:
    """The three SCIM settings; all off by default (F4.8)."""

    enabled: bool = False
    manual_updates_allowed: bool = False
    controlled_license_type: bool = False
    """The toggle, `scim_controlled_license_type` in the API (F4.7)."""

    @classmethod
    def from_mapping(
        cls, data: Mapping[str, Any], stored: ScimSettings | None = None, assumptions: Assumptions = DEFAULTS
    ) -> ScimSettings:
        """Read a settings request by the API's names; `stored` is what a toggle that is left out falls back to.

        Raises `AccountError` for another key or a value that is not a boolean.
        """
        for key, value in data.items():
            if key not in _API_NAMES or not isinstance(value, bool):
                message = (
                    f"SCIM settings are {', '.join(_API_NAMES)}, each true or false; not {key} = {value!r}"
                )
                raise AccountError(message)
        kept = stored is not None and assumptions.toggle_left_out == "keep" and stored.controlled_license_type
        return cls(
            enabled=data.get("enabled", False),
            manual_updates_allowed=data.get("manual_updates_allowed", False),
            controlled_license_type=data.get("scim_controlled_license_type", kept),
        )

    def to_mapping(self) -> dict[str, bool]:
        """Return the settings by the API's names."""
        return {
            "enabled": self.enabled,
            "manual_updates_allowed": self.manual_updates_allowed,
            "scim_controlled_license_type": self.controlled_license_type,
        }


_API_NAMES = ("enabled", "manual_updates_allowed", "scim_controlled_license_type")

TOGGLE_LABELS = ("Ignore dbt license mapping?", "Manage user licenses with SCIM")
"""The toggle in the UI: today's label, then the one before (F4.7)."""


@dataclass(frozen=True, slots=True)
class DefaultGroup:
    """One of the groups that an Enterprise account starts with; none of them changes a license (F8.4)."""

    name: str
    fact: str
    new_users_join: bool


DEFAULT_GROUPS = (
    DefaultGroup("Owner", "F8.1", new_users_join=False),
    DefaultGroup("Member", "F8.2", new_users_join=True),
    DefaultGroup("Everyone", "F8.3", new_users_join=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DbtUser:
    """A user as dbt knows them before an event."""

    license: LicenseType | None = None
    """None: a new user, or one without a license."""
    scim_managed: bool = False
    """Whether the user was provisioned over SCIM (F12.10)."""
    origin: str | None = None
    """Who wrote the license last: `scim`, `sso`, `manual`, `invite`, `default`."""
    email: str | None = None

    @property
    def is_new(self) -> bool:
        """Tell whether the user has no license yet, which is what the default is for (F3.1)."""
        return self.license is None


@dataclass(frozen=True, slots=True, kw_only=True)
class DbtAccount:
    """Plan, settings, maps and seats; changed by `dataclasses.replace`."""

    plan: Plan
    identity_provider: IdentityProvider = IdentityProvider.OKTA
    scim: ScimSettings = field(default_factory=ScimSettings)
    license_maps: Mapping[LicenseType, frozenset[str]] = field(default_factory=dict)
    """Names of groups of the identity provider by license type: one map a type (F5.16)."""
    seats: Seats = field(default_factory=Seats)
    has_analyst: bool = False
    """Whether the account holds Analyst from before (F2.6)."""
    assumptions: Assumptions = DEFAULTS
    plan_setting: str | None = None
    """The assumption that `plan` rests on, where the plan was given by a code whose rights nobody tells."""

    @property
    def scim_is_on(self) -> bool:
        """Tell whether SCIM works: the plan has it and it is enabled."""
        return self.plan.is_enterprise_tier and self.scim.enabled

    @property
    def toggle_is_on(self) -> bool:
        """Tell whether SCIM controls licenses; the toggle means nothing while SCIM is off."""
        return self.scim_is_on and self.scim.controlled_license_type

    def with_maps_in_charge(self) -> DbtAccount:
        """Return the account with the toggle off, so that license maps decide at sign-in (F4.3)."""
        return replace(self, scim=replace(self.scim, controlled_license_type=False))

    def with_scim_in_charge(self) -> DbtAccount:
        """Return the account with SCIM and the toggle on, so that the attribute alone decides (F4.5)."""
        return replace(self, scim=replace(self.scim, enabled=True, controlled_license_type=True))

    def offers(self, license_type: LicenseType) -> bool:
        """Tell whether the type can be assigned here, seats aside."""
        return self.plan.offers(license_type, has_analyst=self.has_analyst, assumptions=self.assumptions)

    def free_seats(self, license_type: LicenseType) -> int | None:
        """Return the free seats of a type, or None without a cap."""
        holds = self.assumptions.pending_invite_holds_seat
        return self.seats.free(license_type, pending_holds_seat=holds)

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> DbtAccount:
        """Read an account file: `plan`, `idp`, `scim`, `license_maps`, `seats`, `analyst`, `assumptions`.

        Seats that a plan has by itself are filled in. Raises `AccountError` for anything that cannot be.
        """
        known = {"plan", "idp", "scim", "license_maps", "seats", "analyst", "assumptions"}
        if unknown := sorted(set(data) - known):
            message = f"unknown account key {unknown[0]!r}; there are {', '.join(sorted(known))}"
            raise AccountError(message)
        assumptions = Assumptions.from_mapping(_section(data, "assumptions"))
        plan = read_plan(str(data.get("plan", "enterprise")), assumptions)
        given = _section(data, "seats")
        if plan.needs_seats and not given:
            message = f"plan {plan.code} publishes no seat counts (F12.51): give them under seats"
            raise AccountError(message)
        return cls(
            plan=plan.plan,
            identity_provider=read_identity_provider(data.get("idp", "okta")),
            scim=ScimSettings.from_mapping(_section(data, "scim"), assumptions=assumptions),
            license_maps=read_license_maps(_section(data, "license_maps")),
            seats=_with_standard_seats(plan.plan, Seats.from_mapping(given)),
            has_analyst=_flag(data, "analyst"),
            assumptions=assumptions,
            plan_setting=plan.setting,
        )


def _section(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return the mapping under a key, an empty one where the key is absent or null."""
    value = data.get(key)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        message = f"{key} of an account is a mapping, not {value!r}"
        raise AccountError(message)
    return value


def _flag(data: Mapping[str, Any], key: str) -> bool:
    value = data.get(key, False)
    if not isinstance(value, bool):
        message = f"{key} of an account is true or false, not {value!r}"
        raise AccountError(message)
    return value


def read_identity_provider(name: object) -> IdentityProvider:
    """Return the identity provider of that name. Raises `AccountError` for another."""
    provider = _PROVIDERS.get(str(name).strip().lower().replace(" ", "_"))
    if provider is None:
        message = f"unknown identity provider {name!r}; there are {', '.join(_PROVIDERS)}"
        raise AccountError(message)
    return provider


_PROVIDERS = {
    "okta": IdentityProvider.OKTA,
    "entra": IdentityProvider.ENTRA,
    "entra_id": IdentityProvider.ENTRA,
    "azure_ad": IdentityProvider.ENTRA,
    "google": IdentityProvider.OTHER,
    "google_workspace": IdentityProvider.OTHER,
    "onelogin": IdentityProvider.OTHER,
    "ping": IdentityProvider.OTHER,
    "jumpcloud": IdentityProvider.OTHER,
    "other": IdentityProvider.OTHER,
}


def read_license_maps(data: Mapping[str, Any]) -> dict[LicenseType, frozenset[str]]:
    """Read `{license type: group name, names in a list, or names separated by commas as in the UI}`.

    Raises `AccountError` for an unknown type or an empty group name (F5.15).
    """
    maps = {}
    for name, groups in data.items():
        license_type = LicenseType.of(name)
        if license_type is None:
            message = f"license maps are for {', '.join(LicenseType)}, not for {name!r}"
            raise AccountError(message)
        names = [part.strip() for part in groups.split(",")] if isinstance(groups, str) else groups
        if not isinstance(names, list | tuple | set | frozenset):
            message = f"the license map of {name!r} is a list of group names, not {groups!r}"
            raise AccountError(message)
        if any(not isinstance(group, str) or not group for group in names):
            message = f"the license map of {name!r} has a group without a name"
            raise AccountError(message)
        maps[license_type] = frozenset(names)
    return maps


def _with_standard_seats(plan: Plan, seats: Seats) -> Seats:
    standard = {name: SeatCount(total=total) for name, total in plan.standard_seats.items()}
    return Seats({**standard, **seats.counts})
