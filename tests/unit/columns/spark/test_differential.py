"""For random expressions and users Spark gives for each key the row program's value, or its error."""

from __future__ import annotations

from functools import reduce
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import oktaexpr
from oktaexpr.columns import Settings
from oktaexpr.columns.sinks import open_sink
from oktaexpr.columns.spark import evaluate_frame, read_users
from tests.property.column_users import batch_of, expressions, populations
from tests.property.test_columns import NOW, Answers, row_answers
from tests.support.spark import NEEDS_SPARK

pytestmark = NEEDS_SPARK


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(expressions, min_size=6, max_size=8, unique=True),
    people=populations() | populations(as_named=True),
)
def test_random_expressions_and_users(
    session: Any, tmp_path: Path, texts: list[str], people: list[dict[str, Any]]
) -> None:
    from pyspark.sql import functions as spark

    path = tmp_path / "people.parquet"
    with open_sink(path) as sink:
        sink.write(batch_of(people))
    programs = {text: oktaexpr.compile(text) for text in texts}
    users = read_users(session, str(path))
    # As one job for all expressions, since a job takes far longer than these users.
    frames = [
        evaluate_frame(program, users, Settings(now=NOW)).withColumn("text", spark.lit(text))
        for text, program in programs.items()
    ]
    found: dict[str, Answers] = {text: {} for text in texts}
    for row in reduce(lambda one, other: one.unionAll(other), frames).collect():
        answer = ("error", row["error"]["code"]) if row["error"] else ("value", row["value"] or "null")
        assert row["key"] not in found[row["text"]]
        found[row["text"]][row["key"]] = answer
    for text, program in programs.items():
        # Half a surrogate pair is an escape in JSON, which Spark gets.
        expected = {
            key: ("value" if kind == "not storable" else kind, content)
            for key, (kind, content) in row_answers(program, people).items()
        }
        assert found[text] == expected, text
