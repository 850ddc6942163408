"""What commands that read users as a stream share: options, and when a place is read so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

KeyOption = Annotated[
    str | None,
    typer.Option("--key", metavar="COLUMN", help="The column that tells users apart; else id or login."),
]
TypeOption = Annotated[
    list[str] | None,
    typer.Option(
        "--type",
        metavar="COLUMN=TYPE",
        help="What a column of CSV holds if no text: integer, number or boolean; may be repeated.",
    ),
]


def is_parquet(place: str) -> bool:
    """Tell whether a place is a Parquet file, or a folder with one."""
    path = Path(place)
    if path.is_dir():
        return any(file.suffix == ".parquet" for file in path.iterdir())
    return path.suffix == ".parquet"


def refuse_options(given: Mapping[str, object]) -> None:
    """Raise `typer.BadParameter` for options that change single users, which a stream does not know."""
    for name, value in given.items():
        if value:
            message = f"{name} does not go with users that are read as a stream"
            raise typer.BadParameter(message)


@dataclass(frozen=True, slots=True)
class StreamOptions:
    """What a command was told about streams."""

    out: str | None = None
    key: str | None = None
    types: Sequence[str] | None = None

    def takes(
        self, place: str, others: Mapping[str, object], *, is_streamed: Callable[[str], bool] = is_parquet
    ) -> bool:
        """Tell whether the users are streamed: with such an option, or from Parquet unless one of `others` needs a directory.

        Raises `typer.BadParameter` where both are given.
        """
        if self.out or self.key or self.types:
            refuse_options(others)
            return True
        return is_streamed(place) and not any(others.values())


def column_types(given: Sequence[str] | None) -> dict[str, str]:
    """Return the types that `--type` gives to columns. Raises `typer.BadParameter` for a text of another shape."""
    from oktaexpr.columns.sources import TYPES

    found = {}
    for text in given or ():
        column, _, kind = text.partition("=")
        if not column or kind not in TYPES:
            message = f"{text!r} is not like level=integer; there are {', '.join(TYPES)}"
            raise typer.BadParameter(message, param_hint="--type")
        found[column] = kind
    return found
