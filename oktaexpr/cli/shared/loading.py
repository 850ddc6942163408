"""A directory read for a command: a bar while an export is long, and what was skipped said on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from oktaexpr.cli.shared.output import say, say_problem
from oktaexpr.errors import DirectoryError

if TYPE_CHECKING:
    from oktaexpr.directory import Directory
    from oktaexpr.directory.contents import SkippedRow

_WORTH_A_BAR = 5_000_000
"""Bytes from which on an export takes long enough to wait for."""
_MOST_SHOWN = 5
"""Skipped rows that are shown; the directory holds them all."""

StrictOption = Annotated[
    bool, typer.Option("--strict", help="Stop at the first bad row of an export instead of skipping it.")
]
ColumnMapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map-column",
        metavar="HEADER=MEANING",
        help="What a column of a table means, such as usr_login=login or dept=department; may be repeated.",
    ),
]


def load_directory(
    path: str, *, strict: bool = False, columns: Mapping[str, str] | None = None, redact: bool = False
) -> Directory:
    """Return the directory at `path`, and say what was left out of it. Raises `DirectoryError`.

    With `redact`, rows that were left out are counted only, since their faults may quote personal values.
    """
    if "\0" in path:
        message = "a path with a zero byte names no directory"
        raise DirectoryError(message)
    from oktaexpr.directory import Directory

    with _progress_shown() as progress:
        directory = Directory.load(path, strict=strict, columns=columns, progress=progress)
    say_skipped((() if redact else directory.skipped), directory.skipped_count)
    for note in directory.notes:
        say_problem(note, "info")
    return directory


def say_skipped(rows: Sequence[SkippedRow], count: int) -> None:
    """Show the first rows that were left out of an export, and how many there are besides."""
    for row in rows[:_MOST_SHOWN]:
        say_problem(str(row), "warning")
    if rows and count > _MOST_SHOWN:
        say(f"  and {count - _MOST_SHOWN:,} more rows; --strict stops at the first")


def read_column_map(given: Sequence[str] | None) -> dict[str, str]:
    """Return headers with their meanings. Raises `typer.BadParameter` for an entry without one."""
    found = {}
    for entry in given or ():
        header, sign, meaning = entry.rpartition("=")
        if not sign or not header or not meaning:
            message = f"{entry!r} is not like usr_login=login"
            raise typer.BadParameter(message, param_hint="--map-column")
        found[header] = meaning
    return found


@contextmanager
def _progress_shown() -> Iterator[Callable[[int, int], None] | None]:
    """Give what draws the bar, None where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None, visible=False)

        def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=total >= _WORTH_A_BAR)

        yield report
