"""A storage that asks dbt's rules before it writes: the rules decide, and what they refuse is not written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from scim2_models import (
    Error,
    InvalidValueException,
    Resource,
    ResourceType,
    ResponseParameters,
    SCIMException,
    SearchRequest,
)
from scim2_server.storage import ScimStorage, SearchPage

from simulator.account import DbtAccount, DbtUser
from simulator.decision import Decision, ErrorCode, Reason
from simulator.events import (
    Event,
    ScimBody,
    ScimCreate,
    ScimDelete,
    ScimGroupPush,
    ScimReplace,
    ScimSetActive,
)
from simulator.rules import decide
from simulator.rules.scim_body import check_identity
from simulator.scim.body import PatchEvent
from simulator.scim.ledger import Holding, Ledger
from simulator.scim.models import primary_email, set_license
from simulator.scim.settings import ServiceSettings
from simulator.scim.storage import SqliteStorage

_FORBIDDEN = 403


@dataclass(frozen=True, slots=True)
class Write:
    """What the body of one request says about licenses."""

    whole: bool = True
    """Whether the body is the resource as a whole (POST, PUT), or changes of it (PATCH)."""
    license: ScimBody = field(default_factory=ScimBody)
    """For a whole user: the extension."""
    patch: Sequence[PatchEvent] = ()
    """For changes of a user: what each operation does."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One answer of the rules, for whoever watches the service."""

    user_name: str
    decision: Decision


