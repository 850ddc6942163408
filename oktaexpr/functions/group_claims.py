"""Lists of groups for claims, in Classic: `getFilteredGroups` and the functions of the namespace `Groups`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from oktaexpr.directory.people import Group
from oktaexpr.directory.scope import Scope
from oktaexpr.errors import EvaluationError, ExpressionSyntaxError
from oktaexpr.functions.declaration import CLASSIC, FunctionExample, okta
from oktaexpr.functions.evaluation import Evaluation
from oktaexpr.functions.registry import catalogue
from oktaexpr.values.access import read_property
from oktaexpr.values.convert import to_string
from oktaexpr.values.faults import Fault

MOST_GROUPS = 100
"""The largest limit; with a larger one Okta issues no token."""

_PATH = re.compile(r"\s*group((?:\s*\.\s*\w+)*)\s*")
_LIMIT = "the limit must be a whole number from 1 to 100; Okta allows any in the authorization-code flows only (okta)"
_EXAMPLE_GROUPS: Mapping[str, Any] = {
    "groups": [
        {"id": "00g1", "name": "IT", "type": "OKTA_GROUP"},
        {"id": "00g2", "name": "IT Support", "type": "OKTA_GROUP"},
        {
            "id": "00g3",
            "name": "Sales",
            "type": "APP_GROUP",
            "source": {"id": "0oa1", "name": "active_directory"},
        },
    ]
}


class GroupScope(Scope):
    """What a group expression sees: everything of the evaluation, and one group as the root `group`."""

    __slots__ = ()

    def __init__(self, outer: Scope, group: Group) -> None:
        """Add the group to the roots of `outer`."""
        super().__init__(
            {**outer.roots, "group": group}, groups=outer.groups, relations=outer.relations, now=outer.now
        )


@catalogue.function(
    "getFilteredGroups(allowList: Array, groupExpression: String, limit: Integer) -> List",
    summary="What `groupExpression` gives for each of the user's groups whose id is in `allowList`.",
    engines=(CLASSIC,),
    provenance=okta("Use group functions for static group allowlists"),
    examples=[
        FunctionExample('getFilteredGroups({"00g1", "00g9"}, "group.name", 40)', ["IT"], _EXAMPLE_GROUPS),
        FunctionExample(
            'getFilteredGroups({"00g2"}, "\'Okta: \' + group.name", 40)',
            ["Okta: IT Support"],
            _EXAMPLE_GROUPS,
        ),
    ],
    construct="getFilteredGroups",
    needs_evaluation=True,
    stale_in_mappings=True,
    notes=(
        "an id of a group that the user is not in is ignored; more groups than `limit` are an error (okta)",
        "no argument may be null (okta)",
        _LIMIT,
        "`groupExpression` is an expression of its own, with the group as root `group`; it cannot hold another one (okta, assumed)",
    ),
)
def get_filtered_groups(
    evaluation: Evaluation, allow_list: list[Any] | None, expression: str | None, limit: int
) -> list[Any]:
    """Return the value of the expression for each allowed group. Raises `Fault` for null, a bad limit or too many groups."""
    if allow_list is None or expression is None:
        what = "allow list" if allow_list is None else "group expression"
        raise Fault("NULL_VALUE", f"`getFilteredGroups` needs its {what}, which is null")
    _check_limit("getFilteredGroups", limit)
    allowed = {to_string(item) for item in allow_list} - {None}
    groups = [group for group in evaluation.groups if group.id in allowed]
    if len(groups) > limit:
        raise Fault("GROUP_LIMIT", f"{len(groups)} groups match, more than the limit of {limit}")
    evaluation.charge(len(groups))
    read = _reader(evaluation, expression)
    return [read(group) for group in groups]


def _reader(evaluation: Evaluation, expression: str) -> Callable[[Group], Any]:
    path = _PATH.fullmatch(expression)
    if path is not None:
        names = [name.strip() for name in path[1].split(".")[1:]]
        return lambda group: _read_path(group, names)
    if evaluation.compile_text is None or isinstance(evaluation.scope, GroupScope):
        raise Fault(
            "REFUSED",
            "a group expression cannot hold another group expression, only a path such as `group.name`",
        )
    try:
        program = evaluation.compile_text(expression, evaluation.engine)
    except ExpressionSyntaxError as error:
        raise Fault("ARGUMENT", f"the group expression does not parse: {error.message}") from None
    return lambda group: _run(program, GroupScope(evaluation.scope, group))


def _read_path(group: Group, names: list[str]) -> Any:  # noqa: ANN401 - a profile value
    value: Any = group
    for name in names:
        value = read_property(value, name)
    return value


def _run(program: Callable[[Scope], Any], scope: Scope) -> Any:  # noqa: ANN401 - a value of the language
    try:
        return program(scope)
    except EvaluationError as error:
        raise Fault(error.code, f"in the group expression: {error.message}") from None


def _check_limit(function: str, limit: int) -> None:
    if not 1 <= limit <= MOST_GROUPS:
        raise Fault("GROUP_LIMIT", f"the limit of `{function}` must be from 1 to {MOST_GROUPS}, not {limit}")


def _declare(word: str, phrase: str, matches: Callable[[str, str], bool], example: FunctionExample) -> None:
    """Declare one of the three functions of `Groups`, which differ in how a name is compared."""

    def run(evaluation: Evaluation, app: str | None, pattern: str | None, limit: int) -> list[str] | None:
        if app is None or pattern is None:
            raise Fault(
                "NULL_VALUE",
                f"`Groups.{word}` needs its {'app' if app is None else 'pattern'}, which is null",
            )
        _check_limit(f"Groups.{word}", limit)
        names = [group.name for group in evaluation.groups if group.name is not None and _belongs(group, app)]
        found = [name for name in names if matches(name, pattern)]
        if len(found) > MOST_GROUPS:
            raise Fault(
                "GROUP_LIMIT", f"{len(found)} groups match, more than the {MOST_GROUPS} that a claim may hold"
            )
        return found[:limit] or None

    catalogue.function(
        f"Groups.{word}(app: String, pattern: String, limit: Integer) -> List<String>",
        summary=f"The names of the user's groups of `app` that {phrase} `pattern`, at most `limit`.",
        engines=(CLASSIC,),
        provenance=okta("Group-claims only functions"),
        examples=[example],
        construct="Groups.*",
        needs_evaluation=True,
        stale_in_mappings=True,
        notes=(
            "`app` is OKTA, an app type such as active_directory, or the id of an app instance (okta)",
            "null where no group matches (okta): write `Groups.startsWith(…) ?: {}` for an empty list",
            "an empty `pattern` means all groups (field)",
            "groups that Active Directory brings match by their cn only (field)",
            _LIMIT,
            "more than 100 matching groups are an error (field); up to that, `limit` cuts the list (assumed)",
            "OKTA means every group that no app brings, Everyone included; case counts (assumed)",
        ),
    )(run)


def _belongs(group: Group, app: str) -> bool:
    """Whether a group comes from the app: by the source's id, or the app's type where the data tells it."""
    if app == "OKTA":
        return group.type != "APP_GROUP" if group.type is not None else group.source_id is None
    source = group.get("source")
    known = [source.get(key) for key in ("id", "name", "type")] if isinstance(source, Mapping) else [source]
    return app in known


_declare(
    "contains",
    "have in them",
    lambda name, pattern: pattern in name,
    FunctionExample('Groups.contains("OKTA", "Supp", 10)', ["IT Support"], _EXAMPLE_GROUPS),
)
_declare(
    "startsWith",
    "begin with",
    str.startswith,
    FunctionExample('Groups.startsWith("OKTA", "IT", 10)', ["IT", "IT Support"], _EXAMPLE_GROUPS),
)
_declare(
    "endsWith",
    "end with",
    str.endswith,
    FunctionExample('Groups.endsWith("active_directory", "les", 10)', ["Sales"], _EXAMPLE_GROUPS),
)
