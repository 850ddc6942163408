"""Okta Expression Language: parse, check, evaluate and explain it anywhere.

Names load when first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oktaexpr.api import evaluate, explain, format
    from oktaexpr.checker import check
    from oktaexpr.checker.selected import CheckedExpression
    from oktaexpr.compiler import Program, compile
    from oktaexpr.diagnostics import Diagnostic, Edit, Fix, Severity
    from oktaexpr.directory import Directory
    from oktaexpr.directory.scope import Relations, Scope
    from oktaexpr.errors import (
        DirectoryError,
        EvaluationError,
        ExpressionSyntaxError,
        OktaExprError,
        UsageError,
    )
    from oktaexpr.source import Span
    from oktaexpr.syntax import parse
    from oktaexpr.tracer import Trace
    from oktaexpr.types.target import Target
    from oktaexpr.values.kinds import java_type

__version__ = "0.1.0"

_HOMES = {
    "CheckedExpression": "oktaexpr.checker.selected",
    "Diagnostic": "oktaexpr.diagnostics",
    "Directory": "oktaexpr.directory",
    "DirectoryError": "oktaexpr.errors",
    "Edit": "oktaexpr.diagnostics",
    "EvaluationError": "oktaexpr.errors",
    "ExpressionSyntaxError": "oktaexpr.errors",
    "Fix": "oktaexpr.diagnostics",
    "OktaExprError": "oktaexpr.errors",
    "Program": "oktaexpr.compiler",
    "Relations": "oktaexpr.directory.scope",
    "Scope": "oktaexpr.directory.scope",
    "Severity": "oktaexpr.diagnostics",
    "Span": "oktaexpr.source",
    "Target": "oktaexpr.types.target",
    "Trace": "oktaexpr.tracer",
    "UsageError": "oktaexpr.errors",
    "check": "oktaexpr.checker",
    "compile": "oktaexpr.compiler",
    "evaluate": "oktaexpr.api",
    "explain": "oktaexpr.api",
    "format": "oktaexpr.api",
    "java_type": "oktaexpr.values.kinds",
    "parse": "oktaexpr.syntax",
}

__all__ = [
    "CheckedExpression",
    "Diagnostic",
    "Directory",
    "DirectoryError",
    "Edit",
    "EvaluationError",
    "ExpressionSyntaxError",
    "Fix",
    "OktaExprError",
    "Program",
    "Relations",
    "Scope",
    "Severity",
    "Span",
    "Target",
    "Trace",
    "UsageError",
    "check",
    "compile",
    "evaluate",
    "explain",
    "format",
    "java_type",
    "parse",
]


def __getattr__(name: str) -> object:
    """Load a public name from its home."""
    home = _HOMES.get(name)
    if home is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value
