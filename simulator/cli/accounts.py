"""The dbt account that a command is about: from a file, from `--map`, or a plain Enterprise one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from simulator.account import DbtAccount, read_license_maps
from simulator.documents import read_document

AccountOption = Annotated[
    str | None,
    typer.Option(
        "--account",
        metavar="FILE",
        help="The dbt account as YAML or JSON: plan, settings, license maps, seats.",
    ),
]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="LICENSE=GROUPS",
        help="A license map of SSO: developer=dbt_developers,dbt_admins; may be repeated.",
    ),
]


def read_account(file: str | None, maps: Sequence[str] | None) -> DbtAccount:
    """Return the account of a file, or an Enterprise one, with the maps of the options in place of its own.

    Raises `DocumentError` for the file, `AccountError` for a value that cannot be, `typer.BadParameter` for an option of another shape.
    """
    account = DbtAccount.from_mapping({} if file is None else read_document(Path(file), "dbt account"))
    given = read_license_maps(read_pairs(maps, "--map"))
    return replace(account, license_maps={**account.license_maps, **given}) if given else account


def read_pairs(texts: Sequence[str] | None, option: str) -> dict[str, str]:
    """Return `LICENSE=GROUPS` options by license; groups of one license that comes twice are joined."""
    found: dict[str, str] = {}
    for text in texts or ():
        name, sign, groups = text.partition("=")
        if not sign or not groups.strip():
            message = f"{text!r} is not like developer=dbt_developers"
            raise typer.BadParameter(message, param_hint=option)
        key = name.strip()
        found[key] = f"{found[key]},{groups}" if key in found else groups
    return found
