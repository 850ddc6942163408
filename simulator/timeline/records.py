"""What one step shows about one user."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from simulator.decision import ErrorCode, Reason
from simulator.licenses import LicenseType, display_name
from simulator.profile_editor import AttributeValue, ValueSource
from simulator.timeline.people import Person

if TYPE_CHECKING:
    from oktaexpr.render import Redactor


def is_stale(stored: AttributeValue, fresh: AttributeValue) -> bool:
    """Tell whether an evaluation now would give another value than the one that is stored.

    Where there is no value to compare, because nothing gives one or the mapping fails, nothing is stale.
    """
    if ValueSource.NOWHERE in (stored.source, fresh.source) or fresh.failure is not None:
        return False
    return stored.value != fresh.value


def redacted_value(value: object, redactor: Redactor) -> object:
    """Return a value of the attribute without personal texts; the names of license types stay."""
    return value if LicenseType.of(value) is not None else redactor.value(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One user after one event."""

    number: int
    """The event's place in the timeline, from 1."""
    at: datetime
    event: str
    person: Person | None
    """The user after the event; None where the event is about the account."""
    fresh: AttributeValue | None = None
    """What an evaluation would give now; None for users without the app."""
    before: LicenseType | None = None
    """The license before the event."""
    sent: str | None = None
    error: ErrorCode | None = None
    reasons: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()

    @property
    def user(self) -> str:
        """Return the login, or nothing for the account."""
        return self.person.login if self.person else ""

    @property
    def license(self) -> LicenseType | None:
        """Return the license after the event."""
        return self.person.license if self.person else None

    @property
    def is_stale(self) -> bool:
        """Tell whether Okta holds another value than it would evaluate now."""
        return self.person is not None and self.person.stale is not None

    @property
    def is_change(self) -> bool:
        """Tell whether the user's license changed."""
        return self.before is not self.license

    def redacted(self, redactor: Redactor) -> Record:
        """Return the record without personal values: the login, values that are no license, texts of reasons."""
        person = self.person
        if person is not None:
            stored = _redacted(person.stored, redactor)
            person = replace(person, login=redactor.text(person.login), stored=stored)
        return replace(
            self,
            person=person,
            fresh=None if self.fresh is None else _redacted(self.fresh, redactor),
            sent=None if self.sent is None else _redacted_request(self.sent, redactor),
            reasons=tuple(replace(one, text=redactor.text(one.text)) for one in self.reasons),
            warnings=tuple(replace(one, text=redactor.text(one.text)) for one in self.warnings),
        )

    def to_mapping(self) -> dict[str, Any]:
        """Return the record for JSON."""
        person = self.person
        return {
            "number": self.number,
            "at": self.at.isoformat(),
            "event": self.event,
            "user": person.login if person else None,
            "stored": person.stored.value if person else None,
            "fresh": self.fresh.value if self.fresh else None,
            "failure": self.fresh.failure if self.fresh else None,
            "stale": self.is_stale,
            "license_before": self.before and self.before.value,
            "license": self.license and self.license.value,
            "pending": bool(person and person.pending),
            "sent": self.sent,
            "error": self.error and self.error.value,
            "reasons": [reason.to_mapping() for reason in self.reasons],
            "warnings": [warning.to_mapping() for warning in self.warnings],
        }

    @property
    def license_text(self) -> str:
        """Return the license in words, with the one before where it changed."""
        text = display_name(self.license)
        if self.person is not None and self.person.pending:
            text += " (invited)"
        return f"{display_name(self.before)} → {text}" if self.is_change else text


def _redacted(value: AttributeValue, redactor: Redactor) -> AttributeValue:
    failure = None if value.failure is None else redactor.text(value.failure)
    return replace(value, value=redacted_value(value.value, redactor), failure=failure)


def _redacted_request(sent: str, redactor: Redactor) -> str:
    """Return a request in short whose value is personal as little as the attribute's own is."""
    head, sign, value = sent.partition("=")
    return f"{head}{sign}{redacted_value(value, redactor)}" if sign else sent
