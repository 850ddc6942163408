"""Which users get another value from a new expression: a table with reasons, CSV, JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from oktaexpr.render.hidden import shortened
from oktaexpr.render.json import json_document
from oktaexpr.render.outcomes import Outcome
from oktaexpr.render.style import Paint, painter
from oktaexpr.render.table import UNLIMITED, csv_table, text_table
from oktaexpr.render.values import value_cell

_PLAIN = painter(color=False)
_MOST_COUNTED = 12
_LONGEST_VALUE = 40


@dataclass(frozen=True, slots=True)
class Change:
    """One user whose value changes, with the sentence of a trace for either value, and extensions' columns."""

    old: Outcome
    new: Outcome
    why_old: str
    why_new: str
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Name of a column to what it says of the old and the new value."""


def changes_table(
    changes: Sequence[Change], users: int, *, width: int = UNLIMITED, color: bool = False
) -> str:
    """Return a row a user with both values and why, and below how many go from which value to which."""
    paint = painter(color=color)
    if not changes:
        return change_summary(changes, users, paint=paint)
    names = list(changes[0].columns)
    rows = (
        (
            change.old.login,
            change.old.cell,
            change.new.cell,
            *(_arrow(*change.columns[name]) for name in names),
            f"{_reason('old', change.why_old)}\n{_reason('new', change.why_new)}",
        )
        for change in changes
    )
    table = text_table(("user", "old", "new", *names, "why"), rows, width=width, color=color)
    return f"{table}\n\n{change_summary(changes, users, paint=paint)}"


def _arrow(old: str, new: str) -> str:
    return old if old == new else f"{old} → {new}"


def _reason(word: str, sentence: str) -> str:
    """Return the sentence without the value in front, which has its own column."""
    _, because, rest = sentence.partition(", because ")
    return f"{word}: {rest if because else sentence}"


def change_summary(changes: Sequence[Change], users: int, *, paint: Paint = _PLAIN) -> str:
    """Return how many users change, and how many of them from which value to which."""
    if not changes:
        return paint("good", f"none of {users:,} users gets another value")
    verb = "gets" if len(changes) == 1 else "get"
    lines = [paint("title", f"{len(changes):,} of {users:,} users {verb} another value")]
    counts = Counter((change.old.key, change.new.key) for change in changes)
    first = {(change.old.key, change.new.key): change for change in reversed(changes)}
    column = len(f"{max(counts.values()):,}")
    for key, count in counts.most_common(_MOST_COUNTED):
        old, new = (shortened(one.cell, _LONGEST_VALUE) for one in (first[key].old, first[key].new))
        lines.append(f"  {f'{count:,}'.rjust(column)}  {paint('name', old)} → {paint('name', new)}")
    if len(counts) > _MOST_COUNTED:
        lines.append(f"  {len(counts) - _MOST_COUNTED:,} more kinds of change")
    return "\n".join(lines)


def changes_csv(changes: Iterable[Change]) -> str:
    """Return `user,old,new,why_old,why_new` a line, with two cells more for each column of an extension."""
    listed = list(changes)
    names = list(listed[0].columns) if listed else []
    headers = [
        "user",
        "old",
        "new",
        "why_old",
        "why_new",
        *(f"{name}_{side}" for name in names for side in ("old", "new")),
    ]
    return csv_table(headers, (_csv_row(change, names) for change in listed))


def _csv_row(change: Change, names: Sequence[str]) -> list[str]:
    extra = [text for name in names for text in change.columns[name]]
    values = (
        one.cell if one.error is not None else value_cell(one.value) for one in (change.old, change.new)
    )
    return [change.old.login, *values, change.why_old, change.why_new, *extra]


def changes_json(expressions: tuple[str, str], engine: str, changes: Sequence[Change], users: int) -> str:
    """Return a document with `old`, `new`, `engine`, `changes` by user, and a `summary`."""
    counts = Counter((change.old.key, change.new.key) for change in changes)
    first = {(change.old.key, change.new.key): change for change in reversed(changes)}
    transitions = [
        {"old": first[key].old.json(), "new": first[key].new.json(), "count": count}
        for key, count in counts.most_common()
    ]
    return json_document(
        {
            "old": expressions[0],
            "new": expressions[1],
            "engine": engine,
            "changes": [_change_json(change) for change in changes],
            "summary": {"users": users, "changed": len(changes), "transitions": transitions},
        }
    )


def _change_json(change: Change) -> dict[str, Any]:
    content: dict[str, Any] = {
        "user": change.old.login,
        "old": {**change.old.json(), "why": change.why_old},
        "new": {**change.new.json(), "why": change.why_new},
    }
    if change.columns:
        content["columns"] = {name: {"old": old, "new": new} for name, (old, new) in change.columns.items()}
    return content
