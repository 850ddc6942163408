"""What a snapshot holds: the table and the result of every user, as texts that are the same for the same input."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import oktaexpr
from oktaexpr.render import csv_cell, csv_table
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
USERS_PARQUET = "users.parquet"
"""In place of `USERS` where there are too many users for a text that people look at."""
FILES = (USERS, TABLE, TABLE_DATA)
"""The files of a snapshot, in the order in which they are compared."""
HEADERS = ("user", "value", "sso", "sso_error", "scim", "scim_error", "facts", "why")

Cells = tuple[str, ...]
"""What a row says of its user, in the order of `HEADERS`, the user aside."""
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
    tables = draw_tables(subject.account, subject.expression, subject.engine)
    rows = [(user_cell(login), *cells) for login, cells in sorted(_explained(subject, progress))]
    return {USERS: csv_table(HEADERS, rows) + "\n", **tables}


def draw_tables(account: DbtAccount, expression: str, engine: str = "classic") -> dict[str, str]:
    """Return the text of each file that no user is in. Raises `ExpressionSyntaxError` and `TableError`."""
    table = mode_table(account, expression, engine=engine)
    options = TableOptions(columns=default_columns(MODES, has_users=False))
    return {
        TABLE: draw_markdown(make_sheet(table, options)) + "\n",
        TABLE_DATA: draw_json(table, account, expression) + "\n",
    }


def _explained(subject: Subject, progress: Progress | None) -> Iterator[tuple[str, Cells]]:
    explainer = Explainer(subject.account, subject.expression, subject.engine)
    total = len(subject.directory.users)
    scopes = subject.directory.scopes(engine=subject.engine, app=subject.app)
    for number, (login, scope) in enumerate(scopes, start=1):
        yield login, explainer.cells(scope, login)
        if progress is not None:
            progress(number, total)


class Explainer:
    """Says of one user after the other what a snapshot holds; seats are left out of account."""

    def __init__(self, account: DbtAccount, expression: str, engine: str) -> None:
        """Take what decides the licenses."""
        self.account = replace(account, seats=Seats())
        self.expression = expression
        self._engine = engine

    def cells(self, scope: oktaexpr.Scope, login: str) -> Cells:
        """Return the cells behind the user's. Raises `ExpressionSyntaxError`."""
        chain = explain_license(self.account, self.expression, scope, login, engine=self._engine)
        facts = dict.fromkeys(telling_reason(decision).fact for decision in (chain.sso, chain.scim))
        found = (
            _value(chain.trace),
            *_cells(chain.sso),
            *_cells(chain.scim),
            " ".join(facts),
            chain.trace.sentence,
        )
        return tuple(map(user_cell, found))


def user_cell(text: str) -> str:
    """Return a text as a cell that a spreadsheet takes for one and any reader of CSV for the end of no line."""
    return csv_cell(text.replace("\r", "\\r"))


def _value(trace: oktaexpr.Trace) -> str:
    if trace.error is not None:
        return f"error {trace.error.code}"
    return "null" if trace.value is None else str(trace.value)


def _cells(decision: Decision) -> tuple[str, str]:
    return (decision.license or "none"), (decision.error or "")
