"""OEL531, OEL532, OEL533: group rules that wait for other rules, that assign a lost group, that are there twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from oktaexpr.diagnostics import Diagnostic, Example, Rule, Severity, register
from oktaexpr.formats.facts import KnownRule
from oktaexpr.formats.found import FoundExpression, Use
from oktaexpr.formats.org import Org
from oktaexpr.formats.rule_chains import chain_to, group_reads
from oktaexpr.source import Span


def _example(*rules: str) -> Example:
    return Example("[" + ",\n ".join(rules) + "]", file="export.json")


def _rule_json(name: str, condition: str, group: str) -> str:
    return (
        f'{{"name": "{name}", "status": "ACTIVE", "conditions": {{"expression": {{"value": "{condition}"}}}},\n'
        f'  "actions": {{"assignUserToGroups": {{"groupIds": ["{group}"]}}}}}}'
    )


_DBT = '{"id": "00gDbt", "type": "OKTA_GROUP", "profile": {"name": "dbt"}}'
_DATA = '{"id": "00gData", "type": "OKTA_GROUP", "profile": {"name": "Data"}}'

CASCADE = register(
    Rule(
        "OEL531",
        "group rule that waits for another rule",
        Severity.WARNING,
        "The condition asks for a group that another rule fills. Okta advises against such chains: each link needs "
        "its own evaluation, and a user passes the chain one link at a time.",
        failing=_example(
            _DATA,
            _DBT,
            _rule_json("Data people", "user.department == 'Data'", "00gData"),
            _rule_json("dbt", "isMemberOfGroupName('Data')", "00gDbt"),
        ),
        passing=_example(
            _DATA,
            _DBT,
            _rule_json("Data people", "user.department == 'Data'", "00gData"),
            _rule_json("dbt", "user.department == 'Data'", "00gDbt"),
        ),
    )
)
LOST_GROUP = register(
    Rule(
        "OEL532",
        "group rule that assigns a lost group",
        Severity.WARNING,
        "The export has no group of this id. Okta makes a rule INVALID when a group that it assigns is deleted; such "
        "a rule can neither be edited nor activated, only deleted and made anew.",
        failing=_example(_DATA, _rule_json("Data people", "user.department == 'Data'", "00gGone")),
        passing=_example(_DATA, _rule_json("Data people", "user.department == 'Data'", "00gData")),
        provenance="field",
    )
)
DUPLICATE = register(
    Rule(
        "OEL533",
        "two group rules that are the same",
        Severity.WARNING,
        "Both rules have the same condition and assign the same groups, so one of them does nothing. An org has a "
        "limit of 2,000 rules, and a change to one of the two is easily forgotten in the other.",
        failing=_example(
            _rule_json("Data people", "user.department == 'Data'", "00gData"),
            _rule_json("Data people, old", "user.department=='Data'", "00gData"),
        ),
        passing=_example(
            _rule_json("Data people", "user.department == 'Data'", "00gData"),
            _rule_json("Data people, old", "user.department == 'Data'", "00gOld"),
        ),
    )
)


def cascade(span: Span, chain: Sequence[str]) -> Diagnostic:
    """Say that a rule waits for others, with rules and groups in the order in which users pass them."""
    is_cycle = chain[0] == chain[-1]
    message = "the rules feed each other" if is_cycle else "another rule fills this group"
    return CASCADE.diagnostic(
        f"{message}: {' -> '.join(chain)}",
        span,
        "repeat the other rule's condition here, or give its group directly",
    )


def lost_group(span: Span, key: str) -> Diagnostic:
    """Say that nobody has a group that is assigned."""
    return LOST_GROUP.diagnostic(f"no group has the id `{key}`", span, "Okta calls such a rule INVALID")


def invalid_rule(span: Span) -> Diagnostic:
    """Say that Okta itself marked a rule."""
    return LOST_GROUP.diagnostic(
        "Okta marked this rule INVALID: a group that it assigns is gone",
        span,
        "delete the rule and make it anew",
    )


def duplicate(span: Span, other: KnownRule) -> Diagnostic:
    """Say which rule came first."""
    return DUPLICATE.diagnostic(f"the rule does the same as `{other.name}` in {other.use.path}", span)


def check_group_rule(found: FoundExpression, org: Org) -> Iterator[tuple[Use, Diagnostic]]:
    """Yield what one group rule is among the others; the places are those of files."""
    rule = found.rule
    if rule is None:
        return
    whole = found.place(Span(0, len(found.text)))
    here = Use(whole.origin.path, whole.span)
    known = org.rules_by_use.get((found.address, found.use))
    if known is not None and known.is_active:
        for span, read in group_reads(found):
            chain = chain_to(known, read, org)
            if chain:
                place = found.content.place(span)
                yield Use(place.origin.path, place.span), cascade(place.span, chain)
        twin = org.twins.get((known.condition, frozenset(known.groups)), known)
        if twin != known:
            yield here, duplicate(here.span, twin)
    lost = [group for group in rule.groups if _is_lost(group.key, org)]
    for group in lost:
        yield Use(group.path, group.span), lost_group(group.span, group.key)
    if rule.status == "INVALID" and not lost:
        yield here, invalid_rule(here.span)


def _is_lost(key: str, org: Org) -> bool:
    return org.all_groups is not None and key.isalnum() and key not in org.group_names
