"""What can happen over time in Okta, at sign-in and in dbt: one record for each event, as a timeline file has it.

The names of the fields are the keys of the file, and `event` is the kind. No heavy library is needed to make one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """What all events have: a time; one without a zone is UTC."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}
    at: datetime

    def __post_init__(self) -> None:
        """Take a time without a zone as UTC, so that any two can be compared."""
        if self.at.tzinfo is None:
            object.__setattr__(self, "at", self.at.replace(tzinfo=UTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class UserJoins(Occurrence):
    """A user appears in Okta."""

    event: Literal["user-joins"] = "user-joins"
    user: str
    """The login."""
    groups: list[str] = field(default_factory=list)
    profile: dict[str, Any] = field(default_factory=dict)
    """Attributes besides `login`; `email` is the login unless it is given."""
    assigned: bool = False
    """Whether the app is assigned to the user in person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAdded(Occurrence):
    """A user is added to a group."""

    event: Literal["group-added"] = "group-added"
    user: str
    group: str
    """The group's name, or its id in the directory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRemoved(Occurrence):
    """A user is removed from a group."""

    event: Literal["group-removed"] = "group-removed"
    user: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChanged(Occurrence):
    """Attributes of a user's Okta profile get new values; those that are left out stay."""

    event: Literal["profile-changed"] = "profile-changed"
    user: str
    profile: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppAssigned(Occurrence):
    """The app is assigned to a user or to a group; one of the two is given."""

    event: Literal["app-assigned"] = "app-assigned"
    user: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppUnassigned(Occurrence):
    """The app is taken from a user or from a group."""

    event: Literal["app-unassigned"] = "app-unassigned"
    user: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingEdited(Occurrence):
    """The mapping of the attribute is saved, with or without applying it to everybody."""

    event: Literal["mapping-edited"] = "mapping-edited"
    expression: str | None
    """Null unmaps the attribute."""
    apply: bool = False
    """Whether "apply updates now" was chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingsApplied(Occurrence):
    """The mappings are applied to everybody the app is assigned to."""

    event: Literal["mappings-applied"] = "mappings-applied"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceSync(Occurrence):
    """An admin presses Force Sync."""

    event: Literal["force-sync"] = "force-sync"


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualPush(Occurrence):
    """An admin pushes one user, or everybody where no user is named."""

    event: Literal["manual-push"] = "manual-push"
    user: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalValueSet(Occurrence):
    """An admin sets the attribute of one user by hand; null gives it back to mapping or groups."""

    event: Literal["personal-value-set"] = "personal-value-set"
    user: str
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupValueSet(Occurrence):
    """A group assignment gets a value of the attribute; null takes it away."""

    event: Literal["group-value-set"] = "group-value-set"
    group: str
    value: str | None
    priority: int = 0
    """Between several groups of a user, the lowest number wins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn(Occurrence):
    """A user signs in to dbt."""

    event: Literal["sign-in"] = "sign-in"
    user: str
    method: Literal["sso", "password"] = "sso"


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseEdited(Occurrence):
    """An admin of dbt picks a license for a user by hand."""

    event: Literal["manual-edit"] = "manual-edit"
    user: str
    license: str
    editing_self: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScimSettingsChanged(Occurrence):
    """dbt's SCIM settings change; those that are left out stay."""

    event: Literal["scim-settings"] = "scim-settings"
    enabled: bool | None = None
    manual_updates_allowed: bool | None = None
    scim_controlled_license_type: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToggleOn(Occurrence):
    """SCIM takes control of licenses: "Ignore dbt license mapping?" is turned on."""

    event: Literal["toggle-on"] = "toggle-on"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToggleOff(Occurrence):
    """License maps count again."""

    event: Literal["toggle-off"] = "toggle-off"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChanged(Occurrence):
    """The account moves to another plan."""

    event: Literal["plan-changed"] = "plan-changed"
    plan: str
    analyst: bool | None = None
    """Whether the account has Analyst; left out, that stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatsChanged(Occurrence):
    """The account gets more or fewer seats, as an account file writes them; types that are left out stay."""

    event: Literal["seats-changed"] = "seats-changed"
    seats: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseMapsChanged(Occurrence):
    """The account's license maps are replaced."""

    event: Literal["license-maps-changed"] = "license-maps-changed"
    license_maps: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class UserDeactivated(Occurrence):
    """A user is deactivated in Okta."""

    event: Literal["user-deactivated"] = "user-deactivated"
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserReactivated(Occurrence):
    """A deactivated user comes back, with the groups from before."""

    event: Literal["user-reactivated"] = "user-reactivated"
    user: str


PersonEvent = (
    GroupAdded
    | GroupRemoved
    | ProfileChanged
    | PersonalValueSet
    | SignIn
    | LicenseEdited
    | UserDeactivated
    | UserReactivated
)
"""Events of one user whom Okta knows already."""
AppEvent = (
    AppAssigned | AppUnassigned | MappingEdited | MappingsApplied | ForceSync | ManualPush | GroupValueSet
)
"""Events of the app in Okta, which may reach many users."""
AccountEvent = ScimSettingsChanged | ToggleOn | ToggleOff | PlanChanged | SeatsChanged | LicenseMapsChanged
"""Events of the dbt account; they change nobody's license by themselves."""
TimelineEvent = UserJoins | PersonEvent | AppEvent | AccountEvent


def described(event: TimelineEvent) -> str:
    """Return the event in a few words: `group-added dbt_developers`."""
    match event:
        case GroupAdded() | GroupRemoved() | GroupValueSet():
            detail = event.group
        case AppAssigned() | AppUnassigned() if event.group:
            detail = f"to {event.group}" if isinstance(event, AppAssigned) else f"from {event.group}"
        case ProfileChanged():
            detail = ", ".join(event.profile)
        case MappingEdited():
            detail = "and applied" if event.apply else "and not applied"
        case SignIn() if event.method == "password":
            detail = "with password"
        case LicenseEdited():
            detail = event.license
        case PlanChanged():
            detail = event.plan
        case _:
            detail = ""
    return f"{event.event} {detail}".rstrip()
