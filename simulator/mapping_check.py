"""The rules of `license review` that an expression shows by itself, for `oktaexpr check --select DBT1`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from oktaexpr import CheckedExpression, Diagnostic, Span
from simulator.facts import Mark
from simulator.licenses import ATTRIBUTE
from simulator.setup_review import Finding, review_enumeration, review_mapping, review_type

_MAPPING = "profile-mapping"


def check_mapping(expression: CheckedExpression) -> Iterator[Diagnostic]:
    """Yield what dbt would refuse of the values that a mapping of the license attribute gives.

    An expression of another usage, or one that a file maps to another attribute, is not the license mapping.
    """
    if _may_be_license_mapping(expression):
        yield from _diagnostics(review_mapping(expression.text, expression.engine or "classic"), expression)


def check_type(expression: CheckedExpression) -> Iterator[Diagnostic]:
    """Yield what is wrong with the data type of the target, where one is known."""
    if expression.target is not None and _may_be_license_mapping(expression):
        yield from _diagnostics(review_type(expression.target.type), expression)


def check_enumeration(expression: CheckedExpression) -> Iterator[Diagnostic]:
    """Yield what is wrong with the values that the target takes, where they are listed."""
    if expression.target is not None and expression.target.enum and _may_be_license_mapping(expression):
        values = {str(value): str(value) for value in expression.target.enum}
        yield from _diagnostics(review_enumeration(values), expression)


def _may_be_license_mapping(expression: CheckedExpression) -> bool:
    attribute = expression.attribute or ATTRIBUTE
    return (expression.usage or _MAPPING) == _MAPPING and attribute.casefold() == ATTRIBUTE.casefold()


def _diagnostics(findings: Iterable[Finding], expression: CheckedExpression) -> Iterator[Diagnostic]:
    """Yield each finding at every part of the text that shows it, else at the whole text."""
    whole = (Span(0, len(expression.text)),)
    for finding in findings:
        says = "assumed" if finding.reason.mark is Mark.UNKNOWN else "dbt"
        provenance = f"{says} {finding.reason.fact}"
        for span in finding.spans or whole:
            yield Diagnostic(
                finding.code, finding.severity, finding.message, span, finding.help, provenance=provenance
            )
