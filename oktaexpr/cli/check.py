"""`oktaexpr check`: what is wrong with an expression, found without a user."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated, NamedTuple

import typer

import oktaexpr
from oktaexpr.cli.check_files import are_paths, check_paths
from oktaexpr.cli.check_settings import CheckSettings
from oktaexpr.cli.codes import prepare_checks, read_codes
from oktaexpr.cli.fixing import Checked, show_changes, write_fixed
from oktaexpr.cli.shared import options as given
from oktaexpr.cli.shared.configuration import ConfigurationOption, load_configuration
from oktaexpr.cli.shared.failures import FAULT
from oktaexpr.cli.shared.inputs import read_expressions
from oktaexpr.cli.shared.loading import load_directory
from oktaexpr.cli.shared.options import Engine, FailOn
from oktaexpr.cli.shared.output import draw
from oktaexpr.cli.shared.reporting import (
    ReportFormatOption,
    new_report,
    say_counts,
    write_report,
    write_summary,
)
from oktaexpr.diagnostics import Diagnostic, Severity
from oktaexpr.render.report import Finding, Report
from oktaexpr.render.report_formats import ReportFormat
from oktaexpr.source import Source

DETAILS = (
    "Takes an expression, or files and folders that hold some: Terraform, JSON of Okta and of plans, Markdown, YAML. "
    "With --usage also what Okta refuses in that place, with --directory unknown attributes and groups. Exits with 1 "
    "on an error; --fail-on warning is stricter. What a configuration says counts where no option does. --fix writes a file anew and prints an expression that was an argument."
)
EXAMPLES = (
    """oktaexpr check 'IIF(isMemberOf("dbt_developers"), "developer", "read_only")' --diff""",
    """oktaexpr check -f rule.oel --usage group-rule --directory examples/acme""",
    """oktaexpr check examples/terraform""",
    """oktaexpr check 'user.level > 3 ? "Developer" : "it"' --target-enum developer,read_only,it""",
)


class TargetType(StrEnum):
    """Okta's schema words for what receives the value."""

    STRING = "string"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    ARRAY = "array"
    OBJECT = "object"


SelectOption = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="CODES",
        help="Only these codes or families, such as OEL5,OEL601; an extension's, such as DBT10, only where named here.",
    ),
]
IgnoreOption = Annotated[
    list[str] | None, typer.Option("--ignore", metavar="CODES", help="All but these codes or families.")
]
UsageOption = Annotated[
    str | None,
    typer.Option(
        "--usage", metavar="USAGE", help="Where it will be saved, such as group-rule: see oktaexpr usages."
    ),
]
TargetTypeOption = Annotated[
    TargetType | None,
    typer.Option("--target-type", help="The type of the attribute that receives the value."),
]
TargetEnumOption = Annotated[
    str | None,
    typer.Option(
        "--target-enum", metavar="A,B,…", help="The values that the attribute takes, with commas between."
    ),
]


def run(
    expressions: given.ExpressionsArgument = None,
    file: given.FileOption = None,
    usage: UsageOption = None,
    engine: Annotated[Engine | None, typer.Option("--engine", help="Else the usage's own, or both.")] = None,
    target_type: TargetTypeOption = None,
    target_enum: TargetEnumOption = None,
    directory: given.DirectoryOption = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    fix: Annotated[bool, typer.Option("--fix", help="Apply the safe fixes.")] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what --fix would change, and change nothing.")
    ] = False,
    escape: given.EscapeOption = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            "--fail-on", help="The severity from which on to exit with 1; else the configuration's, or error."
        ),
    ] = None,
    config: ConfigurationOption = None,
    output: ReportFormatOption = ReportFormat.TEXT,
) -> None:
    """Check and print, or fix."""
    if fix and diff:
        message = "--fix changes, --diff only shows: give one of them"
        raise typer.BadParameter(message)
    target = _target(target_type, target_enum)
    settings = _settings(_Asked(config, usage, engine, target, directory, select, ignore, fail_on))
    if file is None and expressions and are_paths(expressions):
        if target is not None or escape is not None:
            message = "--target-type, --target-enum and --escape are for one expression, not for files"
            raise typer.BadParameter(message)
        check_paths(expressions, settings, fix=fix, diff=diff, output=output)
        return
    checked = [_checked(source, settings) for source in read_expressions(expressions, file)]
    if fix:
        checked = write_fixed(checked, escape)
    elif diff:
        show_changes(checked, escape)
    found = [Finding(diagnostic, one.source) for one in checked for diagnostic in one.diagnostics]
    report = new_report("check", found, output, settings.fail_on)
    _print(report, output, is_result=not (fix or diff))
    if report.has_failed:
        raise typer.Exit(FAULT)


class _Asked(NamedTuple):
    """The options that say what to look for, as they were given."""

    config: str | None
    usage: str | None
    engine: Engine | None
    target: oktaexpr.Target | None
    directory: str | None
    select: list[str] | None
    ignore: list[str] | None
    fail_on: FailOn | None


def _settings(asked: _Asked) -> CheckSettings:
    """Return what to look for; the configuration counts where no option was given."""
    select, ignore = read_codes("--select", asked.select), read_codes("--ignore", asked.ignore)
    configuration = load_configuration(asked.config).with_codes(select, ignore)
    directory = asked.directory or (str(configuration.directory) if configuration.directory else None)
    fail_on = configuration.fail_on if asked.fail_on is None else Severity(asked.fail_on.value)
    return CheckSettings(
        configuration,
        asked.usage,
        asked.engine,
        asked.target,
        None if directory is None else load_directory(directory),
        fail_on or Severity.ERROR,
        prepare_checks(configuration),
    )


def _checked(source: Source, settings: CheckSettings) -> Checked:
    def find(text: str) -> list[Diagnostic]:
        return settings.check(Source(text, source.name))

    return Checked(source, find(source.text), find)


def _target(kind: TargetType | None, values: str | None) -> oktaexpr.Target | None:
    if kind is None and values is None:
        return None
    number = {TargetType.INTEGER: int, TargetType.NUMBER: float}.get(kind or TargetType.STRING, str)
    try:
        listed = [number(value.strip()) for value in values.split(",")] if values else []
    except ValueError:
        message = f"{values!r} is no list of values of type {kind}"
        raise typer.BadParameter(message, param_hint="--target-enum") from None
    return oktaexpr.Target(type=(kind or TargetType.STRING).value, enum=listed)


def _print(report: Report, output: ReportFormat, *, is_result: bool) -> None:
    """Print the diagnostics: they are the result of a check, and a remark where the result is a fixed text."""
    if output is not ReportFormat.TEXT and is_result:
        write_report(report, output)
        return
    found = [(finding.source, finding.diagnostic) for finding in report.findings]
    if found:
        draw(found, sys.stdout if is_result else sys.stderr)
    say_counts(report, is_result=is_result)
    write_summary(report)
