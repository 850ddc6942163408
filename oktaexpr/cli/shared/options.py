"""Options that several commands have, so that they are called and explained alike everywhere."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from oktaexpr.render.escaping import Escape


class Engine(StrEnum):
    """Okta's two engines."""

    CLASSIC = "classic"
    IDENTITY_ENGINE = "identity-engine"


class TextFormat(StrEnum):
    """Output for people or for programs."""

    TEXT = "text"
    JSON = "json"


class TableFormat(StrEnum):
    """Output of rows: for people, for programs, for spreadsheets."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class FailOn(StrEnum):
    """The severity from which on a command exits with 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


ExpressionArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="EXPR",
        help="The expression, a file that ends in .oel, or - for standard input.",
        show_default=False,
    ),
]
ExpressionsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="EXPR",
        help="An expression, files and folders that hold expressions, or - for standard input.",
        show_default=False,
    ),
]
FileOption = Annotated[
    str | None,
    typer.Option(
        "--file", "-f", metavar="FILE", help="Read the expression from a file; - is standard input."
    ),
]
EngineOption = Annotated[Engine, typer.Option("--engine", help="Okta's engine that runs the expression.")]
DirectoryOption = Annotated[
    str | None,
    typer.Option(
        "--directory",
        "-d",
        metavar="PATH",
        help="Users, groups and apps: a fixture (YAML, JSON) or an export (JSON, CSV, Parquet), file or folder.",
    ),
]
UserOption = Annotated[
    str | None,
    typer.Option("--user", "-u", metavar="LOGIN", help="The user of the directory, by login or id."),
]
UsersOption = Annotated[
    list[str] | None,
    typer.Option(
        "--user", "-u", metavar="LOGIN", help="A user of the directory, by login or id; may be repeated."
    ),
]
AppOption = Annotated[
    str | None,
    typer.Option("--app", metavar="NAME", help="The app whose expression it is: gives `appuser` and `app`."),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Set a value, such as user.level=4. JSON where it is JSON, else text: --set 'user.zip=\"02115\"'.",
    ),
]
GroupOption = Annotated[
    list[str] | None,
    typer.Option(
        "--group", "-g", metavar="NAME", help="Add the user to a group of this name; may be repeated."
    ),
]
NowOption = Annotated[
    str | None,
    typer.Option(
        "--now", metavar="DATETIME", help="The time of the evaluation, in ISO 8601; else the clock's."
    ),
]
TextFormatOption = Annotated[TextFormat, typer.Option("--format", help="Output for people or for programs.")]
TableFormatOption = Annotated[
    TableFormat, typer.Option("--format", help="Output for people, programs, spreadsheets.")
]
EscapeOption = Annotated[
    Escape | None,
    typer.Option("--escape", help="Print the expression as a literal of JSON or of Terraform's language."),
]
RedactOption = Annotated[
    bool, typer.Option("--redact", help="Show placeholders in place of personal values.")
]
FailOnOption = Annotated[FailOn, typer.Option("--fail-on", help="The severity from which on to exit with 1.")]
