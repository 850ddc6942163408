"""`oktaexpr license serve`: a SCIM service with dbt's license rules, for a real client or for CI."""

from __future__ import annotations

import secrets
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oktaexpr.cli.shared import say, write
from simulator.account import DbtAccount
from simulator.cli.accounts import AccountOption, load_account
from simulator.decision import Reason
from simulator.facts import Mark
from simulator.seats import Seats

if TYPE_CHECKING:
    from simulator.scim.application import Answered
    from simulator.scim.settings import ServiceSettings

DETAILS = (
    "Prints the address to give to a SCIM client, then a line for each request on standard error, until Ctrl-C. "
    "Everything is kept in one file, so that a restart loses nothing. Without --account the plan is Enterprise with "
    "SCIM on and licenses controlled by it. Seats that the account file has as in use are taken to be those of people "
    "outside the service; --free-seats says otherwise."
)
EXAMPLES = (
    "oktaexpr license serve --account examples/acme/account.yaml --free-seats --port 8780",
    "OKTAEXPR_SCIM_TOKEN=for-tests-only oktaexpr license serve --database :memory:",
    "oktaexpr license serve --no-identity-rules",
)
_DEFAULT_ACCOUNT = {"plan": "enterprise", "scim": {"enabled": True, "scim_controlled_license_type": True}}


def run(
    account: AccountOption = None,
    account_id: Annotated[
        int, typer.Option("--account-id", metavar="NUMBER", help="The number in the address.")
    ] = 1,
    database: Annotated[
        str, typer.Option("--database", metavar="FILE", help="The file to keep all in, or :memory:.")
    ] = "oktaexpr-scim.sqlite3",
    token: Annotated[
        str | None,
        typer.Option(
            "--token",
            metavar="TOKEN",
            envvar="OKTAEXPR_SCIM_TOKEN",
            help="The bearer token; one is made up without it.",
        ),
    ] = None,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="The address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="NUMBER", min=0, max=65535, help="0 takes a free one.")
    ] = 0,
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Let --host be reached from other machines.")
    ] = False,
    identity_rules: Annotated[
        bool,
        typer.Option(
            "--identity-rules/--no-identity-rules",
            help="Whether userName has to be the e-mail, with the other fields that dbt asks for.",
        ),
    ] = True,
    accept_invites: Annotated[
        bool,
        typer.Option(
            "--accept-invites/--pending-invites",
            help="Whether new users have their license at once, or stay invited.",
        ),
    ] = True,
    can_remove: Annotated[
        bool,
        typer.Option(
            "--removable-license", help="Let a PATCH that removes licenseType take the license away."
        ),
    ] = False,
    text_for_active: Annotated[
        bool,
        typer.Option(
            "--text-for-active", help="Read the texts True and False for active, as Entra ID sends them."
        ),
    ] = False,
    free_seats: Annotated[
        bool,
        typer.Option(
            "--free-seats",
            help="Take no seat as in use at first: the people whom the account file counts will come over SCIM.",
        ),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print no line for each request.")] = False,
) -> None:
    """Start the service and serve until Ctrl-C."""
    from simulator.scim.extra import require_scim

    require_scim()
    from simulator.scim.settings import ServiceSettings

    settings = ServiceSettings(
        account_id=account_id,
        identity_rules=identity_rules,
        accept_invites=accept_invites,
        removed_attribute="remove" if can_remove else "refuse",
        text_for_active="read" if text_for_active else "refuse",
    )
    place = _Place(database=database, host=host, port=port, allow_remote=allow_remote)
    _serve(_account(account, free_seats=free_seats), token, settings, place, quiet=quiet)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where the service listens, and what it keeps all in."""

    database: str
    host: str
    port: int
    allow_remote: bool


def _serve(
    account: DbtAccount, token: str | None, settings: ServiceSettings, place: _Place, *, quiet: bool
) -> None:
    """Say where the service is, and with which token where none is given; then serve until Ctrl-C."""
    from simulator.scim.starting import open_service

    bearer = token or secrets.token_urlsafe(24)
    with open_service(
        account,
        bearer,
        database=place.database,
        settings=settings,
        host=place.host,
        port=place.port,
        allow_remote=place.allow_remote,
        watch=None if quiet else show,
    ) as server:
        if not token:
            say(f"token: {bearer}")
        try:
            server.serve(_announce)
        except KeyboardInterrupt:
            say("stopped")


def _account(file: str | None, *, free_seats: bool) -> DbtAccount:
    account = DbtAccount.from_mapping(_DEFAULT_ACCOUNT) if file is None else load_account(Path(file))
    if not free_seats:
        return account
    counts = {name: replace(count, in_use=0, pending=0) for name, count in account.seats.counts.items()}
    return replace(account, seats=Seats(counts))


def show(answered: Answered) -> None:
    """Print one line for a request, and one for each license that the rules decided on."""
    problem = f"  {answered.detail}" if answered.detail else ""
    say(_visible(f"{answered.method} {answered.path} {answered.status.value}{problem}"))
    for one in () if answered.detail else answered.decided:
        license_name = one.decision.license or "none"
        facts = ", ".join(_named(reason) for reason in one.decision.reasons)
        say(_visible(f"  {one.user_name}: {license_name} ({facts})"))
        for warning in one.decision.warnings:
            say(_visible(f"  warning: {warning}"))


def _named(reason: Reason) -> str:
    """Return a reason's fact, and whether it is a default of the simulator and not dbt's word."""
    return f"{reason.fact}, {reason.mark.phrase}" if reason.mark is Mark.UNKNOWN else reason.fact


def _visible(text: str) -> str:
    """Return a line without control characters: names and paths come from the client, and go to a terminal."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def _announce(url: str) -> None:
    write(url)
    sys.stdout.flush()
