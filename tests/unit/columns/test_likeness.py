"""Who is alike for a program: equal where it reads the same, different wherever an explanation could differ."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

import oktaexpr
from oktaexpr.columns import Evaluator, Likeness
from oktaexpr.columns.predicates import Predicate
from oktaexpr.columns.results import value_column
from oktaexpr.values.faults import Fault


def _likenesses(expression: str, *batches: list[dict[str, Any]]) -> list[Likeness]:
    """Return the likeness of each user of all batches; the columns of a batch have the types of its values."""
    evaluator = Evaluator(oktaexpr.compile(expression))
    found: list[Likeness] = []
    for _, part in evaluator.alike(map(_batch, batches)):
        assert part is not None
        found += part
    return found


def _batch(users: list[dict[str, Any]]) -> pa.RecordBatch:
    rows = [{"id": str(number), **user} for number, user in enumerate(users)]
    parts = [value_column(name, [row[name] for row in rows]) for name in rows[0]]
    return pa.RecordBatch.from_arrays(
        [array for _, array in parts], schema=pa.schema([one for one, _ in parts])
    )


def test_what_the_program_does_not_read_makes_nobody_different() -> None:
    ann, bo = _likenesses(
        "user.title", [{"title": "Analyst", "city": "Oslo"}, {"title": "Analyst", "city": "Bern"}]
    )
    assert ann == bo


def test_groups_count_where_a_test_asks_for_them_in_the_order_of_the_list() -> None:
    tests = "isMemberOfGroupNameStartsWith('dev')"
    groups = [["dev 1", "x", "dev 2"], ["dev 1", "dev 2", "y"], ["dev 2", "dev 1"], ["x"], None]
    first, same, swapped, without, nobody = _likenesses(tests, [{"groups": names} for names in groups])
    assert first == same
    assert without == nobody
    assert len({first, swapped, without}) == 3


def test_every_group_test_counts() -> None:
    tests = "isMemberOfGroupName('a') and isMemberOfGroupName('b')"
    assert len(set(_likenesses(tests, [{"groups": names} for names in (["a"], ["b"], ["a", "b"], [])]))) == 4


def test_a_part_that_fails_is_none_that_is_null() -> None:
    users = [{"title": title} for title in (None, "", "a", "abc", "abd")]
    null, empty, short, *long = _likenesses("String.substring(user.title, 0, 2) == 'ab' ? 'it' : null", users)
    assert len({null, empty, short}) == 3
    assert len(set(long)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, True), (1, 1.0), (0, False), (0.0, -0.0), ("1", 1), (None, "None"), ([1], [True]), ("", None)],
)
@pytest.mark.parametrize("is_mixed", [True, False])
def test_values_that_java_tells_apart_are_different(one: object, other: object, is_mixed: bool) -> None:
    users = [{"level": one}], [{"level": other}]
    left, right = (
        _likenesses("user.level", [*users[0], *users[1]]) if is_mixed else _likenesses("user.level", *users)
    )
    assert left != right


def test_equal_values_are_equal_over_batches() -> None:
    left, _, right = _likenesses("user.level > 1", [{"level": 4}, {"level": 5}], [{"level": 4}])
    assert left == right


@pytest.mark.parametrize(
    "expression", ["user.getGroups().size()", "isMemberOfGroupName(user.title)", "Time.now()"]
)
def test_of_a_program_that_may_read_anything_nobody_is_said_to_be_alike(expression: str) -> None:
    evaluator = Evaluator(oktaexpr.compile(expression))
    ((_, found),) = evaluator.alike([_batch([{"title": "x", "groups": ["x"]}])])
    assert found is None


def test_a_group_that_cannot_be_asked_makes_nobody_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Predicate, groups: object) -> bool:
        if groups:
            raise Fault("PATTERN_TIMEOUT", "the pattern took too long")
        return False

    monkeypatch.setattr(Predicate, "meets", refuse)
    evaluator = Evaluator(oktaexpr.compile("isMemberOfGroupNameRegex('a+')"))
    ((_, found),) = evaluator.alike([_batch([{"groups": ["a"]}])])
    assert found is None
