"""`oktaexpr license table`: who gets which license under SSO and under SCIM, for every combination of groups."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Annotated

import typer

from oktaexpr.cli.shared import (
    Engine,
    People,
    faults_drawn,
    has_color,
    read_expression,
    read_people,
    table_width,
    write,
)
from oktaexpr.cli.shared import options as given
from simulator.account import DbtAccount
from simulator.cli.accounts import AccountOption, MapOption, read_account, read_assignments
from simulator.render.layout import Sheet
from simulator.render.options import MODES, Column, Headings, Sort, TableOptions, default_columns
from simulator.render.sheet import make_sheet
from simulator.tables import FULL_LIMIT, ROW_LIMIT, Kind, ModeTable, Population, count_users, mode_table

DETAILS = (
    "SSO follows the license maps of --account or --map; nothing is read out of a group's name. SCIM follows the "
    "expression. The user is new, and seats are left out of account. Up to --limit combinations are listed one by "
    "one; beyond, the first row that fits decides, and its order is kept."
)
EXAMPLES = (
    """oktaexpr license table 'IIF(isMemberOf("dbt_developers"), "developer", "read_only")' """
    "--map developer=dbt_developers --map read_only=dbt_read_only",
    "oktaexpr license table -f license.oel --account examples/acme/account.yaml --format html > table.html",
    "oktaexpr license table --mode sso --map developer=dbt_developers --columns groups,sso --headings dbt "
    "--yes-no Yes,No --format markdown",
)


class Format(StrEnum):
    """What a table is written as."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    CSV = "csv"
    JSON = "json"
    RST = "rst"


def run(
    expression: given.ExpressionArgument = None,
    file: given.FileOption = None,
    account: AccountOption = None,
    maps: MapOption = None,
    assign: Annotated[
        list[str] | None,
        typer.Option(
            "--assign",
            metavar="VALUE=GROUPS",
            help="The attribute's value set on the app's group assignments, strongest first; may be repeated.",
        ),
    ] = None,
    groups: Annotated[
        str | None,
        typer.Option("--groups", metavar="NAMES", help="More groups to show, separated by commas."),
    ] = None,
    directory: given.DirectoryOption = None,
    app: given.AppOption = None,
    settings: given.SetOption = None,
    mode: Annotated[
        str, typer.Option("--mode", metavar="MODES", help="Which of sso, scim, attribute to show.")
    ] = "sso,scim,attribute",
    limit: Annotated[
        int, typer.Option("--limit", metavar="ROWS", min=0, help="How many combinations to list one by one.")
    ] = FULL_LIMIT,
    max_rows: Annotated[
        int,
        typer.Option(
            "--max-rows",
            metavar="ROWS",
            min=1,
            help="How many rows one outcome may take before whole conditions are shown in place of their parts.",
        ),
    ] = ROW_LIMIT,
    engine: given.EngineOption = Engine.CLASSIC,
    output: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.TEXT,
    columns: Annotated[
        str | None,
        typer.Option("--columns", metavar="NAMES", help=f"Which of {', '.join(Column)}, in this order."),
    ] = None,
    headings: Annotated[
        Headings, typer.Option("--headings", help="Plain headings, or questions as on dbt's page.")
    ] = Headings.PLAIN,
    yes_no: Annotated[
        str, typer.Option("--yes-no", metavar="YES,NO", help="The words for yes and no.")
    ] = "yes,no",
    caption: Annotated[str | None, typer.Option("--caption", metavar="TEXT", help="A title.")] = None,
    sort: Annotated[Sort, typer.Option("--sort", help="The order of the combinations.")] = Sort.NONE_FIRST,
    notes: Annotated[
        bool, typer.Option("--notes/--no-notes", help="Findings above the table and facts below.")
    ] = True,
) -> None:
    """Compare and print."""
    people = read_people(engine=engine.value, directory=directory, app=app, settings=settings)
    chosen = _chosen_columns(columns, mode, has_users=people.directory is not None)
    yes, no = _two_words(yes_no)
    options = TableOptions(
        columns=chosen, headings=headings, yes=yes, no=no, caption=caption, sort=sort, has_notes=notes
    )
    is_asked = expression or file or _needs_expression(chosen, has_values=bool(assign))
    source = read_expression(expression, file) if is_asked else None
    subject = _Subject(read_account(account, maps), source.text if source else None)
    with faults_drawn(source) if source else nullcontext():
        table = mode_table(
            subject.account,
            subject.expression,
            groups=_names(groups),
            known=dict(people.settings),
            assignments=read_assignments(assign),
            engine=engine.value,
            full_limit=limit,
            limit=max_rows,
        )
    write(_written(table, subject, people, options, output))


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a table is about."""

    account: DbtAccount
    expression: str | None


def _needs_expression(columns: Sequence[Column], *, has_values: bool) -> bool:
    """Tell whether columns say something of the expression; the attribute's values may be assigned in its place."""
    return Column.SCIM in columns or (Column.ATTRIBUTE in columns and not has_values)


def _written(
    table: ModeTable, subject: _Subject, people: People, options: TableOptions, output: Format
) -> str:
    population, missing = _counted(table, people)
    if output is Format.JSON:
        from simulator.render.json import draw_json

        return draw_json(table, subject.account, subject.expression, population)
    return _drawn(make_sheet(table, options, population, missing), output)


def _counted(table: ModeTable, people: People) -> tuple[Population | None, list[str]]:
    """Return how many users of the directory each row decides, and which groups it does not have."""
    if people.directory is None:
        return None, []
    names = [atom.label for atom in table.atoms if atom.kind is Kind.GROUP]
    missing = [name for name in names if not people.directory.find_groups(name)]
    return count_users(table, (scope for _, scope in people.everyone()), people.engine), missing


def _drawn(sheet: Sheet, output: Format) -> str:
    if output is Format.TEXT:
        from simulator.render.text import draw_text

        return draw_text(sheet, width=table_width(), color=has_color(sys.stdout))
    draw: Callable[[Sheet], str] = getattr(
        import_module(f"simulator.render.{output.value}"), f"draw_{output.value}"
    )
    return draw(sheet)


def _chosen_columns(columns: str | None, mode: str, *, has_users: bool) -> tuple[Column, ...]:
    """Return the columns by name, or those that suit the modes."""
    if columns is not None:
        return _columns(columns, "--columns", tuple(Column))
    return default_columns(_columns(mode, "--mode", MODES), has_users=has_users)


def _columns(names: str, option: str, allowed: Sequence[Column]) -> tuple[Column, ...]:
    known = {column.value: column for column in allowed}
    found = []
    for name in _names(names):
        if name not in known:
            message = f"{name!r} is none of {', '.join(known)}"
            raise typer.BadParameter(message, param_hint=option)
        found.append(known[name])
    if not found:
        message = f"name at least one of {', '.join(known)}"
        raise typer.BadParameter(message, param_hint=option)
    return tuple(dict.fromkeys(found))


def _names(text: str | None) -> list[str]:
    return [name.strip() for name in (text or "").split(",") if name.strip()]


def _two_words(text: str) -> tuple[str, str]:
    yes, comma, no = text.partition(",")
    if not comma or not yes.strip() or not no.strip():
        message = f"{text!r} is not like yes,no"
        raise typer.BadParameter(message, param_hint="--yes-no")
    return yes.strip(), no.strip()
