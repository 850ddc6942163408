"""From batches of users to tracks: who is alike in all that the rules look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import oktaexpr
from simulator.account import DbtAccount
from simulator.events import ScimBody
from simulator.licenses import LicenseType
from simulator.mapping import MappedValue
from simulator.migration.streams.groups import arriving_groups, matched_maps
from simulator.migration.streams.tracks import Track
from simulator.rules.scim_body import check_identity
from simulator.timeline.people import Person
from simulator.timeline.setup import GONE

if TYPE_CHECKING:
    from oktaexpr.columns import GroupColumn, Rows

NEEDED = frozenset({"login", "email", "status", "profile", "user", "groups"})
"""The columns that are read beside those of the expression, where they are there."""
_MOST_DOMAINS = 10_000

Kind = tuple[object, ...]
"""All that the rules look at of a user, seats aside."""


@dataclass(frozen=True, slots=True)
class Part:
    """The users of one batch, a list each."""

    logins: Sequence[str]
    emails: Sequence[str]
    """What SCIM requests carry."""
    numbers: Sequence[int]
    """The track of each user."""
    odd: Mapping[int, MappedValue]
    """By row: values that are neither a license type nor null, and failures."""


class Classes:
    """Sorts users into tracks; grows with the kinds of users, not with their number."""

    def __init__(self, account: DbtAccount) -> None:
        """Know the license maps, and how many groups arrive at a sign-in."""
        self._maps = list(account.license_maps.values())
        self._provider = account.identity_provider
        self._numbers: dict[Kind, int] = {}
        self._plain: dict[Kind, int] = {}
        self.tracks: list[Track] = []

    def sort(self, rows: Rows, values: Sequence[Any], errors: Mapping[int, oktaexpr.EvaluationError]) -> Part:
        """Return the users of a batch with their tracks. The first of each kind stands for all of it."""
        from oktaexpr.columns import login_column, profile_column

        logins = login_column(rows)
        emails = [
            _text(email) or login for email, login in zip(profile_column(rows, "email"), logins, strict=True)
        ]
        groups = arriving_groups(rows, self._provider)
        matched = matched_maps(groups, self._maps)
        gone = [status == GONE for status in rows.internal.get("status", [None] * len(rows))]
        plain, numbers, odd = self._plain, [], {}
        users = zip(logins, emails, matched, values, gone, strict=True)
        for row, (login, email, maps, value, is_gone) in enumerate(users):
            number = None
            # Almost everybody is of a kind that is known and has a name that dbt takes.
            if (type(value) is str or value is None) and login == email and is_address(login):
                number = plain.get((maps, value, is_gone))
            if number is None or row in errors:
                mapped = _mapped(value, errors.get(row))
                if mapped.failure is not None or not _is_license_or_null(mapped.value):
                    odd[row] = mapped
                person = Person(login=login, profile={"email": email}, active=not is_gone, has_app=True)
                number = self._number(Track(person, mapped), maps, groups, row)
            numbers.append(number)
        return Part(logins, emails, numbers, odd)

    def _number(self, track: Track, maps: tuple[bool, ...], groups: GroupColumn, row: int) -> int:
        """Return the track of somebody's kind, a new one with the groups that the user has."""
        person, value = track.person, track.mapped.value
        refusal = check_identity(ScimBody(user_name=person.sent_name, email=person.email))
        identity = refusal.error if refusal else None, person.sent_name == person.email
        kind: Kind = (maps, _kind_of(track.mapped), identity, person.active)
        number = self._numbers.get(kind)
        if number is None:
            number = self._numbers[kind] = len(self.tracks)
            self.tracks.append(Track(_in_groups(person, groups.rows[row], self._maps), track.mapped))
        if refusal is None and track.mapped.failure is None and _is_license_or_null(value):
            self._plain[maps, value, not person.active] = number
        return number


def _in_groups(person: Person, groups: Iterable[Mapping[str, Any]], maps: Sequence[frozenset[str]]) -> Person:
    mapped = frozenset[str]().union(*maps)
    names = dict.fromkeys(group["name"] for group in groups)
    return replace(person, groups=tuple({"name": name} for name in names if name in mapped))


def _kind_of(mapped: MappedValue) -> object:
    """Return what the rules see of a value: texts that are no license are alike, but for those in the wrong case."""
    value = mapped.value
    if mapped.failure is not None:
        return "failure"
    if not isinstance(value, str) or LicenseType.of(value):
        return value
    return "invalid", LicenseType.of(value.lower()) is not None


def _is_license_or_null(value: object) -> bool:
    return value is None or LicenseType.of(value) is not None


def _mapped(value: object, error: oktaexpr.EvaluationError | None) -> MappedValue:
    """Return what the mapping gives, as the timeline has it: the attribute is text."""
    if error is not None:
        return MappedValue(failure=error.message)
    if value is None or isinstance(value, str):
        return MappedValue(value=value)
    return MappedValue(failure=f"the mapping gives {oktaexpr.java_type(value)}, and the attribute is text")


def is_address(name: str) -> bool:
    """Tell whether a name is surely an e-mail address; of the others the rule has to be asked."""
    local, _, domain = name.partition("@")
    return local.isprintable() and " " not in local and local != "" and _is_domain(domain)


@lru_cache(maxsize=_MOST_DOMAINS)
def _is_domain(name: str) -> bool:
    return check_identity(ScimBody(user_name=f"x@{name}")) is None


def _text(value: object) -> str | None:
    """Return a text that is not empty, else None."""
    return value if isinstance(value, str) and value else None
