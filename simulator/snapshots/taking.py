"""What a snapshot holds: the table and the result of every user, as texts that are the same for the same input."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import oktaexpr
from oktaexpr.render import csv_table
from simulator.account import DbtAccount, DbtUser, ScimSettings
from simulator.decision import Decision
from simulator.events import ScimBody, ScimCreate, SsoSignIn
from simulator.licenses import ATTRIBUTE
from simulator.render.json import draw_json
from simulator.render.markdown import draw_markdown
from simulator.render.options import MODES, TableOptions, default_columns
from simulator.render.reasons import telling_reason
from simulator.render.sheet import make_sheet
from simulator.rules import decide
from simulator.seats import Seats
from simulator.tables import mode_table

USERS, TABLE, TABLE_DATA = "users.csv", "table.md", "table.json"
FILES = (USERS, TABLE, TABLE_DATA)
"""The files of a snapshot, in the order in which they are compared."""
HEADERS = ("user", "value", "sso", "sso_error", "scim", "scim_error", "facts", "why")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a snapshot is taken of."""

    expression: str
    directory: oktaexpr.Directory
    account: DbtAccount
    engine: str = "classic"
    app: str | None = None


def take_snapshot(subject: Subject, progress: Progress | None = None) -> dict[str, str]:
    """Return the text of each file. Seats are left out of account, so that no user's result hangs on another's.

    Raises `ExpressionSyntaxError`, `TableError`, and `DirectoryError` for an unknown app.
    """
    table = mode_table(subject.account, subject.expression, engine=subject.engine)
    options = TableOptions(columns=default_columns(MODES, has_users=False))
    rows = sorted(_rows(subject, progress), key=lambda row: row[0])
    return {
        USERS: csv_table(HEADERS, rows) + "\n",
        TABLE: draw_markdown(make_sheet(table, options)) + "\n",
        TABLE_DATA: draw_json(table, subject.account, subject.expression) + "\n",
    }


def _rows(subject: Subject, progress: Progress | None) -> Iterator[list[str]]:
    program = oktaexpr.compile(subject.expression, engine=subject.engine)
    without_seats = replace(subject.account, seats=Seats())
    before = replace(without_seats, scim=replace(subject.account.scim, controlled_license_type=False))
    after = replace(without_seats, scim=ScimSettings(enabled=True, controlled_license_type=True))
    total = len(subject.directory.users)
    scopes = subject.directory.scopes(engine=subject.engine, app=subject.app)
    for number, (login, scope) in enumerate(scopes, start=1):
        names = tuple(str(group.name) for group in scope.groups)
        value, extension = _value(program, scope)
        sso = decide(before, DbtUser(), SsoSignIn(names))
        scim = decide(after, DbtUser(), ScimCreate(ScimBody(extension=extension)))
        facts = dict.fromkeys(telling_reason(one).fact for one in (sso, scim))
        why = oktaexpr.explain(subject.expression, scope, engine=subject.engine).sentence
        yield [login, value, *_cells(sso), *_cells(scim), " ".join(facts), why]
        if progress is not None:
            progress(number, total)


def _value(program: oktaexpr.Program, scope: oktaexpr.Scope) -> tuple[str, dict[str, object] | None]:
    """Return the value in words, and the extension that Okta would send of it: none where there is no value."""
    try:
        value = program(scope)
    except oktaexpr.EvaluationError as error:
        return f"error {error.code}", None
    return ("null", None) if value is None else (str(value), {ATTRIBUTE: value})


def _cells(decision: Decision) -> tuple[str, str]:
    return (decision.license or "none"), (decision.error or "")
