"""Nothing personal comes out, and what comes out behaves like what went in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from oktaexpr.anonymizing import GroupNames, anonymized, new_key
from oktaexpr.directory import Directory
from oktaexpr.rulesets import GroupRule, RulesResult, evaluate, read_rules

ACME = Path(__file__).parents[3] / "examples" / "acme"
KEY = b"a key of the test"


def enumerated(directory: Directory) -> set[object]:
    """Return the values of enumerations, which stay."""
    schemas = [directory.schema, *(app.schema for app in directory.apps)]
    return {value for schema in schemas if schema for one in schema.values() for value in one.enum}


def texts(value: object) -> Iterator[str]:
    """Yield every text and every longer number of a value, but no key."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, int | float) and len(str(value)) >= 5:
        yield str(value)


def reload(files: dict[str, Any], folder: Path) -> tuple[Directory, list[GroupRule]]:
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    return Directory.load(folder, strict=True), list(read_rules(folder, strict=True).rules)


@pytest.fixture(scope="module")
def acme() -> Directory:
    return Directory.load(ACME)


@pytest.fixture(scope="module")
def rules() -> list[GroupRule]:
    return list(read_rules(ACME).rules)


@pytest.mark.parametrize("group_names", [GroupNames.KEEP_IMPERSONAL, GroupNames.REPLACE])
def test_no_original_value_is_left_anywhere(
    acme: Directory, rules: list[GroupRule], group_names: GroupNames
) -> None:
    files = anonymized(acme, rules, key=KEY, group_names=group_names)
    output = "\n".join(texts(files)).casefold()
    originals: set[str] = set()
    for user in acme.users:
        originals |= {user.id or "", *texts(dict(user.profile)), *texts(dict(user.apps))}
        originals |= {*texts(dict(user.manager)), *texts(dict(user.linked))}
    originals |= {group.id or "" for group in acme.groups} | {rule.id for rule in rules}
    if group_names is GroupNames.REPLACE:
        originals |= {group.name or "" for group in acme.groups if group.type != "BUILT_IN"}
    for original in originals - enumerated(acme):
        # Two letters, such as a country's code, stand in any text.
        assert len(original) < 3 or original.casefold() not in output, original


def test_shape_and_structure_stay(acme: Directory, rules: list[GroupRule], tmp_path: Path) -> None:
    other, _ = reload(anonymized(acme, rules, key=KEY), tmp_path)
    assert len(other.users) == len(acme.users)
    for old, new in zip(acme.users, other.users, strict=True):
        assert old.status == new.status
        assert len(old.groups) == len(new.groups)
        assert len(old.apps) == len(new.apps)
        assert list(old.profile) == list(new.profile)
        for name, value in old.profile.items():
            assert type(new.profile[name]) is type(value)
            assert (new.profile[name] == "") is (value == "")
        assert set(old.manager) == set(new.manager)
        assert set(old.linked) == set(new.linked)
    assert [group.type for group in other.groups] == [group.type for group in acme.groups]
    for old_group, new_group in zip(acme.groups, other.groups, strict=True):
        members = [acme.users.index(user) for user in acme.users_in(old_group)]
        assert [other.users.index(user) for user in other.users_in(new_group)] == members
    assert other.schema is not None and acme.schema is not None  # noqa: PT018 - narrows both
    assert other.schema["licenseType"].enum == acme.schema["licenseType"].enum


def places(result: RulesResult, directory: Directory) -> list[list[int]]:
    return [[directory.groups.index(group) for group in user.after] for user in result.users]


@pytest.mark.parametrize("group_names", list(GroupNames))
def test_rules_give_the_new_people_what_they_give_the_old(
    acme: Directory, group_names: GroupNames, tmp_path: Path
) -> None:
    grace, data = "00uacme01", "00g-data-platform"
    expressions = [
        'user.department == "Data"',
        'String.stringContains(user.title, "Head") AND user.level > 3',
        'String.toLowerCase(user.department) == "data"',
        'String.substringAfter(user.email, "@") == "acme.example"',
        f'isMemberOfGroup("{data}") OR isMemberOfGroupName("VPN Users")',
        'user.employeeNumber == "10037" OR user.countryCode == "DE"',
        'user.licenseType == "developer"',
        'user.startDate == "2019-04-01"',
    ]
    rules = [
        GroupRule(f"r{at}", f"Rule {at}", text, ("00g-sales",), excluded_users=frozenset({grace}))
        for at, text in enumerate(expressions)
    ]
    before = evaluate(rules, acme)
    other, renamed = reload(anonymized(acme, rules, key=KEY, group_names=group_names), tmp_path)
    after = evaluate(renamed, other)
    assert [one.matched for one in after.rules] == [one.matched for one in before.rules]
    assert all(one.matched for one in before.rules)
    assert places(after, other) == places(before, acme)


