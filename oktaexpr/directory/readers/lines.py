"""Lines of a text file with their numbers, and the ticks by which a long reading tells how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path as FilePath

from oktaexpr.errors import DirectoryError

Tick = Callable[[int], None]
"""Told how many bytes of the file are read, roughly: characters count as bytes."""
TICK_EVERY = 2_000
"""Rows between two ticks."""


def no_tick(_read: int) -> None:
    """Tell nobody."""


def text_lines(path: FilePath, tick: Tick = no_tick) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file with their numbers, from 1. Raises `DirectoryError` for what is no UTF-8."""
    number = read = 0
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as stream:
            for number, line in enumerate(stream, 1):
                read += len(line)
                if number % TICK_EVERY == 0:
                    tick(read)
                yield number, line
    except UnicodeDecodeError:
        message = f"no UTF-8 in line {number + 1:,} or soon after"
        raise DirectoryError(message) from None
