"""Rules over users: states, exclusions, chains, cycles and errors, each in the smallest org that shows it."""

from __future__ import annotations

from typing import Any

import pytest

from oktaexpr.directory import Directory
from oktaexpr.rulesets import GroupRule, RulesResult, RuleState, evaluate, unfilled_members

GROUPS = [{"id": f"00g{name}", "name": name} for name in ("a", "b", "c", "d")]


def org(**users: dict[str, Any]) -> Directory:
    """Build an org of users given as `name={"department": …, "groups": [...], "status": …}`."""
    built = [
        {
            "id": f"00u{login}",
            "status": facts.pop("status", "ACTIVE"),
            "groups": facts.pop("groups", []),
            "profile": {"login": login, **facts},
        }
        for login, facts in users.items()
    ]
    return Directory.from_data({"users": built, "groups": GROUPS})


def rule(name: str, expression: str, *targets: str, **more: Any) -> GroupRule:
    return GroupRule(name, name, expression, tuple(f"00g{target}" for target in targets), **more)


def after(result: RulesResult) -> dict[str, str]:
    return {user.login: "".join(group.name or "" for group in user.after) for user in result.users}


def states(result: RulesResult) -> list[tuple[RuleState, str]]:
    return [(one.state, one.reason) for one in result.rules]


DATA = 'user.department == "Data"'


def test_a_match_adds_and_nothing_takes_away() -> None:
    directory = org(mia={"department": "Data"}, tom={"department": "Sales", "groups": ["a"]})
    result = evaluate([rule("data", DATA, "a", "b")], directory)
    assert after(result) == {"mia": "ab", "tom": "a"}
    mia, tom = result.users
    assert [group.name for group in mia.gained] == ["a", "b"]
    assert [[one.name for one in rules] for rules in mia.given.values()] == [["data"], ["data"]]
    assert [group.name for group in result.unexplained(tom)] == ["a"]
    assert (result.rules[0].matched, result.rules[0].failed) == (1, 0)


def test_states_and_gone_groups_do_not_run() -> None:
    rules = [
        rule("off", "true", "a", status="INACTIVE"),
        rule("bad", "true", "a", status="INVALID"),
        rule("flagged", "true", "a", groups_are_valid=False),
        rule("gone", "true", "a", "x"),
        rule("none", "true"),
        rule("slip", "user.a ==", "a"),
    ]
    result = evaluate(rules, org(mia={}))
    assert after(result) == {"mia": ""}
    assert [state for state, _ in states(result)] == [
        RuleState.INACTIVE,
        *[RuleState.INVALID] * 4,
        RuleState.BROKEN,
    ]
    assert states(result)[3][1] == 'no group "00gx" in the directory: Okta makes such a rule INVALID'
    assert states(result)[5][1]


def test_excluded_users_and_members_of_excluded_groups_are_left_out() -> None:
    directory = org(mia={}, tom={}, ann={"groups": ["d"]})
    everyone = rule(
        "all", "true", "a", excluded_users=frozenset({"00utom"}), excluded_groups=frozenset({"00gd"})
    )
    assert after(evaluate([everyone], directory)) == {"mia": "a", "tom": "", "ann": "d"}


@pytest.mark.parametrize("backwards", [False, True])
def test_a_chain_runs_to_its_end_in_whatever_order_it_is_listed(backwards: bool) -> None:
    rules = [
        rule("first", DATA, "a"),
        rule("second", 'isMemberOfGroupName("a")', "b"),
        rule("third", 'isMemberOfGroup("00gb") AND !isMemberOfGroupNameStartsWith("d")', "c"),
    ]
    result = evaluate(rules[::-1] if backwards else rules, org(mia={"department": "Data"}, tom={}))
    assert after(result) == {"mia": "abc", "tom": ""}
    assert {(one.source.name, one.group.name, one.reader.name) for one in result.feeds} == {
        ("first", "a", "second"),
        ("second", "b", "third"),
    }
    assert not result.cycles


