"""Facts and diagnostics as JSON, for the cache; never a pickle, which would run what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oktaexpr.diagnostics import Diagnostic, Edit, Fix, Severity
from oktaexpr.directory.schema import Attribute
from oktaexpr.formats.facts import Fact, FilterClaim, KnownApp, KnownGroup, KnownRule, KnownSchema
from oktaexpr.formats.file_diagnostic import FileDiagnostic, UsedBy
from oktaexpr.formats.found import Use
from oktaexpr.source import Source, Span


def fact_json(fact: Fact) -> list[Any]:
    """Return a fact as a list: its kind, then its parts."""
    match fact:
        case KnownGroup():
            return ["group", fact.key, fact.name, fact.is_exported]
        case KnownSchema():
            attributes = [[one.name, one.type, list(one.enum), one.items] for one in fact.attributes.values()]
            return ["schema", fact.owner, attributes, fact.is_exported, fact.has_base]
        case KnownApp():
            return ["app", fact.key, fact.name]
        case FilterClaim():
            return ["claim", _use_json(fact.use), fact.how, fact.text]
        case KnownRule():
            return [
                "rule", fact.address, fact.name, _use_json(fact.use), fact.is_active, fact.condition,
                list(fact.groups), [list(read) for read in fact.reads],
            ]  # fmt: skip


def fact_from_json(stored: list[Any]) -> Fact:
    """Return the fact of `fact_json`."""
    match stored:
        case ["group", key, name, is_exported]:
            return KnownGroup(key, name, is_exported)
        case ["schema", owner, attributes, is_exported, has_base]:
            known = {
                name: Attribute(name, kind, tuple(enum), items) for name, kind, enum, items in attributes
            }
            return KnownSchema(owner, known, is_exported, has_base)
        case ["app", key, name]:
            return KnownApp(key, name)
        case ["claim", use, how, text]:
            return FilterClaim(_use(use), how, text)
        case ["rule", address, name, use, is_active, condition, groups, reads]:
            pairs = tuple((mode, text) for mode, text in reads)
            return KnownRule(address, name, _use(use), is_active, condition, tuple(groups), pairs)
        case _:
            message = f"no fact: {stored!r}"
            raise ValueError(message)


def diagnostic_json(one: FileDiagnostic) -> list[Any]:
    """Return a diagnostic as a list, with the path of its file in place of the text."""
    found = one.diagnostic
    fix = None
    if found.fix is not None:
        edits = [[list(edit.span), edit.text] for edit in found.fix.edits]
        fix = [found.fix.title, edits, found.fix.safe]
    return [
        one.path, found.code, found.severity.value, found.message, list(found.span), found.help, fix,
        found.provenance, one.address, one.attribute, one.usage, [[use.path, use.line, use.column, use.address, use.attribute] for use in one.used_by],
    ]  # fmt: skip


def diagnostic_from_json(stored: list[Any], sources: Mapping[str, Source]) -> FileDiagnostic:
    """Return the diagnostic of `diagnostic_json`, in one of the sources."""
    path, code, severity, message, span, help_text, fix, provenance, address, attribute, usage, uses = stored
    made = None
    if fix is not None:
        title, edits, is_safe = fix
        made = Fix(title, tuple(Edit(Span(*place), text) for place, text in edits), is_safe)
    return FileDiagnostic(
        Diagnostic(code, Severity(severity), message, Span(*span), help_text, made, provenance),
        sources[path],
        address,
        attribute,
        usage,
        tuple(UsedBy(*use) for use in uses),
    )


def _use_json(use: Use) -> list[Any]:
    return [use.path, use.span.start, use.span.end]


def _use(stored: list[Any]) -> Use:
    path, start, end = stored
    return Use(path, Span(start, end))
