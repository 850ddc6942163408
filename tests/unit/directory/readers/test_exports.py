"""Exports of every form become a directory; the same org in another form becomes the same directory."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from oktaexpr.directory import Directory
from oktaexpr.errors import DirectoryError

MIA: dict[str, Any] = {
    "id": "00uA1",
    "status": "ACTIVE",
    "created": "2026-01-05T09:00:00.000Z",
    "lastLogin": None,
    "type": {"id": "otyA1"},
    "profile": {"login": "mia@acme.example", "department": "Data", "title": "", "employeeNumber": None},
    "_links": {"self": {"href": "https://acme.example/api/v1/users/00uA1"}},
}
TOM: dict[str, Any] = {"id": "00uA2", "status": "SUSPENDED", "profile": {"login": "tom@acme.example"}}
DEVELOPERS: dict[str, Any] = {"id": "00gB1", "type": "OKTA_GROUP", "profile": {"name": "dbt_developers"}}
EVERYONE: dict[str, Any] = {"id": "00gB2", "type": "BUILT_IN", "profile": {"name": "Everyone"}}
ALL = [MIA, TOM, DEVELOPERS, EVERYONE]

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files given as `path -> text or data`, and return their folder."""

    def write_files(files: dict[str, object]) -> Path:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            text = content if isinstance(content, str) else json.dumps(content)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write_files


def members(directory: Directory) -> dict[str, list[str]]:
    return {user.login: sorted(str(group.name) for group in user.groups) for user in directory.users}


WANTED = {"mia@acme.example": ["Everyone", "dbt_developers"], "tom@acme.example": ["Everyone"]}


@pytest.mark.parametrize(
    "files",
    [
        {"a.json": ALL, "b.json": [{"groupId": "00gB1", "userId": "00uA1"}]},
        {"a.json": {"value": ALL}, "b.json": {"00gB1": ["00uA1"]}},
        {"a.json": ALL, "groups/00gB1/users.json": [MIA]},
        {"a.json": ALL, "group-00gB1-members.json": [MIA]},
        {"a.json": [TOM, EVERYONE, MIA], "users/00uA1/groups.json": [DEVELOPERS, EVERYONE]},
        {"a.json": [MIA, TOM, EVERYONE], "b.json": {**DEVELOPERS, "_embedded": {"users": [MIA]}}},
        {"a.json": [{**MIA, "_embedded": {"groups": [DEVELOPERS]}}, TOM, DEVELOPERS, EVERYONE]},
        {"a.json": ALL, "b.json": {"00gB1": [MIA]}},
        {"a.json": {"exported": "2026-11-01", "all": ALL, "00gB1": ["00uA1"]}},
        {"a.json": {"all": ALL, "dbt_developers": ["mia@acme.example"]}},
        {"org.jsonl": "\n".join([*map(json.dumps, ALL), '{"group_id": "00gB1", "user_id": "00uA1"}', ""])},
        {"org.json": "\n".join([*map(json.dumps, ALL), '{"group": "dbt_developers", "user": "00uA1"}'])},
        {"a.json": ALL, "b.csv": "group_id,user_id\n00gB1,00uA1\n"},
        {"a.json": ALL, "b.csv": "Group Name;Username\ndbt_developers;mia@acme.example\n"},
        {"a.json": ALL, "b.tsv": "user\tgroup\n00uA1\tdbt_developers\n"},
        {"a.json": ALL, ".hidden.json": "no JSON", "policy.json": [{"id": "rul1", "type": "SIGN_ON"}]}
        | {"b.csv": "\ufeffuser,group\r\nmia@acme.example,dbt_developers\r\n"},
    ],
    ids=range(16),
)
def test_members_come_in_every_shape(write: Write, files: dict[str, object]) -> None:
    directory = Directory.load(write(files))
    assert members(directory) == WANTED
    assert not directory.skipped


def test_what_is_no_part_of_a_directory_adds_nobody(write: Write) -> None:
    others = {
        "client.json": {"id": "0oaX1", "type": "service", "name": "Reports", "grantedScopes": ["okta.users.read"]},
        "extension.json": {"version": 3, "permissions": ["tabs"], "scripts": [{"matches": ["https://acme.example/*"]}]},
        "factors.json": [{"id": "opfX1", "factorType": "question", "status": "ACTIVE", "profile": {"question": "pet"}}],
        "devices.json": [{"id": "guoX1", "resourceType": "UDDevice", "status": "ACTIVE", "profile": {"platform": "IOS"}}],
    }  # fmt: skip
    directory = Directory.load(write({"a.json": ALL, "b.json": {"00gB1": ["00uA1"]}} | others))
    assert members(directory) == WANTED
    assert [group.name for group in directory.groups or ()] == ["dbt_developers", "Everyone"]
    assert not directory.skipped


