"""`oktaexpr license push`: send what Okta would send for a directory to a SCIM service."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from oktaexpr.cli.shared import (
    FAULT,
    Engine,
    TableFormat,
    has_color,
    load_directory,
    progress_shown,
    read_expression,
    say,
    table_width,
    write,
)
from oktaexpr.cli.shared import options as given
from oktaexpr.render import counted, csv_table, json_document, text_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.okta.app import OktaApp
    from simulator.okta.push import GroupResult, PushReport, UserResult
    from simulator.okta.transport import Transport

DETAILS = (
    "Finds each user by userName, then creates or updates it as Okta would, with the license attribute that the "
    "expression gives. Repeating a push loses and doubles nobody. Only services on this machine are written to, unless "
    "--allow-remote says otherwise. Exits with 1 where anything was refused, or the service stopped answering."
)
EXAMPLES = (
    "oktaexpr license push http://127.0.0.1:8780/api/v3/accounts/1/scim/v2 -f license.oel --directory examples/acme "
    "--token for-tests-only",
    "oktaexpr license push URL -f license.oel -d org --made-by catalogue --push-group dbt_developers",
)
_HEADERS = ("user", "action", "sent", "license", "error")


def run(
    url: Annotated[str, typer.Argument(metavar="URL", help="The service, as `license serve` prints it.")],
    expression: given.ExpressionArgument = None,
    file: given.FileOption = None,
    directory: given.DirectoryOption = None,
    token: Annotated[
        str,
        typer.Option(
            "--token",
            metavar="TOKEN",
            envvar="OKTAEXPR_SCIM_TOKEN",
            help="The bearer token of the service.",
        ),
    ] = "",
    app: given.AppOption = None,
    engine: given.EngineOption = Engine.CLASSIC,
    made_by: Annotated[
        str, typer.Option("--made-by", metavar="WORD", help="wizard writes with PUT, catalogue with PATCH.")
    ] = "wizard",
    user: Annotated[
        list[str] | None, typer.Option("--user", metavar="LOGIN", help="Only this user; may be repeated.")
    ] = None,
    group: Annotated[
        list[str] | None,
        typer.Option("--push-group", metavar="NAME", help="Push this group too; may be repeated."),
    ] = None,
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Let URL lead away from this machine.")
    ] = False,
    attempts: Annotated[
        int,
        typer.Option(
            "--attempts", metavar="NUMBER", min=1, max=20, help="How often a request is made that fails."
        ),
    ] = 6,
    patience: Annotated[
        float,
        typer.Option(
            "--patience",
            metavar="SECONDS",
            min=0,
            help="How long the service may do nothing but fail before the rest is left unsent.",
        ),
    ] = 60,
    output: given.TableFormatOption = TableFormat.TABLE,
) -> None:
    """Send, and print what became of everybody."""
    from simulator.okta.transport import Retry, Transport

    if directory is None:
        message = "give --directory, whose users are pushed"
        raise typer.BadParameter(message)
    okta_app = _okta_app(read_expression(expression, file).text, engine, app, made_by)
    retry = Retry(attempts=attempts, patience=patience)
    with Transport(url, token, retry=retry, allow_remote=allow_remote) as transport:
        report = _pushed(directory, okta_app, transport, users=user, groups=group or ())
    write(_drawn(report, output))
    _say_groups(report.groups)
    _say_what_is_left(report)
    if not report.is_complete:
        raise typer.Exit(FAULT)


def _okta_app(expression: str, engine: Engine, name: str | None, made_by: str) -> OktaApp:
    """Return the app that pushes. Raises `typer.BadParameter` for a word that says not how it was made."""
    from simulator.okta.app import OktaApp

    if made_by not in ("wizard", "catalogue"):
        message = f"--made-by takes wizard or catalogue, not {made_by!r}"
        raise typer.BadParameter(message)
    return OktaApp(
        expression=expression,
        engine=engine.value,
        name=name,
        made_by=made_by,  # type: ignore[arg-type]
    )


def _pushed(
    place: str, app: OktaApp, transport: Transport, *, users: Sequence[str] | None, groups: Sequence[str]
) -> PushReport:
    """Push the users of a directory, or some of them, and show how far it is."""
    from simulator.okta.push import push

    with progress_shown("pushing") as told:
        return push(
            load_directory(place),
            app,
            transport,
            logins=users,
            groups=groups,
            progress=None if told is None else lambda done, total, _: told(done, total),
        )


def _drawn(report: PushReport, output: TableFormat) -> str:
    if output is TableFormat.JSON:
        return json_document(
            {
                "users": [user.to_mapping() for user in report.users],
                "groups": [group.to_mapping() for group in report.groups],
                "interrupted": report.interrupted,
            }
        )
    rows = [_row(user) for user in report.users]
    if output is TableFormat.CSV:
        return csv_table(_HEADERS, rows)
    return text_table(_HEADERS, rows, width=table_width(), color=has_color(sys.stdout))


def _row(user: UserResult) -> tuple[str, str, str, str, str]:
    from simulator.okta.client import Action

    without = "unknown" if user.action is Action.NOT_SENT else "none"
    return (
        user.user_name,
        user.action.value,
        user.sent or "nothing",
        user.license or without,
        user.error or "",
    )


def _say_groups(groups: tuple[GroupResult, ...]) -> None:
    from simulator.okta.client import Action

    for group in groups:
        members = f" with {counted(group.members, 'member')}"
        problem = f": {group.error}" if group.error else members
        say(f"group {group.name} {group.action.value}{'' if group.action is Action.NOT_SENT else problem}")


def _say_what_is_left(report: PushReport) -> None:
    """Say why a push stopped early, and who was not sent; nothing of one that did not."""
    if report.interrupted is not None:
        say(f"the push stopped early: {report.interrupted}")
        say(f"not sent: {_unsent(report)}; repeat the push, nobody is lost or doubled")


def _unsent(report: PushReport) -> str:
    """Return how many users and groups were not sent, of how many."""
    from simulator.okta.client import Action

    found = []
    for noun, results in (("user", report.users), ("group", report.groups)):
        left = sum(result.action is Action.NOT_SENT for result in results)
        if left:
            found.append(f"{left:,} of {counted(len(results), noun)}")
    return " and ".join(found)
