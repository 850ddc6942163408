"""Precedence tables, row by row."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.account import DbtAccount, DbtUser
from simulator.decision import ErrorCode
from simulator.errors import TableError
from simulator.licenses import LicenseType
from simulator.mapping import PUBLISHED_EXPRESSIONS
from simulator.tables import Cell, ModeTable, State, mode_table, precedence_table

ACCOUNT = DbtAccount.from_mapping(
    {"plan": "enterprise", "license_maps": {"developer": ["dbt_developers"], "read_only": ["dbt_read_only"]}}
)


def _cell(cell: Cell) -> str:
    return str(cell) if len(cell.atoms) > 1 else f"{cell.atoms[0].label}: {cell}"


def _rows(expression: str, **options: Any) -> list[str]:
    table = precedence_table(expression, **options)
    return [
        f"{', '.join(_cell(cell) for cell in decided.row.cells) or 'otherwise'} -> {decided.outcome}"
        for decided in table.rows
    ]


@pytest.mark.parametrize("expression", PUBLISHED_EXPRESSIONS)
def test_published_expression_takes_two_rows(expression: str) -> None:
    assert _rows(expression) == ["dbt_developers: yes -> developer", "otherwise -> read_only"]


def test_privileged_license_is_not_left_as_otherwise() -> None:
    assert _rows("isMemberOfGroupName('r') ? 'read_only' : 'developer'") == [
        "r: no -> developer",
        "otherwise -> read_only",
    ]


def test_privileged_license_stays_last_where_the_other_way_is_longer() -> None:
    pairs = [f"isMemberOfGroupName('{a}') AND isMemberOfGroupName('{b}')" for a, b in ("ab", "cd")]
    expression = f"{pairs[0]} ? 'read_only' : {pairs[1]} ? 'read_only' : 'developer'"
    assert _rows(expression)[-1] == "otherwise -> developer"


def test_alternatives_join_into_one_cell() -> None:
    expression = "isMemberOfGroupName('a') OR isMemberOfGroupName('b') OR isMemberOfGroupName('c') ? 'it' : 'read_only'"
    assert _rows(expression) == ["any of a, b, c -> it", "otherwise -> read_only"]


def test_conjunction_of_alternatives_takes_one_row() -> None:
    names = [(f"a{number}", f"b{number}") for number in range(3)]
    clauses = [f"(isMemberOfGroupName('{a}') OR isMemberOfGroupName('{b}'))" for a, b in names]
    assert _rows(f"{' AND '.join(clauses)} ? 'it' : 'read_only'") == [
        "any of a0, b0, any of a1, b1, any of a2, b2 -> it",
        "otherwise -> read_only",
    ]


def test_relations_between_questions_shorten_the_table_and_show_dead_branches() -> None:
    expression = (
        "user.level > 5 ? 'it' : user.level > 3 AND isMemberOfGroupName('dbt_dev') ? 'developer' : "
        "isMemberOfGroupNameStartsWith('dbt_') ? 'analyst' : isMemberOfGroupName('dbt_fin') ? 'developer' : "
        "user.dept == 'A' AND user.dept == 'B' ? 'it' : 'read_only'"
    )
    assert _rows(expression) == [
        "user.level > 5: yes -> it",
        "user.level > 3: yes, dbt_dev: yes -> developer",
        "a group starting with dbt_: yes -> analyst",
        "otherwise -> read_only",
    ]
    dead = precedence_table(expression).unreachable
    assert [one.text for one in dead] == ["'developer'", "'it'"]
    assert [expression[one.span.start : one.span.end] for one in dead] == ["'developer'", "'it'"]


def test_all_spellings_of_membership_are_one_question() -> None:
    expression = "isMemberOf('a') ? 'it' : user.isMemberOfGroupName(\"a\") ? 'developer' : 'read_only'"
    assert _rows(expression) == ["a: yes -> it", "otherwise -> read_only"]


@pytest.mark.parametrize(
    ("criteria", "asked"),
    [
        ("{'group.profile.name': 'a', 'operator': 'EXACT'}", "a: yes"),
        ("{'group.profile.name': {'a', 'b'}, 'operator': 'EXACT'}", "any of a, b: yes"),
        ("{'group.profile.name': 'a'}", "a group starting with a: yes"),
        ("{'group.profile.name': 'a.*', 'operator': 'STARTS_WITH'}", "a group starting with a: yes"),
        ("{'group.id': {'00g1', '00g2'}}", "any of group id 00g1, group id 00g2: yes"),
    ],
)
def test_criteria_ask_what_membership_functions_ask(criteria: str, asked: str) -> None:
    (first, last) = precedence_table(
        f"user.isMemberOf({criteria}) ? 'it' : 'read_only'", engine="identity-engine"
    ).rows
    (cell,) = first.row.cells
    assert (f"{cell}: yes" if len(cell.atoms) > 1 else _cell(cell)) == asked
    assert (str(first.outcome), str(last.outcome)) == ("it", "read_only")


@pytest.mark.parametrize(
    "question",
    [
        "isMemberOfGroupNameRegex('[')",
        "user.isMemberOf({'group.profile.name': 'a', 'operator': 'REGEX'})",
        "user.isMemberOf('a')",
    ],
)
def test_question_about_groups_that_nobody_can_answer_is_an_error(question: str) -> None:
    assert _rows(f"isMemberOfGroupName('b') ? 'it' : {question} ? 'it' : 'read_only'")[:1] == ["b: yes -> it"]
    assert "error" in [row.rpartition(" -> ")[2] for row in _rows(f"{question} ? 'it' : 'read_only'")]


@pytest.mark.parametrize(
    "question", ["isMemberOfGroupNameRegex('[')", "user.isMemberOf({'group.name': 'a', 'operator': 'EXACT'})"]
)
def test_fault_in_a_constant_question_spares_nobody(question: str) -> None:
    assert _rows(f"{question} ? 'it' : 'read_only'") == ["otherwise -> error"]


@pytest.mark.parametrize("owner", ["user", "user.profile", "appuser"])
def test_attributes_are_related_whoever_owns_them(owner: str) -> None:
    assert _rows(f"{owner}.level > 5 ? 'it' : {owner}.level > 3 ? 'developer' : 'read_only'") == [
        f"{owner}.level > 5: yes -> it",
        f"{owner}.level > 3: yes -> developer",
        "otherwise -> read_only",
    ]


def test_missing_owner_has_its_row_only_where_asked_for() -> None:
    expression = "user.profile.license ?: 'read_only'"
    assert next(iter(_rows(expression, typed=False))).endswith("-> error")
    assert "error" not in " ".join(_rows(expression))


def test_constant_that_is_no_text_is_written_as_in_java() -> None:
    assert _rows("isMemberOfGroupName('a') ? true : 2.5") == ["a: yes -> true", "otherwise -> 2.5"]


def test_null_and_error_have_their_rows() -> None:
    expression = "user.contractor ? null : isMemberOfGroupName('a') ? 'it' : 'read_only'"
    assert _rows(expression) == [
        "user.contractor: fails -> error",
        "user.contractor: yes -> null",
        "a: yes -> it",
        "otherwise -> read_only",
    ]


def test_wrong_type_has_its_row_only_where_asked_for() -> None:
    expression = "user.level > 5 ? 'it' : 'read_only'"
    assert _rows(expression) == ["user.level > 5: yes -> it", "otherwise -> read_only"]
    assert _rows(expression, typed=False)[0] == "user.level > 5: fails -> error"


def test_value_from_the_profile_is_an_outcome_of_its_own() -> None:
    assert _rows("user.dbtLicense ?: 'read_only'") == [
        "user.dbtLicense has a value: yes -> value of user.dbtLicense",
        "otherwise -> read_only",
    ]


def test_constant_calls_are_worked_out() -> None:
    assert _rows("String.toLowerCase('IT')") == ["otherwise -> it"]


def test_question_without_influence_is_not_used() -> None:
    table = precedence_table("isMemberOfGroupName('a') ? 'it' : isMemberOfGroupName('b') ? 'it' : 'it'")
    assert [atom.label for atom in table.atoms] == ["a", "b"]
    assert table.used == ()


def _odd(count: int) -> str:
    """Return the condition that the user is in an odd number of groups, which takes a row for each such number."""
    odd = "isMemberOfGroupName('g0')"
    for number in range(1, count):
        odd = f"(isMemberOfGroupName('g{number}') ? !{odd} : {odd})"
    return odd


def test_condition_that_takes_too_many_rows_is_asked_as_a_whole() -> None:
    odd = _odd(8)
    expression = (
        f"isMemberOfGroupName('a') OR isMemberOfGroupName('b') ? 'it' : {odd} ? 'developer' : 'read_only'"
    )
    assert len(_rows(expression)) == 130
    assert _rows(expression, limit=100) == [
        "any of a, b -> it",
        f"{odd}: yes -> developer",
        "otherwise -> read_only",
    ]


def test_result_that_nobody_gets_is_none_of_a_whole_condition_either() -> None:
    pair = "isMemberOfGroupName('a') AND isMemberOfGroupName('b')"
    expression = f"{pair} OR isMemberOfGroupName('c') AND isMemberOfGroupName('d') ? 'it' : {pair} ? 'developer' : 'read_only'"
    table = precedence_table(expression, limit=1)
    assert "developer" not in {str(decided.outcome) for decided in table.rows}
    assert [one.text for one in table.unreachable] == ["'developer'"]
    assert set(table.places) == {decided.outcome for decided in table.rows}


def test_whole_condition_without_an_answer_is_an_error() -> None:
    condition = "user.contractor AND isMemberOfGroupName('a') OR user.intern AND isMemberOfGroupName('b')"
    assert _rows(f"{condition} ? 'it' : 'read_only'", limit=1) == [
        f"{condition}: fails -> error",
        f"{condition}: yes -> it",
        "otherwise -> read_only",
    ]


def test_more_questions_than_a_table_can_have_are_asked_together() -> None:
    halves = [" OR ".join(f"isMemberOfGroupName('g{n}')" for n in range(i, 300, 2)) for i in range(2)]
    expression = f"{halves[0]} ? 'it' : {halves[1]} ? 'developer' : 'read_only'"
    assert _rows(expression) == [
        f"{halves[0]}: yes -> it",
        f"{halves[1]}: yes -> developer",
        "otherwise -> read_only",
    ]


def test_maps_and_whole_conditions_stand_side_by_side() -> None:
    odd = _odd(8)
    table = mode_table(ACCOUNT, f"{odd} ? 'developer' : 'read_only'", limit=10)
    assert not table.is_full
    assert {atom.label for atom in table.atoms} == {"dbt_developers", "dbt_read_only", odd}
    assert [atom.label for atom in table.never_asked] == ["dbt_developers", "dbt_read_only"]
    asked = {atom.label: atom for atom in table.atoms}
    answers = dict.fromkeys(table.atoms, State.NO)
    for odd_state, license_type in ((State.YES, LicenseType.DEVELOPER), (State.NO, LicenseType.READ_ONLY)):
        modes = table.read({**answers, asked["dbt_read_only"]: State.YES, asked[odd]: odd_state})
        assert modes.scim is not None
        assert (modes.sso.license, modes.scim.license) == (LicenseType.READ_ONLY, license_type)


def test_too_many_questions_are_refused() -> None:
    arms = " : ".join(f"isMemberOfGroupName('g{number}') ? 'it'" for number in range(260))
    with pytest.raises(TableError, match="260"):
        precedence_table(f"{arms} : 'read_only'")


def _modes(table: ModeTable) -> list[tuple[str, ...]]:
    return [
        (
            *("yes" if "yes" in cell.states else "no" for cell in row.row.cells),
            str(row.modes.sso.license),
            str(row.modes.scim and row.modes.scim.license),
            "differs" if row.modes.differs else "same",
        )
        for row in table.rows
    ]


@pytest.mark.parametrize("expression", PUBLISHED_EXPRESSIONS)
def test_modes_part_for_a_user_in_neither_group(expression: str) -> None:
    # F5.1 to F5.4 against F6.1 to F6.4
    table = mode_table(ACCOUNT, expression)
    assert [atom.label for atom in table.atoms] == ["dbt_developers", "dbt_read_only"]
    assert _modes(table) == [
        ("no", "no", "developer", "read_only", "differs"),
        ("no", "yes", "read_only", "read_only", "same"),
        ("yes", "no", "developer", "developer", "same"),
        ("yes", "yes", "developer", "developer", "same"),
    ]
    assert [atom.label for atom in table.never_asked] == ["dbt_read_only"]
    facts = [{reason.fact for reason in row.modes.sso.reasons} for row in table.rows]
    assert all(name in found for name, found in zip(("F5.1", "F5.2", "F5.3", "F5.4"), facts, strict=True))


def test_other_groups_are_shown_on_request() -> None:
    table = mode_table(ACCOUNT, PUBLISHED_EXPRESSIONS[0], groups=["dbt_extra"])
    assert len(table.rows) == 8
    assert [atom.label for atom in table.never_asked] == ["dbt_read_only", "dbt_extra"]


def test_short_table_gives_the_same_as_the_full_one() -> None:
    account = DbtAccount.from_mapping(
        {
            "plan": "enterprise",
            "license_maps": {"developer": ["a", "b"], "it": ["b", "c"], "read_only": ["d"]},
        }
    )
    expression = (
        "isMemberOfGroupName('a') AND isMemberOfGroupName('c') ? 'developer' : isMemberOfGroupName('e') ? 'IT' : "
        "isMemberOfGroupNameStartsWith('d') ? 'it' : null"
    )
    full = mode_table(account, expression, full_limit=1000)
    short = mode_table(account, expression, full_limit=0)
    assert (full.is_full, short.is_full) == (True, False)
    assert len(short.rows) < len(full.rows)
    for row in full.rows:
        answers = {cell.atoms[0]: next(iter(cell.states)) for cell in row.row.cells}
        assert short.read(answers) == row.modes


def test_value_outside_the_enumeration_shows_its_error() -> None:
    (row,) = mode_table(DbtAccount.from_mapping({"plan": "enterprise"}), "'Developer'").rows
    assert row.modes.scim is not None
    assert (row.modes.scim.license, row.modes.scim.error) == (None, ErrorCode.INVALID_LICENSE_TYPE)


def test_value_from_the_profile_leaves_scim_open() -> None:
    row = mode_table(DbtAccount.from_mapping({"plan": "enterprise"}), "user.dbtLicense").rows[0]
    assert row.modes.scim is None
    assert row.modes.differs


def test_existing_user_keeps_the_license_when_nothing_is_sent() -> None:
    user = DbtUser(license=LicenseType.IT, scim_managed=True)
    table = mode_table(ACCOUNT, "user.active ? 'it' : 'read_only'", user=user)
    failed = [row.modes for row in table.rows if str(row.modes.attribute) == "error"]
    assert {modes.scim and modes.scim.license for modes in failed} == {LicenseType.IT}
