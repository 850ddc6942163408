"""Of Parquet only the columns that a program needs are read: what it gives must not depend on the others being away."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

import oktaexpr
from oktaexpr.columns import Evaluator, Settings, answers, make_plan, open_source, planned_batches

ROOTS = pa.Table.from_pylist([{"id": "00u1", "user": {"firstName": "Mia"}, "appuser": {"license": "it"}}])
API = pa.Table.from_pylist([{"id": "00u1", "status": "ACTIVE", "profile": {"firstName": "Mia"}}])
FLAT = pa.Table.from_pylist(
    [{"id": "00u1", "address": {"city": "Bern"}}, {"id": "00u2", "address": None}], pa.schema(
        [("id", pa.string()), ("address", pa.struct([("city", pa.string())]))]
    )
)  # fmt: skip


def _found(
    table: pa.Table, text: str, folder: Path, settings: Settings | None = None
) -> list[tuple[Any, str | None]]:
    """Evaluate a Parquet file of this table."""
    file = folder / "users.parquet"
    parquet.write_table(table, file)
    source, program = open_source(str(file)), oktaexpr.compile(text)
    evaluator = Evaluator(program, settings or Settings())
    plan = make_plan(program, source, evaluator)
    batches = planned_batches(plan, source, evaluator)
    return [(answer.value, answer.code) for batch in batches for answer in answers(batch)]


@pytest.mark.parametrize(
    ("table", "text", "expected"),
    [
        (ROOTS, "appuser.license", [("it", None)]),  # a root although `user` is not asked for
        (ROOTS, "appuser.absent", [(None, None)]),
        (ROOTS, "user.id", [(None, None)]),  # the key is no attribute of root `user`
        (API, "user.id", [(None, None)]),  # nor of a profile
        (API, "user.id == null ? user.status : user.id", [(None, None)]),
        (FLAT, "user.address?.zip", [(None, None), (None, None)]),
        # Absent from an address is null, but below an address that is null is an error.
        (FLAT, "user.address.zip", [(None, None), (None, "PROPERTY_ON_NULL")]),
        (FLAT, "user.address.zip == null ? 'none' : 'x'", [("none", None), (None, "PROPERTY_ON_NULL")]),
        (FLAT, "user.address.city", [("Bern", None), (None, "PROPERTY_ON_NULL")]),
    ],
)
def test_columns_that_are_not_read_change_no_answer(
    table: pa.Table, text: str, expected: list[tuple[Any, str | None]], tmp_path: Path
) -> None:
    assert _found(table, text, tmp_path) == expected


def test_a_column_of_groups_that_was_named_may_go_unasked(tmp_path: Path) -> None:
    table = pa.table({"id": ["00u1"], "name": ["Mia"], "teams": [["a"]]})
    assert _found(table, "user.name + '!'", tmp_path, Settings(groups="teams")) == [("Mia!", None)]


def test_columns_that_no_program_names_are_not_read() -> None:
    evaluator = Evaluator(oktaexpr.compile("user.firstName + user.absent"))
    assert evaluator.columns_of([API.schema]) == {"id", "profile"}


def test_the_columns_of_a_program_are_found_without_pandas() -> None:
    """Arrow loads it where it can, which takes longer than a small table does, and tens of megabytes."""
    script = """
        import sys, oktaexpr, pyarrow
        from oktaexpr.columns import Evaluator
        schema = pyarrow.schema([("id", pyarrow.string())])
        assert Evaluator(oktaexpr.compile("user.id")).columns_of([schema]) == {"id"}
        sys.exit("pandas" in sys.modules)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=True)
