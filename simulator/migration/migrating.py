"""Playing the four documented steps over all users of a directory, on the same machinery as a timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime

import oktaexpr
from simulator.account import DbtAccount
from simulator.decision import ErrorCode, Reason
from simulator.licenses import LicenseType
from simulator.migration.outcome import Absent, Migration, Move, SeatLine
from simulator.migration.phases import Phase
from simulator.migration.seating import covered, seat_lines, starting_setup, why_absent
from simulator.migration.steps import events_of
from simulator.profile_editor import AttributeValue
from simulator.setup_review import review_mapping
from simulator.timeline import SimulatedApp, StartingUser, World, play

Progress = Callable[[int, int], None]
"""Told how many steps of how many are done; a step is one user in one state."""


def migrate(
    directory: oktaexpr.Directory,
    account: DbtAccount,
    app: SimulatedApp,
    *,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> Migration:
    """Take the app's users through the migration to the mapping of `app`.

    Without a name of the app, it is assigned to every user. Everybody is taken to sign in before it starts and once
    during the test, and the account's seats in use to be theirs, as far as they go. `now` is the time of the evaluations, by default the directory's. Raises `ExpressionSyntaxError` for a
    mapping that does not parse, `DirectoryError` for an unknown app.
    """
    expression = app.attribute.mapping or ""
    oktaexpr.compile(expression, engine=app.engine)
    if app.name is not None:
        directory.app(app.name)
    run = _Run(directory, account, app, now or _time_of(directory), progress)
    for phase in Phase:
        run.pass_through(phase, expression)
    return Migration(
        expression=expression,
        moves=tuple(run.moves()),
        seats=tuple(run.seat_lines()),
        absent=tuple(run.absent()),
        findings=tuple(review_mapping(expression, app.engine)),
    )


def _time_of(directory: oktaexpr.Directory) -> datetime:
    return datetime.fromisoformat(directory.now) if directory.now else datetime.now(UTC)


class _Run:
    """One migration under way: the world, and what each state showed of each user."""

    def __init__(
        self,
        directory: oktaexpr.Directory,
        account: DbtAccount,
        app: SimulatedApp,
        now: datetime,
        progress: Progress | None,
    ) -> None:
        self._now = now
        self._progress = progress
        self._given = account.seats
        self.world = World(
            replace(
                starting_setup(account, app),
                directory=directory,
                start={user.login: StartingUser() for user in directory.users},
                everyone_has_the_app=app.name is None,
            )
        )
        self._users = list(self.world.app_users())
        self._licenses: dict[str, dict[Phase, LicenseType | None]] = {one.login: {} for one in self._users}
        self._errors: dict[str, dict[Phase, ErrorCode]] = {one.login: {} for one in self._users}
        self._reasons: dict[str, tuple[Reason, ...]] = {}
        self._fresh: dict[str, AttributeValue] = {}

    def pass_through(self, phase: Phase, expression: str) -> None:
        """Let the events of a state happen, and note what everybody has afterwards."""
        events = events_of(phase, expression, self._now, [one.login for one in self._users])
        done = list(Phase).index(phase) * len(self._users)
        for record in play(self.world, events):
            if record.person is not None:
                done += 1
                self._report(done)
                if record.error:
                    self._errors[record.user][phase] = record.error
                if phase is Phase.AFTER:
                    self._reasons[record.user] = record.reasons
                    assert record.fresh is not None
                    self._fresh[record.user] = record.fresh
        for login, licenses in self._licenses.items():
            licenses[phase] = self.world.people[login].license
        if phase is Phase.BEFORE:
            self._seat_others()
        self._report((list(Phase).index(phase) + 1) * len(self._users))

    def _seat_others(self) -> None:
        """Let the seats count that people outside the directory hold: those in use without its users."""
        held = Counter(licenses[Phase.BEFORE] for licenses in self._licenses.values())
        self.world.account = replace(self.world.account, seats=covered(self._given, held))

    def _report(self, done: int) -> None:
        if self._progress is not None:
            self._progress(done, len(Phase) * len(self._users))

    def moves(self) -> Iterable[Move]:
        """Yield what became of each user of the app."""
        for person in self._users:
            fresh = self._fresh[person.login]
            yield Move(
                login=person.login,
                user_name=person.sent_name,
                email=person.email,
                value=fresh.value,
                failure=fresh.failure,
                licenses=self._licenses[person.login],
                errors=self._errors[person.login],
                reasons=self._reasons[person.login],
            )

    def seat_lines(self) -> Iterable[SeatLine]:
        """Yield each license type that the account has or that somebody gets."""
        held = {phase: Counter(licenses[phase] for licenses in self._licenses.values()) for phase in Phase}
        wanted = Counter(LicenseType.of(fresh.value) for fresh in self._fresh.values())
        return seat_lines(replace(self.world.account, seats=self._given), held, wanted)

    def absent(self) -> Iterable[Absent]:
        """Yield the users of the directory whom Okta has not provisioned at the end."""
        for person in self.world.people.values():
            if person.delivered is None:
                error = self._errors.get(person.login, {}).get(Phase.AFTER)
                has_app = self.world.has_app(person)
                yield Absent(person.login, why_absent(person, error, has_app=has_app))
