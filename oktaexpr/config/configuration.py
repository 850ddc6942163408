"""A configuration as commands use it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from oktaexpr.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from oktaexpr.checker.context import KnownDirectory
    from oktaexpr.formats import FileSettings
    from oktaexpr.types import Target


@dataclass(frozen=True, slots=True)
class CaseSettings:
    """What `oktaexpr test` and the pytest plugin do where nothing else is said."""

    paths: tuple[Path, ...] = ()
    """Files and folders to run; empty for the working directory."""
    fail_under: float | None = None
    """The least share of branches that has to be taken, in percent."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """One configuration; the default one says nothing."""

    path: Path | None = None
    """The file that it stands in."""
    select: tuple[str, ...] = ()
    """Codes or their beginnings; empty for all."""
    ignore: tuple[str, ...] = ()
    ignore_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Codes or their beginnings by a pattern of paths."""
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """By code or its beginning; the longest one counts."""
    fail_on: Severity | None = None
    usages: Mapping[str, str] = field(default_factory=dict)
    """The usage of expressions whose file names none, by a pattern of paths."""
    yaml_keys: Mapping[str, str] = field(default_factory=dict)
    """Keys of YAML files that hold expressions, with their usage or an empty text."""
    targets: Mapping[str, Target] = field(default_factory=dict)
    """What receives the value, by the name of the attribute or by a pattern of paths."""
    directory: Path | None = None
    test: CaseSettings = CaseSettings()

    def severity_of(self, diagnostic: Diagnostic) -> Severity:
        """Return the severity of a diagnostic as this configuration wants it."""
        fitting = [code for code in self.severities if diagnostic.code.startswith(code)]
        return self.severities[max(fitting, key=len)] if fitting else diagnostic.severity

    def adjusted(self, diagnostic: Diagnostic) -> Diagnostic:
        """Return a diagnostic with the severity that this configuration gives it."""
        severity = self.severity_of(diagnostic)
        return diagnostic if severity is diagnostic.severity else replace(diagnostic, severity=severity)

    def with_codes(self, select: Sequence[str] | None, ignore: Sequence[str] | None) -> Configuration:
        """Return the configuration with what a command line says: `select` takes its place, `ignore` comes on top."""
        return replace(
            self,
            select=self.select if select is None else tuple(select),
            ignore=(*self.ignore, *(ignore or ())),
        )

    def file_settings(
        self,
        *,
        usage: str | None = None,
        engine: str | None = None,
        directory: KnownDirectory | None = None,
        use_cache: bool = True,
    ) -> FileSettings:
        """Return how files are read and checked; `usage` and `engine` are for expressions that name none."""
        from oktaexpr.formats import FileSettings

        return FileSettings(
            select=self.select,
            ignore=self.ignore,
            ignore_in=self.ignore_in,
            usage_in=self.usages,
            yaml_keys=self.yaml_keys,
            target_in=self.targets,
            usage=usage,
            engine=engine,
            directory=directory,
            use_cache=use_cache,
        )
