"""The files that a module lists with `fileset` and reads in with `file` and `templatefile`; whoever gathers the module's texts decides which."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from oktaexpr.formats.hcl.embedded import embedded_template
from oktaexpr.formats.hcl.nodes import Template
from oktaexpr.formats.mapped import MappedText, Origin, Run, verbatim
from oktaexpr.formats.notation import HclHeredoc, Lines
from oktaexpr.formats.problems import UnreadableError
from oktaexpr.formats.values import Array, Text, Unknown, Value, known_text
from oktaexpr.source import Span

MODULE_FOLDER = "path.module"


@dataclass
class ModuleFiles:
    """Texts by path, and those of them that turned out to be templates."""

    texts: Mapping[str, str] = field(default_factory=dict)
    faults: dict[str, UnreadableError] = field(default_factory=dict)
    """Why a template cannot be read, by path."""
    _templates: dict[str, Template] = field(default_factory=dict)

    def text(self, name: Value, path: str) -> Value | None:
        """Return what `file(name)` gives in the file `path`; None for a name or a text that is not known."""
        found = self._found(name, path)
        if found is None:
            return None
        text = self.texts[found]
        return known_text(verbatim(text, 0, Origin(found, Span(0, len(text)), Lines())))

    def template(self, name: Value, path: str) -> Template | None:
        """Return the template that `templatefile(name, …)` fills in; None where there is none that can be read."""
        found = self._found(name, path)
        if found is None or found in self.faults:
            return None
        if found not in self._templates:
            text = self.texts[found]
            origin = Origin(found, Span(0, len(text)), HclHeredoc())
            try:
                self._templates[found] = embedded_template(
                    verbatim(text, 0, origin), origin, lambda notation: notation
                )
            except UnreadableError as error:
                self.faults[found] = error
                return None
        return self._templates[found]

    def listed(self, folder: Value, pattern: Value, path: str) -> Value | None:
        """Return what `fileset(folder, pattern)` gives, of the texts that are known; None for what is not a plain name.

        Of patterns, those that go through all folders below are not worked out.
        """
        relative = "." if is_module_folder(folder) else _written(folder)
        if (
            relative is None
            or not isinstance(pattern, Text)
            or "**" in pattern.value
            or pattern.content.holes
        ):
            return None
        steps = pattern.value.split("/")
        start = os.path.normpath(path_beside(path, relative))
        names = (os.path.relpath(one, start).replace(os.sep, "/").split("/") for one in self.texts)
        fitting = sorted(
            "/".join(name) for name in names if len(name) == len(steps) and all(map(fnmatchcase, name, steps))
        )
        place = pattern.content.place(Span(0, len(pattern.value)))
        origin = Origin(place.origin.path, place.span, None)
        return Array(tuple(known_text(MappedText((Run(name, place.span, origin),))) for name in fitting))

    def is_template(self, path: str) -> bool:
        """Whether a file is read as a template, in which only its own variables have names."""
        return path in self._templates

    def _found(self, name: Value, path: str) -> str | None:
        relative = _written(name)
        found = None if relative is None else path_beside(path, relative)
        return found if found in self.texts else None


def is_module_folder(value: Value) -> bool:
    """Whether a value is `path.module`."""
    return isinstance(value, Unknown) and value.reference == MODULE_FOLDER


def _written(name: Value) -> str | None:
    """Return the name of a file as it is written, from the module's folder on; None for one that is not known."""
    if not isinstance(name, Text):
        return None
    first, *others = name.content.runs
    relative = name.value
    if first.hole == MODULE_FOLDER:
        relative = relative[len(first.text) :].lstrip("/") or "."
    elif first.hole is not None:
        return None
    is_known = all(run.hole is None for run in others) and not os.path.isabs(relative)  # noqa: PTH117
    return relative if is_known else None


def path_beside(path: str, relative: str) -> str:
    """Return the path of a file that another one names; what the user wrote before it stays, a `./` included."""
    joined = os.path.join(os.path.dirname(path), relative.removeprefix("./"))  # noqa: PTH118, PTH120
    return os.path.normpath(joined) if ".." in relative.split("/") else joined
