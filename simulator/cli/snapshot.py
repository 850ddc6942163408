"""`oktaexpr license snapshot`: everybody's license in files to commit, and in CI what differs from them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oktaexpr.cli.shared import (
    FAULT,
    Engine,
    KeyOption,
    ReportFormatOption,
    StreamOptions,
    TypeOption,
    faults_drawn,
    load_directory,
    progress_shown,
    read_expression,
    say,
)
from oktaexpr.cli.shared import options as given
from oktaexpr.render import ReportFormat
from simulator.cli.accounts import AccountOption, MapOption, read_account
from simulator.cli.comparison_output import print_comparison
from simulator.cli.snapshot_stream import Request, RowsOption, SnapshotOptions, UsersOption, run_stream

if TYPE_CHECKING:
    from simulator.snapshots import Comparison

DETAILS = (
    "Writes users.csv, table.md and table.json into a folder, always in the same order. With --check it writes "
    "nothing, shows which users get another license and why, and exits with 1 where anything differs. Where CI=true "
    "it refuses to write. Parquet, and with --out, --users, --key or --type any files of users, are read as a stream "
    "of any size: changes are counted by kind, the first of each are named, and --check --out writes all of them. For "
    "a snapshot without personal data take one of what `oktaexpr anonymize --key` writes: the same key gives the same "
    "people, so that it can be compared with later ones."
)
EXAMPLES = (
    "oktaexpr license snapshot licenses -f license.oel --directory examples/acme --account account.yaml",
    "oktaexpr license snapshot licenses -f license.oel --directory examples/acme --account account.yaml --check",
    "oktaexpr license snapshot licenses -f license.oel -d users.parquet --users parquet",
    "oktaexpr license snapshot licenses -f license.oel -d users.parquet --check --out changes.csv --format github",
)


def run(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="The folder of the snapshot.")],
    directory: Annotated[
        str, typer.Option("--directory", "-d", metavar="PATH", help="Whose users: a file or a folder.")
    ],
    expression: given.ExpressionArgument = None,
    file: given.FileOption = None,
    account: AccountOption = None,
    maps: MapOption = None,
    app: given.AppOption = None,
    engine: given.EngineOption = Engine.CLASSIC,
    check: Annotated[
        bool, typer.Option("--check", help="Compare with the snapshot that is there, and write nothing.")
    ] = False,
    output: ReportFormatOption = ReportFormat.TEXT,
    users: UsersOption = None,
    out: RowsOption = None,
    key: KeyOption = None,
    types: TypeOption = None,
) -> None:
    """Take a snapshot, and write or compare it."""
    from simulator.snapshots import Subject, read_snapshot, take_snapshot, write_snapshot

    _check_usage(output, check=check)
    source = read_expression(expression, file)
    asked = read_account(account, maps)
    options = SnapshotOptions(StreamOptions(out, key, types), users)
    if options.takes(directory, {"--app": app}):
        request = Request(Path(folder), directory, source.text, asked, engine.value, options)
        with faults_drawn(source):
            run_stream(request, output if check else None)
        return
    stored = read_snapshot(Path(folder)) if check else {}
    people = load_directory(directory)
    subject = Subject(expression=source.text, directory=people, account=asked, engine=engine.value, app=app)
    with faults_drawn(source), progress_shown("evaluating") as progress:
        taken = take_snapshot(subject, progress)
    if check:
        _compare(stored, taken, Path(folder), output)
    else:
        write_snapshot(Path(folder), taken)
        say(f"wrote {', '.join(taken)} to {folder}")


def _check_usage(output: ReportFormat, *, check: bool) -> None:
    """Refuse to write in CI, and formats of what differs where nothing is compared. Raises `typer.BadParameter`."""
    if check:
        return
    if os.environ.get("CI", "").lower() in ("true", "1"):
        message = "CI is set: a snapshot is not written there; use --check"
        raise typer.BadParameter(message)
    if output is not ReportFormat.TEXT:
        message = f"{output.value} tells what differs: give --check too"
        raise typer.BadParameter(message, param_hint="--format")


def _compare(stored: Mapping[str, str], taken: Mapping[str, str], folder: Path, output: ReportFormat) -> None:
    """Print what differs, and exit with 1 where anything does."""
    from simulator.snapshots import compare

    comparison = compare(stored, taken)
    _print(comparison, stored, folder, output)
    if not comparison.is_same:
        raise typer.Exit(FAULT)


def _print(comparison: Comparison, stored: Mapping[str, str], folder: Path, output: ReportFormat) -> None:
    from simulator.snapshots.reporting import comparison_findings
    from simulator.snapshots.text import draw_comparison

    findings = comparison_findings(comparison, stored, folder)
    print_comparison(comparison, findings, output, partial(draw_comparison, comparison))
