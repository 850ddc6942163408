"""The example company loads, holds what its page promises, and its expressions run for everyone."""

from __future__ import annotations

from pathlib import Path

import pytest

import oktaexpr
from oktaexpr.directory import Directory

ACME = Path(__file__).parents[3] / "examples" / "acme"
EXPRESSIONS = sorted((ACME / "expressions").glob("*.oel"))


@pytest.fixture(scope="module")
def acme() -> Directory:
    return Directory.load(ACME)


def test_people_and_groups_are_as_many_as_the_page_says(acme: Directory) -> None:
    page = (ACME / "README.md").read_text("utf-8")
    assert f"{len(acme.users)} people" in page
    assert f"{len(acme.groups)} groups" in page
    assert len(acme.find_groups("Engineering Users")) == 2
    assert len(acme.users_in("Everyone")) == len(acme.users)
    assert all(user.login.endswith("@acme.example") for user in acme.users)


def test_every_state_of_an_account_occurs(acme: Directory) -> None:
    states = "STAGED PROVISIONED ACTIVE RECOVERY PASSWORD_EXPIRED LOCKED_OUT SUSPENDED DEPROVISIONED"
    assert {user.status for user in acme.users} == set(states.split())


def test_departments_are_set_cleared_null_and_absent(acme: Directory) -> None:
    departments = [user.profile.get("department", "absent") for user in acme.users]
    assert {"Data", "", None, "absent"} <= set(departments)


def test_profiles_hold_only_what_the_schema_declares(acme: Directory) -> None:
    assert acme.schema is not None
    for user in acme.users:
        assert set(user.profile) <= set(acme.schema)
        allowed = acme.schema["licenseType"].enum
        assert user.profile.get("licenseType") in (*allowed, None)


@pytest.mark.parametrize("file", EXPRESSIONS, ids=lambda file: file.stem)
def test_each_expression_has_a_value_for_everyone(acme: Directory, file: Path) -> None:
    engine = "identity-engine" if file.stem.startswith("identity_engine") else "classic"
    program = oktaexpr.compile(file.read_text("utf-8"), engine=engine)
    values = {login: program(scope) for login, scope in acme.scopes(engine, app="dbt_platform")}
    assert len(values) == len(acme.users)
    assert len({str(value) for value in values.values()}) > 1, "it tells nobody apart"


@pytest.mark.parametrize(
    ("name", "login", "value"),
    [
        ("license", "chen", "developer"),
        ("license", "raj", "developer"),
        ("license_published_formula", "elif", "read_only"),
        ("license_four_ways", "elif", "analyst"),
        ("username", "fatima", "f.elidrissi@acme.example"),
        ("group_rule_data_team", "kwame", False),
        ("manager_email", "grace", None),
        ("workday_number", "tom", None),
        ("identity_engine_policy", "alice", True),
        ("identity_engine_policy", "bob", False),
        ("identity_engine_groups_claim", "max", ["dbt_read_only", "dbt_analysts"]),
    ],
)
def test_values_that_an_admin_would_expect(acme: Directory, name: str, login: str, value: object) -> None:
    text = (ACME / "expressions" / f"{name}.oel").read_text("utf-8")
    engine = "identity-engine" if name.startswith("identity_engine") else "classic"
    assert oktaexpr.evaluate(text, acme.scope(f"{login}@acme.example", engine), engine=engine) == value
