"""Files and folders become a directory, or one error that lists every problem with its place."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from oktaexpr.directory import Directory
from oktaexpr.directory.loading import LARGEST_FILE
from oktaexpr.directory.problems import MOST_SHOWN
from oktaexpr.errors import DirectoryError

PLAIN = """\
users:
  - id: 00u1
    status: ACTIVE
    profile: {login: mia@acme.example, department: Data}
    groups: [dbt_developers]
groups:
  - {id: 00g1, name: dbt_developers}
"""


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        stem, _, suffix = name.partition("__")
        (folder / f"{stem}.{suffix or 'yaml'}").write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    with pytest.raises(DirectoryError) as caught:
        Directory.load(folder)
    return caught.value.message.splitlines()


def test_one_file_and_a_folder_give_the_same(tmp_path: Path) -> None:
    write(tmp_path, directory=PLAIN)
    for path in (tmp_path, tmp_path / "directory.yaml", str(tmp_path / "directory.yaml")):
        (user,) = Directory.load(path).users
        assert (user.id, user.login, user.status) == ("00u1", "mia@acme.example", "ACTIVE")
        assert [group.name for group in user.groups] == ["dbt_developers"]


def test_a_folder_with_a_file_for_each_section(tmp_path: Path) -> None:
    write(
        tmp_path,
        users__json='[{"id": "00u1", "profile": {"login": "mia@acme.example"}}]',
        groups="groups: [{name: a}, {name: b}]",
        memberships="a: [mia@acme.example]\nb: [00u1]",
        org="name: Acme",
        notes="free: text",
    )
    directory = Directory.load(tmp_path)
    assert [group.name for group in directory.users[0].groups] == ["a", "b"]
    assert directory.scope("00u1").roots["org"] == {"name": "Acme"}


def test_the_shapes_of_oktas_api(tmp_path: Path) -> None:
    user = {
        "id": "00uA1",
        "status": "ACTIVE",
        "created": "2026-01-05T09:00:00.000Z",
        "lastLogin": None,
        "type": {"id": "otyA1"},
        "profile": {"login": "mia@acme.example", "employeeNumber": None},
        "_links": {"self": {"href": "https://acme.example/users/00uA1"}},
    }
    group = {
        "id": "00gB1",
        "type": "OKTA_GROUP",
        "objectClass": ["okta:user_group"],
        "lastMembershipUpdated": "2026-02-02T00:00:00.000Z",
        "profile": {"name": "dbt_developers", "description": None},
        "members": [{"id": "00uA1", "profile": {"login": "mia@acme.example"}}],
    }
    write(tmp_path, users__json=json.dumps([user]), groups__json=json.dumps([group]))
    directory = Directory.load(tmp_path)
    assert [found.login for found in directory.users_in("dbt_developers")] == ["mia@acme.example"]
    seen = directory.scope("00uA1", "identity-engine").user
    assert seen["created"] == "2026-01-05T09:00:00.000Z"
    assert "_links" not in seen


def test_the_message_names_file_line_column_key_and_the_near_name(tmp_path: Path) -> None:
    write(tmp_path, directory=PLAIN.replace("groups: [dbt_developers]", "groups: [dbt_developer]"))
    assert problems(tmp_path) == [
        'directory.yaml:5:14: users[0].groups[0]: no group "dbt_developer"; did you mean "dbt_developers"?'
    ]


def test_all_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    users = "- profile: {login: a}\n  gruops: []\n  manager: bob\n- profile: {login: a}\n  status: Active\n"
    write(tmp_path, users=users, groups="- {id: 1, name: x}\n", apps="- {name: a-b}\n")
    found = problems(tmp_path)
    assert [line.partition(": ")[0] for line in found] == [
        "apps.yaml:1:4",
        "groups.yaml:1:4",
        "users.yaml:2:3",
        "users.yaml:5:3",
    ]
    assert found[0].endswith('apps[0].name: expected a variable name such as zendesk, found the text "a-b"')
    assert found[1].endswith("groups[0].id: expected text, found the number 1")
    assert found[2].endswith('users[0].gruops: unknown key; did you mean "groups"?')
    assert "expected 'STAGED'" in found[3]


def test_a_wrong_key_does_not_hide_a_broken_reference(tmp_path: Path) -> None:
    write(tmp_path, users="- profile: {login: a}\n  gruops: []\n  manager: bob\n")
    assert [line.partition(": ")[0] for line in problems(tmp_path)] == ["users.yaml:2:3", "users.yaml:3:3"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("users: [{profile: {}}]", "users[0].profile.login: the key is missing"),
        ("users: [{profile: {login: ''}}]", "users[0].profile.login: expected text, found an empty one"),
        ("users: [{profile: {login: 7}}]", "users[0].profile.login: expected text, found the number 7"),
        ("users: 3", "users: expected a list, found the number 3"),
        ("uzers: []", 'uzers: unknown key; did you mean "users"?'),
        ("groups: [{id: g}]", "groups[0]: a group needs a name, here or in its profile"),
        ("groups: [{id: g, name: a}, {id: g, name: b}]", 'groups[1].id: the id "g" is taken by groups[0]'),
        ("apps: [{name: user}]", 'apps[0].name: "user" is a root of the language, no app'),
        ("apps: [{name: zendesk, users: {bob: {}}}]", 'apps[0].users.bob: no user "bob"'),
        ("apps: [{name: a}, {name: a}]", 'apps[1].name: the name "a" is taken by apps[0]'),
        ("devices: [{user: bob}]", 'devices[0].user: no user "bob"'),
        ("memberships: {x: []}", 'memberships.x: no group "x"'),
        ("memberships: [{group: x, user: y}]", 'memberships[0].group: no group "x"'),
        (
            "roots: {user: {}}",
            "roots.user: the root `user` is each user's own profile; it cannot be given here",
        ),
        (
            "now: yesterday",
            'now: expected an ISO 8601 date-time such as 2026-11-24T09:00:00Z, found "yesterday"',
        ),
        ("schema: {level: int}", "schema.level.type: expected 'string'"),
        (
            "schema: {level: {type: string, enum: [null]}}",
            "schema.level.enum[0]: expected text or a number, found null",
        ),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(tmp_path: Path, text: str, expected: str) -> None:
    write(tmp_path, directory=text)
    assert any(expected in line for line in problems(tmp_path)), problems(tmp_path)


@pytest.mark.parametrize("relation", ["manager: alice", "assistant: alice", "linked: {mentor: alice}"])
def test_relations_lead_to_known_users(tmp_path: Path, relation: str) -> None:
    write(tmp_path, users=f"- profile: {{login: alicia}}\n  {relation}\n")
    (line,) = problems(tmp_path)
    assert line.endswith('no user "alice"; did you mean "alicia"?')


def test_duplicate_logins_and_ids_are_reported(tmp_path: Path) -> None:
    write(tmp_path, users="- {id: 1a, profile: {login: a}}\n- {id: 1a, profile: {login: a}}\n")
    assert [line.partition(": ")[2] for line in problems(tmp_path)] == [
        'users[1].id: the id "1a" is taken by users[0]',
        'users[1].profile.login: the login "a" is taken by users[0]',
    ]


def test_a_group_name_that_two_groups_have_needs_an_id(tmp_path: Path) -> None:
    groups = "- {id: g1, name: Sales}\n- {id: g2, name: Sales}\n"
    write(tmp_path, groups=groups, users="- {profile: {login: a}, groups: [Sales]}\n")
    (line,) = problems(tmp_path)
    assert line.endswith('users[0].groups[0]: 2 groups are called "Sales"; name one by its id: "g1", "g2"')
    write(tmp_path, users="- {profile: {login: a}, groups: [g2]}\n")
    assert [group.id for group in Directory.load(tmp_path).users[0].groups] == ["g2"]


def test_the_diagnostics_carry_code_place_and_hint(tmp_path: Path) -> None:
    write(tmp_path, directory="uzers: []\n")
    with pytest.raises(DirectoryError) as caught:
        Directory.load(tmp_path)
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.code, diagnostic.span, diagnostic.help) == ("DIR201", (0, 0), 'did you mean "users"?')


def test_a_section_in_two_files_is_reported(tmp_path: Path) -> None:
    write(tmp_path, directory="org: {name: a}\n", org="name: b\n")
    (line,) = problems(tmp_path)
    assert line.endswith('org: the section stands in "directory.yaml" too')


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    assert problems(tmp_path / "nothing.yaml")[0].endswith("No such file or directory")
    assert problems(tmp_path / "nothing")[0].endswith("No such file or directory")
    assert "no file that is read" in problems(tmp_path)[0]
    write(tmp_path, user="- a\n")
    assert problems(tmp_path)[0].endswith('the file "user.yaml" is not read; did you mean "users"?')
    (tmp_path / "directory.yaml").write_bytes(b"org: \xff")
    assert problems(tmp_path / "directory.yaml")[0].endswith("no UTF-8 at byte 6")
    write(tmp_path, users__txt="")
    assert "expected a folder or a file that ends in" in problems(tmp_path / "users.txt")[0]


def test_pipes_and_huge_files_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert problems(tmp_path / "pipe.yaml")[0].endswith("no ordinary file")
    with (tmp_path / "huge.json").open("wb") as huge:
        huge.truncate(LARGEST_FILE + 1)
    assert problems(tmp_path / "huge.json")[0].endswith("200,000,001 bytes; at most 200,000,000 are read")


def test_very_many_problems_are_cut_short(tmp_path: Path) -> None:
    write(tmp_path, users="".join(f"- {{profile: {{login: u{at}}}, manager: nobody}}\n" for at in range(250)))
    lines = problems(tmp_path)
    assert len(lines) == MOST_SHOWN + 1
    assert lines[-1] == "and 150 more problems"


def test_data_that_is_handed_over_is_checked_alike() -> None:
    with pytest.raises(DirectoryError, match=r'<test>: users\[0\]\.groups\[0\]: no group "x"'):
        Directory.from_data({"users": [{"profile": {"login": "a"}, "groups": ["x"]}]}, "<test>")
    endless: dict[str, object] = {"login": "a"}
    endless["again"] = [endless, endless]
    with pytest.raises(DirectoryError, match="nest more than 100 deep"):
        Directory.from_data({"users": [{"profile": endless}]})


def test_ten_thousand_users_load_in_two_seconds(tmp_path: Path) -> None:
    groups = [{"id": f"00g{at}", "name": f"group {at}"} for at in range(200)]
    users = [
        {
            "id": f"00u{at}",
            "status": "ACTIVE",
            "profile": {
                "login": f"u{at}@acme.example",
                **{f"attribute{n}": f"value {n} of {at}" for n in range(12)},
            },
            "groups": [f"group {(at + 13 * n) % 200}" for n in range(10)],
        }
        for at in range(10_000)
    ]
    write(tmp_path, directory__json=json.dumps({"users": users, "groups": groups}))
    directory = Directory.load(tmp_path)
    assert len(directory.users_in("group 0")) == 500
