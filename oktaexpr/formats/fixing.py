"""Making safe fixes in files: only the characters of a fix change, and reading the file again gives the fixed text.

A fix is kept only where that is so. One that a place cannot hold, such as a colon in a plain scalar of YAML, is made
by writing the whole literal anew, or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from oktaexpr.checker import apply_fixes
from oktaexpr.diagnostics import Diagnostic, Edit, apply_edits
from oktaexpr.formats.file_diagnostic import FileDiagnostic
from oktaexpr.formats.found import FoundExpression
from oktaexpr.formats.notation import HclHeredoc
from oktaexpr.formats.org import Org
from oktaexpr.formats.reader import read_unit
from oktaexpr.formats.reading import Reading, Unit
from oktaexpr.formats.rules.files import UNESCAPED
from oktaexpr.formats.settings import FileSettings
from oktaexpr.formats.unit_check import check_unit, text_problems
from oktaexpr.formats.walk import files_to_read, units
from oktaexpr.source import Source, Span

_DEFAULTS = FileSettings()
_MOST_ROUNDS = 20

FileEdits = Mapping[str, Sequence[Edit]]
"""Edits by the path of the file."""


@dataclass(frozen=True, slots=True)
class FixedFile:
    """A file before and after its fixes."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Change:
    """What to do with one expression: the text that it is to have, and ways to get there, the smallest first."""

    number: int
    text: str
    ways: tuple[FileEdits, ...]


class _Versions:
    """What each version of a unit says. The last two are kept: reading is most of the work, and rounds ask again."""

    def __init__(self, settings: FileSettings) -> None:
        self._settings = settings
        self._kept: list[tuple[Unit, Reading]] = []

    def keep(self, unit: Unit, reading: Reading) -> Reading:
        """Keep what a version says."""
        self._kept = [(unit, reading), *self._kept[:1]]
        return reading

    def reading(self, unit: Unit) -> Reading:
        """Return what a version says."""
        known = next((reading for kept, reading in self._kept if kept == unit), None)
        return known if known is not None else self.keep(unit, read_unit(unit, self._settings))


def fix_files(
    paths: Iterable[str | os.PathLike[str]], settings: FileSettings = _DEFAULTS, *, write: bool = True
) -> list[FixedFile]:
    """Make the safe fixes and return the files that change; `write` says whether they are written.

    Raises `UsageError` as `check_files` does, and `OSError` for a file that cannot be written.
    """
    listed = [one for one in units(files_to_read(paths)) if isinstance(one, Unit)]
    readings = [read_unit(unit, settings) for unit in listed]
    org = Org((fact for reading in readings for fact in reading.facts), settings.directory)
    changed = []
    for unit, reading in zip(listed, readings, strict=True):
        fixed = fix_unit(unit, org, settings, reading)
        for path, text in fixed.texts.items():
            if text != unit.texts[path]:
                changed.append(FixedFile(path, unit.texts[path], text))
    for file in changed if write else ():
        _write(file)
    return changed


def fix_unit(unit: Unit, org: Org, settings: FileSettings, reading: Reading | None = None) -> Unit:
    """Return the unit with its safe fixes made, round after round until nothing changes.

    `reading` is what the unit says, where the caller has read it.
    """
    versions = _Versions(settings)
    if reading is not None:
        versions.keep(unit, reading)
    current = _with_doubled_dollars(unit, versions.reading(unit), org, settings)
    for _ in range(_MOST_ROUNDS):
        following = _round(current, versions, org, settings)
        if following is None:
            break
        current = following
    return current


def _write(file: FixedFile) -> None:
    path = Path(file.path)
    mark = b"\xef\xbb\xbf" if path.read_bytes().startswith(b"\xef\xbb\xbf") else b""
    path.write_bytes(mark + file.after.encode("utf-8"))


def _with_doubled_dollars(unit: Unit, reading: Reading, org: Org, settings: FileSettings) -> Unit:
    """Return the unit with the fixes that concern Terraform and not the expression."""
    found = [one for one in check_unit(unit, reading, org, settings) if one.diagnostic.code == UNESCAPED.code]
    edits: dict[str, list[Edit]] = {}
    for one in found:
        if one.diagnostic.fix is not None:
            edits.setdefault(one.path, []).extend(one.diagnostic.fix.edits)
    return _edited(unit, edits) if edits else unit


def _round(unit: Unit, versions: _Versions, org: Org, settings: FileSettings) -> Unit | None:
    """Return the unit with one fix or several made in each expression that has some; None where there is nothing."""
    reading = versions.reading(unit)
    changes = list(_changes(unit, reading, org, settings))
    if not changes:
        return None
    together: dict[str, list[Edit]] = {}
    for change in changes:
        for path, edits in change.ways[0].items() if change.ways else ():
            together.setdefault(path, []).extend(edits)
    together = {path: list(dict.fromkeys(edits)) for path, edits in together.items()}
    if all(change.ways for change in changes) and not _overlap(together):
        edited = _edited(unit, together)
        if _is_as_wanted(versions.reading(edited), reading, changes):
            return edited
    return _one_by_one(unit, versions, changes)


