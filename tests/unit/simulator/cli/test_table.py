"""`license table`: the seed's two groups in every format, dbt's own table, options, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_snapshot.plugin import Snapshot

from tests.support.license import ACCOUNT, ACME, CURRENT, FORMULA, MAPS, SNAPSHOTS
from tests.support.program import Run

FORMATS = {"text": "txt", "markdown": "md", "html": "html", "csv": "csv", "json": "json", "rst": "rst"}


def _cells(markdown: str) -> list[list[str]]:
    rows = [line for line in markdown.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [cells[0], *cells[2:]]


@pytest.mark.parametrize("output", FORMATS)
def test_tables_of_the_published_formula(oktaexpr: Run, snapshot: Snapshot, output: str) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    result = oktaexpr("license", "table", FORMULA, *MAPS, "--format", output)
    assert (result.code, result.err) == (0, "")
    snapshot.assert_match(result.out, f"formula.{FORMATS[output]}")


def test_both_published_spellings_give_the_same_table(oktaexpr: Run) -> None:
    first, second = (oktaexpr("license", "table", text, *MAPS).out for text in (FORMULA, CURRENT))
    assert first == second


def test_order_of_the_options_changes_nothing(oktaexpr: Run) -> None:
    maps = ("--map", "read_only=dbt_read_only", "--map", "developer=dbt_developers")
    tables = [oktaexpr("license", "table", FORMULA, *one, "--format", "csv").out for one in (MAPS, maps)]
    assert tables[0] == tables[1]


def test_first_thing_said_is_the_neither_row(oktaexpr: Run) -> None:
    lines = oktaexpr("license", "table", FORMULA, *MAPS).out.splitlines()
    assert lines[0] == (
        "A user in neither `dbt_developers` nor `dbt_read_only`: Developer under SSO, Read-Only under SCIM."
    )
    assert lines[2] == "The expression never looks at `dbt_read_only`: no effect under SCIM."


def test_published_table_of_dbt_with_its_words(oktaexpr: Run) -> None:
    # The table headed "SSO license mapping" on dbt's page (F5.1 to F5.4), its headings and its cells.
    caption = "SSO license mapping (IdP group-based):"
    columns = ("--mode", "sso", "--columns", "groups,sso")
    words = ("--headings", "dbt", "--yes-no", "Yes,No", "--caption", caption)
    out = oktaexpr("license", "table", *MAPS, *columns, *words, "--no-notes", "--format", "markdown").out
    assert out.startswith(f"**{caption}**\n\n|")
    assert _cells(out) == [
        ["In `dbt_developers` group?", "In `dbt_read_only` group?", "License assigned"],
        ["No", "No", "Developer (Member default or default for new users)"],
        ["No", "Yes", "Read-Only"],
        ["Yes", "No", "Developer"],
        ["Yes", "Yes", "Developer (Developer takes precedence)"],
    ]


def test_maps_and_not_names_decide_under_sso(oktaexpr: Run) -> None:
    out = oktaexpr("license", "table", FORMULA, "--map", "read_only=dbt_developers", "--format", "csv").out
    assert out.splitlines()[1:] == [
        'no,Developer,Read-Only,read_only,yes,"F5.1, F6.1"',
        'yes,Read-Only,Developer,developer,yes,"F5.2, F6.3"',
    ]


def test_people_of_a_directory_are_counted(oktaexpr: Run) -> None:
    result = oktaexpr(
        "license", "table", FORMULA, *MAPS, "-d", ACME, "--groups", "dbt_nobody", "--format", "csv"
    )
    rows = [line.split(",") for line in result.out.splitlines()]
    users = rows[0].index("users")
    assert sum(int(row[users]) for row in rows[1:]) == 28
    text = oktaexpr("license", "table", FORMULA, *MAPS, "-d", ACME, "--groups", "dbt_nobody").out
    assert "Of 28 users, 13 get another license under SCIM." in text
    assert "The directory has no group `dbt_nobody`." in text


def test_users_of_a_type_that_nobody_compares_are_told(oktaexpr: Run) -> None:
    expression = "user.firstName > 3 ? 'it' : 'read_only'"
    assert "28 users fit no row" in oktaexpr("license", "table", expression, "-d", ACME).out


def test_what_is_set_is_no_question_any_more(oktaexpr: Run) -> None:
    expression = "user.department == 'Data' AND isMemberOfGroupName('a') ? 'it' : user.fallback"
    settings = ("--set", "user.department=Data", "--set", "user.fallback=read_only")
    out = oktaexpr("license", "table", expression, *settings, "--format", "csv", "--mode", "scim").out
    assert out.splitlines() == ["a,SCIM,facts", "no,Read-Only,F6.5", "yes,IT,F6.5"]


def test_beyond_the_limit_the_first_row_that_fits_decides(oktaexpr: Run) -> None:
    expression = "isMemberOfGroupName('a') OR isMemberOfGroupName('b') ? 'it' : 'read_only'"
    arguments = ("license", "table", expression, "--mode", "scim", "--limit", "3")
    assert oktaexpr(*arguments, "--format", "csv").out.splitlines() == [
        "who,SCIM,facts",
        '"in any of {a, b}",IT,F6.5',
        "otherwise,Read-Only,F6.5",
    ]
    assert "the first row that fits decides" in oktaexpr(*arguments).out


def test_cell_that_does_not_matter_is_a_dash(oktaexpr: Run) -> None:
    expression = "isMemberOfGroupName('a') ? 'it' : isMemberOfGroupName('b') ? 'developer' : 'read_only'"
    out = oktaexpr("license", "table", expression, "--mode", "scim", "--limit", "0", "--format", "csv").out
    assert out.splitlines()[1:] == ["yes,–,IT,F6.5", "–,yes,Developer,F6.5", "–,–,Read-Only,F6.5"]


def test_assigned_value_has_its_license(oktaexpr: Run) -> None:
    assign = ("--assign", "IT=admins", "--assign", "it=dbt_it")
    out = oktaexpr(
        "license", "table", "'read_only'", *assign, "--columns", "groups,attribute", "--format", "csv"
    )
    assert out.out.splitlines() == [
        "admins,dbt_it,attribute",
        "no,no,Developer (not sent)",
        "no,yes,IT (it)",
        "yes,no,error: invalid_license_type (IT)",
        "yes,yes,error: invalid_license_type (IT)",
    ]


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("none-first", "no,no"),
        ("all-first", "yes,yes"),
        ("differs", "no,no"),
        ("sso", "no,no"),
        ("scim", "yes,no"),
    ],
)
def test_rows_are_sorted(oktaexpr: Run, sort: str, first: str) -> None:
    out = oktaexpr("license", "table", FORMULA, *MAPS, "--sort", sort, "--format", "csv").out
    assert out.splitlines()[1].startswith(first)


def test_rows_of_a_first_match_table_keep_their_order(oktaexpr: Run) -> None:
    expression = "isMemberOfGroupName('a') ? 'it' : isMemberOfGroupName('b') ? 'developer' : 'read_only'"
    arguments = ("license", "table", expression, "--mode", "scim", "--limit", "0")
    as_they_are = oktaexpr(*arguments, "--format", "csv").out
    for sort in ("all-first", "scim"):
        assert oktaexpr(*arguments, "--sort", sort, "--format", "csv").out == as_they_are
    assert "the rows cannot be sorted" in oktaexpr(*arguments, "--sort", "scim").out


def test_condition_with_too_many_rows_is_shown_as_it_stands(oktaexpr: Run) -> None:
    pairs = [f"(isMemberOfGroupName('{a}') AND isMemberOfGroupName('{b}'))" for a, b in ("ab", "cd")]
    condition = " OR ".join(pairs)
    arguments = ("license", "table", f"{condition} ? 'it' : 'read_only'", "--columns", "groups,scim")
    out = oktaexpr(*arguments, "--limit", "3", "--max-rows", "1", "--format", "csv").out
    assert out.splitlines() == ["who,SCIM", f"where {condition},IT", "otherwise,Read-Only"]


def test_account_file_gives_maps_plan_and_analyst(oktaexpr: Run) -> None:
    expression = "isMemberOfGroupName('dbt_analysts') ? 'analyst' : 'read_only'"
    arguments = ("license", "table", expression, "--columns", "groups,sso,scim", "--format", "csv")
    without = oktaexpr(*arguments).out
    assert "license_type_unavailable" in without
    out = oktaexpr(*arguments, "--account", ACCOUNT).out.splitlines()
    assert out[0] == "dbt_developers,dbt_read_only,dbt_analysts,SSO,SCIM"
    assert "no,yes,yes,Read-Only,Analyst" in out


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--columns", "groups,licence"), "'licence' is none of groups, sso"),
        (("--columns", ""), "name at least one of"),
        (("--mode", "saml"), "'saml' is none of sso, scim, attribute"),
        (("--map", "developer"), "'developer' is not like developer=dbt_developers"),
        (("--map", "viewer=a"), "license maps are for developer, read_only, analyst, it, not for 'viewer'"),
        (("--yes-no", "ja"), "'ja' is not like yes,no"),
        (("--format", "latex"), "latex"),
    ],
)
def test_wrong_option_is_wrong_usage(oktaexpr: Run, arguments: tuple[str, ...], word: str) -> None:
    result = oktaexpr("license", "table", FORMULA, *arguments)
    assert (result.code, result.out) == (2, "")
    assert word in " ".join(result.err.split())


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("isMemberOf(", "--mode", "scim"), "OEL1"),
        (("user.x", "--set", 'user.x={"a": 1}', "--mode", "scim"), "user.x"),
    ],
)
def test_fault_of_the_data_is_exit_1(oktaexpr: Run, arguments: tuple[str, ...], word: str) -> None:
    result = oktaexpr("license", "table", *arguments)
    assert result.code == 1
    assert word in result.err


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("plan: gold", "unknown plan 'gold'"),
        ("[plan]", "expected a mapping"),
        ("scim: true", "scim of an account is a mapping"),
        ("analyst: maybe", "analyst of an account is true or false"),
        ("license_maps: {developer: 5}", "is a list of group names"),
        ("assumptions: {lower_order: it}", "lower_order is a list"),
        ("assumptions: {pending_invite_holds_seat: 1}", "is true or false"),
        ("assumptions: {error_status: teapot}", "is a number"),
    ],
)
def test_slip_in_the_account_file_names_the_file(
    oktaexpr: Run, tmp_path: Path, content: str, word: str
) -> None:
    path = tmp_path / "account.yaml"
    path.write_text(content)
    result = oktaexpr("license", "table", FORMULA, "--account", str(path))
    assert (result.code, result.out) == (1, "")
    assert word in result.err
    assert "account.yaml:1" in result.err
