"""The three shapes of tables, in both engines: the columns give what a scope made by hand gives."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

import oktaexpr
from oktaexpr import EvaluationError, Scope, UsageError
from oktaexpr.columns.layout import read_layout
from oktaexpr.directory.scope import Relations

PROFILE = {"login": "mia@acme.example", "firstName": "Mia", "level": 4, "manager": None}
OWN = {"id": "00u1", "status": "ACTIVE", "created": "2026-01-05T09:00:00.000Z"}
INTERNAL = Relations(internal={"id": "00u1", "status": "ACTIVE"})

TWICE = pa.StructArray.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])

FLAT = pa.Table.from_pylist([{**OWN, **PROFILE, "groups": ["a"]}])
API = pa.Table.from_pylist(
    [{**OWN, "profile": PROFILE, "groups": [{"id": "00g1", "name": "a", "type": "OKTA_GROUP"}]}]
)
ROOTS = pa.Table.from_pylist(
    [
        {
            "id": "00u1",
            "user": {**OWN, "profile": PROFILE},
            "appuser": {"license": "it"},
            "org": None,
            "groups": ["a"],
        }
    ]
)

CLASSIC = [
    "user.firstName", "user.level + 1", "user.absent", "user.manager.name", "user", "user.login", "login.identifier", "login",
    "#root.user.level", "user.getInternalProperty('status')", "isMemberOfGroupName('a')", "user?.firstName", "appuser",
    "appuser.license", "user.getGroups().![name]", "user['level']", "user.firstName.absent", "{1,2}.![#root.user.level]",
    "user.groups", "user['groups']",
]  # fmt: skip
IDENTITY_ENGINE = [
    "user.profile.firstName", "user.profile.level + 1", "user.profile.absent", "user.absent", "user.status", "user.created.toUnix()",
    "user.profile", "user.profile.manager.name", "user.getInternalProperty('id')", "user.isMemberOf({'group.profile.name': 'a'})",
    "user.id", "user.profile.status", "user.status.length()", "user.created", "login.identifier",
    "user.groups", "user.profile.groups",
]  # fmt: skip


def _row(text: str, engine: str, scope: Scope) -> tuple[Any, str | None]:
    try:
        return oktaexpr.evaluate(text, scope, engine), None
    except EvaluationError as error:
        return None, error.code


def _columns(text: str, engine: str, table: pa.Table) -> tuple[Any, str | None]:
    import json

    result = oktaexpr.compile(text, engine).over(table, as_json=True)
    (row,) = result.to_pylist()
    value = None if row["value"] is None else json.loads(row["value"])
    return value, row["error"] and row["error"]["code"]


def _plain(value: Any) -> Any:
    import json

    from oktaexpr.columns.results import json_text

    return json.loads(json_text(value))


@pytest.mark.parametrize("text", CLASSIC)
@pytest.mark.parametrize("shape", ["flat", "api"])
def test_classic_sees_the_profile(text: str, shape: str) -> None:
    table, groups = (FLAT, [{"name": "a"}]) if shape == "flat" else (API, API.to_pylist()[0]["groups"])
    profile = {**OWN, **PROFILE} if shape == "flat" else PROFILE
    scope = Scope(user=profile, groups=groups, relations=INTERNAL, login={"identifier": PROFILE["login"]})
    value, code = _row(text, "classic", scope)
    assert _columns(text, "classic", table) == (_plain(value), code)


@pytest.mark.parametrize("text", IDENTITY_ENGINE)
@pytest.mark.parametrize("shape", ["flat", "api"])
def test_identity_engine_sees_the_whole_user(text: str, shape: str) -> None:
    table = FLAT if shape == "flat" else API
    scope = Scope(
        user={**OWN, "profile": PROFILE},
        groups=API.to_pylist()[0]["groups"],
        relations=INTERNAL,
        login={"identifier": PROFILE["login"]},
    )
    value, code = _row(text, "identity-engine", scope)
    assert _columns(text, "identity-engine", table) == (_plain(value), code)


@pytest.mark.parametrize(
    "text",
    [
        "user.profile.level",
        "appuser.license",
        "org",
        "org.name",
        "org?.name",
        "session",
        "session.x",
        "#root.appuser",
    ],
)
def test_with_a_column_user_every_struct_is_a_root(text: str) -> None:
    scope = Scope({"appuser": {"license": "it"}}, user={**OWN, "profile": PROFILE}, groups=[{"name": "a"}])
    value, code = _row(text, "identity-engine", scope)
    assert _columns(text, "identity-engine", ROOTS) == (_plain(value), code)


def test_a_struct_that_is_null_in_one_row_is_no_fault_of_the_others() -> None:
    table = pa.Table.from_pylist([{"id": "1", "address": {"city": "Bern"}}, {"id": "2", "address": None}])
    rows = oktaexpr.compile("user.address.city").over(table).to_pylist()
    assert rows[0]["value"] == "Bern"
    assert rows[1]["error"]["code"] == "PROPERTY_ON_NULL"


@pytest.mark.parametrize(
    ("table", "key", "message"),
    [
        (pa.table({"name": ["a"]}), None, "name the column that tells users apart"),
        (pa.table({"id": ["a"]}), "idd", "did you mean `id`?"),
        (pa.table([pa.array(["a"]), pa.array(["b"])], names=["id", "id"]), None, "two columns called 'id'"),
        (pa.table({"id": ["a"], "groups": ["x"]}), None, "must be a list of group names"),
        (pa.table({"id": ["a"], "x": TWICE}), None, "the column 'x' has two parts called 'a'"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(table: pa.Table, key: str | None, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_layout(table, "classic", key)
    assert message in str(caught.value)
