"""What a directory answers, and the scope that it makes of a user."""

from __future__ import annotations

import re
from typing import Any

import pytest

from oktaexpr.directory import Directory, Relations
from oktaexpr.errors import DirectoryError, UsageError

DATA: dict[str, Any] = {
    "now": "2026-11-24T09:00:00Z",
    "org": {"name": "Acme"},
    "session": {"amr": ["pwd"]},
    "groups": [
        {"id": "g1", "name": "Everyone", "type": "BUILT_IN"},
        {"id": "g2", "name": "Sales", "type": "OKTA_GROUP"},
        {"id": "g3", "name": "Sales", "type": "APP_GROUP", "source": {"id": "0oa1"}},
    ],
    "users": [
        {
            "id": "u1",
            "status": "ACTIVE",
            "created": "2026-01-05T09:00:00.000Z",
            "profile": {"login": "ann@acme.example", "firstName": "Ann", "middleName": None, "nickName": ""},
            "groups": ["g3", "g2"],
            "manager": "bob@acme.example",
            "assistant": {"active_directory": "u2"},
            "linked": {"mentor": "u2"},
            "roots": {"session": {"amr": ["mfa"]}},
        },
        {"id": "u2", "profile": {"login": "bob@acme.example"}},
    ],
    "apps": [
        {
            "id": "0oa1",
            "name": "ad_north",
            "kind": "active_directory",
            "users": {"u1": {"dn": "n"}, "u2": {"dn": "b"}},
        },
        {"id": "0oa2", "name": "ad_south", "kind": "active_directory", "users": {"u2": {"dn": "s"}}},
        {"id": "0oa3", "name": "workday", "users": {"u1": {"employeeID": "7"}}},
        {"id": "0oa4", "name": "zendesk", "properties": {"companySubDomain": "help"}},
    ],
    "devices": [
        {"id": "d1", "user": "u1", "profile": {"platform": "MACOS"}},
        {"id": "d2", "user": "u1", "profile": {"platform": "IOS"}},
    ],
}


@pytest.fixture
def directory() -> Directory:
    return Directory.from_data(DATA)


def test_user_is_the_profile_in_classic_and_the_whole_user_in_identity_engine(directory: Directory) -> None:
    profile = directory.user("u1").profile
    assert directory.scope("ann@acme.example").user is profile
    whole = directory.scope("u1", engine="identity-engine").user
    assert set(whole) == {"id", "status", "created", "profile"}
    assert whole["profile"] is profile


def test_absent_null_and_empty_stay_apart(directory: Directory) -> None:
    profile = directory.user("u1").profile
    assert profile["middleName"] is None
    assert profile["nickName"] == ""
    assert "lastName" not in profile


def test_another_engine_is_an_error_of_the_caller(directory: Directory) -> None:
    with pytest.raises(UsageError, match="no engine 'oie': use classic or identity-engine"):
        directory.scope("u1", engine="oie")
    with pytest.raises(UsageError):
        directory.scopes("oie")


def test_the_roots(directory: Directory) -> None:
    roots = directory.scope("u1").roots
    assert roots["org"] == {"name": "Acme"}
    assert roots["login"] == {"identifier": "ann@acme.example"}
    assert roots["device"] == {"id": "d1", "profile": {"platform": "MACOS"}}
    assert roots["session"] == {"amr": ["mfa"]}
    assert roots["workday"] == {"employeeID": "7"}
    assert roots["zendesk_app"] == {"id": "0oa4", "name": "zendesk", "companySubDomain": "help"}
    other = directory.scope("u2").roots
    assert other["session"] == {"amr": ["pwd"]}
    assert {"device", "workday", "zendesk", "app", "appuser"}.isdisjoint(other)


def test_the_chosen_app(directory: Directory) -> None:
    scope = directory.scope("u1", app="workday")
    assert scope.roots["appuser"] == {"employeeID": "7"}
    assert scope.roots["app"]["id"] == "0oa3"
    assert "appuser" not in directory.scope("u1", app="zendesk").roots
    with pytest.raises(DirectoryError, match=re.escape('no app "zendeks"; did you mean "zendesk"?')):
        directory.scope("u1", app="zendeks")


