"""A trace without personal values, and without what functions made of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from oktaexpr.errors import EvaluationError
from oktaexpr.tracer.reasons import sentence
from oktaexpr.values.text import java_text

if TYPE_CHECKING:
    from oktaexpr.tracer import Step, Trace

_CHOOSES = frozenset({"Conditional", "Elvis", "Arm"})
"""Steps whose value is that of a part of them."""
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


class TextRedactor(Protocol):
    """What hides personal values: `oktaexpr.render.redact.Redactor`."""

    def text(self, text: str) -> str:
        """Return the text without them."""

    def value(self, value: object) -> object:
        """Return the value without them."""

    def made(self, text: str, constants: Collection[str]) -> str:
        """Return a text that was made of personal values with nothing left of them."""


def redacted_trace(trace: Trace, redactor: TextRedactor) -> Trace:
    """Return the trace with personal values, and what was made of them, replaced in texts, values and reasons."""
    redaction = _Redaction(trace, redactor)
    error = trace.error
    if error is not None:
        error = EvaluationError(error.code, redaction.message(error.message), error.diagnostics)
    root = redaction.step(trace.root)
    return replace(trace, text=redactor.text(trace.text), root=root, sentence=sentence(root), error=error)


class _Redaction:
    """The redaction of one trace: `Ali` of `Alice`, and even `A`, says who she is as well."""

    def __init__(self, trace: Trace, redactor: TextRedactor) -> None:
        """Find the texts that stay: constants of the expression, and attributes that are not personal."""
        self._redactor = redactor
        self._made: dict[int, bool] = {}
        steps = list(trace.root.walk())
        for step in reversed(steps):
            self._made[id(step)] = self._is_made(step)
        self._kept = {
            step.value
            for step in steps
            if isinstance(step.value, str) and not self._made[id(step)] and not self._is_personal(step.value)
        }
        self._made_texts = {text for step in steps if self._made[id(step)] for text in _texts(step.value)}

    def step(self, step: Step) -> Step:
        """Return a step, and all below it, without personal values."""
        return replace(
            step,
            text=self._redactor.text(step.text),
            value=self._value(step.value) if self._made[id(step)] else self._redactor.value(step.value),
            error=None if step.error is None else self.message(step.error),
            because=None if step.because is None else self.message(step.because),
            children=tuple(map(self.step, step.children)),
        )

    def message(self, text: str) -> str:
        """Return a sentence without personal values, and without the quoted values that were made of them."""
        return self._redactor.text(_QUOTED.sub(self._quoted, text))

    def _quoted(self, found: re.Match[str]) -> str:
        mark, inside = found[0][0], found[0][1:-1]
        is_made = any(text.startswith(inside.removesuffix("…")) for text in self._made_texts)
        return f"{mark}{self._value(inside)}{mark}" if inside and is_made else found[0]

    def _is_made(self, step: Step) -> bool:
        """Whether a step computes its value from personal ones; the parts of a step are known before it."""
        if step.kind in _CHOOSES:
            return any(self._made[id(child)] and child.value == step.value for child in step.children)
        if step.kind in {"Literal", "Name", "Property"}:
            return any(self._made[id(child)] for child in step.children)
        return any(
            self._made[id(child)] or self._is_personal(child.value)
            for child in step.children
            if not isinstance(child.value, Mapping)
        )

    def _is_personal(self, value: object) -> bool:
        return self._redactor.value(value) != value

    def _value(self, value: object) -> object:
        match value:
            case str():
                return value if value in self._kept else self._redactor.made(value, self._kept)
            case datetime():
                return self._redactor.made(java_text(value), self._kept)
            case Mapping():
                return {key: self._value(inner) for key, inner in value.items()}
            case list() | tuple():
                return [self._value(item) for item in value]
            case _:
                return self._redactor.value(value)


def _texts(value: object) -> Iterator[str]:
    """Yield the texts in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
