"""Explaining an evaluation: every sub-expression with its value, and why."""

from __future__ import annotations

from functools import lru_cache

from oktaexpr.directory.scope import Scope
from oktaexpr.functions.declaration import checked_engine
from oktaexpr.functions.dispatch import evaluation_error
from oktaexpr.syntax import parse
from oktaexpr.tracer.reasons import sentence
from oktaexpr.tracer.trace import State, Step, Trace
from oktaexpr.tracer.walk import Failed, Walk

__all__ = ["State", "Step", "Trace", "trace"]

_parsed = lru_cache(maxsize=16)(parse)
"""One expression is often explained for many users, and parsing it takes longer than walking it."""


def trace(text: str, scope: Scope, engine: str = "classic") -> Trace:
    """Evaluate `text` and keep every step. Raises `ExpressionSyntaxError`, and `UsageError` for an unknown engine."""
    known = checked_engine(engine)
    tree = _parsed(text)
    try:
        root = Walk(text, scope, known).step(tree)
    except Failed as failure:
        error = evaluation_error(failure.fault, failure.node)
        return Trace(text, known, failure.step, sentence(failure.step), error)
    return Trace(text, known, root, sentence(root))