def _one_by_one(unit: Unit, versions: _Versions, changes: list[_Change]) -> Unit | None:
    """Make the first change that can be made alone; the next round makes the others."""
    reading = versions.reading(unit)
    for change in changes:
        for way in change.ways:
            edited = _edited(unit, way)
            if edited != unit and _is_as_wanted(versions.reading(edited), reading, [change]):
                return edited
    return None


def _changes(unit: Unit, reading: Reading, org: Org, settings: FileSettings) -> Iterable[_Change]:
    sources = {path: Source(text, path) for path, text in unit.texts.items()}
    for number, expression in enumerate(reading.expressions):
        found = [
            diagnostic
            for diagnostic, placed in text_problems(expression, reading, org, settings, sources)
            if _is_fixable(diagnostic, placed, settings, expression)
        ]
        text = apply_fixes(expression.text, found)
        if text != expression.text:
            yield _Change(
                number, text, tuple(ways_to_edit(expression, _edits_of(expression.text, found), text))
            )


def _is_fixable(
    diagnostic: Diagnostic, placed: FileDiagnostic, settings: FileSettings, expression: FoundExpression
) -> bool:
    fix = diagnostic.fix
    return (
        fix is not None
        and fix.safe
        and settings.is_wanted(placed.path, diagnostic.code)
        and all(expression.content.is_editable(edit.span) for edit in fix.edits)
    )


def ways_to_edit(expression: FoundExpression, edits: Sequence[Edit], text: str) -> Iterable[FileEdits]:
    """Yield edits of files that may turn an expression into `text`, which `edits` give.

    The smallest come first: in place, then the whole text, then the whole literal in another style.
    Only reading the files again tells which of them does.
    """
    content = expression.content
    in_place = _in_place(expression, edits)
    if in_place is not None:
        yield in_place
    origin, whole = content.origins[0], content.place(Span(0, len(content.text))).span
    if origin.notation is None or not content.is_editable(Span(0, len(content.text))):
        return
    written = origin.notation.part(text)
    if written is not None:
        yield {origin.path: [Edit(whole, written)]}
    if isinstance(origin.notation, HclHeredoc):
        has_indent = not content.text.startswith(("\n", "\r\n"))
        line_start = whole.start - len(origin.notation.indent) * has_indent
        yield {origin.path: [Edit(Span(line_start, whole.end), origin.notation.lines(text))]}
    literal = origin.notation.whole(text)
    if literal is not None and whole in {origin.span, Span(origin.span.start + 1, origin.span.end - 1)}:
        yield {origin.path: [Edit(origin.span, literal)]}


def _in_place(expression: FoundExpression, edits: Sequence[Edit]) -> FileEdits | None:
    """Return edits of the text as edits of the file; None where a place cannot hold one of them."""
    found: dict[str, list[Edit]] = {}
    for edit in edits:
        place = expression.content.place(edit.span)
        notation = place.origin.notation
        written = notation.part(edit.text) if notation is not None else None
        if written is None:
            return None
        found.setdefault(place.origin.path, []).append(Edit(place.span, written))
    return found


def _edits_of(text: str, found: list[Diagnostic]) -> list[Edit]:
    """Return the edits that `apply_fixes` made: it leaves out fixes that clash with an earlier one."""
    taken: list[Diagnostic] = []
    for diagnostic in found:
        before = apply_fixes(text, taken)
        if apply_fixes(text, [*taken, diagnostic]) != before:
            taken.append(diagnostic)
    return [edit for diagnostic in taken if diagnostic.fix is not None for edit in diagnostic.fix.edits]


def _edited(unit: Unit, edits: FileEdits) -> Unit:
    texts = {path: apply_edits(text, list(edits.get(path, ()))) for path, text in unit.texts.items()}
    return replace(unit, texts=texts)


def _overlap(edits: FileEdits) -> bool:
    for listed in edits.values():
        ordered = sorted(listed, key=lambda edit: edit.span)
        for one, other in pairwise(ordered):
            if other.span.start < one.span.end or other.span.start == one.span.start:
                return True
    return False


def _is_as_wanted(after: Reading, before: Reading, changes: Sequence[_Change]) -> bool:
    """Whether the edited file reads as it should: the changed expressions have their texts, the others stay.

    Another expression that takes its text from the same literal changes with it.
    """
    if len(after.expressions) != len(before.expressions) or len(after.problems) > len(before.problems):
        return False
    wanted = {change.number: change.text for change in changes}
    origins = {origin for number in wanted for origin in before.expressions[number].content.origins}
    for number, (old, new) in enumerate(zip(before.expressions, after.expressions, strict=True)):
        if number in wanted:
            is_right = new.text == wanted[number]
        else:
            is_right = new.text == old.text or not origins.isdisjoint(old.content.origins)
        if not is_right or (old.address, old.attribute) != (new.address, new.attribute):
            return False
    return True