def test_a_group_that_excludes_is_waited_for() -> None:
    rules = [rule("rest", "true", "b", excluded_groups=frozenset({"00ga"})), rule("data", DATA, "a")]
    assert after(evaluate(rules, org(mia={"department": "Data"}, tom={}))) == {"mia": "a", "tom": "b"}


def test_a_cycle_is_reported_and_still_ends() -> None:
    rules = [
        rule("ab", 'isMemberOfGroupName("a")', "b"),
        rule("bc", 'isMemberOfGroupName("b")', "c"),
        rule("ca", 'isMemberOfGroupName("c")', "a"),
        rule("self", 'isMemberOfGroupName("d")', "d"),
    ]
    result = evaluate(rules, org(mia={"groups": ["b"]}, tom={}))
    assert after(result) == {"mia": "abc", "tom": ""}
    assert [[one.name for one in cycle] for cycle in result.cycles] == [["ab", "bc", "ca"], ["self"]]
    assert not result.unsettled


def test_a_rule_that_undoes_its_own_ground_is_reported() -> None:
    result = evaluate([rule("flip", '!isMemberOfGroupName("a")', "a")], org(mia={}, tom={"groups": ["a"]}))
    assert after(result) == {"mia": "a", "tom": "a"}
    assert [(one.rule.name, one.login) for one in result.unsettled] == [("flip", "mia")]


def test_groups_that_no_literal_names_are_waited_for() -> None:
    rules = [rule("any", "isMemberOfGroupName(user.wanted)", "b"), rule("data", DATA, "a")]
    assert after(evaluate(rules, org(mia={"department": "Data", "wanted": "a"}))) == {"mia": "ab"}


def test_a_regular_expression_waits_only_for_what_it_matches() -> None:
    rules = [rule("regex", 'isMemberOfGroupNameRegex("[ab]")', "c"), rule("data", DATA, "b")]
    result = evaluate(rules, org(mia={"department": "Data"}))
    assert after(result) == {"mia": "bc"}
    assert not result.cycles


def test_errors_are_collected_and_stop_nobody() -> None:
    rules = [
        rule("length", "user.nickName.length() > 2", "a"),
        rule("text", '"yes"', "b"),
        rule("good", "true", "c"),
    ]
    result = evaluate(rules, org(mia={"nickName": "Mimi"}, tom={}))
    assert after(result) == {"mia": "ac", "tom": "c"}
    found = [(one.rule.name, one.login, one.code) for one in result.errors]
    assert found == [
        ("text", "mia", "NOT_BOOLEAN"),
        ("length", "tom", "METHOD_ON_NULL"),
        ("text", "tom", "NOT_BOOLEAN"),
    ]
    assert [one.failed for one in result.rules] == [1, 2, 0]


def test_deactivated_users_are_left_as_they_are_and_it_is_said() -> None:
    directory = org(mia={"status": "DEPROVISIONED", "groups": ["b"]}, tom={"status": "SUSPENDED"})
    result = evaluate([rule("all", "true", "a")], directory)
    assert after(result) == {"mia": "b", "tom": "a"}
    assert "1 deactivated user left as they are" in result.notes[0]


def test_from_scratch_the_groups_that_rules_fill_begin_empty() -> None:
    directory = org(mia={"groups": ["a", "d"]})
    rules = [rule("data", DATA, "a"), rule("next", 'isMemberOfGroupName("a")', "b")]
    assert after(evaluate(rules, directory)) == {"mia": "abd"}
    assert after(evaluate(rules, directory, members=unfilled_members(rules, directory))) == {"mia": "d"}


def test_the_directory_is_not_changed() -> None:
    directory = org(mia={"department": "Data"})
    rules = [rule("data", DATA, "a")]
    assert evaluate(rules, directory) == evaluate(rules, directory)
    assert directory.users[0].groups == ()
