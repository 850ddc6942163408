"""Rules over a stream of users give what they give over a directory of the same users: each user, count and error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as parquet
from hypothesis import given, settings
from hypothesis import strategies as st

from oktaexpr.columns import open_sink
from oktaexpr.directory import Group
from oktaexpr.rulesets import GroupRule, RulesResult, UserGroups, compare, evaluate, unfilled_members
from oktaexpr.rulesets.streams import FIRST_ROWS, StreamedRules, compare_stream, evaluate_stream
from oktaexpr.rulesets.streams.result import Counted
from tests.property.rule_orgs import SHAPES, directory_of, people_of, rulesets, users

Facts = list[dict[str, Any]]


@given(st.lists(users, min_size=1, max_size=8), rulesets, st.booleans(), st.sampled_from(SHAPES))
@settings(max_examples=200, deadline=None)
def test_a_stream_gives_what_a_directory_gives(
    facts: Facts, rules: list[GroupRule], from_scratch: bool, shape: str
) -> None:
    directory = directory_of(facts)
    members = unfilled_members(rules, directory) if from_scratch else None
    wanted = evaluate(rules, directory, members=members)
    with people_of(facts, shape) as people, TemporaryDirectory() as folder:
        out = Path(folder) / "out.parquet"
        with open_sink(out) as sink:
            found = evaluate_stream(rules, people, from_scratch=from_scratch, sink=sink)
        rows = parquet.read_table(out).to_pylist()
    assert found.users == len(wanted.users)
    assert found.rules == wanted.rules
    assert found.feeds == wanted.feeds
    assert found.cycles == wanted.cycles
    assert found.notes == wanted.notes
    _check_counts(found, wanted)
    assert rows == [_row(wanted, at, user) for at, user in enumerate(wanted.users)]


def _check_counts(found: StreamedRules, wanted: RulesResult) -> None:
    errors = [((one.rule, one.code), one) for one in wanted.errors]
    assert _counted(found.errors) == _grouped(errors)
    assert _counted(found.unsettled) == _grouped([(one.rule, one.login) for one in wanted.unsettled])
    added = [(group, user.login) for user in wanted.users for group in user.gained]
    assert _counted(found.added) == _grouped(added)
    left = [(group, user.login) for user in wanted.users for group in wanted.unexplained(user)]
    assert _counted(found.unexplained) == _grouped(left)


def _counted(given_counts: Mapping[Any, Counted[Any]]) -> dict[Any, tuple[int, list[Any]]]:
    return {kind: (found.count, found.first) for kind, found in given_counts.items()}


def _grouped(pairs: list[tuple[Any, Any]]) -> dict[Any, tuple[int, list[Any]]]:
    counts = Counter(kind for kind, _ in pairs)
    return {
        kind: (count, [row for one, row in pairs if one == kind][:FIRST_ROWS])
        for kind, count in counts.items()
    }


def _row(result: RulesResult, number: int, user: UserGroups) -> dict[str, Any]:
    errors = [one for one in result.errors if one.login == user.login]
    return {
        "key": f"00u{number}",
        "user": user.login,
        "given": [_with_rules(group, user) for group in user.given],
        "added": [{"id": group.id, "name": group.name} for group in user.gained],
        "unexplained": [{"id": group.id, "name": group.name} for group in result.unexplained(user)],
        "errors": [{"rule": one.rule.id, "code": one.code, "message": one.message} for one in errors],
        "unsettled": [one.rule.id for one in result.unsettled if one.login == user.login],
    }


def _with_rules(group: Group, user: UserGroups) -> dict[str, Any]:
    rules = [rule.id for rule in user.given.get(group, ())]
    return {"id": group.id, "name": group.name, "rules": rules}


@given(st.lists(users, min_size=1, max_size=8), rulesets, rulesets, st.sampled_from(SHAPES))
@settings(max_examples=200, deadline=None)
def test_a_comparison_of_a_stream_gives_what_that_of_a_directory_gives(
    facts: Facts, old: list[GroupRule], new: list[GroupRule], shape: str
) -> None:
    wanted = compare(old, new, directory_of(facts))
    with people_of(facts, shape) as people, TemporaryDirectory() as folder:
        out = Path(folder) / "out.parquet"
        with open_sink(out) as sink:
            found = compare_stream(old, new, people, sink=sink)
        rows = parquet.read_table(out).to_pylist()
    assert (found.users, found.changed) == (len(wanted.old.users), len(wanted.changes))
    assert (list(found.old), list(found.new)) == (list(wanted.old.rules), list(wanted.new.rules))
    gained = [(group, one.login) for one in wanted.changes for group in one.gained]
    lost = [(group, one.login) for one in wanted.changes for group in one.lost]
    assert _counted(found.gained) == _grouped(gained)
    assert _counted(found.lost) == _grouped(lost)
    assert rows == [
        {
            "key": f"00u{one.login.removeprefix('user')}",
            "user": one.login,
            "gained": [_with_rules(group, one.new) for group in one.gained],
            "lost": [_with_rules(group, one.old) for group in one.lost],
        }
        for one in wanted.changes
    ]
