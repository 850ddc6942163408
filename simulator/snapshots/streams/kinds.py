"""From batches of users to their rows: who is alike in all that a row tells of is explained once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from simulator.account import DbtAccount, IdentityProvider
from simulator.decision import ErrorCode
from simulator.events import ScimBody
from simulator.mapping import DEVELOPERS, READ_ONLY, is_published
from simulator.migration.streams.users import is_address
from simulator.rules.scim_body import check_identity
from simulator.snapshots.taking import Cells, Explainer

if TYPE_CHECKING:
    from oktaexpr.columns import Likeness, Rows

NEEDED = frozenset({"login", "email", "profile", "user", "groups"})
"""The columns that are read beside those of the expression, where they are there."""
_MOST_KINDS = 10_000
"""How many explanations are kept; then the keeping begins anew."""

Kind = tuple[object, ...]
"""All that a row's cells hang on."""


class Kinds:
    """Explains users; what it keeps grows with the kinds of users, up to a limit, and not with their number."""

    def __init__(self, account: DbtAccount, expression: str, engine: str) -> None:
        """Take what decides the licenses."""
        self._explainer = Explainer(account, expression, engine)
        self._memberships = _Memberships(account, expression)
        self._known: dict[Kind, Cells] = {}

    def explained(self, rows: Rows, likenesses: Sequence[Likeness] | None) -> tuple[list[str], list[Cells]]:
        """Return the logins of a batch and the cells of each; `likenesses` are those of the expression."""
        from oktaexpr.columns import login_column, profile_column

        logins = login_column(rows)
        if likenesses is None:
            scopes = zip(rows.scopes(), logins, strict=True)
            return logins, [self._explainer.cells(scope, login) for scope, login in scopes]
        names = map(_name_check, logins, profile_column(rows, "email"))
        found = []
        kinds = zip(likenesses, self._memberships.seen(rows), names, strict=True)
        for row, kind in enumerate(kinds):
            cells = self._known.get(kind)
            if cells is None:
                if len(self._known) == _MOST_KINDS:
                    self._known.clear()
                cells = self._known[kind] = self._explainer.cells(rows.scope(row), logins[row])
            found.append(cells)
        return logins, found


class _Memberships:
    """What the rules see of a user's groups: those of license maps, and those that look like them."""

    def __init__(self, account: DbtAccount, expression: str) -> None:
        self._limit = account.identity_provider.group_limit
        self._sends_none = account.identity_provider is IdentityProvider.ENTRA
        mapped = frozenset[str]().union(*account.license_maps.values())
        self._folded = frozenset(name.casefold() for name in mapped)
        # Beside dbt's published expressions stands which row of dbt's table holds.
        self._published = frozenset({DEVELOPERS, READ_ONLY} if is_published(expression) else ())

    def seen(self, rows: Rows) -> list[object]:
        """Return for each row what the rules see: hashable, and equal only where they decide alike."""
        names = [group.name for group in rows.groups.distinct]
        wanted = [at for at, name in enumerate(names) if name is not None and self._matters(name)]

        @cache
        def named(numbers: tuple[int, ...]) -> frozenset[str | None]:
            return frozenset(names[number] for number in numbers)

        found: list[Any] = list(map(named, rows.groups.held(wanted)))
        for row in self._long(rows):
            # A provider cuts a long list, or sends none of it (F5.23, F5.24); the table's row is of all groups.
            sent = [group.name for group in rows.groups.rows[row] if group.name is not None]
            if self._limit is not None and len(sent) > self._limit:
                arriving = sent[: 0 if self._sends_none else self._limit]
                found[row] = found[row], frozenset(filter(self._matters, arriving))
        return found

    def _matters(self, name: str) -> bool:
        return name in self._published or name.casefold() in self._folded

    def _long(self, rows: Rows) -> Sequence[int]:
        """Return the rows whose lists may be longer than what is sent."""
        import pyarrow.compute as pc
        import pyarrow.types as kinds

        if self._limit is None or rows.layout.groups is None:
            return ()
        column, _ = rows.column((rows.layout.groups,))
        if kinds.is_null(column.type):
            return ()
        is_long = pc.greater(pc.list_value_length(column), self._limit)
        at: list[int] = pc.indices_nonzero(is_long.fill_null(False)).to_pylist()
        return at


def _name_check(login: str, email: object) -> ErrorCode | None:
    """Return why dbt refuses the names of a user, None where it takes them."""
    if (email is None or email == login) and is_address(login):
        return None
    refusal = check_identity(ScimBody(user_name=login, email=email if isinstance(email, str) else None))
    return refusal.error if refusal else None
