"""The mapping expression of the license attribute: what it gives for a user, and what Okta then sends."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import oktaexpr
from simulator.decision import Reason, because
from simulator.licenses import ATTRIBUTE

PUBLISHED_EXPRESSIONS = (
    "(isMemberOfGroupName(\"dbt_developers\") ? 'developer' : 'read_only')",
    'IIF(isMemberOf("dbt_developers"), "developer", "read_only")',
)
"""The expressions of dbt's page: today's (F7.9) and the first (F7.8)."""

DEVELOPERS, READ_ONLY = "dbt_developers", "dbt_read_only"
"""The two groups of dbt's page; the published expressions look at the first only."""


@dataclass(frozen=True, slots=True)
class MappedValue:
    """The outcome of a mapping for one user."""

    value: object = None
    failure: str | None = None
    """Why there is no value: Okta sends nothing then, and what dbt has stays."""
    reasons: tuple[Reason, ...] = ()

    def extension(self) -> Mapping[str, object] | None:
        """Return dbt's extension as Okta would send it, or None when nothing is sent."""
        return None if self.failure else {ATTRIBUTE: self.value}


def evaluate_mapping(
    expression: str, groups: Iterable[str], user: Mapping[str, Any] | None = None, engine: str = "classic"
) -> MappedValue:
    """Evaluate a mapping over the names of a user's groups and the profile.

    A fault in the expression is no error here: Okta then has no value to send, which `failure` tells.
    """
    names = tuple(groups)
    scope = oktaexpr.Scope(user=user or {}, groups=[{"name": name} for name in names])
    try:
        value = _program(expression, engine)(scope)
    except (oktaexpr.ExpressionSyntaxError, oktaexpr.EvaluationError) as error:
        text = f"The expression has no value ({error}): nothing is sent."
        return MappedValue(failure=str(error), reasons=(because("F12.6", text),))
    reasons = [
        because("F12.6", f"The expression gives {value!r}, and that is what is sent."),
        because("F12.7"),
    ]
    if is_published(expression):
        reasons.append(because(published_row(names)))
    return MappedValue(value=value, reasons=tuple(reasons))


@lru_cache(maxsize=64)
def is_published(expression: str) -> bool:
    """Tell whether an expression means the same as one of dbt's page, spaces and parentheses aside."""
    try:
        tree = oktaexpr.parse(expression)
    except oktaexpr.ExpressionSyntaxError:
        return False
    return any(tree == oktaexpr.parse(text) for text in PUBLISHED_EXPRESSIONS)


def published_row(groups: Collection[str]) -> str:
    """Return the fact of the row of the published expressions that holds for these groups."""
    return {(False, False): "F6.1", (False, True): "F6.2", (True, False): "F6.3", (True, True): "F6.4"}[
        DEVELOPERS in groups, READ_ONLY in groups
    ]


@lru_cache(maxsize=64)
def _program(expression: str, engine: str) -> oktaexpr.Program:
    return oktaexpr.compile(expression, engine=engine)
