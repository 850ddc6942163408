"""Rules over files of users: where groups come from, what is left out and said, in the smallest files that show it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest

from oktaexpr import DirectoryError
from oktaexpr.columns import open_sink, open_source
from oktaexpr.columns.predicates import Predicate
from oktaexpr.directory import Group
from oktaexpr.rulesets import GroupRule, RuleState
from oktaexpr.rulesets.streams import People, StreamedRules, compare_stream, evaluate_stream, known_groups
from oktaexpr.values.faults import Fault

GROUPS = [Group({"id": f"00g{name}", "name": name}) for name in ("a", "b", "c")]


def rule(name: str, expression: str, *targets: str, **more: Any) -> GroupRule:
    return GroupRule(name, name, expression, targets, **more)


ALL = rule("all", "true", "00ga")


def people(
    folder: Path, *parts: Sequence[dict[str, Any]], groups: Sequence[Group] = GROUPS, **more: Any
) -> People:
    place = folder / "users"
    place.mkdir()
    for number, rows in enumerate(parts):
        lines = "".join(f"{json.dumps(row)}\n" for row in rows)
        (place / f"part-{number}.jsonl").write_text(lines, encoding="utf-8")
    return People(source=open_source(str(place)), groups=groups, **more)


def added(result: StreamedRules) -> dict[str | None, tuple[int, list[str]]]:
    return {group.name: (found.count, found.first) for group, found in result.added.items()}


def test_the_first_users_are_named_over_all_files(tmp_path: Path) -> None:
    users = [[{"id": str(number)}] for number in range(5)]
    told: list[tuple[int, int | None]] = []
    result = evaluate_stream([ALL], people(tmp_path, *users), progress=lambda *done: told.append(done))
    assert added(result) == {"a": (5, ["0", "1", "2"])}
    assert told == [(number, None) for number in range(1, 6)]


def test_groups_that_nothing_lists_are_those_that_users_name(tmp_path: Path) -> None:
    rules = [rule("by name", 'isMemberOfGroupName("x")', "y"), rule("unknown", "true", "00gx"), ALL]
    users = [{"id": "1", "groups": ["x"]}], [{"id": "2", "groups": ["y", None]}, {"id": "3", "groups": None}]
    result = evaluate_stream(rules, people(tmp_path, *users, groups=()))
    assert added(result) == {"y": (1, ["1"])}
    assert [one.state for one in result.rules] == [RuleState.ACTIVE, RuleState.INVALID, RuleState.INVALID]
    assert result.rules[1].reason == 'no group "00gx" in the directory: Okta makes such a rule INVALID'
    assert not result.notes


def test_memberships_of_groups_that_are_not_listed_are_left_out_and_counted(tmp_path: Path) -> None:
    twice = [*GROUPS, Group({"id": "00ga2", "name": "a"}), Group({"id": "00gs", "name": "analysts"})]
    users = [{"id": "1", "groups": ["analyst", "a"]}, {"id": "2", "groups": ["analyst", "b"]}]
    rules = [rule("odd", 'isMemberOfGroupName("analyst") OR isMemberOfGroupName("a")', "00gc")]
    result = evaluate_stream(rules, people(tmp_path, users, groups=twice))
    assert added(result) == {}
    assert result.notes == [
        '2 memberships left out: no group "analyst"; did you mean "analysts"?',
        '1 membership left out: 2 groups are called "a", only an id tells them apart',
    ]


def test_only_the_first_of_many_unknown_groups_are_named(tmp_path: Path) -> None:
    users = [{"id": "1", "groups": [f"team {number}" for number in range(8)]}]
    notes = evaluate_stream([ALL], people(tmp_path, users)).notes
    assert [note.partition(":")[0] for note in notes] == ["1 membership left out"] * 5 + [
        "3 more such groups"
    ]


def test_memberships_of_more_groups_than_are_told_apart_are_counted_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_groups, "_MOST_COUNTED", 6)
    users = [{"id": str(one), "groups": [f"team {number}" for number in range(8)]} for one in range(2)]
    notes = evaluate_stream([ALL], people(tmp_path, users)).notes
    assert [note.partition(":")[0] for note in notes] == ["2 memberships left out"] * 5 + [
        "1 more such group",
        "4 memberships of still other groups left out",
    ]


def test_strictly_the_first_unknown_group_stops(tmp_path: Path) -> None:
    users = [{"id": "1", "login": "ann", "groups": ["a"]}, {"id": "2", "login": "bo", "groups": ["x"]}]
    with pytest.raises(DirectoryError, match='user "bo": no group "x" among those that are listed'):
        evaluate_stream([ALL], people(tmp_path, users, strict=True))


def test_everybody_is_in_the_group_of_everybody(tmp_path: Path) -> None:
    everyone = Group({"id": "00ge", "name": "Everyone", "type": "BUILT_IN"})
    rules = [
        rule("by name", 'isMemberOfGroupName("Everyone")', "00ga"),
        rule("out", "true", "00gb", excluded_groups=frozenset({"00ge"})),
        rule("in", "true", "00ge"),
    ]
    result = evaluate_stream(rules, people(tmp_path, [{"id": "1"}], groups=[*GROUPS, everyone]))
    assert added(result) == {"a": (1, ["1"])}


@pytest.mark.parametrize(
    "table", ["user,group\n2,00ga\n9,00ga\n", "user,group\n2,a\n", "group_id,user_id\n00ga,2\n"]
)
def test_a_table_of_memberships_is_joined(tmp_path: Path, table: str) -> None:
    given = people(tmp_path, [{"id": "1"}, {"id": "2"}])
    (tmp_path / "users" / "memberships.csv").write_text(table, encoding="utf-8")
    given = People(source=open_source(str(tmp_path / "users")), groups=given.groups)
    result = evaluate_stream([rule("chain", 'isMemberOfGroupName("a")', "00gb")], given)
    assert added(result) == {"b": (1, ["2"])}


def test_a_table_of_memberships_without_a_row_is_nobodys(tmp_path: Path) -> None:
    given = people(tmp_path, [{"id": "1", "groups": ["a"]}])
    (tmp_path / "users" / "memberships.csv").write_text("user,group\n", encoding="utf-8")
    given = People(source=open_source(str(tmp_path / "users")), groups=given.groups)
    assert added(evaluate_stream([ALL], given)) == {"a": (1, ["1"])}


def test_who_has_no_login_is_called_by_the_key(tmp_path: Path) -> None:
    users = [{"number": 7, "login": None}, {"number": 8, "login": "bo"}, {"number": 9, "login": "cy"}]
    rules = [rule("all", "true", "00ga", excluded_users=frozenset({"cy"}))]
    assert added(evaluate_stream(rules, people(tmp_path, users, key="number"))) == {"a": (2, ["7", "bo"])}


@pytest.mark.parametrize(
    "user",
    [
        {"id": "1", "status": "DEPROVISIONED", "profile": {"login": "ann", "level": 4}},
        {"key": "1", "user": {"id": "1", "status": "DEPROVISIONED", "login": "ann", "level": 4}},
        {"id": "1", "status": "DEPROVISIONED", "login": "ann", "level": 4},
    ],
)
def test_users_may_be_rows_or_objects(tmp_path: Path, user: dict[str, Any]) -> None:
    other = json.loads(json.dumps(user).replace("DEPROVISIONED", "ACTIVE").replace('"1"', '"2"'))
    result = evaluate_stream([rule("level", "user.level > 3", "00ga")], people(tmp_path, [user, other]))
    assert added(result) == {"a": (1, ["ann"])}
    assert result.notes == ["1 deactivated user left as they are (assumed: no rule runs for them)"]


def test_where_a_group_cannot_be_asked_every_user_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> list[int]:
        code, message = "PATTERN_TIMEOUT", "the pattern took too long"
        raise Fault(code, message)

    monkeypatch.setattr(Predicate, "matching", refuse)
    rules = [ALL, rule("chain", 'isMemberOfGroupNameRegex("a|c")', "00gb")]
    users = [
        {"id": "1", "groups": ["c"]},
        {"id": "2", "groups": ["a"]},
        {"id": "3", "status": "DEPROVISIONED"},
    ]
    assert added(evaluate_stream(rules, people(tmp_path, users))) == {"a": (1, ["1"]), "b": (2, ["1", "2"])}


def test_a_rule_of_a_cycle_may_lose_its_answer_by_its_own_doing(tmp_path: Path) -> None:
    flips = rule("flips", 'isMemberOfGroupName("a") ? user.nickName.length() > 2 : true', "00ga")
    users = [{"id": "1", "nickName": None}, {"id": "2", "nickName": "Mimi"}, {"id": "3", "nickName": "Bo"}]
    result = evaluate_stream([flips], people(tmp_path, users))
    (outcome,) = result.rules
    assert (outcome.matched, outcome.failed) == (3, 1)
    assert [(code, found.count, found.first[0].login) for (_, code), found in result.errors.items()] == [
        ("METHOD_ON_NULL", 1, "1")
    ]
    assert [(found.count, found.first) for found in result.unsettled.values()] == [(2, ["1", "3"])]


def test_half_a_surrogate_pair_is_written_as_an_escape(tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    with open_sink(out) as sink:
        evaluate_stream([ALL], people(tmp_path, [{"id": "1", "login": "a\ud800"}]), sink=sink)
    assert parquet.read_table(out)["user"].to_pylist() == ["a\\ud800"]


@pytest.mark.parametrize("key", [None, "login"])
def test_nobody_is_a_table_with_its_columns(tmp_path: Path, key: str | None) -> None:
    out = tmp_path / "out.parquet"
    nobody = people(tmp_path, [], key=key)
    with open_sink(out) as sink:
        result = evaluate_stream([ALL], nobody, sink=sink)
    assert (result.users, added(result)) == (0, {})
    names = ["key", "user", "given", "added", "unexplained", "errors", "unsettled"]
    assert parquet.read_schema(out).names == names
    with open_sink(out) as sink:
        assert compare_stream([ALL], [], nobody, sink=sink).changed == 0
    assert parquet.read_schema(out).names == ["key", "user", "gained", "lost"]