def test_the_relations(directory: Directory) -> None:
    bob = directory.user("u2").data
    assert directory.scope("u1").relations == Relations(
        linked={"mentor": bob},
        manager={"active_directory": bob},
        manager_app={"ad_north": {"dn": "b"}, "ad_south": {"dn": "s"}},
        assistant={"active_directory": bob},
        assistant_app={"ad_north": {"dn": "b"}, "ad_south": {"dn": "s"}},
        workday={"employeeID": "7"},
        directory={"dn": "n"},
        internal={"id": "u1", "status": "ACTIVE"},
    )


def test_two_active_directory_assignments_count_as_none(directory: Directory) -> None:
    assert directory.scope("u2").relations == Relations(internal={"id": "u2"})


def test_everyone_holds_everyone_and_groups_keep_the_directorys_order(directory: Directory) -> None:
    assert [user.login for user in directory.users_in("Everyone")] == ["ann@acme.example", "bob@acme.example"]
    assert [group.id for group in directory.user("u1").groups] == ["g1", "g2", "g3"]
    assert directory.scope("u1").groups == directory.user("u1").groups


def test_groups_of_one_name(directory: Directory) -> None:
    first, second = directory.find_groups("Sales")
    assert (first.source_id, second.source_id) == (None, "0oa1")
    assert [user.id for user in directory.users_in("Sales")] == ["u1"]
    assert directory.users_in(second) == [directory.user("u1")]
    assert directory.find_groups("sales") == []
    with pytest.raises(DirectoryError, match=re.escape('no group "sales"; did you mean "Sales"?')):
        directory.users_in("sales")


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("anne@acme.example", '; did you mean "ann@acme.example"?'),
        ("ann@acme.exmple", '; did you mean "ann@acme.example"?'),
        ("zacharias@acme.example", ""),
        ("\x1b[31m", ""),
    ],
)
def test_an_unknown_user_with_the_near_login(directory: Directory, asked: str, hint: str) -> None:
    with pytest.raises(DirectoryError) as caught:
        directory.scope(asked)
    assert caught.value.message == f'no user "{asked}"'.replace("\x1b", "\\u001b") + hint


def test_scopes_are_made_one_at_a_time(directory: Directory) -> None:
    scopes = directory.scopes("classic", app="workday")
    login, scope = next(scopes)
    assert (login, scope.roots["appuser"]) == ("ann@acme.example", {"employeeID": "7"})
    assert [login for login, _ in scopes] == ["bob@acme.example"]


def test_the_clock(directory: Directory) -> None:
    assert directory.scope("u1").now == "2026-11-24T09:00:00Z"
    assert Directory.from_data({"users": [{"profile": {"login": "a"}}]}).scope("a").now is None


def test_a_schema_only_where_one_is_declared(directory: Directory) -> None:
    assert directory.schema is None
    declared = {"level": "integer", "license": {"type": "string", "enum": ["it", "developer"]}}
    schema = Directory.from_data({"schema": declared}).schema
    assert schema is not None
    assert (schema["level"].type, schema["license"].enum) == ("integer", ("it", "developer"))
    assert schema["firstName"].type == "string"
    assert "dbtLicense" not in schema


def test_the_schema_of_oktas_api() -> None:
    tools = {"title": "Tools", "type": "array", "items": {"type": "string", "enum": ["dbt"]}}
    declared = {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "definitions": {"custom": {"id": "#custom", "properties": {"tools": tools}}, "base": {"id": "#base"}},
    }
    schema = Directory.from_data({"schema": declared}).schema
    assert schema is not None
    assert (schema["tools"].type, schema["tools"].items, schema["tools"].enum) == (
        "array",
        "string",
        ("dbt",),
    )


def test_a_user_never_shows_personal_data_by_accident(directory: Directory) -> None:
    assert repr(directory.user("u1")) == "UserRecord(id='u1')"
