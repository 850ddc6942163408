"""Diagnostics: what a problem is, which rules there are, and what was probably meant."""

from oktaexpr.diagnostics.diagnostic import Diagnostic, Edit, Fix, Severity, apply_edits
from oktaexpr.diagnostics.registry import Example, Rule, register, rule, rules
from oktaexpr.diagnostics.suggest import did_you_mean, nearest

__all__ = [
    "Diagnostic",
    "Edit",
    "Example",
    "Fix",
    "Rule",
    "Severity",
    "apply_edits",
    "did_you_mean",
    "nearest",
    "register",
    "rule",
    "rules",
]
