"""The dbt account that a command is about: from a file, from `--map`, or a plain Enterprise one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from oktaexpr.documents import document_error, read_document
from simulator.account import DbtAccount, read_license_maps
from simulator.errors import AccountError
from simulator.profile_editor import GroupAssignment

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

    Raises `DirectoryError` for the file and `typer.BadParameter` for an option that is no map.
    """
    account = DbtAccount.from_mapping({}) if file is None else load_account(Path(file))
    try:
        given = read_license_maps(read_pairs(maps, "--map"))
    except AccountError as error:
        raise typer.BadParameter(str(error), param_hint="--map") from None
    return replace(account, license_maps={**account.license_maps, **given}) if given else account


def load_account(path: Path) -> DbtAccount:
    """Return the account of a YAML or JSON file. Raises `DirectoryError` naming the file and what is wrong in it."""
    document = read_document(path)
    if not isinstance(document.value, Mapping):
        message = "expected a mapping with keys such as plan and license_maps"
        raise document_error(document, [((), message, None)])
    try:
        return DbtAccount.from_mapping(document.value)
    except AccountError as error:
        raise document_error(document, [((), str(error), None)]) from None


def read_assignments(texts: Sequence[str] | None) -> list[GroupAssignment]:
    """Return the values of `--assign` for each group, the first with the strongest priority."""
    pairs = [
        (group.strip(), value)
        for value, groups in read_pairs(texts, "--assign").items()
        for group in groups.split(",")
    ]
    return [GroupAssignment(group, value, priority) for priority, (group, value) in enumerate(pairs)]


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
