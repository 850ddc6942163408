"""What a snapshot holds: the table and the result of every user, as texts that are the same for the same input."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import oktaexpr
from oktaexpr.render import csv_table
from simulator.account import DbtAccount
from simulator.chain import explain_license
from simulator.decision import Decision
from simulator.render.json import draw_json
from simulator.render.markdown import draw_markdown
from simulator.render.options import MODES, TableOptions, default_columns
from simulator.render.reasons import telling_reason
from simulator.render.sheet import make_sheet
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
    account = replace(subject.account, seats=Seats())
    total = len(subject.directory.users)
    scopes = subject.directory.scopes(engine=subject.engine, app=subject.app)
    for number, (login, scope) in enumerate(scopes, start=1):
        chain = explain_license(account, subject.expression, scope, login, engine=subject.engine)
        facts = dict.fromkeys(telling_reason(decision).fact for decision in (chain.sso, chain.scim))
        yield [
            login,
            _value(chain.trace),
            *_cells(chain.sso),
            *_cells(chain.scim),
            " ".join(facts),
            chain.trace.sentence,
        ]
        if progress is not None:
            progress(number, total)


def _value(trace: oktaexpr.Trace) -> str:
    if trace.error is not None:
        return f"error {trace.error.code}"
    return "null" if trace.value is None else str(trace.value)


def _cells(decision: Decision) -> tuple[str, str]:
    return (decision.license or "none"), (decision.error or "")
