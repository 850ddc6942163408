"""How the service behaves where that is no matter of the account."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Literal as OneOf


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """Settings of one service; the account's own, with its unknowns, are in `DbtAccount`."""

    account_id: int = 1
    """The number in the address of the service."""
    identity_rules: bool = True
    """Whether users need the fields that dbt asks for (F10.5) and a userName that is their e-mail (F10.11)."""
    accept_invites: bool = True
    """Whether the people who are created accept their invites at once; until then they have no license (F10.13)."""
    removed_attribute: OneOf["refuse", "remove"] = "refuse"
    """What a PATCH that removes `licenseType` does; nobody documents it, so by default it takes no license away."""
    text_for_active: OneOf["refuse", "read"] = "refuse"
    """What the texts True and False for `active` do, as Entra ID sends them unless told otherwise; nobody documents it,
    and by default a text changes no license. F10.6 has true and false."""
    body_limit: int = 1 << 20
    """The largest request body that is read, in bytes."""

    @property
    def base_path(self) -> str:
        """Return the path of the service, as dbt has it: `/api/v3/accounts/1/scim/v2`."""
        return f"/api/v3/accounts/{self.account_id}/scim/v2"


def is_loopback(host: str) -> bool:
    """Tell whether an address reaches this machine only."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"
