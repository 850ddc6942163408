"""`oktaexpr license explain`: one user from profile and groups through the expression to the license."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from oktaexpr.cli.shared import (
    FAULT,
    Engine,
    People,
    TextFormat,
    faults_drawn,
    paint_for,
    read_expression,
    read_people,
    text_width,
    write,
)
from oktaexpr.cli.shared import options as given
from simulator.account import DbtUser
from simulator.chain import explain_license
from simulator.cli.accounts import AccountOption, MapOption, read_account
from simulator.licenses import LicenseType

DETAILS = (
    "Prints the profile and the groups, every part of the expression with its value, what is sent, and the license "
    "under SCIM and under SSO with the facts behind it. With --app the value that the app holds is shown too. Exits "
    "with 1 where the expression has no value."
)
EXAMPLES = (
    "oktaexpr license explain alice@acme.example -f license.oel --directory examples/acme "
    "--account examples/acme/account.yaml",
    """oktaexpr license explain bob@acme.example 'isMemberOfGroupName("dbt_developers") ? "developer" : "read_only"' """
    "-d examples/acme --app dbt_platform --license developer",
)


def run(
    user: Annotated[str, typer.Argument(metavar="USER", help="Login or id of a user of the directory.")],
    directory: Annotated[
        str,
        typer.Option(
            "--directory", "-d", metavar="PATH", help="Whose users: a YAML or JSON file, or a folder."
        ),
    ],
    expression: given.ExpressionArgument = None,
    file: given.FileOption = None,
    account: AccountOption = None,
    maps: MapOption = None,
    license_now: Annotated[
        LicenseType | None, typer.Option("--license", help="What the user has in dbt now; else a new user.")
    ] = None,
    engine: given.EngineOption = Engine.CLASSIC,
    app: given.AppOption = None,
    settings: given.SetOption = None,
    group: given.GroupOption = None,
    now: given.NowOption = None,
    output: given.TextFormatOption = TextFormat.TEXT,
    redact: given.RedactOption = False,
) -> None:
    """Follow the user and print."""
    from simulator.render.chain import chain_json, draw_chain, redacted_chain

    source = read_expression(expression, file)
    people = read_people(
        engine=engine.value, directory=directory, app=app, settings=settings, groups=group, now=now
    )
    before = DbtUser(license=license_now, scim_managed=license_now is not None)
    with faults_drawn(source):
        chain = explain_license(
            read_account(account, maps),
            source.text,
            people.scope(user),
            _login(people, user),
            app=app,
            before=before,
            engine=engine.value,
        )
    if redact:
        chain = redacted_chain(chain, people.redactor())
    if output is TextFormat.JSON:
        write(chain_json(chain))
    else:
        write(draw_chain(chain, width=text_width(), paint=paint_for(sys.stdout)))
    if chain.trace.error is not None:
        raise typer.Exit(FAULT)


def _login(people: People, user: str) -> str:
    return user if people.directory is None else people.directory.user(user).login
