"""`oktaexpr rules`: all group rules of an export over all of its users, and two sets of rules compared."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oktaexpr.cli.rules_stream import (
    PeopleOutOption,
    Places,
    compare_rules,
    refuse_csv,
    run_rules,
)
from oktaexpr.cli.shared.columns import Column, ColumnsOption, column_cell, extension_columns
from oktaexpr.cli.shared.failures import FAULT, faults_drawn
from oktaexpr.cli.shared.inputs import read_expression
from oktaexpr.cli.shared.loading import (
    ColumnMapOption,
    StrictOption,
    load_directory,
    read_column_map,
    say_skipped,
)
from oktaexpr.cli.shared.output import has_color, table_width, write
from oktaexpr.cli.shared.streams import KeyOption, StreamOptions, TypeOption
from oktaexpr.errors import EvaluationError

if TYPE_CHECKING:
    import oktaexpr
    from oktaexpr.directory import Directory, Scope
    from oktaexpr.render.outcomes import Outcome
    from oktaexpr.rulesets import RuleFile, RulesDifference, RulesResult
    from oktaexpr.rulesets.difference_report import Consequence
    from oktaexpr.rulesets.streams import StreamedRules

DETAILS = (
    "Says who would be in which group: exclusions and the states INACTIVE and INVALID are respected, chains of rules "
    "run to their end, cycles are reported. With --diff, says who gains or loses which group when the rules at NEW "
    "take the place of those at PATH. Exits with 1 where a rule cannot run or has no answer for somebody; with --diff "
    "where anybody changes, or where a rule at NEW is so at fault and was not at PATH. Parquet, and with --out, --key "
    "or --type any files of users, are read as a stream of any size: everybody is counted and may be written with "
    "--out, the report names the first of each kind. The groups are those that PATH, NEW and the folder of the users "
    "list, or else those that the users' lists name."
)
EXAMPLES = (
    """oktaexpr rules examples/acme""",
    """oktaexpr rules examples/acme/group_rules.json --directory examples/acme --format csv""",
    """oktaexpr rules examples/acme --diff examples/acme/group_rules.json --expr 'user.department'""",
    """oktaexpr rules examples/acme --directory examples/scale/users.jsonl --out memberships.csv""",
)


class RulesFormat(StrEnum):
    """Output for people, for programs, for spreadsheets."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def run(
    path: Annotated[
        str, typer.Argument(metavar="PATH", help="The export with the rules: a folder or a file.")
    ],
    diff: Annotated[
        str | None,
        typer.Option("--diff", metavar="NEW", help="Rules that shall take the place of those at PATH."),
    ] = None,
    directory: Annotated[
        str | None,
        typer.Option(
            "--directory", "-d", metavar="PATH", help="Whose users and groups; else those of the export."
        ),
    ] = None,
    expression: Annotated[
        str | None,
        typer.Option(
            "--expr", metavar="EXPR", help="With --diff: show this expression's value before and after."
        ),
    ] = None,
    column: ColumnsOption = None,
    from_scratch: Annotated[
        bool,
        typer.Option("--from-scratch", help="Take the groups that rules fill as empty before the rules run."),
    ] = False,
    strict: StrictOption = False,
    map_column: ColumnMapOption = None,
    output: Annotated[
        RulesFormat, typer.Option("--format", help="Output for people, programs, spreadsheets.")
    ] = RulesFormat.TEXT,
    out: PeopleOutOption = None,
    key: KeyOption = None,
    types: TypeOption = None,
) -> None:
    """Evaluate the rules and print what they do."""
    _check_usage(diff, expression, column, from_scratch)
    places = Places(_people_path(path, diff, directory), path, diff)
    streaming = StreamOptions(out, key, types)
    for_directories = {"--expr": expression, "--column": column, "--map-column": map_column}
    if streaming.takes(places.people, for_directories):
        _run_stream(places, streaming, output, strict=strict, from_scratch=from_scratch)
        return
    columns = read_column_map(map_column)
    people = load_directory(places.people, strict=strict, columns=columns)
    rules = _read(path, strict, columns)
    if diff is None:
        _print_result(_evaluated(rules, people, from_scratch), output)
    else:
        _compare(rules, _read(diff, strict, columns), people, (expression, column or []), output)


