"""The state of a play: the account, the app, everybody in Okta and dbt. It changes from event to event.

Users, account and app inside are frozen; only the tables that hold them change, so that a step costs what it touches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from simulator.account import DbtAccount, DbtUser
from simulator.decision import Reason
from simulator.profile_editor import AttributeValue, LicenseAttribute, ValueSource
from simulator.timeline.evaluation import Evaluator, Groups
from simulator.timeline.events import TimelineEvent, described
from simulator.timeline.exchange import Exchange, nothing
from simulator.timeline.people import UNSET, Person, Staleness
from simulator.timeline.records import Record, is_stale
from simulator.timeline.setup import GONE, Setup, SimulatedApp, starting_user


class World:
    """Everything that a timeline changes. Play one part, then another: it goes on where it stopped."""

    def __init__(self, setup: Setup) -> None:
        """Begin with the setup's account, app and directory; seats in use are those of its users, and of others."""
        self.account: DbtAccount = setup.account
        self.app: SimulatedApp = setup.app
        self.groups = Groups(setup.directory)
        self.people: dict[str, Person] = {}
        self.steps = 0
        """How many events have been played."""
        self._evaluator = Evaluator(setup.app, setup.directory)
        for user in setup.directory.users if setup.directory else ():
            self._begin(setup, user)
        holders = Counter(one.license for one in self.people.values() if one.license is not None)
        self.account = replace(self.account, seats=self.account.seats.covering(holders))

    def _begin(self, setup: Setup, user: Any) -> None:  # noqa: ANN401 - a record of the directory, which exports no type
        known = starting_user(setup, user.login)
        app = setup.app.name or ""
        stored = UNSET if known.stored is None else AttributeValue(ValueSource.MAPPING, known.stored)
        self.people[user.login] = Person(
            login=user.login,
            profile=user.profile,
            groups=user.groups,
            active=user.status != GONE,
            has_app=setup.everyone_has_the_app or app in user.apps,
            user_name=user.apps.get(app, {}).get("userName"),
            stored=stored,
            delivered=stored if known.scim_managed else None,
            is_known=known.license is not None or known.scim_managed,
            dbt=DbtUser(license=known.license, scim_managed=known.scim_managed),
        )

    def has_app(self, person: Person) -> bool:
        """Tell whether the app is assigned to a user, in person or through a group."""
        return person.has_app or not self.app.assigned_groups.isdisjoint(person.group_names)

    def app_users(self) -> Iterator[Person]:
        """Yield the active users whom the app is assigned to, in the order in which they came."""
        return (one for one in list(self.people.values()) if one.active and self.has_app(one))

    def set_attribute(self, attribute: LicenseAttribute) -> None:
        """Set up the attribute anew."""
        self.app = replace(self.app, attribute=attribute)

    def fresh(self, person: Person, at: datetime) -> AttributeValue:
        """Return what an evaluation at that time gives."""
        return self._evaluator.value(self.app.attribute, person, at)

    def settle(self, event: TimelineEvent, exchange: Exchange, fresh: AttributeValue | None = None) -> Record:
        """Take over what an exchange did, and return its record; `fresh` spares an evaluation just made."""
        self.account = exchange.account
        person = exchange.person
        before = self.people.get(person.login)
        if not (person.active and self.has_app(person)):
            fresh = None
        elif fresh is None:
            fresh = self.fresh(person, event.at)
        stale = fresh is not None and is_stale(person.stored, fresh)
        if stale is not (person.stale is not None):
            person = replace(person, stale=Staleness(event.at, described(event)) if stale else None)
        self.people[person.login] = person
        return Record(
            number=self.steps,
            at=event.at,
            event=described(event),
            person=person,
            fresh=fresh,
            before=before.license if before else None,
            sent=exchange.sent,
            error=exchange.error,
            reasons=exchange.reasons,
            warnings=exchange.warnings,
        )

    def unchanged(self, event: TimelineEvent, person: Person, *reasons: Reason) -> Record:
        """Return the record of an event that leaves the license alone, with the user as they are now."""
        return self.settle(event, nothing(self.account, person, *reasons))

    def remark(self, event: TimelineEvent, *reasons: Reason) -> Record:
        """Return the record of an event that is about no single user."""
        return Record(number=self.steps, at=event.at, event=described(event), person=None, reasons=reasons)
