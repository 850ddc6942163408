"""What a function may ask for while it runs: the scope, the clock and the work budget of one evaluation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from oktaexpr.directory.people import Group
from oktaexpr.directory.scope import Relations, Scope
from oktaexpr.functions.declaration import Engine
from oktaexpr.values.faults import Fault

WORK_LIMIT = 1_000_000
"""How many elements one evaluation may project or select; nested projections multiply."""


CompileText = Callable[[str, Engine], Callable[[Scope], Any]]
"""What makes a text runnable. The layers above hand it in, for functions that take an expression as text."""


class Evaluation:
    """One evaluation. Made afresh each time, so that nothing of one user reaches the next."""

    __slots__ = ("_now", "_work", "compile_text", "engine", "scope")

    def __init__(self, scope: Scope, engine: Engine, compile_text: CompileText | None = None) -> None:
        """Start with a full budget; the clock is read when first asked.

        Without `compile_text` no function can run an expression that it gets as text.
        """
        self.scope = scope
        self.engine = engine
        self.compile_text = compile_text
        self._now: datetime | None = None
        self._work = WORK_LIMIT

    @property
    def groups(self) -> tuple[Group, ...]:
        """The user's groups."""
        return self.scope.groups

    @property
    def relations(self) -> Relations:
        """What the directory knows of the user elsewhere."""
        return self.scope.relations

    @property
    def now(self) -> datetime:
        """The time of this evaluation, aware; the same at each call. Raises `Fault` where the scope's text is no date-time."""
        if self._now is None:
            given = self.scope.now
            if given is None:
                given = datetime.now(UTC)
            elif isinstance(given, str):
                try:
                    given = datetime.fromisoformat(given)
                except ValueError:
                    raise Fault(
                        "DATE_TIME", f"the scope's `now` is no ISO 8601 date-time: {given!r}"
                    ) from None
            elif not isinstance(given, datetime):
                raise Fault("DATE_TIME", f"the scope's `now` is no date-time: {given!r}")
            self._now = given if given.tzinfo is not None else given.replace(tzinfo=UTC)
        return self._now

    def charge(self, amount: int) -> None:
        """Take `amount` steps from the budget. Raises `Fault` when it is used up."""
        self._work -= amount
        if self._work < 0:
            raise Fault(
                "TOO_MUCH_WORK", f"more than {WORK_LIMIT:,} elements to work through in one evaluation"
            )
