"""The license that an expression leads to for one user, as tests ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import oktaexpr
from simulator.account import DbtAccount
from simulator.chain import LicenseChain, explain_license
from simulator.decision import Decision
from simulator.errors import SimulatorError

MODES = ("scim", "sso")
"""How a license is given: by what the expression sends, or by the account's license maps at sign-in."""
NO_LICENSE = "none"

_ACCOUNT = {"plan": "enterprise", "scim": {"enabled": True, "scim_controlled_license_type": True}}
"""The account where a test names none: an Enterprise one whose licenses SCIM controls."""


@dataclass(frozen=True, slots=True)
class LicenseOutcome:
    """What one user gets in each mode."""

    chain: LicenseChain

    def license(self, mode: str) -> str:
        """Return dbt's word for the license, `none`, or the name of the error that dbt answers with."""
        decision = self._decision(mode)
        if decision.error is not None:
            return decision.error.value
        return NO_LICENSE if decision.license is None else decision.license.value

    def why(self, mode: str) -> str:
        """Return the sentence about the value, where the mode reads it, and the facts behind the license."""
        reasons = [str(reason) for reason in self._decision(mode).reasons]
        sentence = [self.chain.trace.sentence] if mode == "scim" else []
        return "; ".join([*sentence, *reasons])

    def _decision(self, mode: str) -> Decision:
        return self.chain.scim if mode == "scim" else self.chain.sso


def license_outcome(
    expression: str,
    scope: oktaexpr.Scope,
    *,
    account: DbtAccount | Mapping[str, object] | None = None,
    engine: str = "classic",
) -> LicenseOutcome:
    """Return what a new user gets. Raises `ExpressionSyntaxError`, and `AccountError` for an account that cannot be."""
    given = account if isinstance(account, DbtAccount) else DbtAccount.from_mapping(account or _ACCOUNT)
    return LicenseOutcome(explain_license(given, expression, scope, _login(scope), engine=engine))


def checked_mode(mode: object) -> str:
    """Return a mode. Raises `SimulatorError` for another word."""
    if mode not in MODES:
        message = f"a license is given by {' or '.join(MODES)}, not by {mode!r}"
        raise SimulatorError(message)
    return str(mode)


def _login(scope: oktaexpr.Scope) -> str:
    """Return who the user is for dbt, which wants an e-mail address; somebody in particular where nothing says it."""
    user = scope.user if isinstance(scope.user, Mapping) else {}
    inner = user.get("profile")
    profile = inner if isinstance(inner, Mapping) else user
    return str(profile.get("login") or profile.get("email") or "somebody@oktaexpr.example")