class LicensedStorage(ScimStorage):
    """The storage of one request. `failure` is an error to answer with although something was written."""

    def __init__(
        self,
        stored: SqliteStorage,
        ledger: Ledger,
        account: DbtAccount,
        settings: ServiceSettings,
        write: Write,
    ) -> None:
        """Put the rules of `account` before `stored`; `write` is what the request's body says about licenses."""
        self._stored = stored
        self._ledger = ledger
        self._account = account
        self._settings = settings
        self._write = write
        self.failure: SCIMException | None = None
        self.decided: list[Decided] = []

    def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        """Return a resource."""
        return self._stored.get(resource_type, resource_id)

    def search(
        self,
        resource_types: list[ResourceType],
        search_request: SearchRequest[Any],
        *,
        position: Any = None,  # noqa: ANN401 - the cursors that the service does not announce
    ) -> SearchPage:
        """Return a page of resources."""
        return self._stored.search(resource_types, search_request)

    def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        """Create a user whom the rules let in, or a group whose members all have licenses."""
        # A name that is taken is said first: identity providers look for the 409, whatever the license.
        self._stored.check_unique(resource)
        if not _is_user(resource_type):
            self._check_members(resource, before=())
            return self._stored.create(resource_type, resource)
        user = resource.model_copy(deep=True)
        holding = self._created(user)
        _prepare(user, holding)
        created = self._stored.create(resource_type, user)
        self._ledger.write(cast(str, created.id), holding)
        return created

    def update(
        self, resource_type: ResourceType, resource: Resource[Any], *, expected_version: str | None = None
    ) -> Resource[Any]:
        """Write a user as the rules decide, or a group whose new members all have licenses."""
        resource_id = cast(str, resource.id)
        if not _is_user(resource_type):
            before: Any = self._stored.get(resource_type, resource_id)
            known = () if self._write.whole else [member.value for member in before.members or []]
            self._check_members(resource, before=known)
            return self._stored.update(resource_type, resource, expected_version=expected_version)
        user = resource.model_copy(deep=True)
        holding = self._updated(user, resource_id)
        _prepare(user, holding)
        return self._stored.update(resource_type, user, expected_version=expected_version)

    def delete(
        self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None
    ) -> None:
        """Delete a user, whose seat is free then, or a group."""
        if _is_user(resource_type):
            user: Any = self._stored.get(resource_type, resource_id)
            self._decide(user, Holding(None), ScimDelete())
        self._stored.delete(resource_type, resource_id, expected_version=expected_version)

    def _created(self, user: Any) -> Holding:  # noqa: ANN401 - the user model is made at run time
        decision = self._decide(user, Holding(None), ScimCreate(self._body(user)), is_new=True)
        holding = self._held(decision, pending=decision.pending)
        if user.active is False:
            holding = self._next(user, holding, ScimSetActive(active=False))
        return holding

    def _updated(self, user: Any, user_id: str) -> Holding:  # noqa: ANN401
        holding = self._ledger.read(user_id) or Holding(None)
        if self._write.whole:
            events: Iterable[Event] = (ScimReplace(self._body(user), active=user.active is not False),)
        else:
            self._check_identity(user)
            events = self._write.patch
        for event in events:
            holding = self._next(user, holding, event)
            self._ledger.write(user_id, holding)
        if user.active is False and holding.license is not None:
            # An operation gave a license to somebody who is not active: active goes before it, as in a PUT.
            holding = self._next(user, holding, ScimSetActive(active=False))
            self._ledger.write(user_id, holding)
        return holding

    def _next(self, user: Any, holding: Holding, event: Event) -> Holding:  # noqa: ANN401
        return self._held(self._decide(user, holding, event), pending=holding.pending)

    def _held(self, decision: Decision, *, pending: bool = False) -> Holding:
        waits = pending and decision.license is not None and not self._settings.accept_invites
        return Holding(decision.license, waits)

    def _decide(self, user: Any, holding: Holding, event: Event, *, is_new: bool = False) -> Decision:  # noqa: ANN401
        """Ask the rules. Raises what they refuse with, or keeps it for later where a user is created all the same."""
        known = DbtUser(license=holding.license, scim_managed=not is_new, email=primary_email(user))
        decision = decide(self._ledger.account_now(self._account), known, event)
        self.decided.append(Decided(user.user_name, decision))
        if decision.error is not None:
            failure = refused(self._account, decision.error, decision.reasons)
            if not is_new or decision.license is None:
                raise failure
            self.failure = failure
        return decision

    def _body(self, user: Any) -> ScimBody:  # noqa: ANN401
        body = self._write.license
        if not self._settings.identity_rules:
            return body
        # A user without any e-mail has none that equals the name: empty text differs from every address.
        return replace(body, user_name=user.user_name, email=primary_email(user) or "")

    def _check_identity(self, user: Any) -> None:  # noqa: ANN401
        """Hold a user to the identity rules after a PATCH, which may change name and e-mail one at a time."""
        if self._settings.identity_rules and (refusal := check_identity(self._body(user))):
            raise refused(self._account, refusal.error, refusal.reasons)

    def _check_members(self, group: Any, before: Iterable[str]) -> None:  # noqa: ANN401
        """Let a group in if its new members are known and have licenses that count (F10.12)."""
        event = ScimGroupPush(group.display_name)
        for member in {member.value for member in group.members or []} - set(before):
            holding = self._ledger.read(member or "")
            if holding is None:
                raise InvalidValueException(detail=f"There is no User with the id {member!r} to be a member")
            decision = decide(self._account, DbtUser(license=holding.counts, scim_managed=True), event)
            if decision.error is not None:
                raise refused(self._account, decision.error, decision.reasons)


def refused(account: DbtAccount, error: ErrorCode, reasons: Sequence[Reason]) -> SCIMException:
    """Return the SCIM error of a refusal; the detail tells the facts that it rests on (F6.19)."""
    detail = "; ".join([error.message, *map(str, reasons)])
    if error is ErrorCode.SCIM_NOT_AVAILABLE:
        return SCIMException.from_error(Error(status=_FORBIDDEN, detail=detail))
    settings = account.assumptions
    return SCIMException.from_error(
        Error(status=settings.error_status, scim_type=settings.error_scim_type, detail=detail)
    )


def _is_user(resource_type: ResourceType) -> bool:
    return resource_type.name == "User"


def _prepare(user: Any, holding: Holding) -> None:  # noqa: ANN401
    """Write the decided license into a user, and drop the password: nobody signs in with the one that Okta makes up."""
    user.password = None
    set_license(user, holding.license)