def test_the_same_key_gives_the_same_and_another_key_does_not(acme: Directory) -> None:
    assert anonymized(acme, key=KEY) == anonymized(acme, key=KEY)
    assert anonymized(acme, key=new_key())["users.json"] != anonymized(acme, key=KEY)["users.json"]


def test_names_of_groups_are_kept_where_nothing_personal_is_in_them() -> None:
    directory = Directory.from_data(
        {
            "users": [{"profile": {"login": "mia@acme.example", "firstName": "Mia", "title": "Lead"}}],
            "groups": [{"name": name} for name in ("dbt_developers", "Friends of Mia", "leads")],
        }
    )

    def names(group_names: GroupNames) -> list[str]:
        files = anonymized(directory, key=KEY, group_names=group_names)
        return [group["profile"]["name"] for group in files["groups.json"]]

    kept = names(GroupNames.KEEP_IMPERSONAL)
    assert (kept[0], kept[2]) == ("dbt_developers", "leads")
    assert kept[1].startswith("Friends of ")
    assert "Mia" not in kept[1]
    assert names(GroupNames.KEEP) == ["dbt_developers", "Friends of Mia", "leads"]
    assert not {"dbt_developers", "leads"} & set(names(GroupNames.REPLACE))


def test_one_name_in_several_values_stays_one_name() -> None:
    profile = {
        "login": "mia.roe@acme.example",
        "email": "Mia.Roe@acme.example",
        "firstName": "Mia",
        "lastName": "Roe",
        "displayName": "ROE, Mia",
        "note": "ask mia.roe@acme.example",
    }
    directory = Directory.from_data({"users": [{"profile": profile}]})
    (user,) = anonymized(directory, key=KEY)["users.json"]
    new = user["profile"]
    first, last = new["firstName"], new["lastName"]
    assert new["displayName"] == f"{last.upper()}, {first}"
    assert new["login"].startswith(f"{first}.{last}@".casefold())
    assert new["note"].endswith(new["login"])
    assert new["login"].endswith(".example")


def test_numbers_dates_and_times() -> None:
    user = {
        "id": "00u1",
        "created": "2026-01-05T09:31:07.000Z",
        "lastLogin": None,
        "profile": {
            "login": "x",
            "level": 4,
            "badge": 482913,
            "isLead": True,
            "born": "1985-03-02",
            "zip": "02115",
        },
    }
    (new,) = anonymized(Directory.from_data({"users": [user]}), key=KEY)["users.json"]
    assert new["created"] == "2026-01-05T00:00:00.000Z"
    assert new["lastLogin"] is None
    profile = new["profile"]
    assert (profile["level"], profile["isLead"]) == (4, True)
    assert len(str(profile["badge"])) == 6 and profile["badge"] != 482913  # noqa: PT018 - one thing
    assert profile["born"][4] == profile["born"][7] == "-" and profile["born"] != "1985-03-02"  # noqa: PT018
    assert profile["zip"].isdigit() and profile["zip"] != "02115"  # noqa: PT018


def test_an_expression_that_does_not_parse_holds_nothing_personal_either() -> None:
    directory = Directory.from_data(
        {"users": [{"profile": {"login": "mia@acme.example"}}], "groups": [{"name": "a"}]}
    )
    rule = GroupRule("0pr1", "For mia", 'user.login == "mia@acme.example" AND', ("a",))
    (made,) = anonymized(directory, [rule], key=KEY)["group_rules.json"]
    assert "mia" not in json.dumps(made)
    assert made["conditions"]["expression"]["value"].startswith('user.login == "')


def test_an_org_that_has_every_short_number_is_replaced_all_the_same() -> None:
    users = [{"profile": {"login": f"u{at}@acme.example", "seat": str(at)}} for at in range(1_200)]
    made = anonymized(Directory.from_data({"users": users}), key=KEY)["users.json"]
    seats = [user["profile"]["seat"] for user in made]
    assert len(set(seats)) == len(seats)
    assert all(new != str(old) for old, new in enumerate(seats))
    assert not {seat for seat in seats if len(seat) >= 3} & {str(at) for at in range(1_200)}
    assert len(max(seats, key=len)) <= 5
