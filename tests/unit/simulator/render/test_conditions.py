"""Rows in words, and the findings above a table."""

from __future__ import annotations

import pytest

from simulator.account import DbtAccount
from simulator.render.conditions import condition_phrase
from simulator.render.layout import question_columns
from simulator.render.options import Column, TableOptions, default_columns
from simulator.render.phrases import bare, with_ticks
from simulator.render.sheet import make_sheet
from simulator.tables import mode_table, precedence_table

ACCOUNT = DbtAccount.from_mapping({"license_maps": {"read_only": ["dbt_read_only"]}})


@pytest.mark.parametrize(
    ("expression", "conditions"),
    [
        ("isMemberOfGroupName('a') ? 'it' : 'developer'", ["not in a", "otherwise"]),
        ("user.level > 5 ? 'it' : 'read_only'", ["with user.level > 5", "otherwise"]),
        (
            "isMemberOfGroupName('a') AND user.level > 5 ? 'it' : 'read_only'",
            ["with user.level > 5, in a", "otherwise"],
        ),
        (
            "isMemberOfGroupName('a') OR isMemberOfGroupName('b') ? 'it' : 'read_only'",
            ["in any of {a, b}", "otherwise"],
        ),
        (
            "isMemberOfGroupName('a') OR user.level > 5 ? 'it' : 'read_only'",
            ["either with user.level > 5 or in a", "otherwise"],
        ),
        (
            "isMemberOfGroupNameStartsWith('dbt_') ? 'it' : 'read_only'",
            ["in a group starting with dbt_", "otherwise"],
        ),
        ("isMemberOfGroup('00g1') ? 'it' : 'read_only'", ["in group id 00g1", "otherwise"]),
        (
            "user.dbtLicense ?: 'read_only'",
            ["with a value of user.dbtLicense", "otherwise"],
        ),
        (
            "user.active ? 'it' : 'read_only'",
            ["user.active has no answer", "with user.active", "otherwise"],
        ),
    ],
)
def test_rows_in_words(expression: str, conditions: list[str]) -> None:
    rows = precedence_table(expression).rows
    assert [bare(condition_phrase(decided.row)) for decided in rows] == conditions


def test_whole_condition_in_words() -> None:
    condition = "isMemberOfGroupName('a') AND user.level > 5 OR isMemberOfGroupName('b') AND user.level > 3"
    rows = precedence_table(f"{condition} ? 'read_only' : 'developer'", limit=1).rows
    assert [bare(condition_phrase(decided.row)) for decided in rows] == [
        f"where not ({condition})",
        "otherwise",
    ]


def _above(expression: str, full_limit: int = 64) -> list[str]:
    sheet = make_sheet(mode_table(ACCOUNT, expression, full_limit=full_limit), TableOptions())
    return [with_ticks(finding) for finding in sheet.above]


def test_modes_that_agree_are_said_to() -> None:
    expression = "isMemberOfGroupName('dbt_read_only') ? 'read_only' : 'developer'"
    assert _above(expression) == ["SSO and SCIM give everyone the same license."]


def test_value_that_only_the_profile_knows_leaves_scim_open() -> None:
    first = _above("user.dbtLicense")[0]
    assert first == (
        "A user not in `dbt_read_only`: Developer under SSO, under SCIM the value of `user.dbtLicense`."
    )


def test_short_table_tells_how_to_read_it() -> None:
    said = _above("isMemberOfGroupName('a') ? 'it' : 'read_only'", full_limit=0)
    assert " under SSO, IT under SCIM." in said[0]
    assert said[-1].startswith("Read from the top")


def test_refused_value_is_an_error_in_the_finding() -> None:
    assert _above("'IT'")[0].endswith("Developer under SSO, error invalid_license_type under SCIM.")


def test_too_many_questions_are_told_in_words() -> None:
    arms = " : ".join(f"isMemberOfGroupName('g{number}') ? 'it'" for number in range(8))
    few = mode_table(ACCOUNT, "isMemberOfGroupName('a') ? 'it' : 'read_only'", full_limit=0)
    many = mode_table(ACCOUNT, f"{arms} : 'read_only'", full_limit=0)
    assert [atom.label for atom in question_columns(few) or ()] == ["dbt_read_only", "a"]
    assert question_columns(many) is None


def test_columns_follow_from_the_modes() -> None:
    assert default_columns((Column.SCIM,), has_users=False) == (Column.GROUPS, Column.SCIM, Column.FACT)
    both = default_columns((Column.SSO, Column.SCIM), has_users=True)
    assert both[-3:] == (Column.DIFFERS, Column.USERS, Column.FACT)


def test_reason_column_has_the_facts_in_words() -> None:
    options = TableOptions(columns=(Column.SSO, Column.REASON), has_notes=False)
    (line,) = make_sheet(mode_table(DbtAccount.from_mapping({}), "'it'"), options).lines
    assert bare(line.entries[1].phrase).startswith("A new user is Developer unless")


def test_row_below_others_is_about_whom_they_leave() -> None:
    expression = "isMemberOfGroupName('a') ? 'developer' : isMemberOfGroupName('b') ? 'it' : 'developer'"
    table = mode_table(DbtAccount.from_mapping({}), expression, full_limit=0)
    said = with_ticks(make_sheet(table, TableOptions()).above[0])
    assert said == "A user in `b` whom no row above fits: Developer under SSO, IT under SCIM."
