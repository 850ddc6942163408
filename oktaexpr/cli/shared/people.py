"""For whom an expression is evaluated: users of a directory, or one made of `--set` and `--group`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import typer

from oktaexpr.cli.shared.inputs import read_settings
from oktaexpr.cli.shared.loading import load_directory
from oktaexpr.cli.shared.output import say_problem
from oktaexpr.directory.adjusting import adjusted_scope
from oktaexpr.directory.scope import Scope

if TYPE_CHECKING:
    from oktaexpr.directory import Directory
    from oktaexpr.render.redact import Redactor

NOBODY = ""
"""The login of a user that was made up with `--set` and `--group` only."""


@dataclass(frozen=True, slots=True)
class People:
    """The options that say who it is for, read and checked."""

    engine: str
    directory: Directory | None = None
    app: str | None = None
    settings: Sequence[tuple[tuple[str, ...], Any]] = ()
    groups: Sequence[str] = ()
    now: str | None = None

    def scope(self, login: str | None = None) -> Scope:
        """Return the scope of a user, or of nobody in particular. Raises `DirectoryError` for an unknown login."""
        if login is None:
            nobody: dict[str, Any] = {} if self.engine == "classic" else {"profile": {}}
            return self._changed(Scope(user=nobody))
        if self.directory is None:
            message = "--user needs --directory"
            raise typer.BadParameter(message)
        return self._changed(self.directory.scope(login, engine=self.engine, app=self.app))

    def asked(self, login: str | None) -> Scope:
        """Return what `scope` does, and remark where a directory was given but nobody of it is asked."""
        if login is None and self.directory is not None and not self.settings and not self.groups:
            say_problem("this is the value for nobody: --user LOGIN asks for one of the directory", "info")
        return self.scope(login)

    def everyone(self) -> Iterator[tuple[str, Scope]]:
        """Yield login and scope of every user of the directory."""
        if self.directory is None:
            message = "--all needs --directory"
            raise typer.BadParameter(message)
        for login, scope in self.directory.scopes(engine=self.engine, app=self.app):
            yield login, self._changed(scope)

    def _changed(self, scope: Scope) -> Scope:
        return adjusted_scope(
            scope, settings=self.settings, groups=self.groups, now=self.now, directory=self.directory
        )

    def redactor(self) -> Redactor:
        """Return what replaces the personal values of the directory, and those that were set."""
        from oktaexpr.render.redact import Redactor

        set_values = [{path[-1]: value} for path, value in self.settings if path[0] != "app"]
        return Redactor(self.directory, also=set_values)


def read_people(
    *,
    engine: str,
    directory: str | None = None,
    app: str | None = None,
    settings: Sequence[str] | None = None,
    groups: Sequence[str] | None = None,
    now: str | None = None,
) -> People:
    """Read the options. Raises `typer.BadParameter` for wrong ones, `DirectoryError` for a directory with faults."""
    if app is not None and directory is None:
        message = "--app needs --directory"
        raise typer.BadParameter(message)
    return People(
        engine,
        None if directory is None else load_directory(directory),
        app,
        read_settings(settings),
        tuple(groups or ()),
        checked_time(now),
    )


def checked_time(now: str | None) -> str | None:
    """Return the text of `--now` as it is. Raises `typer.BadParameter` where it is no ISO 8601 date-time."""
    if now is not None:
        try:
            datetime.fromisoformat(now)
        except ValueError:
            message = f"{now!r} is no ISO 8601 date-time such as 2026-11-24T09:00:00Z"
            raise typer.BadParameter(message, param_hint="--now") from None
    return now
