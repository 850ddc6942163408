"""Columns are an extra: nothing else needs their libraries, and what is missing is said with the remedy."""

from __future__ import annotations

import subprocess
import sys

import pytest

import oktaexpr
from oktaexpr import UsageError
from oktaexpr.columns import requirement


def test_importing_and_evaluating_loads_no_library_of_columns() -> None:
    code = (
        "import sys, oktaexpr; import oktaexpr.cli.eval, oktaexpr.columns.spark;"
        "assert oktaexpr.evaluate('1 + 1', oktaexpr.Scope()) == 2;"
        "print(sorted({'pyarrow', 'duckdb', 'pyspark', 'pandas', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_what_is_missing_is_said_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requirement, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"tables need pyarrow: pip install 'oktaexpr\[columns\]'"):
        oktaexpr.compile("1").over([])
    with pytest.raises(UsageError, match=r"pip install 'oktaexpr\[spark\]'"):
        requirement.need_pyspark()
    with pytest.raises(UsageError, match=r"Spark Connect needs grpc: pip install 'oktaexpr\[spark\]'"):
        requirement.need_connect()
    assert not requirement.has_duckdb()
