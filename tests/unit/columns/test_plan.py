"""Which way is chosen, and why; nothing that an expression holds becomes part of the SQL."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

import oktaexpr
from oktaexpr.columns import Evaluator, Settings
from oktaexpr.columns.plan import Plan, make_plan, planned_batches
from oktaexpr.columns.reading import JSON_MARK
from oktaexpr.columns.sinks import open_sink
from oktaexpr.columns.sources import Source, open_source

USERS = pa.record_batch(
    {
        "id": ["a", "b", "c"],
        "title": ["Analyst", None, "x'); DROP TABLE users; --"],
        "level": [4, None, -1],
        "active": [True, False, None],
        "score": [1.5, 2.0, None],
        'od"d': ["1", "2", "3"],
        "groups": [["dbt_dev", None], None, ["team"]],
    }
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    path = tmp_path_factory.mktemp("plan") / "users.parquet"
    with open_sink(path) as sink:
        sink.write(USERS)
    return open_source(str(path))


def _plan(text: str, source: Source) -> tuple[Plan, Evaluator]:
    program = oktaexpr.compile(text)
    evaluator = Evaluator(program)
    return make_plan(program, source, evaluator), evaluator


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            'isMemberOfGroupName("dbt_dev") ? "developer" : "read_only"',
            ["developer", "read_only", "read_only"],
        ),
        ('isMemberOfGroupNameStartsWith("dbt_") OR isMemberOfGroupNameRegex("te.m")', [True, False, True]),
        ("user.level > 3", [True, False, False]),
        ("user.level <= 3", [False, True, True]),
        ("user.level < user.level", [False, False, False]),
        ("user.level == null ? 1 : user.level", [4, 1, -1]),
        ("user.active == true", [True, False, False]),
        ('!(user.title == "x\'); DROP TABLE users; --")', [True, True, False]),
        ('String.stringContains(user.title, "DROP TABLE") AND user.absent == null', [False, False, True]),
        ('IIF(String.startsWith(user.title, "An"), user.title, null)', ["Analyst", None, None]),
    ],
)
def test_sql_answers(text: str, values: list[object], source: Source) -> None:
    plan, evaluator = _plan(text, source)
    assert plan.engine == "duckdb", plan.reason
    (batch,) = planned_batches(plan, source, evaluator)
    assert {row["key"]: row["value"] for row in batch.to_pylist()} == dict(zip("abc", values, strict=True))
    assert batch.schema.equals(evaluator.one(USERS).schema)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("user.active ? 1 : 2", "may be null or no Boolean"),
        ("user.title ? 1 : 2", "may be null or no Boolean"),
        ("user.level == user.title", "compares integer with text"),
        ("user.title > 'a'", "orders something else than whole numbers"),
        ("user.score > 1", "is of type double"),
        ("String.toLowerCase(user.title)", "is not among what SQL answers alike"),
        ("user.title + 'x'", "is not among what SQL answers alike"),
        ("user.active == true ? 'a' : 1", "whose values are integer and text"),
        ("user.title == 'a\0b'", "has no constant in SQL"),
        ("1 / 0 == 1", "has no constant in SQL"),
        ("isMemberOfGroupName(user.title)", "is not among what SQL answers alike"),
        ("isMemberOfGroupNameRegex('(')", "is not among what SQL answers alike"),
        ("null", "null for everybody"),
        ("user", "is no column of the table"),
        (" OR ".join(f"user.level == {number}" for number in range(400)), "more than 500 parts"),
    ],
)
def test_all_else_falls_back_and_says_why(text: str, reason: str, source: Source) -> None:
    plan, evaluator = _plan(text, source)
    assert plan.engine == "kernel"
    assert reason in plan.reason
    assert str(plan).startswith("kernel: ")
    rows = [row for batch in planned_batches(plan, source, evaluator) for row in batch.to_pylist()]
    assert [row["key"] for row in rows] == ["a", "b", "c"]


def test_constants_are_bound_and_shown_beside_the_query(source: Source) -> None:
    plan, _ = _plan("user.title == \"x'; DROP\" AND isMemberOfGroupName('g1') ? 'v' : 'w'", source)
    query, *parameters = str(plan).splitlines()[1:]
    assert not any(text in query for text in ("DROP", "g1", "'v'"))
    assert [line.split(" = ")[1] for line in parameters] == [
        '"x\'; DROP"',
        "the groups that isMemberOfGroupName('g1') meets",
        "'v'",
        "'w'",
    ]


def test_a_plan_says_what_may_still_send_it_to_the_kernel(tmp_path: Path) -> None:
    with open_sink(tmp_path / "users.parquet") as sink:
        sink.write(pa.record_batch({"id": ["a", "b"], "groups": [["dbt\0"], ["x"]]}))
    plan, evaluator = _plan("isMemberOfGroupNameStartsWith('dbt')", source := open_source(str(tmp_path)))
    assert plan.engine == "duckdb"
    assert "the kernel instead, should one of the groups" in str(plan)
    found = [row["value"] for batch in planned_batches(plan, source, evaluator) for row in batch.to_pylist()]
    assert found == [True, False]


@pytest.mark.parametrize("kind", [pa.int8(), pa.int32(), pa.uint32()])
def test_whole_numbers_are_of_64_bits_whichever_way_they_come(kind: pa.DataType, tmp_path: Path) -> None:
    with open_sink(tmp_path / "users.parquet") as sink:
        sink.write(pa.record_batch({"id": ["a", "b"], "level": pa.array([7, None], kind)}))
    source = open_source(str(tmp_path))
    program = oktaexpr.compile("user.level")
    evaluator = Evaluator(program)
    for allow_sql, engine in ((True, "duckdb"), (False, "kernel")):
        plan = make_plan(program, source, evaluator, allow_sql=allow_sql)
        (batch,) = planned_batches(plan, source, evaluator)
        assert (plan.engine, batch.schema.field("value").type) == (engine, pa.int64())
        assert batch.column("value").to_pylist() == [7, None]


def test_no_users_are_a_result_without_rows(tmp_path: Path) -> None:
    with open_sink(tmp_path / "users.parquet") as sink:
        sink.write(pa.record_batch({"id": pa.array([], pa.string()), "level": pa.array([], pa.int64())}))
    source = open_source(str(tmp_path))
    for text in ("user.level", "user.level + 1"):
        plan, evaluator = _plan(text, source)
        batches = list(planned_batches(plan, source, evaluator))
        assert {(batch.num_rows, *batch.schema.names) for batch in batches} == {(0, "key", "value", "error")}


def test_a_table_that_sql_cannot_take(tmp_path: Path) -> None:
    with open_sink(tmp_path / "a[1].parquet") as sink:
        sink.write(USERS)
    plan, _ = _plan("user.level > 3", open_source(str(tmp_path / "a[1].parquet")))
    assert plan.reason == "a file's name would be taken for a pattern"
    with open_sink(tmp_path / "users.jsonl") as sink:
        sink.write(USERS)
    plan, _ = _plan("user.level > 3", open_source(str(tmp_path / "users.jsonl")))
    assert plan.reason == "SQL reads Parquet only"
    with open_sink(tmp_path / "cases.parquet") as sink:
        sink.write(pa.record_batch({"id": ["a"], "level": [1], "Level": [2]}))
    plan, _ = _plan("user.level > 3", open_source(str(tmp_path / "cases.parquet")))
    assert "differ only in case" in plan.reason


def test_sql_is_not_asked_where_one_file_has_json_and_another_texts(tmp_path: Path) -> None:
    for name, title, metadata in (("a", "Analyst", None), ("b", '"Analyst"', JSON_MARK)):
        fields = [pa.field("id", pa.string()), pa.field("title", pa.string(), metadata=metadata)]
        parquet.write_table(
            pa.table({"id": [name], "title": [title]}, pa.schema(fields)), tmp_path / f"{name}.parquet"
        )
    plan, evaluator = _plan("user.title == 'Analyst'", source := open_source(str(tmp_path)))
    assert plan.reason == "the files differ in their columns"
    found = [row["value"] for batch in planned_batches(plan, source, evaluator) for row in batch.to_pylist()]
    assert found == [True, True]


@pytest.mark.parametrize(
    ("settings", "value"),
    [
        (Settings(as_json=True), "true"),
        (Settings(memberships=pa.table({"user": ["a"], "group": ["dbt_dev"]})), True),
    ],
)
def test_sql_is_not_asked_for_what_it_does_not_follow(
    settings: Settings, value: object, tmp_path: Path
) -> None:
    with open_sink(tmp_path / "users.parquet") as sink:
        sink.write(pa.record_batch({"id": ["a"], "groups": [["dbt_dev" if settings.as_json else "x"]]}))
    source, program = open_source(str(tmp_path)), oktaexpr.compile("isMemberOfGroupName('dbt_dev')")
    evaluator = Evaluator(program, settings)
    (batch,) = planned_batches(make_plan(program, source, evaluator), source, evaluator)
    assert batch.column("value").to_pylist() == [value]
