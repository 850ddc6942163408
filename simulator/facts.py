"""What is known about licenses, by id: the text, whether it is documented, and where."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from simulator.errors import FactError


class Mark(StrEnum):
    """How well a fact is founded."""

    DOCUMENTED = "D"
    INFERRED = "I"
    UNKNOWN = "U"

    @property
    def phrase(self) -> str:
        """Return the words that reasons and tables use."""
        return {"D": "documented", "I": "inferred", "U": "default chosen here"}[self.value]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of `facts.toml`."""

    id: str
    """`F5.3`: section and number."""
    mark: Mark
    text: str
    source: str
    """Codes of `sources()`, separated by commas; `-` where nobody says it."""

    @property
    def section(self) -> str:
        """Return the part of the id before the dot: `F5`."""
        return self.id.partition(".")[0]


@cache
def _data() -> Mapping[str, Mapping[str, object]]:
    return tomllib.loads(files("simulator").joinpath("facts.toml").read_text(encoding="utf-8"))


@cache
def fact(fact_id: str) -> Fact:
    """Return the fact of that id, such as `F5.3`. Raises `FactError` where there is none."""
    row = _data()["facts"].get(fact_id.upper())
    if not isinstance(row, dict):
        message = f"there is no fact {fact_id!r}"
        raise FactError(message)
    return Fact(fact_id.upper(), Mark(row["mark"]), row["text"], row["source"])


def facts() -> Iterator[Fact]:
    """Yield all facts in the order of their sections."""
    return (fact(fact_id) for fact_id in _data()["facts"])


def sources() -> Mapping[str, str]:
    """Return what each source code stands for."""
    return {code: str(text) for code, text in _data()["sources"].items()}


def sources_of(known: Fact) -> Mapping[str, str]:
    """Return the sources of one fact by code; empty where nobody says it."""
    codes = [code.strip() for code in known.source.split(",")]
    return {code: _source(code) for code in codes if code != "-"}


def _source(code: str) -> str:
    if code.startswith("PR-"):
        return f"pull request {code.removeprefix('PR-')} of dbt-labs/docs.getdbt.com"
    return sources()[code]
