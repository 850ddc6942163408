"""Headers as tools write them: what each column means, and what kind of table they make."""

from __future__ import annotations

import pytest

from oktaexpr.directory.readers.columns import TableKind, layout_of


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
