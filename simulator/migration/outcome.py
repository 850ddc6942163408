"""What a migration comes to: for each user, for each license type, and what should stop it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from oktaexpr.diagnostics import Severity
from oktaexpr.render import counted
from simulator.decision import ErrorCode, Reason
from simulator.licenses import LicenseType
from simulator.migration.listing import Absences, Kind, Listing, MigrationReport
from simulator.migration.phases import Phase

if TYPE_CHECKING:
    from oktaexpr.render import Redactor
    from simulator.setup_review import Finding


class Direction(StrEnum):
    """What the migration does to a user's license, by how much access it gives (F5.13)."""

    UPGRADE = "upgrade"
    DOWNGRADE = "downgrade"
    SAME = "same"


class Trouble(StrEnum):
    """What `--fail-on` can ask for."""

    DOWNGRADE = "downgrade"
    UPGRADE = "upgrade"
    SEATS = "seats"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One user whom the app is assigned to, through all states."""

    login: str
    user_name: str
    email: str
    value: object
    """What the mapping gives; None also where it has no value."""
    failure: str | None
    """Why it has none."""
    licenses: Mapping[Phase, LicenseType | None]
    errors: Mapping[Phase, ErrorCode] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()
    """Why the license is what it is at the end."""

    @property
    def before(self) -> LicenseType | None:
        """Return the license under the license maps."""
        return self.licenses[Phase.BEFORE]

    @property
    def after(self) -> LicenseType | None:
        """Return the license at the end."""
        return self.licenses[Phase.AFTER]

    @property
    def error(self) -> ErrorCode | None:
        """Return why the last push was refused."""
        return self.errors.get(Phase.AFTER)

    @property
    def direction(self) -> Direction:
        """Tell whether the user ends with more access than before; no license is the least."""
        before, after = _access(self.before), _access(self.after)
        if before == after:
            return Direction.SAME
        return Direction.UPGRADE if after > before else Direction.DOWNGRADE

    @property
    def is_overwritten(self) -> bool:
        """Tell whether a sign-in during the test undoes the attribute, so that a push is needed after the toggle."""
        return self.licenses[Phase.TESTED] != self.licenses[Phase.SIGNED_IN]

    @property
    def kinds(self) -> frozenset[Kind]:
        """Return what the user is listed for."""
        asked = {
            Kind.DOWNGRADE: self.direction is Direction.DOWNGRADE,
            Kind.UPGRADE: self.direction is Direction.UPGRADE,
            Kind.REFUSED: self.error is not None or self.failure is not None,
            Kind.OVERWRITTEN: self.is_overwritten,
            Kind.MISNAMED: self.user_name != self.email,
            Kind.EVERYBODY: True,
        }
        return frozenset(kind for kind, is_so in asked.items() if is_so)

    def redacted(self, redactor: Redactor) -> Move:
        """Return the move without personal values; names of license types stay."""
        is_license = LicenseType.of(self.value) is not None
        reasons = tuple(replace(one, text=redactor.text(one.text)) for one in self.reasons)
        return replace(
            self,
            login=redactor.text(self.login),
            user_name=redactor.text(self.user_name),
            email=redactor.text(self.email),
            value=self.value if is_license else redactor.value(self.value),
            failure=None if self.failure is None else redactor.text(self.failure),
            reasons=reasons,
        )

    def to_mapping(self) -> dict[str, Any]:
        """Return the user for JSON."""
        return {
            "user": self.login,
            "userName": self.user_name,
            "email": self.email,
            "value": self.value,
            "failure": self.failure,
            "licenses": {phase.value: name and name.value for phase, name in self.licenses.items()},
            "errors": {phase.value: error.value for phase, error in self.errors.items()},
            "direction": self.direction.value,
            "reasons": [reason.to_mapping() for reason in self.reasons],
        }


def _access(name: LicenseType | None) -> int:
    return -1 if name is None else name.access


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLine:
    """One license type: how many hold it when, and what the account has."""

    license: LicenseType
    held: Mapping[Phase, int]
    wanted: int
    """How many users the mapping gives this type, whether or not they get it."""
    others: int = 0
    """Seats that people outside the directory hold or are promised."""
    total: int | None = None
    """None: no cap is known."""
    is_available: bool = True
    """Whether the account can assign the type at all."""

    @property
    def over(self) -> int:
        """Return how many seats are missing for everybody whom the mapping gives this type."""
        return 0 if self.total is None else max(0, self.wanted + self.others - self.total)

    @property
    def problem(self) -> str | None:
        """Return what is wrong, None where everybody can have a seat."""
        if self.wanted and not self.is_available:
            return f"the account does not have it, and {counted(self.wanted, 'user')} would get it"
        return f"{self.over:,} over the limit of {self.total:,}" if self.over else None

    def to_mapping(self) -> dict[str, Any]:
        """Return the type for JSON."""
        return {
            "license": self.license.value,
            "held": {phase.value: number for phase, number in self.held.items()},
            "wanted": self.wanted,
            "others": self.others,
            "total": self.total,
            "over": self.over,
            "available": self.is_available,
        }


@dataclass(frozen=True, slots=True)
class Absent:
    """A user who is never provisioned, and why."""

    login: str
    why: str

    def to_mapping(self) -> dict[str, str]:
        """Return the user for JSON."""
        return {"user": self.login, "why": self.why}


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """The whole report; lists of users are in the order of the directory."""

    expression: str
    moves: tuple[Move, ...]
    seats: tuple[SeatLine, ...]
    absent: tuple[Absent, ...]
    """Users of the directory who are not provisioned at the end."""
    findings: tuple[Finding, ...]
    """What is wrong with the mapping, whoever the users are."""

    def redacted(self, redactor: Redactor) -> Migration:
        """Return the report without the personal values that the redactor knows."""
        return replace(
            self,
            expression=redactor.text(self.expression),
            moves=tuple(move.redacted(redactor) for move in self.moves),
            absent=tuple(replace(one, login=redactor.text(one.login)) for one in self.absent),
            findings=tuple(
                replace(one, message=redactor.text(one.message), help=one.help and redactor.text(one.help))
                for one in self.findings
            ),
        )

    def listing(self, kind: Kind) -> Listing[Move]:
        """Return the users of a kind."""
        found = [move for move in self.moves if kind in move.kinds]
        return Listing(len(found), found)

    def going(self, direction: Direction) -> list[Move]:
        """Return the users who go up or down."""
        return [move for move in self.moves if move.direction is direction]

    @property
    def refused(self) -> Sequence[Move]:
        """Return the users whose last push dbt refused, or for whom the mapping has no value."""
        return self.listing(Kind.REFUSED).rows

    @property
    def misnamed(self) -> Sequence[Move]:
        """Return the users whose userName is not their e-mail address (F10.11)."""
        return self.listing(Kind.MISNAMED).rows

    @property
    def overwritten(self) -> Sequence[Move]:
        """Return the users whom a sign-in during the test gives the map's license again."""
        return self.listing(Kind.OVERWRITTEN).rows

    def absences(self) -> Absences:
        """Return the users who are not provisioned at the end."""
        return Absences(Counter(one.why for one in self.absent), self.absent)

    def counts(self, phase: Phase) -> Counter[LicenseType | None]:
        """Return how many users hold which license in a state; None is no license."""
        return Counter(move.licenses[phase] for move in self.moves)

    def troubles(self) -> dict[Trouble, str]:
        """Return a sentence for each kind of trouble that there is."""
        return troubles_of(self)

    def to_mapping(self) -> dict[str, Any]:
        """Return the report for JSON."""
        return {
            **overview_mapping(self),
            "users": [move.to_mapping() for move in self.moves],
            "overwritten_by_sign_in": [move.login for move in self.overwritten],
            "never_provisioned": [one.to_mapping() for one in self.absent],
            "user_name_is_not_email": [move.login for move in self.misnamed],
            "findings": findings_mapping(self),
        }


