"""One declaration for a function of the language; everything that is said of it comes from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from oktaexpr.errors import UsageError
from oktaexpr.types import Signature, parse_signature

Engine = Literal["classic", "identity-engine"]
CLASSIC: Engine = "classic"
IDENTITY_ENGINE: Engine = "identity-engine"
BOTH: tuple[Engine, ...] = (CLASSIC, IDENTITY_ENGINE)


def checked_engine(engine: str) -> Engine:
    """Return an engine's name. Raises `UsageError` where Okta has no such engine."""
    for known in BOTH:
        if engine == known:
            return known
    message = f"unknown engine {engine!r}: use `classic` or `identity-engine`"
    raise UsageError(message)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who says that a function behaves so: `okta`, `spel`, `field` or `assumed`, and where."""

    kind: Literal["okta", "spel", "field", "assumed", "dbt"]
    source: str = ""

    def __str__(self) -> str:
        """Return `okta (string functions)`."""
        return f"{self.kind} ({self.source})" if self.source else self.kind


def okta(section: str) -> Provenance:
    """Okta's reference says so, in the named section."""
    return Provenance("okta", section)


def spel(source: str = "Spring 4.3") -> Provenance:
    """Spring's engine does so."""
    return Provenance("spel", source)


def field_report(source: str) -> Provenance:
    """Okta's support pages or users report so."""
    return Provenance("field", source)


def assumed(reason: str) -> Provenance:
    """Nobody says; this is the safest reading."""
    return Provenance("assumed", reason)


@dataclass(frozen=True, slots=True)
class FunctionExample:
    """A call with its documented value; a test runs each."""

    expression: str
    value: object
    scope: Mapping[str, Any] = field(default_factory=dict)
    """Keyword arguments of `Scope`: `user`, `groups`, `now`, `relations` (keyword arguments of `Relations`), roots."""
    engine: Engine | None = None
    """None: the function's first engine."""


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function or method of the language."""

    text: str
    """The signature, in the spelling of `oktaexpr/types/signature.py`."""
    summary: str
    run: Callable[..., Any]
    """Takes the converted arguments (a method: the receiver first); with `needs_evaluation` an `Evaluation` before them."""
    engines: tuple[Engine, ...]
    """The engines whose reference has it; it runs in the other one too unless a name there means something else."""
    provenance: Provenance
    examples: tuple[FunctionExample, ...] = ()
    construct: str | None = None
    """The row of `usages.toml` that says where Okta offers it."""
    needs_evaluation: bool = False
    """Whether it reads the scope, the clock or the work budget."""
    lazy: bool = False
    """Whether it gets its arguments as functions to call (`IIF`)."""
    elementwise: bool = False
    """Whether a list in place of the first String is worked on element by element (`field`)."""
    deprecated: str | None = None
    """What to write instead."""
    stale_in_mappings: bool = False
    """Whether Okta does not evaluate it again when what it reads changes (group functions)."""
    notes: tuple[str, ...] = ()
    """Edge cases, each with its provenance in words, for `oktaexpr functions NAME`."""

    @property
    def signature(self) -> Signature:
        """The parsed signature; parsed when first needed, since start-up counts."""
        return parse_signature(self.text)

    @property
    def name(self) -> str:
        """`String.len`, `isMemberOfGroup`, `String::length`."""
        return self.text.partition("(")[0]


_F = TypeVar("_F", bound=Callable[..., Any])

Examples = Mapping[str, object] | Sequence[FunctionExample]


def read_examples(examples: Examples) -> tuple[FunctionExample, ...]:
    """Return the examples of a declaration, which may be a plain mapping of expression to value."""
    if isinstance(examples, Mapping):
        return tuple(FunctionExample(expression, value) for expression, value in examples.items())
    return tuple(examples)
