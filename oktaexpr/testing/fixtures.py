"""What the pytest fixture `oel` gives: expressions evaluated, checked and explained in a test of Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from oktaexpr.api import evaluate, explain
from oktaexpr.directory.scope import Scope

if TYPE_CHECKING:
    from oktaexpr.diagnostics import Diagnostic
    from oktaexpr.directory import Directory
    from oktaexpr.tracer import Trace


class ExpressionTester:
    """Evaluates expressions for users of a directory, or for one made up in the test."""

    def __init__(self, directory: Callable[[], Directory]) -> None:
        """Take where the directory comes from; it is asked for when a test names a login."""
        self._directory = directory

    def __call__(self, expression: str, **who: Any) -> Any:  # noqa: ANN401 - a value of the language
        """Return the value for the user that `scope` is made of. Raises `ExpressionSyntaxError`, `EvaluationError`."""
        return evaluate(expression, self.scope(**who), who.get("engine", "classic"))

    def explain(self, expression: str, **who: Any) -> Trace:  # noqa: ANN401 - the arguments of `scope`
        """Return every part with its value; an error becomes a part of it. Raises `ExpressionSyntaxError`."""
        return explain(expression, self.scope(**who), who.get("engine", "classic"))

    def check(self, expression: str, **settings: Any) -> list[Diagnostic]:  # noqa: ANN401 - those of `oktaexpr.check`
        """Return the problems of an expression; the settings are those of `oktaexpr.check`."""
        from oktaexpr.checker import check

        return check(expression, **settings)

    def scope(
        self,
        *,
        login: str | None = None,
        user: Mapping[str, Any] | None = None,
        groups: Iterable[str] = (),
        app: str | None = None,
        now: str | None = None,
        engine: str = "classic",
        **roots: Any,  # noqa: ANN401 - roots hold any data
    ) -> Scope:
        """Return what an expression sees: of the directory's user `login`, or of `user` with the names of `groups`.

        Raises `DirectoryError` for an unknown login.
        """
        if login is not None:
            return self._directory().scope(login, engine=engine, app=app)
        return Scope(roots, user=user or {}, groups=[{"name": name} for name in groups], now=now)
