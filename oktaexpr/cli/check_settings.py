"""How `check` looks at a text: what the command line says, and the configuration where that says nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import oktaexpr
from oktaexpr.cli.shared.inputs import is_file
from oktaexpr.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from oktaexpr.checker.context import KnownDirectory
    from oktaexpr.config import Configuration
    from oktaexpr.formats import FileSettings
    from oktaexpr.source import Source


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """What is asked for."""

    configuration: Configuration
    """With the codes of the command line in it."""
    usage: str | None
    engine: str | None
    target: oktaexpr.Target | None
    directory: KnownDirectory | None
    fail_on: Severity
    judges_by_extensions: bool = False
    """Whether rules of extensions are selected. What they find is not kept: the cache knows this program's version only."""

    @property
    def for_files(self) -> FileSettings:
        """How files are read and checked."""
        return self.configuration.file_settings(
            usage=self.usage,
            engine=self.engine,
            directory=self.directory,
            use_cache=not self.judges_by_extensions,
        )

    def check(self, source: Source) -> list[Diagnostic]:
        """Return the problems of one expression; what is configured for its file counts. Raises `UsageError`."""
        configuration, usage, target = self.configuration, self.usage, self.target
        files = self.for_files if configuration.path is not None and is_file(source) else None
        if files is not None:
            usage = usage or files.usage_for(source.name)
            target = target or files.target_for(source.name, None)
        found = oktaexpr.check(
            source.text,
            engine=self.engine,
            usage=usage,
            target=target,
            directory=self.directory,
            select=configuration.select or None,
            ignore=configuration.ignore or None,
        )
        wanted = (one for one in found if files is None or files.is_wanted(source.name, one.code))
        return [configuration.adjusted(one) for one in wanted]
