"""`oktaexpr license drift`: who holds a stale license under each reading of Okta, and what to do about it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import oktaexpr
from oktaexpr.cli.shared import (
    FAULT,
    Engine,
    TableFormat,
    has_color,
    load_directory,
    read_expression,
    table_width,
    write,
)
from oktaexpr.cli.shared import options as given
from oktaexpr.render import csv_table, json_document
from simulator.account import DbtAccount, ScimSettings
from simulator.cli.accounts import AccountOption, read_account
from simulator.cli.timeline import ReadingOption
from simulator.timeline.setup import Reading

if TYPE_CHECKING:
    from oktaexpr.render import Redactor
    from simulator.timeline import Setup, Stale

Drift = tuple[dict[Reading, "list[Stale]"], Callable[[], "Redactor"]]
"""Who is stale under each reading, and what gives the redactor of the people behind it."""

DETAILS = (
    "Of a timeline it is the state after the last event. Of a directory, the value in the app's user profiles there is "
    "compared with what the expression gives now. Both readings are shown, since Okta and dbt contradict each other on "
    "what a change of groups does. Exits with 1 where anybody is stale."
)
EXAMPLES = (
    "oktaexpr license drift examples/acme/timeline.yaml",
    "oktaexpr license drift --directory examples/acme --app dbt_platform -f examples/acme/expressions/license.oel",
)


def run(
    file: Annotated[str | None, typer.Argument(metavar="FILE", help="The timeline, as YAML or JSON.")] = None,
    directory: given.DirectoryOption = None,
    app: given.AppOption = None,
    expression: Annotated[
        str | None, typer.Option("--expression", metavar="EXPR", help="The mapping, with --directory.")
    ] = None,
    expression_file: given.FileOption = None,
    account: AccountOption = None,
    engine: given.EngineOption = Engine.CLASSIC,
    reading: ReadingOption = None,
    output: given.TableFormatOption = TableFormat.TABLE,
    redact: given.RedactOption = False,
) -> None:
    """Find and print."""
    readings = list(Reading) if reading is None else [reading]
    if (file is None) is (directory is None):
        message = "give a timeline or --directory"
        raise typer.BadParameter(message)
    if file is not None:
        found, hide = _of_timeline(Path(file), readings)
    else:
        if app is None:
            message = "--directory needs --app, the app whose user profiles hold the attribute"
            raise typer.BadParameter(message)
        mapping = read_expression(expression, expression_file).text
        found, hide = _of_directory(_setup(directory, app, mapping, account, engine), readings)
    if redact:
        redactor = hide()
        found = {word: [one.redacted(redactor) for one in stale] for word, stale in found.items()}
    _print(found, output)
    if any(found.values()):
        raise typer.Exit(FAULT)


def _of_timeline(file: Path, readings: Sequence[Reading]) -> Drift:
    from simulator.timeline import World, find_drift, play
    from simulator.timeline.document import load_timeline

    timeline = load_timeline(file)
    end = timeline.events[-1].at if timeline.events else datetime.now(UTC)
    found = {}
    for reading in readings:
        world = World(timeline.read_as(reading).setup)
        for _ in play(world, timeline.events):
            pass
        found[reading] = find_drift(world, end)
    return found, timeline.redactor


def _setup(directory: str | None, app: str, mapping: str, account: str | None, engine: Engine) -> Setup:
    from simulator.profile_editor import LicenseAttribute
    from simulator.timeline import Setup, SimulatedApp

    oktaexpr.compile(mapping, engine=engine.value)
    assert directory is not None
    loaded = load_directory(directory)
    loaded.app(app)
    simulated = SimulatedApp(attribute=LicenseAttribute(mapping=mapping), name=app, engine=engine.value)
    return Setup(account=_account(account), app=simulated, directory=loaded)


def _account(file: str | None) -> DbtAccount:
    """Return the account of a file, or without one an account where SCIM decides: else nothing would be stale."""
    account = read_account(file, None)
    if file is not None:
        return account
    return replace(account, scim=ScimSettings(enabled=True, controlled_license_type=True))


def _of_directory(setup: Setup, readings: Sequence[Reading]) -> Drift:
    from oktaexpr.render import Redactor
    from simulator.timeline import World, find_drift, settle_groups

    assert setup.directory is not None
    now = datetime.fromisoformat(setup.directory.now) if setup.directory.now else datetime.now(UTC)
    found = {}
    for reading in readings:
        world = World(setup)
        if reading is Reading.DBT:
            settle_groups(world, now)
        found[reading] = find_drift(world, now)
    return found, partial(Redactor, setup.directory)


def _print(found: dict[Reading, list[Stale]], output: TableFormat) -> None:
    from simulator.timeline.text import DRIFT_HEADERS, draw_drift, drift_cells

    match output:
        case TableFormat.TABLE:
            write(draw_drift(found, width=table_width(), color=has_color(sys.stdout)))
        case TableFormat.CSV:
            rows = [[reading.value, *drift_cells(one)] for reading, stale in found.items() for one in stale]
            write(csv_table(("reading", *DRIFT_HEADERS), rows))
        case TableFormat.JSON:
            readings = [_for_json(reading, stale) for reading, stale in found.items()]
            write(json_document({"readings": readings}))


def _for_json(reading: Reading, stale: Sequence[Stale]) -> dict[str, object]:
    remedies = dict.fromkeys(remedy for one in stale for remedy in one.cause.remedies)
    return {
        "reading": reading.value,
        "users": [one.to_mapping() for one in stale],
        "remedies": [remedy.to_mapping() for remedy in remedies],
    }
