"""What `explain` gives: every sub-expression with its value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from oktaexpr.errors import EvaluationError
from oktaexpr.source import Span


class State(StrEnum):
    """What became of a sub-expression."""

    VALUE = "value"
    ERROR = "error"
    NOT_TAKEN = "not-taken"
    """It was never evaluated: the other arm of a conditional, or what follows a decided AND or OR."""


@dataclass(frozen=True, slots=True)
class Step:
    """One sub-expression."""

    kind: str
    """The kind of syntax node: `Conditional`, `Call` …"""
    span: Span
    text: str
    """Its source text."""
    state: State
    value: Any = None
    """Its value, where `state` says that it has one."""
    error: str | None = None
    """Why it has none."""
    because: str | None = None
    """What decided it, in words: which group, which pattern."""
    children: tuple[Step, ...] = ()
    omitted: int = 0
    """How many elements of a projection or selection were evaluated besides those among the children."""

    def walk(self) -> Iterator[Step]:
        """Yield this step and all below it, a parent before its children."""
        pending = [self]
        while pending:
            step = pending.pop()
            yield step
            pending.extend(reversed(step.children))


@dataclass(frozen=True, slots=True)
class Trace:
    """A whole evaluation, explained."""

    text: str
    engine: str
    root: Step
    sentence: str
    """Why the value is what it is, in one sentence."""
    error: EvaluationError | None = None
    """What the program would have raised."""

    @property
    def value(self) -> Any:  # noqa: ANN401 - a value of the language
        """The value. Raises the `EvaluationError` where there is none."""
        if self.error is not None:
            raise self.error
        return self.root.value
