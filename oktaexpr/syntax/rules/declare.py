"""How a syntax rule is declared."""

from __future__ import annotations

from oktaexpr.diagnostics import Example, Rule, Severity, register


def syntax_rule(code: str, title: str, explanation: str, *, failing: str, passing: str) -> Rule:
    """Register a rule of family OEL1xx: an error wherever the text stands, in either engine."""
    return register(
        Rule(code, title, Severity.ERROR, explanation, Example(failing), Example(passing), provenance="spel")
    )
