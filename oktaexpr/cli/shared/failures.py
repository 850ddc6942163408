"""How a command ends badly: the message, where it goes, and the exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from oktaexpr.cli.shared.extensions import loaded_failures
from oktaexpr.cli.shared.output import draw, say, say_problem
from oktaexpr.errors import EvaluationError, ExpressionSyntaxError, OktaExprError, UsageError
from oktaexpr.source import Source

if TYPE_CHECKING:
    from oktaexpr.render.trace_redaction import TextRedactor

FAULT = 1
"""An error in an expression or in data."""
WRONG_USAGE = 2
BUG = 70
"""What sysexits.h calls an internal software error."""
INTERRUPTED = 130
BROKEN_PIPE = 141
TERMINATED = 143


@contextmanager
def faults_drawn(source: Source, redactor: TextRedactor | None = None) -> Iterator[None]:
    """Show the diagnostics of an expression that does not parse or has no value, and exit with 1.

    With a redactor only the message is shown, since the expression may hold a personal value as a literal.
    """
    try:
        yield
    except (ExpressionSyntaxError, EvaluationError) as error:
        if redactor is None:
            draw([(source, diagnostic) for diagnostic in error.diagnostics])
        else:
            say_problem(redactor.text(error.message))
        raise typer.Exit(FAULT) from None


@contextmanager
def failures_reported() -> Iterator[None]:
    """Turn what went wrong in a command into a message and an exit code; the program's own bugs pass."""
    try:
        yield
        sys.stdout.flush()
    except OktaExprError as error:
        say_problem(error.message)
        raise typer.Exit(WRONG_USAGE if isinstance(error, UsageError) else FAULT) from None
    except BrokenPipeError:
        close_pipe()
        raise typer.Exit(BROKEN_PIPE) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except loaded_failures() as error:
        say_problem(str(error))
        raise typer.Exit(FAULT) from None


def close_pipe() -> None:
    """Let what is still buffered go nowhere, since its reader has gone and Python would complain while it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def report_bug(error: Exception) -> int:
    """Say that this is our fault, with the traceback where OKTAEXPR_DEBUG is set, and return the exit code."""
    if os.environ.get("OKTAEXPR_DEBUG"):
        traceback.print_exception(error)
    say_problem(f"this is a bug in oktaexpr: {type(error).__name__}: {error}")
    say("Please report it with the command that you ran; OKTAEXPR_DEBUG=1 shows where it happened.")
    return BUG
