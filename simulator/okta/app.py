"""The simulated Okta app: how it was made decides how it writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as OneOf

from simulator.licenses import ATTRIBUTE, NAMESPACE


@dataclass(frozen=True, slots=True, kw_only=True)
class OktaApp:
    """An app with SCIM provisioning and the license attribute."""

    expression: str
    """The mapping of the attribute, in Okta Expression Language."""
    engine: OneOf["classic", "identity-engine"] = "classic"
    name: str | None = None
    """The app's variable name in the directory, if it is there; its users' own `userName` counts then."""
    made_by: OneOf["wizard", "catalogue"] = "wizard"
    """Apps of the wizard write with PUT, which cannot be changed; those of the catalogue with PATCH."""
    empty_value: OneOf["leave out", "null"] = "leave out"
    """What is sent for a mapping without a value; nobody documents it."""
    external_namespace: str = NAMESPACE
    external_name: str = ATTRIBUTE
    """The two as the Profile Editor has them, so that a slip there can be tried out."""
