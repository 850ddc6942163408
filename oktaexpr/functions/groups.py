"""Membership by a group's id or name, in Classic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from oktaexpr.functions.declaration import CLASSIC, FunctionExample, Provenance, field_report, okta
from oktaexpr.functions.evaluation import Evaluation
from oktaexpr.functions.registry import catalogue
from oktaexpr.values.convert import to_string

_REFERENCE = okta("Group functions")
_NULL_IS_NO = "a null argument gives false (assumed)"
_ANY_SOURCE = "groups of every source count: two groups of the same name both match (okta)"
_METHOD_SPELLING = (
    "said to be seen in production, not in Okta's reference: write the function without `user.` (field)"
)

_EXAMPLE_GROUPS: Mapping[str, Any] = {
    "groups": [
        {"id": "groupId", "name": "group1"},
        {"id": "groupId2", "name": "San Francisco"},
        {"id": "groupId3", "name": "okta admins"},
    ]
}


def _declare(
    signature: str,
    summary: str,
    examples: Mapping[str, object],
    *notes: str,
    provenance: Provenance = _REFERENCE,
) -> Callable[[Callable[..., bool]], Callable[..., bool]]:
    """Declare a membership test; they all read the scope's groups and go stale in mappings."""
    return catalogue.function(
        f"{signature} -> Boolean",
        summary=summary,
        engines=(CLASSIC,),
        provenance=provenance,
        examples=[
            FunctionExample(expression, value, _EXAMPLE_GROUPS) for expression, value in examples.items()
        ],
        construct="isMemberOf*",
        needs_evaluation=True,
        stale_in_mappings=True,
        notes=notes,
    )


@_declare(
    "isMemberOfGroup(groupId: String)",
    "Whether the user is in the group with this id.",
    {'isMemberOfGroup("groupId")': True, 'isMemberOfGroup("group1")': False},
    _NULL_IS_NO,
)
def is_member_of_group(evaluation: Evaluation, group_id: str | None) -> bool:
    """Return whether the user has a group with this id."""
    return group_id is not None and group_id in evaluation.scope.group_ids


@_declare(
    "user.isMemberOfAnyGroup(*groupIds: String | List)",
    "Whether the user is in a group with one of these ids.",
    {'user.isMemberOfAnyGroup("groupId1", "groupId2")': True},
    _METHOD_SPELLING,
    provenance=field_report("said to be seen in production, as a method"),
)
@_declare(
    "isMemberOfAnyGroup(*groupIds: String | List)",
    "Whether the user is in a group with one of these ids.",
    {'isMemberOfAnyGroup("groupId1", "groupId2", "groupId3")': True, 'isMemberOfAnyGroup("groupId1")': False},
    "a list of ids counts as its ids (assumed)",
    _NULL_IS_NO,
)
def is_member_of_any_group(evaluation: Evaluation, *group_ids: Any) -> bool:  # noqa: ANN401 - texts or lists
    """Return whether the user has a group with one of these ids."""
    known = evaluation.scope.group_ids
    for given in group_ids:
        for group_id in given if isinstance(given, list) else (given,):
            text = to_string(group_id)
            if text is not None and text in known:
                return True
    return False


@_declare(
    "user.isMemberOfGroupName(groupName: String)",
    "Whether the user is in a group of exactly this name.",
    {'user.isMemberOfGroupName("group1")': True},
    _METHOD_SPELLING,
    provenance=field_report("said to be seen in production, as a method"),
)
@_declare(
    "isMemberOfGroupName(groupName: String)",
    "Whether the user is in a group of exactly this name.",
    {'isMemberOfGroupName("group1")': True, 'isMemberOfGroupName("Group1")': False},
    _ANY_SOURCE,
    "case counts (assumed)",
    _NULL_IS_NO,
)
def is_member_of_group_name(evaluation: Evaluation, name: str | None) -> bool:
    """Return whether the user has a group of this name."""
    return name is not None and name in evaluation.scope.group_names


@_declare(
    "isMemberOfGroupNameStartsWith(start: String)",
    "Whether the user is in a group whose name begins so.",
    {'isMemberOfGroupNameStartsWith("San Fr")': True, 'isMemberOfGroupNameStartsWith("Fr")': False},
    _ANY_SOURCE,
    "case counts (assumed)",
    _NULL_IS_NO,
)
def is_member_of_group_name_starts_with(evaluation: Evaluation, start: str | None) -> bool:
    """Return whether the name of one of the user's groups begins so."""
    return start is not None and any(name.startswith(start) for name in _names(evaluation))


@_declare(
    "isMemberOfGroupNameContains(part: String)",
    "Whether the user is in a group whose name has this text in it.",
    {'isMemberOfGroupNameContains("admin")': True, 'isMemberOfGroupNameContains("dev")': False},
    _ANY_SOURCE,
    "case counts (assumed)",
    _NULL_IS_NO,
)
def is_member_of_group_name_contains(evaluation: Evaluation, part: str | None) -> bool:
    """Return whether the name of one of the user's groups has this text in it."""
    return part is not None and any(part in name for name in _names(evaluation))


@_declare(
    "isMemberOfGroupNameRegex(pattern: String)",
    "Whether the user is in a group whose whole name matches the regular expression.",
    {'isMemberOfGroupNameRegex(".*admin.*")': True, 'isMemberOfGroupNameRegex("admin")': False},
    _ANY_SOURCE,
    "the pattern must match the whole name, in Java's dialect (assumed: Okta's sample has `.*` at both ends)",
    "a slash is a plain character: Okta's sample `/.*admin.*` finds only names with a slash before `admin` (okta, contradictory)",
    _NULL_IS_NO,
)
def is_member_of_group_name_regex(evaluation: Evaluation, pattern: str | None) -> bool:
    """Return whether one of the user's groups has a name that matches. Raises `Fault` for a pattern that cannot be used."""
    if pattern is None:
        return False
    from oktaexpr.values.regex import compile_java

    compiled = compile_java(pattern)
    return any(compiled.full_match(name) for name in _names(evaluation))


def _names(evaluation: Evaluation) -> list[str]:
    return [name for name in evaluation.scope.group_names if name is not None]
