"""New rules in the place of old ones: what old rules gave goes, what a person gave stays."""

from __future__ import annotations

from oktaexpr.directory import Directory
from oktaexpr.rulesets import GroupRule, compare

DIRECTORY = Directory.from_data(
    {
        "users": [
            {"id": "1", "profile": {"login": "mia", "department": "Data"}, "groups": ["a"]},
            {"id": "2", "profile": {"login": "tom", "department": "Sales"}, "groups": ["a"]},
            {"id": "3", "profile": {"login": "ann", "department": "BI"}},
        ],
        "groups": [{"id": "00ga", "name": "a"}, {"id": "00gb", "name": "b"}],
    }
)


def rule(department: str, target: str = "00ga", name: str = "r") -> GroupRule:
    return GroupRule(name, name, f'user.department == "{department}"', (target,))


def test_a_membership_moves_with_its_rule() -> None:
    difference = compare([rule("Data")], [rule("BI")], DIRECTORY)
    found = {
        change.login: ([g.name for g in change.gained], [g.name for g in change.lost])
        for change in difference.changes
    }
    assert found == {"mia": ([], ["a"]), "ann": (["a"], [])}


def test_chains_move_too() -> None:
    chain = GroupRule("c", "c", 'isMemberOfGroupName("a")', ("00gb",))
    difference = compare([rule("Data"), chain], [rule("BI"), chain], DIRECTORY)
    found = {change.login: "".join(g.name or "" for g in change.new.after) for change in difference.changes}
    assert found == {"mia": "", "ann": "ab"}


def test_the_same_rules_change_nobody() -> None:
    assert not compare([rule("Data")], [rule("Data", name="renamed")], DIRECTORY).changes


def test_scopes_before_and_after() -> None:
    (mia, _) = compare([rule("Data")], [rule("BI")], DIRECTORY).changes
    old, new = mia.scopes(DIRECTORY)
    assert ("a" in old.group_names, "a" in new.group_names) == (True, False)
    assert old.user["department"] == "Data"
