"""What a caller decides about the files: what to report, which YAML keys hold expressions, what is known of the org."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TypeVar

from oktaexpr.checker.context import KnownDirectory
from oktaexpr.types import Target

_Given = TypeVar("_Given")


@dataclass(frozen=True, slots=True)
class FileSettings:
    """How to read and check files; the defaults suit a repository without a configuration."""

    select: tuple[str, ...] = ()
    """Codes or their beginnings; empty for all."""
    ignore: tuple[str, ...] = ()
    ignore_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Codes or their beginnings by a pattern of paths."""
    usage_in: Mapping[str, str] = field(default_factory=dict)
    """The usage of expressions that name none, by a pattern of paths: `mappings/*.oel`."""
    yaml_keys: Mapping[str, str] = field(default_factory=dict)
    """Keys of YAML files that hold expressions, with their usage or an empty text."""
    target_in: Mapping[str, Target] = field(default_factory=dict)
    """What receives the value, by the name of the attribute or by a pattern of paths; comes before a schema's word."""
    usage: str | None = None
    """The usage of expressions that name none, where no pattern says it."""
    engine: str | None = None
    directory: KnownDirectory | None = None
    """Comes before what the files themselves say of the org."""
    use_cache: bool = True

    def is_wanted(self, path: str, code: str) -> bool:
        """Whether a diagnostic of this code is wanted for this file."""
        if self.select and not code.startswith(self.select):
            return False
        unwanted = [*self.ignore, *(one for codes in _matching(self.ignore_in, path) for one in codes)]
        return not code.startswith(tuple(unwanted))

    def usage_for(self, path: str) -> str | None:
        """Return the usage of an expression of this file that names none."""
        return next(_matching(self.usage_in, path), self.usage)

    def target_for(self, path: str, attribute: str | None) -> Target | None:
        """Return what receives the value of an expression of this file, for this attribute where one is known."""
        if attribute is not None and attribute in self.target_in:
            return self.target_in[attribute]
        return next(_matching(self.target_in, path), None)


def _matching(patterns: Mapping[str, _Given], path: str) -> Iterator[_Given]:
    """Yield what is given for a path; a pattern fits the whole path or its end."""
    plain = path.replace("\\", "/").removeprefix("./")
    for pattern, given in patterns.items():
        if fnmatchcase(plain, pattern) or fnmatchcase(plain, f"*/{pattern}"):
            yield given