def troubles_of(report: MigrationReport) -> dict[Trouble, str]:
    """Return a sentence for each kind of trouble that a migration has."""
    down, up = report.listing(Kind.DOWNGRADE).count, report.listing(Kind.UPGRADE).count
    seats = [f"{line.license.display_name}: {line.problem}" for line in report.seats if line.problem]
    wrong = [finding.message for finding in report.findings if finding.severity is Severity.ERROR]
    if refused := report.listing(Kind.REFUSED).count:
        wrong.insert(0, f"{counted(refused, 'user')} refused or without a value")
    found = {
        Trouble.DOWNGRADE: f"{counted(down, 'user')} with less access than before" if down else "",
        Trouble.UPGRADE: f"{counted(up, 'user')} with more access than before" if up else "",
        Trouble.SEATS: "; ".join(seats),
        Trouble.ERROR: "; ".join(wrong),
    }
    return {trouble: text for trouble, text in found.items() if text}


def overview_mapping(report: MigrationReport) -> dict[str, Any]:
    """Return what a report in JSON says of everybody: the expression, users and seats by license, and troubles."""
    return {
        "expression": report.expression,
        "phases": _phases(report),
        "seats": [line.to_mapping() for line in report.seats],
        "troubles": {trouble.value: text for trouble, text in report.troubles().items()},
    }


def _phases(report: MigrationReport) -> list[dict[str, Any]]:
    return [
        {
            "phase": phase.value,
            "title": phase.heading,
            "licenses": {name.value if name else "none": n for name, n in _sorted(report.counts(phase))},
        }
        for phase in Phase
    ]


def findings_mapping(report: MigrationReport) -> list[dict[str, Any]]:
    """Return what is wrong with the mapping, for JSON."""
    return [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "message": finding.message,
            "fact": finding.reason.fact,
            "help": finding.help,
        }
        for finding in report.findings
    ]


def _sorted(counts: Counter[LicenseType | None]) -> list[tuple[LicenseType | None, int]]:
    return [(name, counts[name]) for name in (*LicenseType, None) if counts[name]]
