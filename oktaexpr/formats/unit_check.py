"""Checking one unit of files against what all files say of the org."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from oktaexpr.checker import check
from oktaexpr.checker.selected import CheckedExpression, selected_problems
from oktaexpr.diagnostics import Diagnostic
from oktaexpr.formats.facts import FilterClaim
from oktaexpr.formats.file_diagnostic import FileDiagnostic, in_file, merged, uses_elsewhere
from oktaexpr.formats.found import FoundExpression, Use
from oktaexpr.formats.marks import is_switched_off
from oktaexpr.formats.org import Org
from oktaexpr.formats.reading import Reading, Unit
from oktaexpr.formats.rules.claims import check_claim, check_filter
from oktaexpr.formats.rules.files import check_interpolations, check_unread_parts, reading_problem
from oktaexpr.formats.rules.group_rules import check_group_rule
from oktaexpr.formats.rules.mappings import check_mapping
from oktaexpr.formats.settings import FileSettings
from oktaexpr.formats.unknown_parts import check_known_parts
from oktaexpr.source import Source, Span
from oktaexpr.types import Target


def check_unit(unit: Unit, reading: Reading, org: Org, settings: FileSettings) -> list[FileDiagnostic]:
    """Return the problems of a unit in the order of its files and their text."""
    sources = {path: Source(text, path) for path, text in unit.texts.items()}
    found: list[FileDiagnostic] = []
    for problem in reading.problems:
        if problem.path in sources:
            found.append(FileDiagnostic(reading_problem(problem), sources[problem.path]))
    for expression in reading.expressions:
        found += (placed for _, placed in text_problems(expression, reading, org, settings, sources))
        others = _set_problems(expression, org, sources)
        found += (one for one in others if not _is_off(one, expression, reading))
    for fact in reading.facts:
        if isinstance(fact, FilterClaim):
            found += (_placed(None, use, one, sources) for use, one in check_filter(fact, org))
    wanted = [one for one in found if settings.is_wanted(one.path, one.diagnostic.code)]
    by_file = {path: [one for one in wanted if one.path == path] for path in sources}
    return [one for of_file in by_file.values() for one in merged(of_file)]


def text_problems(
    expression: FoundExpression,
    reading: Reading,
    org: Org,
    settings: FileSettings,
    sources: Mapping[str, Source],
) -> Iterator[tuple[Diagnostic, FileDiagnostic]]:
    """Yield the problems of the expression itself: with spans of its text, and at their places in the files."""
    engine = expression.engine or (settings.engine if expression.usage is None else None)
    usage, attribute = expression.usage, expression.receiver.attribute if expression.receiver else None
    directory, target = org.directory_for(expression), target_of(expression, org, settings)
    # An extension speaks of one usage; of an expression that may be meant for any, it says nothing.
    select = settings.select if usage is not None else ()

    def find(part: str) -> list[Diagnostic]:
        whole = CheckedExpression(part, engine, usage, target, directory, attribute)
        return [*check(part, engine, usage, target, directory), *selected_problems(whole, select)]

    for diagnostic in check_known_parts(expression.content, find):
        placed = in_file(expression, diagnostic, sources)
        if placed is not None and not _is_off(placed, expression, reading):
            yield diagnostic, placed


def target_of(expression: FoundExpression, org: Org, settings: FileSettings) -> Target | None:
    """Return what receives the value of an expression: what the settings say comes before a schema's word."""
    receiver = expression.receiver.attribute if expression.receiver is not None else None
    return settings.target_for(expression.path, receiver) or org.target_for(expression)


def _set_problems(
    expression: FoundExpression, org: Org, sources: Mapping[str, Source]
) -> Iterator[FileDiagnostic]:
    """Yield what is wrong with an expression among the others, and around it."""
    of_org = (
        *check_group_rule(expression, org),
        *check_claim(expression, org),
        *check_mapping(expression, org),
    )
    of_file = (
        *check_interpolations(expression, sources[expression.path].text),
        *check_unread_parts(expression),
    )
    for use, diagnostic in (*of_org, *of_file):
        if use.path in sources:
            yield _placed(expression, use, diagnostic, sources)


def _placed(
    expression: FoundExpression | None, use: Use, diagnostic: Diagnostic, sources: Mapping[str, Source]
) -> FileDiagnostic:
    """Return a diagnostic whose place in a file is known already."""
    placed = FileDiagnostic(replace(diagnostic, span=use.span), sources[use.path])
    if expression is None:
        return placed
    is_in_text = any(
        origin.path == use.path and origin.span.start <= use.span.start < origin.span.end
        for origin in expression.content.origins
    )
    return replace(
        placed,
        address=expression.address,
        attribute=expression.attribute,
        usage=expression.usage,
        used_by=uses_elsewhere(expression, use, sources) if is_in_text else (),
    )


def _is_off(one: FileDiagnostic, expression: FoundExpression, reading: Reading) -> bool:
    """Whether a comment switches a diagnostic off: at the place itself, or where the text is used."""
    lines = _lines(one, expression) if reading.marks else ()
    return is_switched_off(one.diagnostic.code, one.path, lines, reading.marks)


def _lines(one: FileDiagnostic, expression: FoundExpression) -> Iterator[int]:
    yield one.start.line
    literal = expression.place(Span(0, 0)).origin
    if literal.path == one.path:
        yield one.source.position(literal.span.start).line
    if expression.path == one.path:
        yield one.source.position(expression.use.span.start).line
