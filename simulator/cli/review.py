"""`oktaexpr license review`: what is wrong with the license attribute, before anyone is provisioned."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from oktaexpr import Severity
from oktaexpr.cli.shared import FAULT, Engine, FailOn, TextFormat, paint_for, read_expression, write
from oktaexpr.cli.shared import options as given
from oktaexpr.documents import document_error, read_document
from simulator.cli.accounts import read_assignments
from simulator.errors import AttributeSetupError
from simulator.profile_editor import LicenseAttribute, read_schema
from simulator.setup_review import review_setup

DETAILS = (
    "Finds values that dbt refuses and that some user would get, in any case; with --schema, an app user schema as "
    "Okta's API gives it, slips in the names, the enumeration and the type too; with --assign, values beside the "
    "mapping. `oktaexpr rule DBT102` explains a code. Exits with 1 on an error."
)
EXAMPLES = (
    """oktaexpr license review 'isMemberOfGroupName("dbt_developers") ? "Developer" : "read_only"'""",
    "oktaexpr license review -f license.oel --schema app_user_schema.json --fail-on warning",
)


def run(
    expression: given.ExpressionArgument = None,
    file: given.FileOption = None,
    schema: Annotated[
        str | None,
        typer.Option("--schema", metavar="FILE", help="The app user schema of Okta's API, as JSON."),
    ] = None,
    assign: Annotated[
        list[str] | None,
        typer.Option(
            "--assign",
            metavar="VALUE=GROUPS",
            help="A value on the app's group assignments; may be repeated.",
        ),
    ] = None,
    engine: given.EngineOption = Engine.CLASSIC,
    fail_on: given.FailOnOption = FailOn.ERROR,
    output: given.TextFormatOption = TextFormat.TEXT,
) -> None:
    """Review and print."""
    from simulator.render.setup import draw_findings, findings_json

    attribute = LicenseAttribute() if schema is None else _read_schema(Path(schema))
    needs_no_mapping = schema is not None or assign is not None
    if expression is not None or file is not None or not needs_no_mapping:
        attribute = replace(attribute, mapping=read_expression(expression, file).text)
    attribute = replace(attribute, group_assignments=tuple(read_assignments(assign)))
    findings = review_setup(attribute, engine.value)
    if output is TextFormat.JSON:
        write(findings_json(findings))
    else:
        write(draw_findings(findings, paint=paint_for(sys.stdout)))
    worst = Severity(fail_on.value).rank
    if any(finding.severity.rank <= worst for finding in findings):
        raise typer.Exit(FAULT)


def _read_schema(path: Path) -> LicenseAttribute:
    document = read_document(path)
    if not isinstance(document.value, Mapping):
        raise document_error(document, [((), "expected a mapping with `definitions`", None)])
    try:
        return read_schema(document.value)
    except AttributeSetupError as error:
        raise document_error(document, [((), str(error), None)]) from None
