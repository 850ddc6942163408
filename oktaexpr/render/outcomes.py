"""What an expression gave for many users: a table with a summary, CSV, JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oktaexpr.errors import EvaluationError
from oktaexpr.render.counting import counted
from oktaexpr.render.hidden import shortened, visible
from oktaexpr.render.json import json_document
from oktaexpr.render.style import Paint, painter
from oktaexpr.render.table import UNLIMITED, csv_table, text_table
from oktaexpr.render.values import plain_text, value_cell, value_json, value_key
from oktaexpr.values.kinds import java_type

if TYPE_CHECKING:
    from oktaexpr.tracer import Trace

_PLAIN = painter(color=False)
_MOST_COUNTED = 12
"""How many different values a summary lists."""
_LONGEST_VALUE = 60
_LONGEST_CELL = 1_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an expression gave for one user: a value, or the error in its place."""

    login: str
    value: Any = None
    error: EvaluationError | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What makes two outcomes the same: the value with its type, or the error's code."""
        return value_key(self.value) if self.error is None else ("error", self.error.code)

    @classmethod
    def of_trace(cls, login: str, trace: Trace) -> Outcome:
        """Return the outcome of a traced evaluation, such as one that is redacted."""
        return cls(login, None if trace.error is not None else trace.root.value, trace.error)

    @property
    def cell(self) -> str:
        """The value, or `error:` with the message, on one line; of a text of megabytes the beginning."""
        if self.error is not None:
            return f"error: {visible(self.error.message)}"
        if isinstance(self.value, str) and len(self.value) > _LONGEST_CELL:
            return f"{value_cell(self.value[:_LONGEST_CELL])}…"
        return value_cell(self.value)

    def json(self) -> dict[str, Any]:
        """Return `value` and `type`, or `error` with `code` and `message`."""
        if self.error is not None:
            return {"error": {"code": self.error.code, "message": self.error.message}}
        return {"value": value_json(self.value), "type": java_type(self.value)}


def outcomes_table(outcomes: Sequence[Outcome], *, width: int = UNLIMITED, color: bool = False) -> str:
    """Return a line a user, and below the table how often each value came."""
    paint = painter(color=color)
    table = text_table(
        ("user", "value"), ((one.login, one.cell) for one in outcomes), width=width, color=color
    )
    return f"{table}\n\n{summary(outcomes, paint=paint)}"


def outcomes_csv(outcomes: Iterable[Outcome]) -> str:
    """Return `user,type,value,error` a line; the type tells null from an empty text."""
    return csv_table(("user", "type", "value", "error"), (_csv_row(one) for one in outcomes))


def _csv_row(outcome: Outcome) -> tuple[str, str, str, str]:
    if outcome.error is not None:
        return outcome.login, "", "", f"{outcome.error.code}: {outcome.error.message}"
    value = outcome.value
    return outcome.login, java_type(value), "" if value is None else plain_text(value), ""


def outcome_json(expression: str, engine: str, outcome: Outcome) -> str:
    """Return a document of one outcome: `expression`, `engine`, `user` where there is one, `value` and `type` or `error`."""
    who = {"user": outcome.login} if outcome.login else {}
    return json_document({"expression": expression, "engine": engine, **who, **outcome.json()})


def outcomes_json(expression: str, engine: str, outcomes: Sequence[Outcome]) -> str:
    """Return a document with `expression`, `engine`, `results` by user, and a `summary` of counts."""
    counts = Counter(one.key for one in outcomes)
    first = {one.key: one for one in reversed(outcomes)}
    return json_document(
        {
            "expression": expression,
            "engine": engine,
            "results": [{"user": one.login, **one.json()} for one in outcomes],
            "summary": {
                "users": len(outcomes),
                "errors": sum(one.error is not None for one in outcomes),
                "counts": [{**first[key].json(), "count": count} for key, count in counts.most_common()],
            },
        }
    )


def summary(outcomes: Sequence[Outcome], *, paint: Paint = _PLAIN) -> str:
    """Return how many users there are and how often each value came, the most frequent first and errors last."""
    counts = Counter(one.key for one in outcomes)
    first = {one.key: one for one in reversed(outcomes)}
    users = counted(len(outcomes), "user")
    if len(counts) > _MOST_COUNTED and max(counts.values()) == 1:
        return f"{users}, {len(counts):,} different values"
    ordered = sorted(counts.items(), key=lambda item: (item[0][0] == "error", -item[1]))
    column = len(f"{max(counts.values(), default=0):,}")
    lines = [paint("title", users)]
    for key, count in ordered[:_MOST_COUNTED]:
        role = "error" if key[0] == "error" else "name"
        lines.append(
            f"  {f'{count:,}'.rjust(column)}  {paint(role, shortened(first[key].cell, _LONGEST_VALUE))}"
        )
    if len(ordered) > _MOST_COUNTED:
        lines.append(f"  {len(ordered) - _MOST_COUNTED:,} more values")
    return "\n".join(lines)
