"""Running one case: evaluate, compare with what is expected, and say what is different and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from oktaexpr.api import explain
from oktaexpr.diagnostics import Diagnostic, Severity
from oktaexpr.errors import DirectoryError, EvaluationError
from oktaexpr.render.report import Finding, RelatedPlace
from oktaexpr.render.values import quoted, value_json
from oktaexpr.source import Source, Span
from oktaexpr.testing.expectations import (
    Answer,
    ExpectationError,
    FindExpectation,
    Observation,
    no_expectation,
)
from oktaexpr.testing.model import (
    NO_SUCH_USER,
    NOTHING_EXPECTED,
    UNEXPECTED_ERROR,
    WRONG_FILE,
    WRONG_VALUE,
    Expected,
    UserCase,
)
from oktaexpr.tracer import Trace
from oktaexpr.values.kinds import java_type


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What became of a case."""

    case: UserCase
    line: int
    """The line of the file at which the case begins."""
    findings: tuple[Finding, ...]
    """What is different from what is expected; none where all is as expected."""
    seconds: float
    trace: Trace | None = None
    """None where the user cannot be evaluated."""
    answers: tuple[tuple[str, Any], ...] = ()
    """What there is for each expectation, in the order of the case, as plain data."""

    @property
    def has_passed(self) -> bool:
        """Whether all is as expected."""
        return not self.findings


def run_case(
    case: UserCase, source: Source, find_expectation: FindExpectation = no_expectation
) -> CaseResult:
    """Run a case of the file `source`. What is wrong becomes findings; only a bug raises."""
    started = perf_counter()
    line = source.position(case.span.start).line
    try:
        trace = explain(case.expression.text, case.scope(), case.expression.engine)
    except DirectoryError as error:
        finding = _finding(case, source, NO_SUCH_USER, source.first_line(case.span), error.message)
        return CaseResult(case, line, (finding,), perf_counter() - started)
    judge = _Judge(case, source, trace, find_expectation)
    findings = tuple(judge.findings())
    return CaseResult(case, line, findings, perf_counter() - started, trace, tuple(judge.answers))


class _Judge:
    """Compares one evaluation with what its case expects."""

    def __init__(self, case: UserCase, source: Source, trace: Trace, find: FindExpectation) -> None:
        self.answers: list[tuple[str, Any]] = []
        self._case = case
        self._source = source
        self._trace = trace
        self._find = find

    def findings(self) -> Iterator[Finding]:
        """Yield what is different; an error that nobody expects is said once, not at each expectation."""
        case, error = self._case, self._trace.error
        if not case.expected:
            message = f"nothing is expected; {_told(self._trace)} is there"
            yield self._different(NOTHING_EXPECTED, self._source.first_line(case.span), message)
        own = {"value", "type"} & set(case.expected)
        if error is not None and own and "error" not in case.expected:
            expected = case.expected[min(own, key=lambda name: case.expected[name].span)]
            yield self._different(
                UNEXPECTED_ERROR,
                expected.span,
                f"expected {_shown(expected.value)}, got {_told(self._trace)}",
            )
        for name, expected in case.expected.items():
            if name in {"value", "type"} and error is not None:
                continue
            yield from self._compared(name, expected)

    def _compared(self, name: str, expected: Expected) -> Iterator[Finding]:
        try:
            answer = self._answer(name, expected)
        except ExpectationError as error:
            yield self._different(WRONG_FILE, expected.span, error.message)
            return
        self.answers.append((name, answer.value))
        if not _is_same(answer.value, expected.value):
            what = "" if name == "value" else f"{name} "
            got = _told(self._trace) if name in {"value", "error"} else _shown(answer.value)
            message = f"expected {what}{_shown(expected.value)}, got {got}"
            yield self._different(WRONG_VALUE, expected.span, message, answer.why)

    def _answer(self, name: str, expected: Expected) -> Answer:
        trace = self._trace
        match name:
            case "value":
                return Answer(value_json(trace.value))
            case "type":
                return Answer(java_type(trace.value))
            case "error":
                return Answer(_error_answer(trace.error, expected.value))
            case _:
                return self._ask_extension(name, expected)

    def _ask_extension(self, name: str, expected: Expected) -> Answer:
        expectation = self._find(name)
        if expectation is None:
            message = f"no extension knows `{name}`"
            raise ExpectationError(message)
        case, trace = self._case, self._trace
        observation = Observation(
            case.expression.text,
            case.expression.engine,
            case.scope(),
            None if trace.error is not None else trace.value,
            trace.error,
            case.options,
            Path(self._source.name).parent,
        )
        return expectation(observation, expected.value)

    def _different(self, code: str, span: Span, message: str, why: str | None = None) -> Finding:
        return _finding(self._case, self._source, code, span, message, why or _reason(self._trace))


def _finding(
    case: UserCase, source: Source, code: str, span: Span, message: str, help: str | None = None
) -> Finding:
    diagnostic = Diagnostic(code, Severity.ERROR, f"{case.name}: {message}", span, help)
    place, at = case.expression.located(Span(0, 0))
    finding = Finding(diagnostic, source, subject=case.name)
    if place.name == source.name:
        return finding
    position = place.position(at.start)
    return finding.used_in(
        RelatedPlace(case.expression.address or "the expression", place.name, position.line, position.column)
    )


def _reason(trace: Trace) -> str:
    """Return why the value is what it is; of an error, the part of the expression that has no value."""
    if trace.error is None or not trace.error.diagnostics:
        return trace.sentence
    span = trace.error.diagnostics[0].span
    failed = " ".join(trace.text[span.start : span.end].split())
    return f"it fails at `{failed}`"


def _error_answer(error: EvaluationError | None, expected: object) -> str | None:
    """Return the code, or what was expected where that is a part of the message; None for no error."""
    if error is None:
        return None
    is_said = (
        isinstance(expected, str) and expected.strip() and expected.casefold() in error.message.casefold()
    )
    return str(expected) if is_said else error.code


def _is_same(given: object, expected: object) -> bool:
    """Compare plain data; unlike in Python, true is not 1 and 1 is not 1.0, since Okta would send another text."""
    if isinstance(given, list) and isinstance(expected, list):
        return len(given) == len(expected) and all(map(_is_same, given, expected))
    if isinstance(given, dict) and isinstance(expected, dict):
        return given.keys() == expected.keys() and all(_is_same(given[key], expected[key]) for key in given)
    return type(given) is type(expected) and given == expected


def _told(trace: Trace) -> str:
    error = trace.error
    return _shown(value_json(trace.value)) if error is None else f"the error {error.code} ({error.message})"


def _shown(value: object) -> str:
    return quoted(value)
