"""The functions that make up the public API, where they need more than one package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oktaexpr.compiler import compile as compile_text
from oktaexpr.syntax import parse, print_node

if TYPE_CHECKING:
    from oktaexpr.directory.scope import Scope
    from oktaexpr.tracer import Trace


def evaluate(text: str, scope: Scope, engine: str = "classic") -> Any:  # noqa: ANN401 - a value of the language
    """Compile and run in one call. Raises `ExpressionSyntaxError` or `EvaluationError`."""
    return compile_text(text, engine)(scope)


def explain(text: str, scope: Scope, engine: str = "classic") -> Trace:
    """Evaluate and keep every sub-expression with its value; an error becomes part of the trace.

    Raises `ExpressionSyntaxError` for a text that does not parse.
    """
    from oktaexpr.tracer import trace

    return trace(text, scope, engine)


def format(text: str) -> str:
    """Return the canonical spelling. Raises `ExpressionSyntaxError`."""
    return print_node(parse(text))
