"""SARIF 2.1.0, the format that code scanning services take."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from oktaexpr.diagnostics import Edit, Fix, Rule, Severity
from oktaexpr.diagnostics import rule as find_rule
from oktaexpr.render.report import Finding, RelatedPlace, Report, fingerprints, reported_path
from oktaexpr.source import Source, Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_FINGERPRINT = "oktaexprFinding/v1"
_HALF_PAIR = re.compile("[\ud800-\udfff]")


def sarif(report: Report) -> str:
    """Return one run with a rule for each code that was found, in the shape of the standard's schema."""
    codes = sorted({finding.code for finding in report.findings})
    run = {
        "tool": {"driver": _driver(codes)},
        "columnKind": "unicodeCodePoints",
        "automationDetails": {"id": f"oktaexpr/{report.command}/"},
        "results": [
            _result(finding, fingerprint, codes, report.base) for finding, fingerprint in fingerprints(report)
        ],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    return _HALF_PAIR.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _driver(codes: Sequence[str]) -> dict[str, Any]:
    from oktaexpr import __version__

    return {
        "name": "oktaexpr",
        "semanticVersion": __version__,
        "rules": [_rule(code, find_rule(code)) for code in codes],
    }


def _rule(code: str, rule: Rule | None) -> dict[str, Any]:
    """Return what a service shows of a rule; a code without one, such as a failed test, is only named."""
    if rule is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.explanation},
        "help": {"text": _help(rule, "", ""), "markdown": _help(rule, "```okta\n", "\n```")},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [f"source:{rule.provenance}"]},
    }


def _help(rule: Rule, before: str, after: str) -> str:
    return (
        f"{rule.explanation}\n\n"
        f"Found:\n\n{before}{rule.failing.text}{after}\n\n"
        f"Not found:\n\n{before}{rule.passing.text}{after}"
    )


def _result(finding: Finding, fingerprint: str, codes: Sequence[str], base: str) -> dict[str, Any]:
    help = finding.diagnostic.help
    message = finding.message if help is None else f"{finding.message}; {help}"
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [_location(finding, base)],
        "partialFingerprints": {_FINGERPRINT: fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, "message": {"text": one.message}, **_related(one, base)}
            for number, one in enumerate(finding.related, start=1)
        ]
    if finding.diagnostic.fix is not None:
        result["fixes"] = [_fix(finding.diagnostic.fix, finding.source, base)]
    return result


def _location(finding: Finding, base: str) -> dict[str, Any]:
    location = _physical(finding.source, finding.diagnostic.span, base)
    if finding.subject is not None:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.subject}]
    return location


def _physical(source: Source, span: Span, base: str) -> dict[str, Any]:
    region = _region(source, span)
    if span.end > span.start:
        region["snippet"] = {"text": source.slice(span)}
    return {"physicalLocation": {"artifactLocation": _artifact(source.name, base), "region": region}}


def _related(place: RelatedPlace, base: str) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column}
    return {"physicalLocation": {"artifactLocation": _artifact(place.path, base), "region": region}}


def _region(source: Source, span: Span) -> dict[str, Any]:
    start, end = source.position(span.start), source.position(span.end)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _artifact(path: str, base: str) -> dict[str, str]:
    """Return where the file is: relative to the top of the repository, or as a `file:` address outside of it."""
    shown = reported_path(path, base)
    if shown.startswith("/"):
        return {"uri": f"file://{quote(shown, errors='surrogateescape')}"}
    return {"uri": quote(shown, errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}


def _fix(fix: Fix, source: Source, base: str) -> dict[str, Any]:
    change = {
        "artifactLocation": _artifact(source.name, base),
        "replacements": _replacements(fix.edits, source),
    }
    return {"description": {"text": fix.title}, "artifactChanges": [change]}


def _replacements(edits: Iterable[Edit], source: Source) -> list[dict[str, Any]]:
    return [
        {"deletedRegion": _region(source, edit.span), "insertedContent": {"text": edit.text}}
        for edit in edits
    ]
