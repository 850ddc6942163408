"""A migration as findings at its expression, and a case for each user: what a CI service shows in a review."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from oktaexpr import Span
from oktaexpr.diagnostics import Diagnostic, Severity
from oktaexpr.render import Case, Finding, Report
from simulator.licenses import display_name
from simulator.migration.listing import MigrationReport
from simulator.migration.outcome import Direction, Move, Trouble

_CODES = {
    Trouble.ERROR: "DBT301",
    Trouble.DOWNGRADE: "DBT302",
    Trouble.UPGRADE: "DBT303",
    Trouble.SEATS: "DBT304",
}


def migration_report(
    migration: MigrationReport, path: str, stops: Collection[Trouble] = (), base: str = ""
) -> Report:
    """Return the report; `path` is where the expression stands, and what is among `stops` is an error in it."""
    told = _Teller(migration.expression, path, stops)
    cases = [Case(move.login, path, tuple(told.of_user(move))) for move in migration.moves]
    common = tuple(told.of_all(migration))
    return Report("license migrate", [Case("everybody", path, common), *cases], base=base)


class _Teller:
    """Puts what is found into words, at the expression that it comes from."""

    def __init__(self, expression: str, path: str, stops: Collection[Trouble]) -> None:
        self._expression = expression
        self._path = path
        self._stops = stops

    def of_user(self, move: Move) -> Iterator[Finding]:
        """Yield what happens to one user."""
        why = "; ".join(str(reason) for reason in move.reasons) or None
        refusal = move.failure or (move.error and move.error.message)
        if refusal:
            yield self._finding(Trouble.ERROR, f"{move.login}: {refusal}", why, move.login)
        kinds = {Direction.UPGRADE: Trouble.UPGRADE, Direction.DOWNGRADE: Trouble.DOWNGRADE}
        if move.direction in kinds:
            change = f"{display_name(move.before)} → {display_name(move.after)}"
            yield self._finding(kinds[move.direction], f"{move.login}: {change}", why, move.login)

    def of_all(self, migration: MigrationReport) -> Iterator[Finding]:
        """Yield what is wrong whoever the users are: seats, and the mapping itself."""
        for line in migration.seats:
            if line.problem:
                yield self._finding(Trouble.SEATS, f"{line.license.display_name}: {line.problem}")
        for one in migration.findings:
            is_stop = one.severity is Severity.ERROR and Trouble.ERROR in self._stops
            severity = (
                one.severity if is_stop else max(one.severity, Severity.WARNING, key=lambda one: one.rank)
            )
            yield self._placed(one.code, severity, one.message, one.help)

    def _finding(
        self, trouble: Trouble, message: str, help: str | None = None, subject: str | None = None
    ) -> Finding:
        mild = Severity.INFO if trouble is Trouble.UPGRADE else Severity.WARNING
        severity = Severity.ERROR if trouble in self._stops else mild
        return self._placed(_CODES[trouble], severity, message, help, subject)

    def _placed(
        self, code: str, severity: Severity, message: str, help: str | None, subject: str | None = None
    ) -> Finding:
        span = Span(0, len(self._expression))
        diagnostic = Diagnostic(code, severity, message, span, help)
        return Finding.in_text(diagnostic, self._expression, self._path, subject=subject)
