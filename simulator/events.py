"""What can happen to a user's license: one small record for each event, without the account or the user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.licenses import NAMESPACE


@dataclass(frozen=True, slots=True)
class SsoSignIn:
    """The user signs in through SSO with these groups of the identity provider."""

    groups: tuple[str, ...] = ()
    true_group_count: int | None = None
    """How many groups the user really has, where the provider cut the list."""
    dbt_groups: tuple[str, ...] = ()
    """Groups inside dbt; they never match a map (F5.6)."""


@dataclass(frozen=True, slots=True)
class PasswordSignIn:
    """The user signs in with a password."""


@dataclass(frozen=True, slots=True)
class ChangeWithoutSignIn:
    """Groups or license maps changed, and the user has not signed in since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScimBody:
    """What a SCIM request says about the user, as far as licenses go."""

    extension: Mapping[str, Any] | None = None
    """dbt's extension object; None where the body has none."""
    namespace: str = NAMESPACE
    """The name under which the extension was sent."""
    user_name: str | None = None
    email: str | None = None
    dbt_groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScimCreate:
    """POST of a user."""

    body: ScimBody = field(default_factory=ScimBody)


@dataclass(frozen=True, slots=True)
class ScimReplace:
    """PUT of a user; `active` false deactivates."""

    body: ScimBody = field(default_factory=ScimBody)
    active: bool = True


@dataclass(frozen=True, slots=True)
class ScimPatchAttribute:
    """PATCH with a path that ends in `licenseType`, given as the extension that it stands for."""

    body: ScimBody = field(default_factory=ScimBody)


@dataclass(frozen=True, slots=True)
class ScimSetActive:
    """PATCH whose value is an object with `active`; a license beside it is not read (F10.6)."""

    active: bool
    body: ScimBody = field(default_factory=ScimBody)


@dataclass(frozen=True, slots=True)
class ScimDelete:
    """DELETE of a user."""


@dataclass(frozen=True, slots=True)
class ScimGroupPush:
    """A group that the user is in is pushed."""

    group: str | None = None


@dataclass(frozen=True, slots=True)
class ManualEdit:
    """An admin picks a license for a user."""

    requested: str | None
    editing_self: bool = False


@dataclass(frozen=True, slots=True)
class Invite:
    """People are invited together; a license that is left out is the default."""

    requested: str | None = None
    invitees: int = 1


@dataclass(frozen=True, slots=True)
class LicenseMapCreate:
    """A license map for a type is created through UI or API."""

    requested: str | None


@dataclass(frozen=True, slots=True)
class TerraformLicenseMapPlan:
    """`terraform plan` sees a `dbtcloud_license_map` for a type."""

    requested: str | None


@dataclass(frozen=True, slots=True)
class TerraformScimDestroy:
    """`terraform destroy` reaches `dbtcloud_scim_config`."""


Event = (
    SsoSignIn
    | PasswordSignIn
    | ChangeWithoutSignIn
    | ScimCreate
    | ScimReplace
    | ScimPatchAttribute
    | ScimSetActive
    | ScimDelete
    | ScimGroupPush
    | ManualEdit
    | Invite
    | LicenseMapCreate
    | TerraformLicenseMapPlan
    | TerraformScimDestroy
)
