"""Who holds a stale license: another value is stored in Okta than an evaluation now would give."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from simulator.account import DbtAccount
from simulator.decision import Decision, ErrorCode, Reason, because
from simulator.events import ScimBody, ScimReplace
from simulator.licenses import ATTRIBUTE, LicenseType
from simulator.profile_editor import AttributeValue, ValueSource
from simulator.rules import decide
from simulator.timeline.events import MappingsApplied
from simulator.timeline.people import Person, Staleness
from simulator.timeline.records import is_stale, redacted_value
from simulator.timeline.refreshing import refresh
from simulator.timeline.world import World

if TYPE_CHECKING:
    from oktaexpr.render import Redactor


class Cause(StrEnum):
    """What made a value stale."""

    GROUPS = "groups changed"
    MAPPING = "mapping edited and not applied"
    PROFILE = "profile changed"
    CREATE_ONLY = "mapping applies on create only"
    UNKNOWN = "not known"
    """A directory shows two values that differ, and not what happened."""

    @property
    def remedies(self) -> tuple[Reason, ...]:
        """Return what helps now, then what keeps it from coming back, each with the fact that it rests on."""
        if self is Cause.MAPPING:
            return (
                because("F13.1", "Apply the mappings: save them again and choose to apply the updates now."),
            )
        if self is Cause.PROFILE:
            return (_PUSH,)
        if self is Cause.CREATE_ONLY:
            return (_CREATE_AND_UPDATE, _GROUP_VALUES)
        return (_PUSH, _SYNC, _GROUP_VALUES, _GROUP_RULE)


_PUSH = because("F13.6", "Now: press Manual Push for these users.")
_CREATE_AND_UPDATE = because(
    "F13.15", "Let the mapping apply on create and update, save, and choose to apply the updates now."
)
_SYNC = because("F13.5", "Or now, for everybody: press Force Sync, or apply the mappings again.")
_GROUP_VALUES = because(
    "F13.7",
    "For good: unmap the attribute and give each group assignment of the app its value, so that it follows the groups.",
)
_GROUP_RULE = because(
    "F13.4",
    "Or for good: keep the license type in the user's Okta profile and map that, since profile changes are pushed.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """One user whose license is stale."""

    login: str
    groups: tuple[str, ...]
    stored: object
    fresh: object
    license: LicenseType | None
    """The license that the user holds in dbt."""
    due: LicenseType | None
    """The license that the fresh value would give."""
    error: ErrorCode | None = None
    """Why dbt would refuse the fresh value."""
    cause: Cause
    since: datetime | None = None
    event: str | None = None
    """What made it stale; None where only a directory tells."""

    def redacted(self, redactor: Redactor) -> Stale:
        """Return the user without personal values."""
        return replace(
            self,
            login=redactor.text(self.login),
            stored=redacted_value(self.stored, redactor),
            fresh=redacted_value(self.fresh, redactor),
        )

    def to_mapping(self) -> dict[str, Any]:
        """Return the user for JSON."""
        return {
            "user": self.login,
            "groups": list(self.groups),
            "stored": self.stored,
            "fresh": self.fresh,
            "license": self.license and self.license.value,
            "due": self.due and self.due.value,
            "error": self.error and self.error.value,
            "cause": self.cause.value,
            "since": self.since and self.since.isoformat(),
            "event": self.event,
        }


def find_drift(world: World, at: datetime) -> list[Stale]:
    """Return the users whose stored value is stale at that time, in the order in which they came."""
    found = []
    for person in world.app_users():
        fresh = world.fresh(person, at)
        if is_stale(person.stored, fresh):
            decision = _due(world.account, person, fresh.value)
            found.append(
                Stale(
                    login=person.login,
                    groups=person.group_names,
                    stored=person.stored.value,
                    fresh=fresh.value,
                    license=person.license,
                    due=decision.license,
                    error=decision.error,
                    cause=_cause(world, person.stale, fresh),
                    since=person.stale.since if person.stale else None,
                    event=person.stale.event if person.stale else None,
                )
            )
    return found


def settle_groups(world: World, at: datetime) -> None:
    """Bring a directory to where dbt's reading has it: each change of groups has been evaluated and sent already."""
    event = MappingsApplied(at=at)
    for person in world.app_users():
        refresh(world, event, person, because("F13.2"))


def _due(account: DbtAccount, person: Person, value: object) -> Decision:
    """Return what dbt would make of the value, with SCIM on, since otherwise nothing is ever sent."""
    scim = replace(account.scim, enabled=True)
    body = ScimBody(extension={ATTRIBUTE: value})
    return decide(replace(account, scim=scim), person.dbt, ScimReplace(body))


def _cause(world: World, stale: Staleness | None, fresh: AttributeValue) -> Cause:
    if fresh.source is ValueSource.MAPPING and world.app.attribute.is_mapped_on_creation_only:
        return Cause.CREATE_ONLY
    if stale is None:
        return Cause.UNKNOWN
    kind = stale.event.partition(" ")[0]
    return {
        "group-added": Cause.GROUPS,
        "group-removed": Cause.GROUPS,
        "mapping-edited": Cause.MAPPING,
        "profile-changed": Cause.PROFILE,
    }.get(kind, Cause.UNKNOWN)
