"""A user of the directory as the app sees them: the mapped attributes and the value of the license expression."""

from __future__ import annotations

from dataclasses import dataclass

import oktaexpr
from simulator.okta.app import OktaApp

_GONE = frozenset({"DEPROVISIONED"})
"""States in which Okta takes a user's apps away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseValue:
    """What the mapping gives for one user."""

    value: str | None = None
    failure: str | None = None
    """Why there is no value at all: then nothing is sent, and the service keeps what it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One user of the app."""

    login: str
    user_name: str
    email: str
    given_name: str
    family_name: str
    display_name: str
    locale: str
    external_id: str
    active: bool
    license: LicenseValue


class People:
    """Reads the app's users from a directory; the expression is compiled once."""

    def __init__(self, directory: oktaexpr.Directory, app: OktaApp) -> None:
        """Take the users of `directory`. Raises `ExpressionSyntaxError`, and `DirectoryError` for an unknown app."""
        self._directory = directory
        self._app = app
        self._program = oktaexpr.compile(app.expression, engine=app.engine)
        if app.name is not None:
            directory.app(app.name)

    def logins(self) -> list[str]:
        """Return the logins of the app's users, or of all users where the directory does not know the app."""
        name = self._app.name
        return [user.login for user in self._directory.users if name is None or name in user.apps]

    def read(self, login: str) -> Person:
        """Return one user. Raises `DirectoryError` for an unknown one."""
        user = self._directory.user(login)
        profile = user.profile
        own = user.apps.get(self._app.name or "", {})
        given, family = _text(profile.get("firstName")), _text(profile.get("lastName"))
        return Person(
            login=user.login,
            user_name=_text(own.get("userName")) or user.login,
            email=_text(profile.get("email")) or user.login,
            given_name=given,
            family_name=family,
            display_name=_text(profile.get("displayName")) or f"{given} {family}".strip(),
            locale=_text(profile.get("locale")) or "en-US",
            external_id=user.id or user.login,
            active=user.status not in _GONE,
            license=self._license(login),
        )

    def _license(self, login: str) -> LicenseValue:
        scope = self._directory.scope(login, engine=self._app.engine, app=self._app.name)
        try:
            value = self._program(scope)
        except oktaexpr.EvaluationError as error:
            return LicenseValue(failure=error.message)
        if value is None or isinstance(value, str):
            return LicenseValue(value=value)
        return LicenseValue(
            failure=f"the mapping gives {oktaexpr.java_type(value)}, and the attribute is text"
        )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
