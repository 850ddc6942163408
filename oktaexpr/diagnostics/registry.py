"""The rules by code. A rule registers when the package that holds it is loaded; this one knows none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from oktaexpr.diagnostics.diagnostic import Diagnostic, Fix, Severity
from oktaexpr.source import Span


@dataclass(frozen=True, slots=True)
class Example:
    """An expression that shows a rule, with the place where it would be saved."""

    text: str
    engine: str | None = None
    usage: str | None = None
    target: dict[str, object] | None = None
    """Keyword arguments of `Target`: `type`, `enum`."""
    groups: tuple[str, ...] = ()
    """Names of the groups that the directory of the example has; none means no directory."""
    attributes: dict[str, str] = field(default_factory=dict)
    """User attributes of the directory's schema, name to type; none means no schema."""
    file: str | None = None
    """The name of a file that has `text` as its content, for rules about files; None means that `text` is an expression."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What `oktaexpr rule CODE` prints, and what a test triggers."""

    code: str
    title: str
    """Half a line: what the rule finds."""
    severity: Severity
    explanation: str
    """Why it matters and what to write instead; a few sentences."""
    failing: Example
    passing: Example
    provenance: str = "okta"

    def diagnostic(
        self,
        message: str,
        span: Span,
        help: str | None = None,
        fix: Fix | None = None,
        *,
        severity: Severity | None = None,
    ) -> Diagnostic:
        """Return a diagnostic of this rule."""
        return Diagnostic(self.code, severity or self.severity, message, span, help, fix, self.provenance)


_RULES: dict[str, Rule] = {}


def register(rule: Rule) -> Rule:
    """Add a rule and return it. Raises `ValueError` for a code that is taken."""
    if _RULES.setdefault(rule.code, rule) is not rule:
        message = f"rule code {rule.code} is taken"
        raise ValueError(message)
    return rule


def rule(code: str) -> Rule | None:
    """Return the rule of that code among the packages loaded so far."""
    return _RULES.get(code.upper())


def rules() -> Iterator[Rule]:
    """Yield the rules loaded so far, by code."""
    return iter([_RULES[code] for code in sorted(_RULES)])
