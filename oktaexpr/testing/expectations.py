"""What an extension may expect of a value besides the value itself, such as the license that follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from oktaexpr.directory.scope import Scope
from oktaexpr.errors import EvaluationError, OktaExprError


class ExpectationError(OktaExprError):
    """What a test file says to an extension makes no sense to it."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What happened in one case."""

    expression: str
    engine: str
    scope: Scope
    value: Any = None
    error: EvaluationError | None = None
    """Why there is no value."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """What the file says under `with`."""
    folder: Path = Path()
    """The folder of the file, which paths among the options start from."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is there, as plain data in the shape of what was expected, and why."""

    value: Any
    why: str | None = None


class Expectation(Protocol):
    """What an extension brings for a key of a case. Raises `ExpectationError`."""

    def __call__(self, observation: Observation, expected: object) -> Answer:
        """Return what is there; it is compared with `expected`, which may say what to look at."""
        ...


FindExpectation = Callable[[str], Expectation | None]
"""Returns the expectation of a name; None where no extension brings one."""


def no_expectation(name: str) -> Expectation | None:
    """Find none: what is passed where no extension is wanted."""
    return None
