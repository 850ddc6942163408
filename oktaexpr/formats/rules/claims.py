"""OEL534: claims of more groups than Okta puts into a token."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from oktaexpr.checker.group_references import group_references
from oktaexpr.diagnostics import Diagnostic, Example, Rule, Severity, register
from oktaexpr.errors import ExpressionSyntaxError
from oktaexpr.formats.facts import FilterClaim
from oktaexpr.formats.found import FoundExpression, Use
from oktaexpr.formats.org import Org
from oktaexpr.source import Span
from oktaexpr.syntax import nodes, parse, walk

_MOST_GROUPS = 100
"""Groups that Okta puts into a claim; above, the request for a token fails."""
_LIMITED = frozenset({"Groups.contains", "Groups.startsWith", "Groups.endsWith", "getFilteredGroups"})


def _group_json(number: int) -> str:
    return f'{{"id": "00g{number}", "type": "OKTA_GROUP", "profile": {{"name": "dbt_{number}"}}}}'


def _claim_json(limit: int) -> str:
    value = f"Groups.startsWith('OKTA', 'dbt_', {limit})"
    return f'{{"name": "groups", "claimType": "IDENTITY", "valueType": "EXPRESSION", "value": "{value}"}}'


TOO_MANY = register(
    Rule(
        "OEL534",
        "claim whose group limit can be passed",
        Severity.WARNING,
        "More groups of the org fit than the claim may hold. For a user who is in more of them than the limit says, "
        "groups are missing from the token, or Okta issues none.",
        failing=Example(f"[{_group_json(1)},\n {_group_json(2)},\n {_claim_json(1)}]", file="export.json"),
        passing=Example(f"[{_group_json(1)},\n {_group_json(2)},\n {_claim_json(2)}]", file="export.json"),
        provenance="okta",
    )
)


def too_many(span: Span, count: int, limit: int) -> Diagnostic:
    """Say how many groups fit."""
    return TOO_MANY.diagnostic(
        f"{count:,} groups fit, but the claim takes {limit:,}",
        span,
        "name fewer groups" if limit >= _MOST_GROUPS else "name fewer groups, or raise the limit up to 100",
    )


def check_claim(found: FoundExpression, org: Org) -> Iterator[tuple[Use, Diagnostic]]:
    """Yield OEL534 for the group functions of a claim; the places are those of files."""
    if org.all_groups is None or not any(name in found.text for name in _LIMITED):
        return
    try:
        tree = parse(found.text)
    except ExpressionSyntaxError:
        return
    for node in walk(tree):
        if not isinstance(node, nodes.Call | nodes.MethodCall) or len(node.arguments) != 3:
            continue
        limit = node.arguments[2]
        references = list(group_references(node))
        if not references or not isinstance(limit, nodes.Literal) or not isinstance(limit.value, int):
            continue
        fitting = [group for group in org.all_groups if any(one.selects(group) for one in references)]
        if len(fitting) > limit.value:
            place = found.place(limit.span)
            yield Use(place.origin.path, place.span), too_many(place.span, len(fitting), limit.value)


def _matches(name: str, pattern: str) -> bool:
    """Whether the pattern fits a whole name, the fewer of two readings; one that is none fits nothing."""
    from oktaexpr.values.faults import Fault
    from oktaexpr.values.regex import compile_java

    try:
        return compile_java(pattern).full_match(name)
    except Fault:
        return False


_FILTERS: Mapping[str, Callable[[str, str], bool]] = {
    "STARTS_WITH": str.startswith,
    "EQUALS": str.__eq__,
    "CONTAINS": str.__contains__,
    "REGEX": _matches,
}


def check_filter(claim: FilterClaim, org: Org) -> Iterator[tuple[Use, Diagnostic]]:
    """Yield OEL534 for a claim that takes all groups of a filter."""
    fits = _FILTERS.get(claim.how)
    if org.all_groups is None or fits is None:
        return
    count = sum(fits(group.name or "", claim.text) for group in org.all_groups)
    if count > _MOST_GROUPS:
        yield claim.use, too_many(claim.use.span, count, _MOST_GROUPS)
