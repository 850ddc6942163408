"""Columns that extensions add to a comparison: what the old and the new value of an expression mean to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from oktaexpr.cli.shared.extensions import installed_extensions, resolve_reference

if TYPE_CHECKING:
    from oktaexpr.render.outcomes import Outcome

Column = Callable[[Any], object]
"""Takes a value of the language, returns what the column shows."""

ColumnsOption = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="NAME", help="A column of an extension, such as license."),
]


def extension_columns(names: Sequence[str]) -> dict[str, Column]:
    """Return the extensions' columns of these names; extensions are loaded only where one is asked for.

    Raises `typer.BadParameter` for a name that no extension has.
    """
    if not names:
        return {}
    known = {
        name: reference
        for extension in installed_extensions()
        for name, reference in extension.diff_columns.items()
    }
    for name in names:
        if name not in known:
            message = f"no extension has a column {name!r}" + (
                f": there is {', '.join(known)}" if known else ""
            )
            raise typer.BadParameter(message, param_hint="--column")
    return {name: resolve_reference(known[name]) for name in names}


def column_cell(column: Column, outcome: Outcome) -> str:
    """Return what a column says of one outcome."""
    return "error" if outcome.error is not None else str(column(outcome.value))
