"""What the documents leave open: one named setting for each unknown, with a safe default.

Every answer that rests on one of these carries a reason with the mark U, so that nobody takes it for dbt's behaviour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, get_args, get_origin, get_type_hints
from typing import Literal as OneOf

from simulator.errors import AccountError
from simulator.licenses import LicenseType

LOWER_ORDER = (LicenseType.ANALYST, LicenseType.IT, LicenseType.READ_ONLY)


def _unknown(default: Any, fact: str) -> Any:  # noqa: ANN401 - dataclass fields of several types
    return field(default=default, metadata={"fact": fact})


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """The settings; each names the fact that it decides."""

    lower_order: tuple[LicenseType, ...] = _unknown(LOWER_ORDER, "F12.37")
    """Which map wins below Developer, best first."""
    sign_in_without_map: OneOf["keep", "developer"] = _unknown("keep", "F12.38")
    """What an SSO sign-in does to an existing user where the account has no map."""
    seat_shortage: OneOf["keep", "assign"] = _unknown("keep", "F12.39")
    """No seat at an SSO sign-in or a SCIM write: keep and report, or go over the limit."""
    pending_invite_holds_seat: bool = _unknown(True, "F12.40")
    """Whether an invite that nobody has accepted yet counts as assigned."""
    failed_create: OneOf["nobody", "developer"] = _unknown("nobody", "F12.41")
    """Who exists after a refused SCIM create: nobody, or a user with the default license."""
    null_value: OneOf["reject", "absent"] = _unknown("reject", "F12.42")
    """How a `licenseType` of null is read."""
    replace_without_extension: OneOf["keep", "developer"] = _unknown("keep", "F12.43")
    """What a PUT without the extension does to the license."""
    attribute_while_toggle_off: OneOf["apply", "ignore"] = _unknown("apply", "F12.44")
    """What a SCIM attribute does before the toggle is on."""
    unmanaged_user_toggle_on: OneOf["keep", "maps"] = _unknown("keep", "F12.45")
    """What an SSO sign-in does to a user outside SCIM while the toggle is on."""
    manual_edit_toggle_on: OneOf["block", "allow"] = _unknown("block", "F12.46")
    """Editing a SCIM-managed user by hand while both the toggle and manual updates are on."""
    inactive_user: OneOf["removed", "kept"] = _unknown("removed", "F12.47")
    """What `active: false` does to the license."""
    patch_license_type: OneOf["accept", "ignore"] = _unknown("accept", "F12.48")
    """What a PATCH with a path that ends in `licenseType` does."""
    error_status: int = _unknown(400, "F12.49")
    """HTTP status of a license error over SCIM."""
    error_scim_type: str = _unknown("invalidValue", "F12.49")
    """`scimType` of a license error over SCIM."""
    unavailable_map: OneOf["keep", "next", "developer"] = _unknown("keep", "F12.50")
    """A matching map of a type that the account lacks: keep and report, look at the next map, or fall to Developer."""
    usage_plan_rights: OneOf["enterprise", "starter"] = _unknown("enterprise", "F12.51")
    """Which rights the usage plans of 2026 have; their seats must be given."""
    trial_plan_rights: OneOf["starter", "enterprise"] = _unknown("starter", "F2.9")
    """Which rights a trial has."""
    free_plan_read_only: bool = _unknown(False, "F2.7")
    """Whether the free plan can assign Read-Only."""
    toggle_left_out: OneOf["keep", "off"] = _unknown("keep", "F4.9")
    """What a settings request without the toggle does to it."""

    def __post_init__(self) -> None:
        """Raise `AccountError` for a value that a setting does not have."""
        if sorted(self.lower_order) != sorted(LOWER_ORDER):
            message = f"lower_order must hold each of {', '.join(LOWER_ORDER)} once"
            raise AccountError(message)
        for name, hint in get_type_hints(Assumptions).items():
            value = getattr(self, name)
            if get_origin(hint) is OneOf and value not in get_args(hint):
                message = f"assumption {name} must be one of {', '.join(get_args(hint))}, not {value!r}"
                raise AccountError(message)
            if hint in (bool, int, str) and type(value) is not hint:
                words = {bool: "true or false", int: "a number", str: "a text"}
                message = f"assumption {name} is {words[hint]}, not {value!r}"
                raise AccountError(message)
        if not 400 <= self.error_status <= 599:
            message = f"assumption error_status is an HTTP status from 400 to 599, not {self.error_status}"
            raise AccountError(message)

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> Assumptions:
        """Read the settings by name from YAML or JSON. Raises `AccountError` for an unknown name or value."""
        known = {setting.name for setting in fields(cls)}
        if unknown := sorted(set(data) - known):
            message = f"unknown assumption {unknown[0]!r}; there are {', '.join(sorted(known))}"
            raise AccountError(message)
        values = dict(data)
        if "lower_order" in values:
            if not isinstance(values["lower_order"], list | tuple):
                message = "lower_order is a list of license types"
                raise AccountError(message)
            values["lower_order"] = tuple(
                LicenseType.of(value) or _no_license(value) for value in values["lower_order"]
            )
        return cls(**values)


def _no_license(value: object) -> LicenseType:
    message = f"{value!r} is no license type"
    raise AccountError(message)


def fact_of(setting: str) -> str:
    """Return the id of the unknown that a setting decides. Raises `KeyError` for another name."""
    return str(Assumptions.__dataclass_fields__[setting].metadata["fact"])


def settings_of(fact_id: str) -> tuple[str, ...]:
    """Return the names of the settings that decide an unknown; none for a fact that is told."""
    return tuple(name for name in setting_names() if fact_of(name) == fact_id)


def setting_names() -> tuple[str, ...]:
    """Return the names of all settings, in the order of the facts."""
    return tuple(setting.name for setting in fields(Assumptions))


DEFAULTS = Assumptions()
