"""`oktaexpr license migrate`: the four documented steps to SCIM licenses over everybody, and what they change."""

from __future__ import annotations

import sys
from collections.abc import Collection
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oktaexpr.cli.shared import (
    FAULT,
    Engine,
    KeyOption,
    StreamOptions,
    TypeOption,
    faults_drawn,
    has_color,
    load_directory,
    progress_shown,
    read_expression,
    report_base,
    say,
    say_problem,
    text_width,
    write,
    write_summary,
)
from oktaexpr.cli.shared import options as given
from simulator.cli.accounts import AccountOption, MapOption, read_account
from simulator.cli.migrate_stream import MovesOption, migrate_files
from simulator.migration.outcome import Trouble

if TYPE_CHECKING:
    from oktaexpr.cli.shared import Progress
    from oktaexpr.render import Report
    from simulator.account import DbtAccount
    from simulator.migration import Migration
    from simulator.migration.streams import StreamedMigration
    from simulator.timeline import SimulatedApp

DETAILS = (
    "Plays the steps of dbt's page: SCIM set up with the toggle off, the attribute configured, the attribute tested, "
    "the toggle on. Shows each user's license before, during and after, seats by type, who is refused or never "
    "provisioned. With --fail-on it exits with 1 where there is such a thing. Parquet, and with --out, --key or "
    "--type any files of users, are read as a stream of any size: everybody is counted and may be written with --out, "
    "the report names the first of each kind."
)
EXAMPLES = (
    "oktaexpr license migrate -f examples/acme/expressions/license.oel --directory examples/acme --app dbt_platform "
    "--account examples/acme/migration.yaml",
    "oktaexpr license migrate -f license.oel -d org --account account.yaml --fail-on downgrade,seats,error",
    "oktaexpr license migrate -f license.oel -d org --account account.yaml --format html --output migration.html",
    "oktaexpr license migrate -f license.oel -d users.parquet --out moves.parquet --format html -o migration.html",
)


class Format(StrEnum):
    """What the report is written as."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    HTML = "html"
    GITHUB = "github"
    SARIF = "sarif"
    JUNIT = "junit"
    GITLAB = "gitlab"


def run(
    directory: Annotated[
        str, typer.Option("--directory", "-d", metavar="PATH", help="Whose users: a file or a folder.")
    ],
    expression: given.ExpressionArgument = None,
    file: given.FileOption = None,
    account: AccountOption = None,
    maps: MapOption = None,
    app: given.AppOption = None,
    engine: given.EngineOption = Engine.CLASSIC,
    fail_on: Annotated[
        str,
        typer.Option("--fail-on", metavar="WORDS", help=f"Exit with 1 on any of {', '.join(Trouble)}."),
    ] = "",
    output: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.TEXT,
    target: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all."),
    ] = None,
    redact: given.RedactOption = False,
    out: MovesOption = None,
    key: KeyOption = None,
    types: TypeOption = None,
) -> None:
    """Migrate in simulation and report."""
    from simulator.migration.reporting import migration_report
    from simulator.profile_editor import LicenseAttribute
    from simulator.timeline import SimulatedApp

    stops = _stops(fail_on)
    source = read_expression(expression, file)
    simulated = SimulatedApp(attribute=LicenseAttribute(mapping=source.text), engine=engine.value, name=app)
    asked = read_account(account, maps)
    streaming = StreamOptions(out, key, types)
    report: Migration | StreamedMigration
    is_stream = streaming.takes(directory, {"--app": app, "--redact": redact})
    if is_stream:
        _refuse_csv(output)
    with faults_drawn(source), progress_shown("migrating") as progress:
        if is_stream:
            report = migrate_files(directory, asked, simulated, streaming, progress)
        else:
            report = _by_directory(directory, asked, simulated, progress, redact=redact)
    service = migration_report(report, source.name, stops, report_base(output))
    _deliver(_written(report, service, output, is_file=target is not None), target)
    write_summary(service)
    _fail_for(report, stops)


def _fail_for(report: Migration | StreamedMigration, stops: Collection[Trouble]) -> None:
    """Say each trouble that `--fail-on` asks for, and exit with 1 where there is one."""
    found = {trouble: text for trouble, text in report.troubles().items() if trouble in stops}
    for trouble, text in found.items():
        say_problem(f"{trouble}: {text}")
    if found:
        raise typer.Exit(FAULT)


def _by_directory(
    place: str, account: DbtAccount, app: SimulatedApp, progress: Progress | None, *, redact: bool
) -> Migration:
    from oktaexpr.render import Redactor
    from simulator.migration import migrate

    people = load_directory(place)
    report = migrate(people, account, app, progress=progress)
    return report.redacted(Redactor(people)) if redact else report


def _refuse_csv(output: Format) -> None:
    """Raise `typer.BadParameter` where every user would go into a report that has the first only."""
    if output is Format.CSV:
        message = "the report of a stream does not name everybody: write --out users.csv"
        raise typer.BadParameter(message, param_hint="--format")


def _written(report: Migration | StreamedMigration, service: Report, output: Format, *, is_file: bool) -> str:
    match output:
        case Format.TEXT:
            from simulator.migration.text import draw_migration

            return draw_migration(report, width=text_width(), color=has_color(sys.stdout) and not is_file)
        case Format.JSON:
            from oktaexpr.render import json_document

            return json_document(report.to_mapping())
        case Format.CSV:
            from simulator.migration import Migration
            from simulator.migration.text import migration_csv

            assert isinstance(report, Migration)  # `_refuse_csv` has seen to it
            return migration_csv(report)
        case Format.HTML:
            from simulator.migration.page import draw_page

            return draw_page(report)
        case _:
            from oktaexpr.render import ReportFormat, render_report

            return render_report(service, ReportFormat(output.value))


def _deliver(text: str, target: str | None) -> None:
    if target is None:
        write(text)
        return
    from simulator.files import write_whole

    try:
        write_whole(Path(target), text + "\n")
    except OSError as error:
        message = f"cannot write {target!r}: {error.strerror or error}"
        raise typer.BadParameter(message, param_hint="--output") from None
    say(f"wrote {target}")


def _stops(words: str) -> set[Trouble]:
    known = {trouble.value: trouble for trouble in Trouble}
    found = [word.strip() for word in words.split(",") if word.strip()]
    for word in found:
        if word not in known:
            message = f"{word!r} is none of {', '.join(known)}"
            raise typer.BadParameter(message, param_hint="--fail-on")
    return {known[word] for word in found}
