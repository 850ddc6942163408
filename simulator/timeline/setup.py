"""Where a timeline starts: the dbt account, the Okta app with its settings, the directory, who has which license."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal as OneOf

import oktaexpr
from simulator.account import DbtAccount
from simulator.licenses import LicenseType
from simulator.profile_editor import LicenseAttribute

GONE = "DEPROVISIONED"
"""The state of a user in which Okta has taken the apps away."""


class Reading(StrEnum):
    """Whose word is taken on what a change of groups does to a mapped attribute."""

    OKTA = "okta"
    """Nothing: group functions are evaluated when the app is assigned or mappings are applied (F13.1)."""
    DBT = "dbt"
    """The mapping is evaluated and its value is sent by itself (F13.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedApp:
    """The Okta app as the simulator runs it: the attribute, who has the app, and what the documents leave open."""

    attribute: LicenseAttribute = field(default_factory=LicenseAttribute)
    """The attribute; its `mapping` is the expression that the timeline starts with."""
    reading: Reading = Reading.OKTA
    """The safer of the two, since it is Okta's own word on Okta."""
    engine: OneOf["classic", "identity-engine"] = "classic"
    name: str | None = None
    """The app's variable name in the directory; its users there have the app from the start."""
    assigned_groups: frozenset[str] = frozenset()
    """Names of groups that the app is assigned to."""
    made_by: OneOf["wizard", "catalogue"] = "wizard"
    """Apps of the wizard write with PUT, those of the catalogue with PATCH."""
    empty_value: OneOf["leave out", "null"] = "leave out"
    """What is sent for a value of null; nobody documents it."""
    profile_change: OneOf["evaluate", "keep"] = "evaluate"
    """Whether a change of the profile evaluates group functions too (F13.9)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartingUser:
    """What is known about a user before the first event."""

    license: LicenseType | None = None
    """The license in dbt; none also stands for a user whom dbt does not know."""
    stored: str | None = None
    """The attribute in the app's user profile in Okta."""
    scim_managed: bool = False
    """Whether the user was provisioned over SCIM already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """All that a timeline starts from."""

    account: DbtAccount
    app: SimulatedApp = field(default_factory=SimulatedApp)
    directory: oktaexpr.Directory | None = None
    """Its users exist from the start; without one, users have to join."""
    start: Mapping[str, StartingUser] = field(default_factory=dict)
    """By login; for a user of the directory who is not here, the app's user profile there tells."""
    everyone_has_the_app: bool = False
    """Whether the app is assigned to all users of the directory."""


def starting_user(setup: Setup, login: str) -> StartingUser:
    """Return how a user of the directory starts.

    A value in the app's user profile is taken to have arrived in dbt where SCIM is on, since it is there to be sent.
    """
    given = setup.start.get(login)
    if given is not None or setup.directory is None or setup.app.name is None:
        return given or StartingUser()
    user = setup.directory.user(login)
    value = user.apps.get(setup.app.name, {}).get(setup.app.attribute.variable_name)
    if user.status == GONE or not isinstance(value, str):
        return StartingUser()
    arrived = LicenseType.of(value) if setup.account.scim_is_on else None
    return StartingUser(license=arrived, stored=value, scim_managed=arrived is not None)
