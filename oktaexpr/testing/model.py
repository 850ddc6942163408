"""What a file of tests says: suites of one expression each, and their cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from oktaexpr.directory.adjusting import Setting, adjusted_scope
from oktaexpr.directory.scope import Scope
from oktaexpr.errors import DirectoryError, OktaExprError
from oktaexpr.source import Source, Span
from oktaexpr.testing.yaml_places import Path

if TYPE_CHECKING:
    from oktaexpr.directory import Directory
    from oktaexpr.formats import MappedText
    from oktaexpr.functions import Engine
    from oktaexpr.render.report import Finding

WRONG_VALUE = "TEST101"
"""Code of a case whose expression gives something else than what is expected."""
UNEXPECTED_ERROR = "TEST102"
"""Code of a case whose expression has no value, though one is expected."""
NOTHING_EXPECTED = "TEST103"
"""Code of a case that expects nothing."""
WRONG_FILE = "TEST201"
"""Code of a key or value of the file that cannot be what it is."""
NO_SUCH_USER = "TEST202"
"""Code of a case whose user cannot be evaluated."""
NEVER_TAKEN = "TEST301"
"""Code of a branch that no case takes."""


class CaseFileError(OktaExprError):
    """A file of tests cannot be used; `findings` has a place for each problem."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Make the message of the findings, one a line."""
        lines = [f"{one.path}:{one.start.line}:{one.start.column}: {_said(one)}" for one in findings]
        super().__init__("\n".join(lines), [one.diagnostic for one in findings])
        self.findings = tuple(findings)


def _said(finding: Finding) -> str:
    help = finding.diagnostic.help
    return finding.message if help is None else f"{finding.message}; {help}"


@dataclass(frozen=True, slots=True)
class Expression:
    """The expression of a suite, with the place of each of its characters."""

    content: MappedText
    engine: Engine
    sources: Mapping[str, Source]
    """The texts of the files that it stands in, by path."""
    address: str | None = None
    """What has it, where the suite refers to another file: `okta_group_rule.data`."""

    @property
    def text(self) -> str:
        """The expression itself."""
        return self.content.text

    def located(self, span: Span) -> tuple[Source, Span]:
        """Return the file in which a part of the expression stands, and the place there."""
        place = self.content.place(span)
        return self.sources[place.origin.path], place.span


@dataclass(frozen=True, slots=True)
class People:
    """Who the users of a suite are: those that the file writes out, then those of a directory."""

    inline: Directory | None = None
    directory: Directory | None = None
    app: str | None = None

    def scope(self, login: str, engine: Engine) -> Scope:
        """Return what an expression sees of a user. Raises `DirectoryError` for one that nobody knows."""
        if self.inline is not None and any(user.login == login for user in self.inline.users):
            return self.inline.scope(login, engine=engine, app=None)
        if self.directory is None:
            message = f"no user {login!r}: the file writes none out by that name, and there is no directory"
            raise DirectoryError(message)
        return self.directory.scope(login, engine=engine, app=self.app)


@dataclass(frozen=True, slots=True)
class Expected:
    """One thing that a case expects."""

    value: Any
    span: Span
    """The value in the file."""
    key_span: Span | None = None
    """The key in front of it; None in a table."""


@dataclass(frozen=True, slots=True)
class UserCase:
    """An expression, a user, and what is expected."""

    label: str
    """What tells it from the other cases of its suite."""
    expression: Expression
    people: People
    span: Span
    """The case in the file."""
    user: str | None = None
    """A login or a name of the file; None for nobody in particular."""
    settings: tuple[Setting, ...] = ()
    groups: tuple[str, ...] = ()
    now: str | None = None
    expected: Mapping[str, Expected] = field(default_factory=dict)
    """By `value`, `error`, `type`, or the name of an extension's expectation."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """What the suite's `with` says for extensions."""
    suite: str | None = None
    """The name of its suite, where that has one."""
    path: Path = ()
    """Where it stands: keys and indexes from the top of the file."""
    columns: tuple[str, ...] | None = None
    """The columns of its table; None where it is a mapping."""

    @property
    def name(self) -> str:
        """The name of the suite and the label."""
        return self.label if self.suite is None else f"{self.suite}: {self.label}"

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return self.columns is not None

    def scope(self) -> Scope:
        """Return what the expression sees. Raises `DirectoryError` for an unknown user."""
        engine = self.expression.engine
        if self.user is None:
            scope = Scope(user={} if engine == "classic" else {"profile": {}})
        else:
            scope = self.people.scope(self.user, engine)
        return adjusted_scope(
            scope,
            settings=self.settings,
            groups=self.groups,
            now=self.now,
            directory=self.people.directory,
        )


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One file of tests."""

    path: FilePath
    source: Source
    cases: tuple[UserCase, ...]

    @property
    def expressions(self) -> list[Expression]:
        """The expressions that its cases try, each once."""
        return list({id(case.expression): case.expression for case in self.cases}.values())
