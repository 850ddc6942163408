"""What the files of a Terraform module are, by their names, and which other files they read in."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path

from oktaexpr.formats.hcl.module_files import MODULE_FOLDER, path_beside

_READ_IN = re.compile(r'\b(?:file|templatefile)\(\s*\\?"(?P<name>(?:\$\{[^}"\\]*\}|[^"$\\\n])+)\\?"')
_LISTED = re.compile(
    r'\bfileset\(\s*(?:path\.module|\\?"(?P<folder>[^"\\\n]*)\\?")\s*,\s*\\?"(?P<pattern>[^"$\\\n]+)\\?"\s*\)'
)
_FILLED_IN = re.compile(r"\$\{[^}]*\}")
_FROM_MODULE = re.compile(rf"\A\$\{{\s*{re.escape(MODULE_FOLDER)}\s*\}}/")
_UNREAD_STEPS = frozenset({"**", ".."})
"""Steps of a pattern that leave the folder, or go through all that is below it, which `ModuleFiles.listed` works out neither."""
_MOST_READ_IN = 1000
"""Files that one module may read in here."""
_LARGEST_READ_IN = 1_000_000
"""Bytes of one such file; no expression comes near that."""


class Part(Enum):
    """What a file is to its module."""

    CONFIGURATION = ".tf"
    JSON_CONFIGURATION = ".tf.json"
    VALUES = ".tfvars"
    JSON_VALUES = ".tfvars.json"


def part_of(path: str) -> Part | None:
    """Return what a file of this name is to the module in its folder; None for one that is no part of it."""
    name = path.lower()
    return next((part for part in reversed(Part) if name.endswith(part.value)), None)


def rank_of_values(path: str) -> tuple[int, str] | None:
    """Return the order in which Terraform takes a file of values by itself, the last word last.

    None for one that it takes only where a command names it, such as `prod.tfvars`.
    """
    name = os.path.basename(path)  # noqa: PTH119
    named = ("terraform.tfvars", "terraform.tfvars.json")
    if name in named:
        return named.index(name), name
    return (len(named), name) if name.endswith((".auto.tfvars", ".auto.tfvars.json")) else None


def read_in_by(path: str, text: str, roots: Iterable[str]) -> Iterator[str]:
    """Yield the files that a file of a module reads in or lists with a name that it writes out, if below a root.

    A part of the name that Terraform works out may be anything: then all files that the name could mean are yielded.
    """
    allowed = [os.path.realpath(root) for root in roots]
    found = 0
    for other in (*_read(path, text), *_listed(path, text, allowed)):
        if _is_below(other, allowed) and _may_be_text(other):
            found += 1
            if found > _MOST_READ_IN:
                return
            yield other


def _read(path: str, text: str) -> Iterator[str]:
    for match in _READ_IN.finditer(text):
        written = _FROM_MODULE.sub("", match["name"])
        if not os.path.isabs(written):  # noqa: PTH117
            yield from _named(path_beside(path, written))


def _listed(path: str, text: str, roots: Sequence[str]) -> Iterator[str]:
    """Yield the files that a folder below a root is searched for; looking anywhere else could take hours."""
    here = os.path.dirname(path)  # noqa: PTH120
    for match in _LISTED.finditer(text):
        folder = _FROM_MODULE.sub("", f"{match['folder'] or '.'}/").rstrip("/")
        if "${" in folder or os.path.isabs(folder) or _UNREAD_STEPS.intersection(match["pattern"].split("/")):  # noqa: PTH117
            continue
        start = path_beside(path, folder or ".")
        if _is_below(start, roots):
            for found in _matching(start, match["pattern"]):
                yield path_beside(path, os.path.relpath(found, here or ".").replace(os.sep, "/"))


def _matching(folder: str, pattern: str) -> list[Path]:
    try:
        return sorted(islice(Path(folder).glob(pattern), _MOST_READ_IN))
    except (ValueError, NotImplementedError, OSError):  # a pattern that this machine has not
        return []


def _named(path: str) -> Iterator[str]:
    """Yield the path, or the files of its folder that it could mean."""
    if "${" not in path:
        yield path
        return
    folder, name = os.path.split(path)
    if "${" in folder or not os.path.isdir(folder or "."):  # noqa: PTH112
        return
    pattern = "*".join(part.replace("[", "[[]") for part in _FILLED_IN.split(name))
    for entry in sorted(os.listdir(folder or ".")):  # noqa: PTH208
        if fnmatchcase(entry, pattern):
            yield os.path.join(folder, entry)  # noqa: PTH118


def _may_be_text(path: str) -> bool:
    """Whether a path leads to a file that may be an expression or a template, rather than to an archive."""
    try:
        return os.path.isfile(path) and os.path.getsize(path) <= _LARGEST_READ_IN  # noqa: PTH113, PTH202
    except OSError:
        return False


def _is_below(path: str, roots: Iterable[str]) -> bool:
    real = Path(os.path.realpath(path))
    return any(real.is_relative_to(root) for root in roots)
