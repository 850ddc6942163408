"""What commands that read users as a stream share: options, when a place is read so, and where the rows go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from oktaexpr.columns import Sink, Source

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
    """Tell whether a place is a Parquet file, or a folder with users in one; other tables may lie beside them."""
    path = Path(place)
    if not path.is_dir():
        return path.suffix == ".parquet"
    files = [file for file in path.iterdir() if file.suffix == ".parquet"]
    if not files:
        return False
    from oktaexpr.directory.readers.heads import has_fixture_of, may_hold_users

    return not has_fixture_of(path, "users") and any(map(may_hold_users, files))


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

    def takes(self, place: str, others: Mapping[str, object]) -> bool:
        """Tell whether the users are streamed: with such an option, or from Parquet unless one of `others` needs a directory.

        Raises `typer.BadParameter` where both are given.
        """
        if self.out or self.key or self.types:
            refuse_options(others)
            return True
        return is_parquet(place) and not any(others.values())


def open_people(place: str, types: Sequence[str] | None) -> Source:
    """Return the files of users at a place, and say where groups are listed beside them, which nobody reads then.

    Raises `DirectoryError`, `UsageError` and `typer.BadParameter` as `open_source` and `column_types` do.
    """
    from oktaexpr.cli.shared.output import say_problem
    from oktaexpr.columns import open_source

    source = open_source(place, column_types(types))
    path = Path(place)
    beside = sorted({*path.glob("*groups.*")} - {*source.files, *source.membership_files})
    if path.is_dir() and beside:
        message = "is not read: a stream takes groups as the users' own lists and memberships name them"
        say_problem(f"{beside[0].name} {message}", "info")
    return source


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


@contextmanager
def opened_sink(out: str | None, source: Source) -> Iterator[Sink | None]:
    """Open the file of `--out`, where there is one: it has all of the rows in the end, or is as it was before.

    Raises `typer.BadParameter` for a file that the users are read from, and as `open_sink` does.
    """
    if out is None:
        yield None
        return
    path = Path(out).resolve()
    if any(path == file.resolve() for file in (*source.files, *source.membership_files)):
        message = f"{out!r} is among the files that are read, and would be lost: write to another one"
        raise typer.BadParameter(message, param_hint="--out")
    from oktaexpr.columns import open_sink

    with open_sink(out) as sink:
        yield sink
