"""The configuration of a command: the file that was named, or the nearest upward."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from oktaexpr.config import Configuration

ConfigurationOption = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="The configuration, else the nearest oktaexpr.toml or pyproject.toml upward; an empty text is none.",
    ),
]


def load_configuration(path: str | None) -> Configuration:
    """Return the configuration of a command. Raises `ConfigurationError`, `UsageError`."""
    if path == "":
        from oktaexpr.config import Configuration

        return Configuration()
    if path is not None:
        from oktaexpr.config import read_configuration

        return read_configuration(Path(path))
    from oktaexpr.config import find_configuration

    return find_configuration(Path.cwd())