def _run_stream(
    places: Places, options: StreamOptions, output: RulesFormat, *, strict: bool, from_scratch: bool
) -> None:
    """Do the same over users who are read as a stream."""
    from oktaexpr.rulesets import arising_faults
    from oktaexpr.rulesets.streams import report

    if output is RulesFormat.CSV:
        refuse_csv(options.out)
    rules = _read(places.old, strict).rules
    if places.new is None:
        result = run_rules(places, rules, options, strict=strict, from_scratch=from_scratch)
        if output is RulesFormat.JSON:
            write(report.rules_json(result))
        else:
            write(report.rules_text(result, width=table_width(), color=has_color(sys.stdout)))
        _fail_for(result)
        return
    difference = compare_rules(places, rules, _read(places.new, strict).rules, options, strict=strict)
    if output is RulesFormat.JSON:
        write(report.difference_json(difference))
    else:
        write(report.difference_text(difference, color=has_color(sys.stdout)))
    if difference.changed or arising_faults(difference.old, difference.new):
        raise typer.Exit(FAULT)


def _check_usage(
    diff: str | None, expression: str | None, column: list[str] | None, from_scratch: bool
) -> None:
    """Refuse options that say nothing together. Raises `typer.BadParameter`."""
    if expression is not None and diff is None:
        message = "--expr shows what --diff changes; give --diff NEW"
        raise typer.BadParameter(message)
    if column and expression is None:
        message = "--column says something of the values of --expr; give --expr"
        raise typer.BadParameter(message)
    if from_scratch and diff is not None:
        message = "--diff keeps what no rule gave; leave out --from-scratch"
        raise typer.BadParameter(message)


def _people_path(path: str, diff: str | None, directory: str | None) -> str:
    """Return where the users are: where it is said, else in the newest export that is a folder."""
    if directory is not None:
        return directory
    return diff if diff is not None and Path(diff).is_dir() else path


def _read(path: str, strict: bool, columns: Mapping[str, str] | None = None) -> RuleFile:
    from oktaexpr.rulesets import read_rules

    found = read_rules(path, strict=strict, columns=columns)
    say_skipped(found.skipped, found.skipped_count)
    return found


def _evaluated(rules: RuleFile, people: Directory, from_scratch: bool) -> RulesResult:
    from oktaexpr.rulesets import evaluate, unfilled_members

    members = unfilled_members(rules.rules, people) if from_scratch else None
    return evaluate(rules.rules, people, members=members)


def _print_result(result: RulesResult, output: RulesFormat) -> None:
    from oktaexpr.rulesets.report import rules_csv, rules_json, rules_text

    match output:
        case RulesFormat.TEXT:
            write(rules_text(result, width=table_width(), color=has_color(sys.stdout)))
        case RulesFormat.JSON:
            write(rules_json(result))
        case RulesFormat.CSV:
            write(rules_csv(result))
    _fail_for(result)


def _fail_for(result: RulesResult | StreamedRules) -> None:
    """Exit with 1 where a rule cannot run, or has no answer for somebody."""
    if any(one.is_at_fault for one in result.rules):
        raise typer.Exit(FAULT)


def _compare(
    old: RuleFile,
    new: RuleFile,
    people: Directory,
    shown: tuple[str | None, list[str]],
    output: RulesFormat,
) -> None:
    from oktaexpr.rulesets import arising_faults, compare
    from oktaexpr.rulesets.difference_report import difference_csv, difference_json, difference_text

    difference = compare(old.rules, new.rules, people)
    expression, names = shown
    listed = list(_consequences(difference, people, expression, extension_columns(names)))
    match output:
        case RulesFormat.TEXT:
            write(difference_text(difference, listed, width=table_width(), color=has_color(sys.stdout)))
        case RulesFormat.JSON:
            write(difference_json(difference, listed))
        case RulesFormat.CSV:
            write(difference_csv(listed))
    if listed or arising_faults(difference.old.rules, difference.new.rules):
        raise typer.Exit(FAULT)


def _consequences(
    difference: RulesDifference, people: Directory, expression: str | None, columns: Mapping[str, Column]
) -> Iterator[Consequence]:
    """Yield each change with the value of the expression before and after it."""
    from oktaexpr.compiler import compile as compile_text
    from oktaexpr.rulesets.difference_report import Consequence

    if expression is None:
        yield from (Consequence(change) for change in difference.changes)
        return
    source = read_expression(expression)
    with faults_drawn(source):
        program = compile_text(source.text)
    for change in difference.changes:
        old, new = (_outcome(program, change.login, scope) for scope in change.scopes(people))
        texts = {name: (column_cell(one, old), column_cell(one, new)) for name, one in columns.items()}
        yield Consequence(change, (old, new), texts)


def _outcome(program: oktaexpr.Program, login: str, scope: Scope) -> Outcome:
    from oktaexpr.render.outcomes import Outcome

    try:
        return Outcome(login, program(scope))
    except EvaluationError as error:
        return Outcome(login, error=error)
