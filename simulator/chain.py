"""One user from profile and groups through the expression to the license, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import oktaexpr
from oktaexpr.syntax import nodes, walk
from simulator.account import DbtAccount, DbtUser
from simulator.decision import Decision, Reason, Source, because
from simulator.events import ScimBody, ScimCreate, ScimReplace, SsoSignIn
from simulator.licenses import ATTRIBUTE
from simulator.mapping import is_published, published_row
from simulator.rules import decide


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A user of Okta as the chain begins."""

    login: str
    email: str | None
    profile: Mapping[str, Any]
    """The attributes that the expression reads, by name."""
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """The value that the app holds for the user already, set directly or by an earlier evaluation."""

    value: object
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseChain:
    """The steps, in order."""

    person: Person
    before: DbtUser
    trace: oktaexpr.Trace
    scim: Decision
    """What a SCIM write with the expression's value does where SCIM is in charge."""
    sso: Decision
    """What an SSO sign-in does where license maps are in charge."""
    in_charge: Reason
    """Which of the two holds on the account as it is set."""
    stored: Stored | None = None
    """None where the user has no value for the attribute in the app."""

    @property
    def differs(self) -> bool:
        """Tell whether the two modes give different licenses."""
        return self.scim.license != self.sso.license


def explain_license(
    account: DbtAccount,
    expression: str,
    scope: oktaexpr.Scope,
    login: str,
    *,
    app: str | None = None,
    before: DbtUser | None = None,
    engine: str = "classic",
) -> LicenseChain:
    """Return the chain of one user; `before` is who they are in dbt, by default new.

    `app` names the root that holds the app's profile of the user, whose `licenseType` is the stored value. Raises
    `ExpressionSyntaxError`.
    """
    user = before or DbtUser()
    person = _person(scope, login, expression)
    trace = oktaexpr.explain(expression, scope, engine=engine)
    under_scim = account.with_scim_in_charge()
    return LicenseChain(
        person=person,
        before=user,
        trace=trace,
        scim=_by_expression(under_scim, user, person, trace),
        sso=decide(account.with_maps_in_charge(), user, SsoSignIn(person.groups)),
        in_charge=_in_charge(account),
        stored=_stored(under_scim, user, person, scope.roots.get(app) if app else None),
    )


def _person(scope: oktaexpr.Scope, login: str, expression: str) -> Person:
    root = scope.roots.get("user")
    user: Mapping[str, Any] = root if isinstance(root, Mapping) else {}
    # Identity Engine keeps the attributes under `profile`, Classic at the top.
    inner = user.get("profile")
    profile: Mapping[str, Any] = inner if isinstance(inner, Mapping) else user
    email = profile.get("email")
    return Person(
        login=login,
        email=email if isinstance(email, str) else None,
        profile={name: profile.get(name) for name in _attributes_read(expression)},
        groups=tuple(name for group in scope.groups if (name := group.name) is not None),
    )


@lru_cache(maxsize=16)
def _attributes_read(expression: str) -> tuple[str, ...]:
    """Return the names of the user's attributes in the expression, once each."""
    found: dict[str, None] = {}
    for node in walk(oktaexpr.parse(expression)):
        match node:
            case nodes.Property(target=nodes.Name(name="user"), name=name) if name != "profile":
                found[name] = None
            case nodes.Property(
                target=nodes.Property(target=nodes.Name(name="user"), name="profile"), name=name
            ):
                found[name] = None
            case _:
                continue
    return tuple(found)


def _by_expression(account: DbtAccount, user: DbtUser, person: Person, trace: oktaexpr.Trace) -> Decision:
    if trace.error is not None:
        text = f"The expression has no value ({trace.error.message}): nothing is sent."
        return Decision(license=user.license, source=Source.PRIOR, reasons=(because("F12.6", text),))
    decision = _write(account, user, person, trace.value)
    if is_published(trace.text) and decision.error is None:
        return replace(decision, reasons=(because(published_row(person.groups)), *decision.reasons))
    return decision


def _in_charge(account: DbtAccount) -> Reason:
    if account.toggle_is_on:
        return because("F4.5", "The toggle is on: SCIM decides, and license maps are ignored.")
    if account.scim_is_on:
        return because("F4.3", "The toggle is off: maps decide at sign-in, a SCIM write counts until then.")
    return because("F4.2", "SCIM is off: license maps decide at sign-in.")


def _write(account: DbtAccount, user: DbtUser, person: Person, value: object) -> Decision:
    body = ScimBody(extension={ATTRIBUTE: value}, user_name=person.login, email=person.email)
    return decide(account, user, ScimCreate(body) if user.is_new else ScimReplace(body))


def _stored(account: DbtAccount, user: DbtUser, person: Person, profile: object) -> Stored | None:
    if not isinstance(profile, Mapping) or ATTRIBUTE not in profile:
        return None
    value = profile[ATTRIBUTE]
    return Stored(value=value, decision=_write(account, user, person, value))
