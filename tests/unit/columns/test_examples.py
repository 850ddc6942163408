"""The examples of scale that need no cluster and no Java run as they stand."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as parquet

import oktaexpr
from oktaexpr import Scope
from oktaexpr.columns import open_sink
from oktaexpr.samples import Org, sample_batches

SCALE = Path(__file__).resolve().parents[3] / "examples" / "scale"


def _expected(org: Org) -> dict[str, str | None]:
    program = oktaexpr.compile((SCALE / "license.oel").read_text(encoding="utf-8").strip())
    return {
        person["id"]: program(Scope(groups=[{"name": name} for name in person["groups"]]))
        for person in org.people(0, org.users)
    }


def test_a_program_over_batches(tmp_path: Path) -> None:
    org = Org(users=2_000, groups=30)
    with open_sink(tmp_path / "users.parquet") as sink:
        for batch in sample_batches(org):
            sink.write(batch)
    arguments = [SCALE / "this_machine.py", tmp_path / "users.parquet", tmp_path / "licenses.parquet"]
    subprocess.run([sys.executable, *arguments], check=True)
    table = parquet.read_table(tmp_path / "licenses.parquet")
    found = dict(zip(table["key"].to_pylist(), table["value"].to_pylist(), strict=True))
    assert found == _expected(org)
    assert {"developer", "read_only", None} == set(found.values())


def test_the_users_beside_the_examples_are_the_first_of_the_sample() -> None:
    lines = (SCALE / "users.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == list(Org(100, 20, 7).people(0, 100))


def test_the_script_for_a_cluster_is_a_script() -> None:
    shell = shutil.which("sh")
    assert shell is not None
    subprocess.run([shell, "-n", SCALE / "spark_cluster.sh"], check=True)
