"""`user.getGroups` and `user.isMemberOf`: the user's groups by search criteria, in both engines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from oktaexpr.diagnostics.suggest import did_you_mean
from oktaexpr.directory.people import Group
from oktaexpr.functions.declaration import BOTH, CLASSIC, IDENTITY_ENGINE, FunctionExample, okta
from oktaexpr.functions.evaluation import Evaluation
from oktaexpr.functions.registry import catalogue
from oktaexpr.values.convert import to_string
from oktaexpr.values.faults import Fault

KEYS: Mapping[str, Callable[[Group], str | None]] = {
    "group.id": lambda group: group.id,
    "group.source.id": lambda group: group.source_id,
    "group.type": lambda group: group.type,
    "group.profile.name": lambda group: group.name,
}
"""The keys of a criterion, with what they read."""

NAME_KEY = "group.profile.name"
OPERATORS = ("EXACT", "STARTS_WITH")
_REFERENCE = okta("Group functions")

_NOTES = (
    "criteria are joined by AND, the values of one key by OR (okta)",
    "a name matches by its start unless the criterion says `'operator': 'EXACT'`; all other keys match exactly (okta)",
    "`.*` at the end of a name is left out before the start is compared, since Okta's samples write it (okta, contradictory)",
    "several keys in one criterion are joined by AND, no criterion at all means every group, a null value matches none (assumed)",
    "case counts (assumed)",
)

_WEST = {"id": "00g1", "type": "OKTA_GROUP", "source": {"id": "0a8"}, "profile": {"name": "West Coast Users"}}
_ENGINEERING = {
    "id": "00g2",
    "type": "APP_GROUP",
    "source": {"id": "0aa"},
    "profile": {"name": "Engineering Users"},
}
_EXAMPLE_GROUPS: Mapping[str, Any] = {"groups": [_WEST, _ENGINEERING]}


@catalogue.function(
    "user.getGroups(*criteria: Map) -> List<Group>",
    summary="The user's groups that meet all criteria, such as `{'group.profile.name': 'West Coast'}`.",
    engines=BOTH,
    provenance=_REFERENCE,
    examples=[
        FunctionExample(
            "user.getGroups({'group.profile.name': 'West Coast'}).![profile.name]",
            ["West Coast Users"],
            _EXAMPLE_GROUPS,
        ),
        FunctionExample(
            "user.getGroups({'group.type': {'OKTA_GROUP', 'APP_GROUP'}}).![id]",
            ["00g1", "00g2"],
            _EXAMPLE_GROUPS,
        ),
        FunctionExample(
            "user.getGroups({'group.type': 'APP_GROUP'}, {'group.profile.name': 'West'}).![name]",
            [],
            _EXAMPLE_GROUPS,
            CLASSIC,
        ),
    ],
    construct="user.getGroups",
    needs_evaluation=True,
    stale_in_mappings=True,
    notes=(*_NOTES, "a group shows both `name` and `profile.name`, as Okta's two pages project them (okta)"),
)
def get_groups(evaluation: Evaluation, *criteria: Mapping[Any, Any]) -> list[Group]:
    """Return the groups that meet all criteria. Raises `Fault` for a key, a value or an operator that there is not."""
    tests = [test for criterion in criteria for test in read_criterion(criterion)]
    return [group for group in evaluation.groups if all(test(group) for test in tests)]


@catalogue.function(
    "user.isMemberOf(*criteria: Map) -> Boolean",
    summary="Whether one of the user's groups meets all criteria, such as `{'group.profile.name': 'West Coast'}`.",
    engines=(IDENTITY_ENGINE,),
    provenance=_REFERENCE,
    examples=[
        FunctionExample(
            "user.isMemberOf({'group.profile.name': 'West', 'operator': 'STARTS_WITH'})",
            True,
            _EXAMPLE_GROUPS,
        ),
        FunctionExample(
            "user.isMemberOf({'group.profile.name': 'West', 'operator': 'EXACT'})", False, _EXAMPLE_GROUPS
        ),
        FunctionExample(
            "user.isMemberOf({'group.id': {'00g1', '00g2'}}, {'group.type': 'BUILT_IN'})",
            False,
            _EXAMPLE_GROUPS,
        ),
    ],
    construct="user.isMemberOf",
    needs_evaluation=True,
    stale_in_mappings=True,
    notes=_NOTES,
)
def is_member_of(evaluation: Evaluation, *criteria: Mapping[Any, Any]) -> bool:
    """Return whether a group meets all criteria. Raises `Fault` as `get_groups` does."""
    return bool(get_groups(evaluation, *criteria))


Test = Callable[[Group], bool]


def read_criterion(criterion: Mapping[Any, Any]) -> list[Test]:
    """Return the tests of one criterion, all of which a group must pass. Raises `Fault` where it is malformed."""
    keys = [key for key in criterion if key != "operator"]
    for key in keys:
        if key not in KEYS:
            _refuse("group criteria have no key", key, KEYS)
    if not keys:
        raise Fault("ARGUMENT", f"a group criterion needs a key: one of {', '.join(KEYS)}")
    exact = _is_exact(criterion) if "operator" in criterion else False
    return [_test(key, _values(criterion[key]), exact=exact or key != NAME_KEY) for key in keys]


def _is_exact(criterion: Mapping[Any, Any]) -> bool:
    operator = criterion["operator"]
    if operator not in OPERATORS:
        _refuse("group criteria have no operator", operator, OPERATORS)
    if NAME_KEY not in criterion:
        raise Fault("ARGUMENT", f"`operator` goes with `{NAME_KEY}` only; every other key matches exactly")
    return bool(operator == "EXACT")


def _refuse(what: str, given: object, known: Mapping[str, object] | tuple[str, ...]) -> None:
    help_text = did_you_mean(str(given), known) or f"there are {', '.join(known)}"
    raise Fault("ARGUMENT", f"{what} {str(given)[:40]!r}: {help_text}")


def _values(value: Any) -> list[str]:  # noqa: ANN401 - one value or a list of them
    given = value if isinstance(value, list | tuple) else [value]
    return [text for text in map(to_string, given) if text is not None]


def _test(key: str, wanted: list[str], *, exact: bool) -> Test:
    read = KEYS[key]
    if exact:
        return lambda group: read(group) in wanted
    starts = tuple(text.removesuffix(".*") for text in wanted)
    return lambda group: (read(group) or "").startswith(starts)
