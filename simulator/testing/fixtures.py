"""What the pytest fixture `assert_license` gives; the plugin of `oktaexpr` finds it by its entry point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import oktaexpr
from simulator.account import DbtAccount
from simulator.testing.outcome import checked_mode, license_outcome


def assert_license(
    expression: str,
    expected: str,
    *,
    scope: oktaexpr.Scope | None = None,
    user: Mapping[str, Any] | None = None,
    groups: Iterable[str] = (),
    mode: str = "scim",
    account: DbtAccount | Mapping[str, object] | None = None,
    engine: str = "classic",
) -> None:
    """Fail where a user gets another license than `expected`: `developer`, `none`, or an error such as `invalid_license_type`.

    The user is a `scope`, or a profile with names of groups. `mode` is `scim`, where the expression decides, or `sso`, where
    the license maps of `account` do. Raises `AssertionError` with the facts, `ExpressionSyntaxError`, `SimulatorError`.
    """
    __tracebackhide__ = True
    names = list(groups)
    seen = scope or oktaexpr.Scope(
        user=_shaped(user or {}, engine), groups=[{"name": name} for name in names]
    )
    outcome = license_outcome(expression, seen, account=account, engine=engine)
    found = outcome.license(checked_mode(mode))
    if found != expected:
        message = f"expected the license {expected!r} under {mode}, got {found!r}\n{outcome.why(mode)}"
        raise AssertionError(message)


def _shaped(profile: Mapping[str, Any], engine: str) -> Mapping[str, Any]:
    """Return a profile as the root `user` has it in that engine."""
    return profile if engine == "classic" or "profile" in profile else {"profile": profile}
