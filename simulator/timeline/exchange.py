"""One user between Okta and dbt: what is sent, what dbt decides, and what both know afterwards.

Pure functions: account and person go in, an `Exchange` with both afterwards comes out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from simulator.account import DbtAccount, DbtUser
from simulator.decision import Decision, ErrorCode, Reason, Source, because
from simulator.events import (
    Event,
    ManualEdit,
    PasswordSignIn,
    ScimBody,
    ScimCreate,
    ScimPatchAttribute,
    ScimReplace,
    ScimSetActive,
    SsoSignIn,
)
from simulator.rules import decide
from simulator.timeline.people import UNSET, Person
from simulator.timeline.setup import SimulatedApp


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What one step did to one user and to the account's seats."""

    account: DbtAccount
    person: Person
    sent: str | None = None
    """The request in short: `PUT licenseType=developer`; None where nothing went out."""
    error: ErrorCode | None = None
    reasons: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()

    def explained(self, *reasons: Reason) -> Exchange:
        """Return the exchange with these reasons before its own: what led to it."""
        return replace(self, reasons=(*reasons, *self.reasons))


def nothing(account: DbtAccount, person: Person, *reasons: Reason) -> Exchange:
    """Leave all as it is."""
    return Exchange(account=account, person=person, reasons=reasons)


def push(account: DbtAccount, app: SimulatedApp, person: Person) -> Exchange:
    """Send the stored attribute: create the user in dbt, or write to the one who is there."""
    if not account.scim_is_on:
        return nothing(account, person, because("F4.8", "SCIM is off: nothing is sent."))
    namespace, extension = app.attribute.extension_for(person.stored)
    if person.stored.value is None and app.empty_value == "leave out":
        extension = None
    body = ScimBody(extension=extension, namespace=namespace, user_name=person.sent_name, email=person.email)
    if person.is_known:
        return _write(account, app, person, body)
    return _sent(account, person, ScimCreate(body), f"POST {_summary(extension)}")


def _write(account: DbtAccount, app: SimulatedApp, person: Person, body: ScimBody) -> Exchange:
    if app.made_by == "wizard":
        return _sent(account, person, ScimReplace(body), f"PUT {_summary(body.extension)}")
    event = ScimPatchAttribute(body) if body.extension else ScimSetActive(active=True)
    return _sent(account, person, event, f"PATCH {_summary(body.extension)}")


def _summary(extension: Mapping[str, object] | None) -> str:
    if extension is None:
        return "without licenseType"
    return ", ".join(f"{name}={'null' if value is None else value}" for name, value in extension.items())


def _sent(account: DbtAccount, person: Person, event: Event, sent: str) -> Exchange:
    """Let dbt decide on a request; what it refuses is not delivered, and tried again at the next push."""
    exchange = _decided(account, person, event)
    if exchange.error is None:
        delivered = replace(exchange.person, delivered=person.stored, is_known=True)
        exchange = replace(exchange, person=delivered)
    elif exchange.person.license is not None:
        exchange = replace(exchange, person=replace(exchange.person, is_known=True))
    return replace(exchange, sent=sent)


def withdraw(account: DbtAccount, app: SimulatedApp, person: Person) -> Exchange:
    """Take the app away: the app's user profile goes, and dbt is told where Okta has provisioned the user."""
    gone = replace(person, stored=UNSET, delivered=None, stale=None)
    if person.delivered is None or not account.scim_is_on:
        reason = because("F13.8") if account.scim_is_on else because("F4.8", "SCIM is off: nothing is sent.")
        return nothing(account, gone, reason)
    body = ScimBody(user_name=person.sent_name, email=person.email)
    event: Event = ScimReplace(body, active=False) if app.made_by == "wizard" else ScimSetActive(active=False)
    verb = "PUT" if app.made_by == "wizard" else "PATCH"
    exchange = _decided(account, gone, event).explained(because("F13.14"))
    return replace(exchange, sent=f"{verb} active=false")


def sign_in(account: DbtAccount, person: Person, *, with_password: bool) -> Exchange:
    """Sign in to dbt: an open invite is accepted first, then license maps may decide."""
    if person.pending:
        seats = account.seats.moved(person.license, person.license, was_pending=True)
        account, person = replace(account, seats=seats), replace(person, pending=False)
    event: Event = PasswordSignIn() if with_password else SsoSignIn(person.group_names)
    exchange = _decided(account, person, event)
    if exchange.error is ErrorCode.SSO_NOT_AVAILABLE:
        return exchange
    return replace(exchange, person=replace(exchange.person, is_known=True))


def edit_license(account: DbtAccount, person: Person, requested: str, *, editing_self: bool) -> Exchange:
    """Let an admin of dbt pick the license by hand."""
    return _decided(account, person, ManualEdit(requested, editing_self))


def _decided(account: DbtAccount, person: Person, event: Event) -> Exchange:
    """Let the rules decide, and move license and seat as they say."""
    decision = decide(account, person.dbt, event)
    pending = decision.license is not None and (decision.pending or person.pending)
    seats = account.seats.moved(person.license, decision.license, pending=pending, was_pending=person.pending)
    after = replace(person, dbt=_user_after(person.dbt, decision), pending=pending)
    return Exchange(
        account=account if seats is account.seats else replace(account, seats=seats),
        person=after,
        error=decision.error,
        reasons=decision.reasons,
        warnings=decision.warnings,
    )


def _user_after(user: DbtUser, decision: Decision) -> DbtUser:
    origin = user.origin if decision.source is Source.PRIOR else decision.source.value
    return DbtUser(
        license=decision.license, scim_managed=decision.scim_managed, origin=origin, email=user.email
    )
