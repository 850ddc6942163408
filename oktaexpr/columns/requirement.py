"""Libraries that only columns need, and what to say where one is not installed."""

from __future__ import annotations

from importlib.util import find_spec

from oktaexpr.errors import UsageError


def need_pyarrow() -> None:
    """Raise `UsageError` with the remedy where pyarrow is missing."""
    _need("pyarrow", "columns", "tables need")


def need_pyspark() -> None:
    """Raise `UsageError` with the remedy where pyspark is missing."""
    _need("pyspark", "spark", "Spark needs")


def need_connect() -> None:
    """Raise `UsageError` with the remedy where the library that Spark Connect speaks through is missing."""
    _need("grpc", "spark", "Spark Connect needs")


def has_duckdb() -> bool:
    """Tell whether DuckDB is installed, without loading it."""
    return find_spec("duckdb") is not None


def _need(library: str, extra: str, who: str) -> None:
    if find_spec(library) is None:
        message = f"{who} {library}: pip install 'oktaexpr[{extra}]'"
        raise UsageError(message)
