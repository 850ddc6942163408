"""What an author may choose about a printed table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Column(StrEnum):
    """What a table shows; `GROUPS` is as many columns as there are questions."""

    GROUPS = "groups"
    SSO = "sso"
    SCIM = "scim"
    ATTRIBUTE = "attribute"
    DIFFERS = "differs"
    USERS = "users"
    FACT = "fact"
    REASON = "reason"


MODES = (Column.SSO, Column.SCIM, Column.ATTRIBUTE)


class Headings(StrEnum):
    """Whose words the headings are."""

    PLAIN = "plain"
    DBT = "dbt"
    """Questions and remarks as on dbt's page."""


class Sort(StrEnum):
    """The order of the rows of a table that lists every combination."""

    NONE_FIRST = "none-first"
    ALL_FIRST = "all-first"
    SSO = "sso"
    SCIM = "scim"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """The choices; the defaults suit a terminal."""

    columns: tuple[Column, ...] = (Column.GROUPS, *MODES, Column.DIFFERS, Column.FACT)
    headings: Headings = Headings.PLAIN
    yes: str = "yes"
    no: str = "no"
    caption: str | None = None
    sort: Sort = Sort.NONE_FIRST
    has_notes: bool = True
    """Whether the findings stand above the table and its facts below."""

    @property
    def license_columns(self) -> tuple[Column, ...]:
        """Return the columns that hold a license."""
        return tuple(column for column in self.columns if column in MODES[:2])


def default_columns(modes: tuple[Column, ...], *, has_users: bool) -> tuple[Column, ...]:
    """Return what a table of these modes shows unless an author says otherwise."""
    compared = (Column.DIFFERS,) if Column.SSO in modes and Column.SCIM in modes else ()
    counted = (Column.USERS,) if has_users else ()
    return (Column.GROUPS, *modes, *compared, *counted, Column.FACT)
