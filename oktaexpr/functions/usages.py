"""Where an expression may be saved, and what Okta offers there: `usages.toml`, read when first asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from oktaexpr.functions.declaration import Engine
from oktaexpr.types import Type, of

Status = Literal["yes", "no", "implied-yes", "implied-no", "disputed", "other-spelling", "unknown"]


@dataclass(frozen=True, slots=True)
class Usage:
    """A place of Okta where an expression is saved."""

    name: str
    """Our word for it: `group-rule`."""
    title: str
    engine: Engine
    result: Type
    """What the expression must give there."""
    claim: bool
    """Whether the value ends up in a token or an assertion, whose expressions have a length limit."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one construct in one usage."""

    status: Status
    source: str
    """Who says so; empty where nobody does."""
    as_of: date
    """When the sources were read."""


@dataclass(frozen=True, slots=True)
class Construct:
    """One row of the table: something that an expression can contain."""

    name: str
    title: str
    cells: Mapping[str, Cell]
    """By name of usage; every usage has one."""
    note: str | None = None
    """Where the sources disagree: how."""
    instead: str | None = None
    """What the other engine calls it."""


@cache
def _data() -> Mapping[str, Any]:
    import tomllib

    text = Path(__file__).with_name("usages.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _by_name() -> dict[str, Usage]:
    return {
        row["name"]: Usage(
            row["name"], row["title"], cast("Engine", row["engine"]), of(*row["result"]), row["claim"]
        )
        for row in _data()["usage"]
    }


def usages() -> list[Usage]:
    """Return every usage, in the order of the table."""
    return list(_by_name().values())


def usage(name: str) -> Usage | None:
    """Return the usage of that name."""
    return _by_name().get(name)


@cache
def constructs() -> Mapping[str, Construct]:
    """Return every row of the table by name."""
    names = [row["name"] for row in _data()["usage"]]
    return {
        name: Construct(
            name,
            row["title"],
            {usage: Cell(**row[usage]) for usage in names},
            row.get("note"),
            row.get("instead"),
        )
        for name, row in _data()["constructs"].items()
    }


def status(construct: str, usage: str) -> Cell:
    """Return what is known of a construct in a usage. Raises `KeyError` for a name that the table does not have."""
    return constructs()[construct].cells[usage]


def source_title(tag: str) -> str:
    """Return what a source tag such as `S-RULES` stands for; the tag itself where it says enough."""
    return str(_data()["sources"].get(tag, tag))
