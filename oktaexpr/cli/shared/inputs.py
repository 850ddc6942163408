"""What a command is given: an expression from an argument, a file or standard input, and values to set."""

from __future__ import annotations

import re
import sys
from collections.abc import Container, Iterable, Sequence
from pathlib import Path
from typing import Any

import typer

from oktaexpr.errors import OktaExprError
from oktaexpr.source import Source

EXPRESSION_SUFFIX = ".oel"
_LARGEST_FILE = 10_000_000
"""Bytes of an expression's file; Okta's own limits are far below."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How UTF-16 begins, which PowerShell writes where a command's output goes into a file."""


def read_expression(expression: str | None, file: str | None = None) -> Source:
    """Return the text of the expression and what to call its place.

    Raises `typer.BadParameter` where nothing or too much was given, `OktaExprError` for a file that is no text.
    """
    if expression is not None and file is not None:
        message = "give the expression as an argument or with --file, not both"
        raise typer.BadParameter(message)
    if file is not None:
        return _standard_input() if file == "-" else _read_file(Path(file))
    if expression is None and not sys.stdin.isatty():
        return _standard_input()
    if expression is None:
        message = "give an expression, --file FILE, or the text on standard input"
        raise typer.BadParameter(message)
    if expression == "-":
        return _standard_input()
    if is_expression_file(expression) or is_lost_file(expression):
        return _read_file(Path(expression))
    return Source(expression)


def read_expressions(expressions: Sequence[str] | None, file: str | None = None) -> list[Source]:
    """Return one text, as `read_expression` does, or the texts of several files. Raises as it does."""
    if not expressions or len(expressions) == 1:
        return [read_expression(expressions[0] if expressions else None, file)]
    for expression in expressions:
        if not is_expression_file(expression):
            message = f"several arguments must all be files that end in {EXPRESSION_SUFFIX}, and {expression!r} is none"
            raise typer.BadParameter(message)
    return [read_expression(expression, file) for expression in expressions]


def is_file(source: Source) -> bool:
    """Tell whether a text came from a file that can be written anew."""
    return not source.name.startswith("<")


def is_expression_file(argument: str) -> bool:
    """Tell whether an argument names an existing file of an expression, rather than being one."""
    if not argument.endswith(EXPRESSION_SUFFIX) or "\0" in argument:
        return False
    try:
        return Path(argument).is_file()
    except OSError:  # too long for a name
        return False


def is_lost_file(argument: str, suffixes: Container[str] = (EXPRESSION_SUFFIX,)) -> bool:
    """Tell whether an argument can only be meant for a file with such an end, there or not: `mian.tf`, not `user.tf`."""
    stem, point, end = argument.rpartition(".")
    if not point or f".{end.lower()}" not in suffixes or not re.fullmatch(r"[\w./\\:-]+", argument):
        return False
    from oktaexpr.checker.roots import ROOTS

    return stem.partition(".")[0] not in ROOTS


def _standard_input() -> Source:
    return _source(sys.stdin.buffer.read(_LARGEST_FILE + 1), "<stdin>")


def _read_file(path: Path) -> Source:
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        message = f"cannot read {str(path)!r}: {reason}"
        raise typer.BadParameter(message) from None
    return _source(content, str(path))


def _source(content: bytes, name: str) -> Source:
    if len(content) > _LARGEST_FILE:
        message = f"{name}: more than {_LARGEST_FILE:,} bytes are no expression"
        raise OktaExprError(message)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        hint = ": it is UTF-16, save it as UTF-8" if content.startswith(_UTF_16) else ""
        message = f"{name}: byte {error.start} is not UTF-8{hint}"
        raise OktaExprError(message) from None
    return Source(text.removesuffix("\n").removesuffix("\r"), name)


def read_settings(settings: Iterable[str] | None) -> list[tuple[tuple[str, ...], Any]]:
    """Return the paths and values of `--set`. Raises `typer.BadParameter` for one without a path."""
    found = []
    for setting in settings or ():
        path, sign, text = setting.partition("=")
        keys = tuple(path.strip().split("."))
        if not sign or not all(keys):
            message = f"{setting!r} is not like user.level=4"
            raise typer.BadParameter(message, param_hint="--set")
        found.append((keys, _setting_value(text)))
    return found


def _setting_value(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """Read JSON where the text is JSON that Java knows too, and take it as a text elsewhere."""
    import json

    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return text
    too_long = isinstance(value, int) and not -(2**63) <= value < 2**63
    return text if too_long else value


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
