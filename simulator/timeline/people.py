"""One user at one moment: what Okta knows, what it has sent, and what dbt has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from simulator.account import DbtUser
from simulator.licenses import LicenseType
from simulator.profile_editor import AttributeValue, ValueSource

UNSET = AttributeValue(ValueSource.NOWHERE)
"""The attribute of somebody who never got a value."""


@dataclass(frozen=True, slots=True)
class Staleness:
    """What made the stored value stale, and when."""

    since: datetime
    event: str
    """The event in short, as records show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A user; changed by `dataclasses.replace`, so that a step never touches the state before it."""

    login: str
    profile: Mapping[str, Any]
    groups: tuple[Mapping[str, Any], ...] = ()
    """Okta groups, each with a `name`, in the order in which the user joined them."""
    active: bool = True
    """Whether the user is active in Okta."""
    has_app: bool = False
    """Whether the app is assigned to the user in person."""
    user_name: str | None = None
    """The app's user name where it is not the login."""
    stored: AttributeValue = UNSET
    """The attribute in the app's user profile, as last evaluated."""
    delivered: AttributeValue | None = None
    """The value of the last push that succeeded; None before the first."""
    stale: Staleness | None = None
    """Set while a fresh evaluation gives another value than the stored one."""
    is_known: bool = False
    """Whether dbt has the user, with or without a license."""
    pending: bool = False
    """Whether the license is promised until the invite is accepted (F10.13)."""
    dbt: DbtUser = field(default_factory=DbtUser)

    @property
    def license(self) -> LicenseType | None:
        """Return the license in dbt, a promised one too."""
        return self.dbt.license

    @property
    def group_names(self) -> tuple[str, ...]:
        """Return the names of the groups, as sign-ins and mappings see them."""
        return tuple(group["name"] for group in self.groups)

    @property
    def sent_name(self) -> str:
        """Return the userName of SCIM requests."""
        return self.user_name or self.login

    @property
    def email(self) -> str:
        """Return the e-mail address of SCIM requests."""
        email = self.profile.get("email")
        return email if isinstance(email, str) and email else self.login
