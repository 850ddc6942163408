"""What is known of everybody, what is assigned directly, and real people in the rows."""

from __future__ import annotations

import pytest

import oktaexpr
from simulator.account import DbtAccount
from simulator.errors import TableError
from simulator.licenses import LicenseType
from simulator.profile_editor import GroupAssignment
from simulator.tables import ModeTable, OutcomeKind, count_users, mode_table

ACCOUNT = DbtAccount.from_mapping({"license_maps": {"developer": ["a"], "read_only": ["b"]}})
ASSIGNMENTS = (
    GroupAssignment("a", "it", 1),
    GroupAssignment("b", "read_only", 0),
    GroupAssignment("c", None, 2),
)


def _outcomes(table: ModeTable) -> list[str]:
    return [str(row.modes.attribute) for row in table.rows]


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("Data", "it"),
        ("", "read_only"),
        (None, "read_only"),
        (["Data"], "read_only"),
        (3, "read_only"),
        (2**40, "read_only"),
        (1.5, "read_only"),
        (True, "read_only"),
    ],
)
def test_known_attribute_is_a_constant(value: object, outcome: str) -> None:
    expression = "user.department == 'Data' ? 'it' : 'read_only'"
    table = mode_table(DbtAccount.from_mapping({}), expression, known={("user", "department"): value})
    assert table.atoms == ()
    assert _outcomes(table) == [outcome]


def test_known_attribute_is_found_in_any_place() -> None:
    known = {("user", "profile", "team"): "data", ("user", "level"): 4}
    expression = (
        "String.toUpperCase(user.profile.team) == 'DATA' AND (user.level > 3 OR user.other) ? "
        "user.profile.team + '!' : user.level"
    )
    table = mode_table(DbtAccount.from_mapping({}), expression, known=known)
    assert set(_outcomes(table)) == {"data!"}


def test_condition_on_a_known_attribute_can_fail() -> None:
    table = mode_table(
        DbtAccount.from_mapping({}), "user.active ? 'it' : 'read_only'", known={("user", "active"): None}
    )
    assert [row.modes.attribute.kind for row in table.rows] == [OutcomeKind.ERROR]


def test_known_value_must_be_a_constant() -> None:
    with pytest.raises(TableError, match=r"user\.team"):
        mode_table(ACCOUNT, "user.team", known={("user", "team"): {"name": "data"}})


def test_without_an_expression_nothing_is_sent_and_the_default_holds() -> None:
    # F6.6
    table = mode_table(ACCOUNT, None)
    assert {row.modes.attribute.kind for row in table.rows} == {OutcomeKind.ABSENT}
    assert {row.modes.scim and row.modes.scim.license for row in table.rows} == {LicenseType.DEVELOPER}


def test_strongest_assignment_of_a_users_groups_wins() -> None:
    table = mode_table(ACCOUNT, "'read_only'", assignments=ASSIGNMENTS)
    assert [atom.label for atom in table.atoms] == ["a", "b", "c"]
    found = [row.modes.assigned and str(row.modes.assigned.value) for row in table.rows]
    assert found == ["absent", "absent", "read_only", "read_only", "it", "it", "read_only", "read_only"]


def test_short_table_keeps_assignments_apart() -> None:
    full = mode_table(ACCOUNT, "isMemberOfGroupName('d') ? 'it' : 'read_only'", assignments=ASSIGNMENTS)
    short = mode_table(
        ACCOUNT, "isMemberOfGroupName('d') ? 'it' : 'read_only'", assignments=ASSIGNMENTS, full_limit=0
    )
    assert len(short.rows) < len(full.rows)
    for row in full.rows:
        answers = {cell.atoms[0]: next(iter(cell.states)) for cell in row.row.cells}
        assert short.read(answers) == row.modes


def test_every_user_is_counted_once() -> None:
    expression = "isMemberOfGroupName('a') ? 'developer' : user.level > 3 ? 'it' : 'read_only'"
    people = [
        oktaexpr.Scope(user={"level": 4}, groups=[{"name": "a"}]),
        oktaexpr.Scope(user={"level": 4}, groups=[{"name": "b"}]),
        oktaexpr.Scope(user={}, groups=[]),
        oktaexpr.Scope(user={"level": "high"}, groups=[]),
    ]
    for full_limit in (64, 0):
        found = count_users(mode_table(ACCOUNT, expression, full_limit=full_limit), people)
        assert (found.total, sum(found.counts) + found.unplaced) == (4, 4)
        # In group b SCIM gives IT and SSO Read-Only; the third is Developer under SSO and Read-Only under SCIM.
        assert found.differing >= 2