def test_an_app_may_have_a_profile_of_its_own(write: Write) -> None:
    app = {
        "id": "0oaE1", "name": "oidc_client", "label": "Reports", "status": "ACTIVE", "signOnMode": "OPENID_CONNECT",
        "profile": {"team": "Data"},
    }  # fmt: skip
    directory = Directory.load(write({"a.json": [MIA, app]}))
    assert [one.name for one in directory.apps or ()] == ["oidc_client"]
    assert not directory.skipped


def test_a_list_of_objects_may_have_an_enumeration(write: Write) -> None:
    offices = {"type": "array", "items": {"type": "object", "enum": [{"city": "Oslo"}, {"city": "Rome"}]}}
    plain = {"type": "string", "enum": ["a", "b"]}
    schema = {
        "id": "https://acme.example/meta/schemas/user/default",
        "definitions": {"custom": {"properties": {"offices": offices, "plan": plain}}},
    }
    directory = Directory.load(write({"a.json": [MIA, schema]}))
    assert not directory.skipped
    assert directory.schema is not None
    assert directory.schema["offices"].type == "array"
    assert directory.schema["offices"].enum == ()
    assert directory.schema["plan"].enum == ("a", "b")


def test_absent_null_and_empty_stay_apart_in_json(write: Write) -> None:
    (user,) = Directory.load(write({"x.json": [MIA]})).users
    assert user.profile["title"] == ""
    assert user.profile["employeeNumber"] is None
    assert "firstName" not in user.profile
    assert user.data["lastLogin"] is None
    assert "activated" not in user.data
    assert "_links" not in user.data


def test_absent_null_and_empty_stay_apart_in_csv(write: Write) -> None:
    text = 'login,title,city,nickName,firstName\na@x.example,"",\\N,,NULL\n'
    (user,) = Directory.load(write({"x.csv": text})).users
    assert user.profile == {"login": "a@x.example", "title": "", "city": None, "firstName": "NULL"}


def test_a_cell_may_hold_line_ends_quotes_and_delimiters(write: Write) -> None:
    text = 'login,title,city\n"a@x.example","Head, ""Data""\nEMEA",""\n\nb@x.example,,Rome\n'
    first, second = Directory.load(write({"x.csv": text})).users
    assert first.profile["title"] == 'Head, "Data"\nEMEA'
    assert first.profile["city"] == ""
    assert second.profile == {"login": "b@x.example", "city": "Rome"}


def test_cells_take_the_types_of_the_schema(write: Write) -> None:
    schema = {
        "id": "https://acme.example/meta/schemas/user/default",
        "definitions": {
            "custom": {
                "properties": {
                    "level": {"type": "integer"},
                    "isContractor": {"type": "boolean"},
                    "tools": {"type": "array", "items": {"type": "string"}},
                    "share": {"type": "number"},
                }
            }
        },
    }
    table = "login,level,isContractor,tools,share\na@x.example,4,TRUE,dbt;looker,0.5\nb@x.example,four,,,\n"
    directory = Directory.load(write({"schema.json": schema, "users.csv": table}))
    typed, wrong = directory.users
    assert typed.profile == {
        "login": "a@x.example",
        "level": 4,
        "isContractor": True,
        "tools": ["dbt", "looker"],
        "share": 0.5,
    }
    assert wrong.profile == {"login": "b@x.example"}
    assert [str(row) for row in directory.skipped] == [
        'users.csv:3:13: profile.level: expected an integer, found the text "four"'
    ]


def test_apps_with_their_users_and_schemas(write: Write) -> None:
    app = {
        "id": "0oaE1",
        "name": "dbt_platform",
        "label": "dbt",
        "status": "ACTIVE",
        "signOnMode": "SAML_2_0",
    }
    app_user = {"id": "00uA1", "scope": "USER", "profile": {"licenseType": "developer"}}
    schema = {
        "id": "https://acme.example/meta/schemas/apps/0oaE1/default",
        "definitions": {"custom": {"properties": {"licenseType": {"type": "string", "enum": ["it"]}}}},
    }
    directory = Directory.load(
        write({"a.json": [MIA, app, schema], "apps/0oaE1/users.json": [app_user], "c.json": [DEVELOPERS]})
    )
    (found,) = directory.apps
    assert (found.name, found.data["label"]) == ("dbt_platform", "dbt")
    assert found.schema is not None
    assert found.schema["licenseType"].enum == ("it",)
    assert directory.schema is None
    scope = directory.scope("mia@acme.example", app="dbt_platform")
    assert scope.roots["appuser"] == {"licenseType": "developer"}


