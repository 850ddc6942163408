"""What is wrong with a configuration: each problem with its file, line and key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from oktaexpr.config.places import key_offsets
from oktaexpr.errors import UsageError
from oktaexpr.render.hidden import visible
from oktaexpr.source import Source

Key = tuple[str, ...]
"""The keys from the top of the configuration: `("severity", "OEL501")`."""


class ConfigurationError(UsageError):
    """A configuration cannot be used; the message has a line `file:line: key: problem` for each problem."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong."""

    key: Key
    message: str


def configuration_error(
    problems: Iterable[Problem], text: str, path: str, table: Key = ()
) -> ConfigurationError:
    """Return one error for all problems, in the order of the file; `table` is where the configuration stands in it."""
    offsets = key_offsets(text)
    source = Source(text)
    lines = []
    for problem in problems:
        known = (*table, *problem.key)
        while known and known not in offsets:
            known = known[:-1]
        line = source.position(offsets.get(known, 0)).line
        key = ".".join(problem.key)
        lines.append((line, f"{path}:{line}: {key + ': ' if key else ''}{problem.message}"))
    return ConfigurationError("\n".join(visible(shown) for _, shown in sorted(lines)))
