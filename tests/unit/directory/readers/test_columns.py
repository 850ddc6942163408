"""Headers as tools write them: what each column means, and what kind of table they make."""

from __future__ import annotations

from pathlib import Path

import pytest

from oktaexpr.directory import Directory
from oktaexpr.directory.readers.columns import IGNORED, TableKind, layout_of
from oktaexpr.errors import DirectoryError


@pytest.mark.parametrize(
    ("headers", "kind", "meanings"),
    [
        ("User Id,Status,Login,First name,Last name", "users", "user.id,status,login,firstName,lastName"),
        ("id,status,profile.email,profile.login", "users", "user.id,status,email,login"),
        ("id,profile_login,profile_first_name,profile_level", "users", "user.id,login,firstName,level"),
        ("id,status,profile,type_name,_cq_id", "users", "user.id,status,profile,ignore,ignore"),
        ("Email,Groups", "users", "email,groups"),
        ("LOGIN,COST_CENTER,dbt_license", "users", "login,costCenter,dbt_license"),
        ("id,login,_fivetran_deleted,_links_self_href", "users", "user.id,login,deleted,ignore"),
        ("group_id,user_id", "memberships", "group.id,user.id"),
        ("groupId,id", "memberships", "group.id,user.id"),
        ("user,group", "memberships", "user,group"),
        ("Group Name,Username", "memberships", "group.name,login"),
        ("id,name", "groups", "group.id,group.name"),
        ("Group ID,Group name", "groups", "group.id,group.name"),
        ("name,type,description", "groups", "group.name,group.type,group.description"),
        ("appId,id,licenseType", "app users", "app.id,user.id,licenseType"),
        (
            "id,name,status,expression,groupIds",
            "group rules",
            "rule.id,rule.name,rule.status,rule.expression,rule.targets",
        ),
    ],
)
def test_a_header_line_is_understood(headers: str, kind: str, meanings: str) -> None:
    layout = layout_of(headers.split(","), {})
    assert layout is not None
    assert (layout.kind, layout.meanings) == (TableKind(kind), tuple(meanings.split(",")))


@pytest.mark.parametrize("headers", ["name", "a,b", "amount,date", ""])
def test_a_table_of_something_else_is_none(headers: str) -> None:
    assert layout_of(headers.split(","), {}) is None


def test_the_callers_map_wins_over_every_guess() -> None:
    layout = layout_of(
        ["usr_login", "Status", "junk"], {"USR_LOGIN": "login", "status": "ignore", "junk": "title"}
    )
    assert layout is not None
    assert layout.meanings == ("login", "ignore", "title")


@pytest.mark.parametrize(
    ("headers", "columns", "read"),
    [
        (["login", "email", "E-Mail"], {}, [("email", "E-Mail")]),
        (["E-Mail", "login", "email"], {}, [("email", "E-Mail")]),
        (["E-Mail", "login", "email"], {"E-Mail": "email"}, [("E-Mail", "email")]),
        (["E-Mail", "login", "email"], {"email": "ignore"}, []),
        (["E-Mail", "login", "email"], {"e mail": "ignore"}, []),
        (["Primary email", "Email address", "login"], {}, [("Primary email", "Email address")]),
        (["username", "User Login", "Login"], {}, [("Login", "User Login"), ("Login", "username")]),
        (["login", "title", "Title"], {}, [("title", "Title")]),
        (["login", "title", "title"], {}, [("title", "title")]),
        (["user", "group", "Group ID or Name"], {}, [("group", "Group ID or Name")]),
        (["login", "_fivetran_synced", "_fivetran_id"], {}, []),
    ],
)
def test_one_column_for_each_meaning(
    headers: list[str], columns: dict[str, str], read: list[tuple[str, str]]
) -> None:
    layout = layout_of(headers, columns)
    assert layout is not None
    assert sorted(layout.doubled) == sorted(read)
    kept = [one for one in layout.meanings if one != IGNORED]
    assert len(set(kept)) == len(kept)


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_two_columns_of_one_meaning_are_told(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"users.{suffix}"
    if suffix == "csv":
        path.write_text("login,E-Mail,email\nmia,other@x.example,mia@x.example\n", encoding="utf-8")
    else:
        pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        table = pyarrow.table({"login": ["mia"], "E-Mail": ["other@x.example"], "email": ["mia@x.example"]})
        parquet.write_table(table, path)
    directory = Directory.load(path)
    assert directory.users[0].profile["email"] == "mia@x.example"
    said = f'users.{suffix}: the columns "email" and "E-Mail" mean the same; "email" is read: '
    assert [note.startswith(said) for note in directory.notes] == [True]
    with pytest.raises(DirectoryError, match="mean the same"):
        Directory.load(path, strict=True)
    assert Directory.load(path, strict=True, columns={"E-Mail": "ignore"}).notes == ()


def test_logins_that_differ_only_in_case_are_told(tmp_path: Path) -> None:
    said = 'logins that differ only in case are taken for different users (assumed): "mia" and "Mia"'
    path = tmp_path / "users.csv"
    path.write_text("login,title\nmia,a\nMia,b\ntom,c\n", encoding="utf-8")
    fixture = Directory.from_data({"users": [{"profile": {"login": name}} for name in ("mia", "Mia", "tom")]})
    for directory in (Directory.load(path), fixture):
        assert [user.login for user in directory.users] == ["mia", "Mia", "tom"]
        assert list(directory.notes) == [said]
