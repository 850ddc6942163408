"""What comes in and goes out as text: results to standard output, everything else to standard error."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from oktaexpr.render.style import Paint, painter

if TYPE_CHECKING:
    from oktaexpr.diagnostics import Diagnostic
    from oktaexpr.source import Source

_USUAL_WIDTH = 100


def use_utf8() -> None:
    """Read and write UTF-8 whatever the locale says; what has no UTF-8 is written as an escape."""
    for stream, errors in (
        (sys.stdin, "surrogateescape"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def arguments() -> list[str]:
    """Return the command's arguments, read as UTF-8 even where the locale made ASCII of them."""
    given = sys.argv[1:]
    if sys.getfilesystemencoding() == "utf-8":
        return given
    return [os.fsencode(text).decode("utf-8", errors="surrogateescape") for text in given]


def is_terminal(stream: TextIO) -> bool:
    """Tell whether somebody looks at what is written."""
    return stream.isatty()


def has_color(stream: TextIO) -> bool:
    """Tell whether colours are wanted: on a terminal that knows them, unless NO_COLOR is set."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and is_terminal(stream)


def paint_for(stream: TextIO) -> Paint:
    """Return what colours texts for `stream`."""
    return painter(color=has_color(stream))


def text_width() -> int:
    """Return the width of the terminal in columns, or one that reads well where there is none."""
    return max(shutil.get_terminal_size((_USUAL_WIDTH, 40)).columns, 40)


def table_width() -> int:
    """Return the width to wrap a table at: none where the output is read by another program."""
    from oktaexpr.render.table import UNLIMITED

    return text_width() if is_terminal(sys.stdout) or os.environ.get("COLUMNS") else UNLIMITED


def write(text: str) -> None:
    """Print a result to standard output."""
    print(text)


def write_expression(text: str) -> None:
    """Print an expression: as it is for a program that reads it, harmless for a terminal that would obey it."""
    from oktaexpr.render.hidden import visible

    write(visible(text, keep="\n\t") if is_terminal(sys.stdout) else text)


def say(text: str) -> None:
    """Print to standard error what is no result: a diagnostic, a summary, a hint.

    Results come out first, so that both streams in one file or terminal read in their order.
    """
    sys.stdout.flush()
    print(text, file=sys.stderr)


def say_problem(message: str, severity: str = "error") -> None:
    """Print one line to standard error: `error: message`."""
    from oktaexpr.render.hidden import visible

    say(f"{paint_for(sys.stderr)(severity, severity)}: {visible(message, keep=chr(10))}")


def draw(found: Sequence[tuple[Source, Diagnostic]], stream: TextIO | None = None) -> None:
    """Print diagnostics with the line and carets, to standard error or to `stream`."""
    from oktaexpr.render.text import draw_diagnostics

    target = stream or sys.stderr
    print(draw_diagnostics(found, width=text_width(), paint=paint_for(target)), file=target)
