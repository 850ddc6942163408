"""`oktaexpr init`: a commented configuration to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from oktaexpr.cli.shared.output import write
from oktaexpr.errors import OktaExprError, UsageError
from oktaexpr.render.hidden import visible

DETAILS = (
    "Writes oktaexpr.toml, with every key explained and most of them switched off. A configuration that is there stays: "
    "nothing is ever overwritten."
)
EXAMPLES = ("oktaexpr init", "oktaexpr init --print")


def run(
    folder: Annotated[
        str, typer.Argument(metavar="FOLDER", help="Where to write it.", show_default=False)
    ] = ".",
    only_print: Annotated[
        bool, typer.Option("--print", help="Print it for a pyproject.toml instead of writing a file.")
    ] = False,
) -> None:
    """Write or print."""
    from oktaexpr.config import FILE_NAME, find_configuration, template

    if only_print:
        write(template("tool.oktaexpr"))
        return
    place = Path(folder)
    if not place.is_dir():
        message = f"there is no folder {visible(folder)}"
        raise UsageError(message)
    found = find_configuration(place)
    if found.path is not None and found.path.parent == place.absolute():
        message = f"{visible(str(found.path))} has a configuration already; it stays as it is"
        raise UsageError(message)
    path = place / FILE_NAME
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(template())
    except OSError as error:
        message = f"cannot write {visible(str(path))}: {error.strerror}"
        raise OktaExprError(message) from None
    write(f"wrote {visible(str(path))}")
