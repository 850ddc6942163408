"""What reading a group of files gives, and the files themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from oktaexpr.formats.facts import Fact
from oktaexpr.formats.found import FoundExpression
from oktaexpr.source import Span


@dataclass(frozen=True, slots=True)
class ReadingProblem:
    """Something in a file that cannot be read, or that does not say what it should."""

    path: str
    span: Span
    message: str
    code: str
    help: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A comment that says which diagnostics of a line are not wanted."""

    path: str
    line: int
    """The line that it speaks of: its own, or the next where it stands alone."""
    codes: tuple[str, ...]
    """Empty for all."""


@dataclass(slots=True)
class Reading:
    """The contents of one unit: files that are read together, such as the Terraform files of a folder."""

    expressions: list[FoundExpression] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    problems: list[ReadingProblem] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def add(self, found: FoundExpression | Fact) -> None:
        """Take in one thing that a reader found."""
        if isinstance(found, FoundExpression):
            self.expressions.append(found)
        else:
            self.facts.append(found)


@dataclass(frozen=True, slots=True)
class Unit:
    """Files that are read together."""

    kind: str
    """The format: terraform, json, yaml, markdown, expression."""
    texts: Mapping[str, str]
    """By path."""
    asked: frozenset[str]
    """The files whose expressions are wanted; the others are there to be referred to."""
    named: frozenset[str] = frozenset()
    """Those of them that the caller named, rather than a folder that has them."""
