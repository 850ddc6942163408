"""OEL214: profile mappings to attributes that their target has not."""

from __future__ import annotations

from collections.abc import Iterator

from oktaexpr.diagnostics import Diagnostic, Example, Rule, Severity, did_you_mean, register
from oktaexpr.formats.found import FoundExpression, Use
from oktaexpr.formats.org import Org
from oktaexpr.source import Span


def _example(attribute: str) -> Example:
    schema = (
        '{"id": "https://acme.example/meta/schemas/apps/0oa1/default", "definitions": {"base": {"properties": '
        '{"userName": {"type": "string"}, "licenseType": {"type": "string"}}}}}'
    )
    mapping = (
        '{"source": {"name": "user", "type": "user"}, "target": {"id": "0oa1", "name": "dbt", "type": "appuser"},\n'
        f'  "properties": {{"{attribute}": {{"expression": "user.title"}}}}}}'
    )
    return Example(f"[{schema},\n {mapping}]", file="export.json")


MISSING_TARGET = register(
    Rule(
        "OEL214",
        "mapping to an attribute that the target has not",
        Severity.WARNING,
        "The export has the whole schema of the target, and this attribute is not in it, so the value goes nowhere. "
        "Names are case-sensitive.",
        failing=_example("licenceType"),
        passing=_example("licenseType"),
        provenance="assumed",
    )
)


def missing_target(span: Span, name: str, near: str | None) -> Diagnostic:
    """Say that the target has no such attribute."""
    return MISSING_TARGET.diagnostic(f"the target's schema has no attribute `{name}`", span, near)


def check_mapping(found: FoundExpression, org: Org) -> Iterator[tuple[Use, Diagnostic]]:
    """Yield OEL214 for a mapping whose receiver is not in the schema; the place is that of the attribute's name."""
    receiver = found.receiver
    if receiver is None or receiver.use is None:
        return
    known = org.missing_attribute(receiver)
    if known is not None:
        near = did_you_mean(receiver.attribute, known)
        yield receiver.use, missing_target(receiver.use.span, receiver.attribute, near)
