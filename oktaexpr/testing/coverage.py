"""Which branches of the expressions the cases take: the arms of conditionals, and what stands behind `?:`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from oktaexpr.diagnostics import Diagnostic, Severity
from oktaexpr.render.hidden import shortened
from oktaexpr.render.report import Finding
from oktaexpr.source import Span
from oktaexpr.syntax import nodes, parse, walk
from oktaexpr.testing.model import NEVER_TAKEN, Expression
from oktaexpr.testing.running import CaseResult
from oktaexpr.tracer import State, Trace

_FORMULA = "IIF"
_LONGEST_CONDITION = 60


@dataclass(frozen=True, slots=True)
class Branch:
    """A part of an expression that is evaluated for some users only."""

    span: Span
    when: str
    """For whom, in words."""


@dataclass(frozen=True, slots=True)
class ExpressionCoverage:
    """The branches of one expression."""

    expression: Expression
    branches: tuple[Branch, ...]
    taken: frozenset[Span]

    @property
    def missed(self) -> list[Branch]:
        """The branches that no case takes."""
        return [branch for branch in self.branches if branch.span not in self.taken]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The branches of all expressions."""

    expressions: Sequence[ExpressionCoverage]

    @property
    def total(self) -> int:
        """How many branches there are."""
        return sum(len(one.branches) for one in self.expressions)

    @property
    def taken(self) -> int:
        """How many of them some case takes."""
        return self.total - sum(len(one.missed) for one in self.expressions)

    @property
    def percent(self) -> float:
        """The share that is taken; 100 where there is nothing to take."""
        return 100 * self.taken / self.total if self.total else 100.0

    @property
    def sentence(self) -> str:
        """The share in words."""
        if not self.total:
            return "the expressions have no branches"
        return f"{self.taken:,} of {self.total:,} branches taken ({self.percent:.0f}%)"

    def findings(self, severity: Severity = Severity.INFO) -> Iterator[Finding]:
        """Yield each branch that is never taken, at its place in its file."""
        for one in self.expressions:
            for branch in one.missed:
                source, span = one.expression.located(branch.span)
                message = f"no case takes this branch: {branch.when}"
                diagnostic = Diagnostic(NEVER_TAKEN, severity, message, span)
                yield Finding(diagnostic, source, one.expression.address)


def coverage_of(results: Iterable[CaseResult]) -> Coverage:
    """Return what the cases cover; an expression that several files refer to counts once."""
    found: dict[tuple[str, Span, str], ExpressionCoverage] = {}
    for result in results:
        expression = result.case.expression
        source, span = expression.located(Span(0, len(expression.text)))
        key = (source.name, span, expression.engine)
        known = found.get(key)
        if known is None:
            known = ExpressionCoverage(expression, tuple(branches(expression.text)), frozenset())
        taken = _taken(result.trace) if result.trace is not None else frozenset()
        found[key] = replace(known, taken=known.taken | taken)
    return Coverage(list(found.values()))


def branches(text: str) -> list[Branch]:
    """Return the branches of an expression that parses, in the order of the text."""
    return sorted(_branches(text), key=lambda branch: branch.span)


def _branches(text: str) -> Iterator[Branch]:
    for node in walk(parse(text)):
        match node:
            case nodes.Conditional(arms=arms, otherwise=otherwise):
                for arm in arms:
                    yield Branch(arm.value.span, f"`{_short(text, arm.condition.span)}` holds")
                first = f"`{_short(text, arms[0].condition.span)}` does not hold"
                yield Branch(otherwise.span, first if len(arms) == 1 else "none of the conditions holds")
            case nodes.Elvis(operands=operands):
                for before, operand in pairwise(operands):
                    yield Branch(operand.span, f"`{_short(text, before.span)}` is null or empty")
            case nodes.Call(name=name, arguments=(condition, value, otherwise)) if name == _FORMULA:
                yield Branch(value.span, f"`{_short(text, condition.span)}` holds")
                yield Branch(otherwise.span, f"`{_short(text, condition.span)}` does not hold")
            case _:
                pass


def _short(text: str, span: Span) -> str:
    return shortened(" ".join(text[span.start : span.end].split()), _LONGEST_CONDITION)


def _taken(trace: Trace) -> frozenset[Span]:
    """Return the spans of all that was evaluated."""
    return frozenset(step.span for step in trace.root.walk() if step.state is not State.NOT_TAKEN)
