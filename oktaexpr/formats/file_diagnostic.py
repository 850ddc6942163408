"""A problem at its place in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from oktaexpr.diagnostics import Diagnostic, Edit, Fix
from oktaexpr.formats.found import FoundExpression, Use
from oktaexpr.formats.mapped import MappedText
from oktaexpr.source import Position, Source


@dataclass(frozen=True, slots=True)
class UsedBy:
    """A place that uses a text which stands elsewhere."""

    path: str
    line: int
    column: int
    address: str
    attribute: str

    def __str__(self) -> str:
        """Return `main.tf:12:3 (okta_group_rule.data.expression_value)`."""
        return f"{self.path}:{self.line}:{self.column} ({self.address}.{self.attribute})"


@dataclass(frozen=True, slots=True)
class FileDiagnostic:
    """One problem of one file."""

    diagnostic: Diagnostic
    """Its span and the edits of its fix are those of the file, and the edits are written in the file's language."""
    source: Source
    """The text of the file, by its path."""
    address: str | None = None
    """What has the expression: `okta_group_rule.data`; None for a problem of the file itself."""
    attribute: str | None = None
    usage: str | None = None
    used_by: tuple[UsedBy, ...] = ()
    """The places that use the text, where it stands elsewhere than there."""

    @property
    def path(self) -> str:
        """The file."""
        return self.source.name

    @property
    def start(self) -> Position:
        """Line and column of the first character, from 1."""
        return self.source.position(self.diagnostic.span.start)

    @property
    def end(self) -> Position:
        """Line and column behind the last character, from 1."""
        return self.source.position(self.diagnostic.span.end)


def mapped_fix(fix: Fix | None, content: MappedText, path: str) -> Fix | None:
    """Return a fix with edits of the file `path`, written in its language; None where it cannot be made there."""
    if fix is None:
        return None
    edits = []
    for edit in fix.edits:
        place = content.place(edit.span)
        notation = place.origin.notation
        if not content.is_editable(edit.span) or notation is None or place.origin.path != path:
            return None
        written = notation.part(edit.text)
        if written is None:
            return None
        edits.append(Edit(place.span, written))
    return Fix(fix.title, tuple(edits), fix.safe)


def in_file(
    found: FoundExpression, diagnostic: Diagnostic, sources: Mapping[str, Source]
) -> FileDiagnostic | None:
    """Return a diagnostic of an expression at its place in its file; None where the file is not one that was read."""
    place = found.place(diagnostic.span)
    source = sources.get(place.origin.path)
    if source is None:
        return None
    fix = mapped_fix(diagnostic.fix, found.content, source.name)
    return FileDiagnostic(
        replace(diagnostic, span=place.span, fix=fix),
        source,
        found.address,
        found.attribute,
        found.usage,
        uses_elsewhere(found, Use(place.origin.path, place.span), sources),
    )


def uses_elsewhere(found: FoundExpression, place: Use, sources: Mapping[str, Source]) -> tuple[UsedBy, ...]:
    """Return the attribute that has an expression, for a place outside of it; nothing for one inside."""
    use = found.use
    is_inside = use.span.start <= place.span.start and place.span.end <= use.span.end
    if use.path not in sources or (place.path == use.path and is_inside):
        return ()
    start = sources[use.path].position(use.span.start)
    return (UsedBy(use.path, start.line, start.column, found.address, found.attribute),)


def merged(diagnostics: Iterable[FileDiagnostic]) -> Iterator[FileDiagnostic]:
    """Yield each problem once, in the order of the files' text, with all that use the place."""
    by_problem: dict[tuple[object, ...], FileDiagnostic] = {}
    for one in diagnostics:
        found = one.diagnostic
        key = (one.path, found.span, found.code, found.message)
        other = by_problem.get(key)
        if other is None:
            by_problem[key] = one
        elif other.used_by != one.used_by:
            uses = tuple(dict.fromkeys((*other.used_by, *one.used_by)))
            by_problem[key] = replace(other, used_by=uses)
    yield from sorted(
        by_problem.values(),
        key=lambda one: (one.diagnostic.span, one.diagnostic.severity.rank, one.diagnostic.code),
    )