def test_two_instances_of_one_app_get_names_of_their_own_and_a_note(write: Write) -> None:
    apps = [{"id": f"0oa{at}", "name": "zendesk", "label": f"Zendesk {at}", "signOnMode": "X"} for at in "12"]
    directory = Directory.load(write({"x.json": [*apps, MIA]}))
    assert [app.name for app in directory.apps] == ["zendesk_0oa1", "zendesk_0oa2"]
    assert "Zendesk 1" in directory.notes[0]


def test_a_table_of_users_and_groups_alone_says_who_there_is(write: Write) -> None:
    directory = Directory.load(write({"x.csv": "user,group\nmia,a\nmia,b\ntom,a\n"}) / "x.csv")
    assert members(directory) == {"mia": ["a", "b"], "tom": ["a"]}
    assert any("lists no users" in note for note in directory.notes)


def test_a_report_with_a_row_for_each_membership(write: Write) -> None:
    text = "Login,First name,Group\nmia@x.example,Mia,a\nmia@x.example,Mia,b\n"
    directory = Directory.load(write({"x.csv": text}))
    assert members(directory) == {"mia@x.example": ["a", "b"]}
    assert directory.users[0].profile["firstName"] == "Mia"


def test_a_table_may_spell_states_for_people(write: Write) -> None:
    loaded = Directory.load(
        write({"report.csv": "Login,Status\nmia,Active\ntom,Locked out\neve,password_expired\n"})
    )
    assert [user.data["status"] for user in loaded.users] == ["ACTIVE", "LOCKED_OUT", "PASSWORD_EXPIRED"]
    assert loaded.skipped_count == 0


def test_a_column_of_groups(write: Write) -> None:
    directory = Directory.load(
        write({"a.csv": "login,groups\nmia,a;b\ntom,\n", "b.csv": "id,name\n1,a\n2,b\n"})
    )
    assert members(directory) == {"mia": ["a", "b"], "tom": []}


def test_rows_that_a_warehouse_marks_as_deleted_are_gone(write: Write) -> None:
    text = "id,login,_fivetran_deleted\n1,mia,false\n2,tom,true\n"
    assert [user.login for user in Directory.load(write({"x.csv": text})).users] == ["mia"]


def test_a_map_of_columns(write: Write) -> None:
    folder = write({"x.csv": "usr|usr_mail|dept\n7|mia@x.example|Data\n"})
    (user,) = Directory.load(
        folder, columns={"usr": "user.id", "usr_mail": "login", "dept": "department"}
    ).users
    assert (user.id, user.profile) == ("7", {"login": "mia@x.example", "department": "Data"})


def test_parquet_tables(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    tables = {
        "okta_users": [
            {"id": "00uA1", "status": "ACTIVE", "profile": '{"login": "mia", "level": 4, "title": null}'},
            {"id": "00uA2", "status": "ACTIVE", "profile": "no JSON"},
        ],
        "okta_groups": [{"id": "00gB1", "name": "a"}],
        "okta_group_users": [{"group_id": "00gB1", "id": "00uA1"}, {"group_id": "00gB1", "id": None}],
    }
    for name, rows in tables.items():
        parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / f"{name}.parquet")
    directory = Directory.load(tmp_path)
    assert members(directory) == {"mia": ["a"]}
    assert directory.users[0].profile == {"login": "mia", "level": 4, "title": None}
    assert [str(row) for row in directory.skipped] == [
        "okta_group_users.parquet:2:2: user: a membership needs a user",
        "okta_users.parquet:2:3: profile: expected a profile as JSON",
    ]
    (tmp_path / "broken.parquet").write_bytes(b"PAR1")
    with pytest.raises(DirectoryError, match=r"broken\.parquet: no Parquet"):
        Directory.load(tmp_path)


def test_progress_is_told_and_ends_at_all(write: Write) -> None:
    seen: list[tuple[int, int]] = []
    folder = write({"a.json": ALL, "b.csv": "user,group\n00uA1,00gB1\n"})
    Directory.load(folder, progress=lambda done, total: seen.append((done, total)))
    total = sum(file.stat().st_size for file in folder.iterdir())
    assert seen[-1] == (total, total)
    assert seen == sorted(seen)


def test_without_pyarrow_parquet_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "users.parquet").write_bytes(b"PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DirectoryError, match=r"users\.parquet: Parquet needs pyarrow: pip install"):
        Directory.load(tmp_path)
