"""OEL205, OEL501 to OEL508, OEL528: groups that do not exist, and how group functions surprise."""

from __future__ import annotations

import re

from oktaexpr.checker.constructs import construct_of
from oktaexpr.checker.context import (
    CallNode,
    Context,
    attribute_path,
    call_name,
    is_null,
    literal_text,
    name_span,
)
from oktaexpr.checker.dispatch import Found, on, on_expression
from oktaexpr.checker.group_references import GroupReference, group_references
from oktaexpr.checker.roots import GROUP_PROPERTIES
from oktaexpr.diagnostics import Diagnostic, Example, Rule, Severity, did_you_mean, register
from oktaexpr.functions import Function
from oktaexpr.functions.usages import Usage, constructs
from oktaexpr.source import Span
from oktaexpr.syntax import nodes, recover, walk

UNKNOWN_GROUP = register(
    Rule(
        "OEL205",
        "unknown group",
        Severity.WARNING,
        "The directory has no group that this literal names, so the membership test never holds.",
        failing=Example('isMemberOfGroupName("dbt_developer")', engine="classic", groups=("dbt_developers",)),
        passing=Example(
            'isMemberOfGroupName("dbt_developers")', engine="classic", groups=("dbt_developers",)
        ),
    )
)
STALE = register(
    Rule(
        "OEL501",
        "group membership goes stale in mappings",
        Severity.WARNING,
        "Okta evaluates a mapping when the app is assigned or mappings are applied. A change of group membership "
        "alone starts neither, so the attribute keeps its old value until then.",
        failing=Example(
            'isMemberOfGroupName("dbt_developers") ? "developer" : "read_only"', usage="profile-mapping"
        ),
        passing=Example('isMemberOfGroupName("dbt_developers")', usage="group-rule"),
    )
)
REGEX_SLASHES = register(
    Rule(
        "OEL502",
        "slashes in a group name pattern",
        Severity.WARNING,
        "The pattern is a plain regular expression; a slash at its start or end is part of what a name must "
        "contain. Okta's own sample has one, which matches only names that begin with a slash.",
        failing=Example('isMemberOfGroupNameRegex("/.*admin.*/")', usage="group-rule"),
        passing=Example('isMemberOfGroupNameRegex(".*admin.*")', usage="group-rule"),
    )
)
DUPLICATE_NAME = register(
    Rule(
        "OEL503",
        "several groups have this name",
        Severity.WARNING,
        "A name matches the groups of every source, Okta's own and those of apps and directories. Use the id, or "
        "`group.source.id` beside the name.",
        failing=Example('isMemberOfGroupName("Sales")', engine="classic", groups=("Sales", "Sales")),
        passing=Example('isMemberOfGroupName("Sales")', engine="classic", groups=("Sales",)),
    )
)
FILTERED_GROUPS = register(
    Rule(
        "OEL504",
        "wrong arguments to getFilteredGroups",
        Severity.WARNING,
        "It takes a list of group ids (in braces, or an attribute that holds such a list), then the text `group.name` "
        "or `group.id`, then the limit. Patterns and names in place of ids find nothing.",
        failing=Example('getFilteredGroups({"Engineering.*"}, "group.name", 40)', usage="oidc-claim"),
        passing=Example('getFilteredGroups({"00gml2xHE3RYRx7cM0g3"}, "group.name", 40)', usage="oidc-claim"),
        provenance="field",
    )
)
PREFIX_PATTERN = register(
    Rule(
        "OEL505",
        "pattern where a prefix stands",
        Severity.WARNING,
        "The name of a group search is a plain beginning, not a pattern: `.*` must occur in the name itself. "
        "Okta's own samples append it, and their printed result is empty.",
        failing=Example("user.getGroups({'group.profile.name': 'West Coast.*'})", engine="identity-engine"),
        passing=Example("user.getGroups({'group.profile.name': 'West Coast'})", engine="identity-engine"),
    )
)
EMPTY_NAME = register(
    Rule(
        "OEL506",
        "empty name matches every group",
        Severity.WARNING,
        "Every name starts with, ends with and contains the empty text, so this finds all groups of the user.",
        failing=Example('isMemberOfGroupNameContains("")', usage="group-rule"),
        passing=Example('isMemberOfGroupNameContains("admin")', usage="group-rule"),
        provenance="field",
    )
)
ID_OR_NAME = register(
    Rule(
        "OEL507",
        "group id and group name mixed up",
        Severity.WARNING,
        "A group id has twenty characters and starts with `00g`. A function that takes ids finds no name, and the "
        "other way round.",
        failing=Example('isMemberOfGroup("Sales Team")', usage="group-rule"),
        passing=Example('isMemberOfGroupName("Sales Team")', usage="group-rule"),
    )
)
GROUPS_AS_VALUE = register(
    Rule(
        "OEL508",
        "a claim of whole groups",
        Severity.WARNING,
        "`user.getGroups` gives group objects. A token or an assertion needs their names or ids, which a projection "
        "picks: `.![name]` in Classic, `.![profile.name]` in Identity Engine.",
        failing=Example("user.getGroups({'group.profile.name': 'dbt_'})", usage="federated-claim"),
        passing=Example(
            "user.getGroups({'group.profile.name': 'dbt_'}).![profile.name]", usage="federated-claim"
        ),
    )
)
NO_GROUP = register(
    Rule(
        "OEL528",
        "membership of no group in particular",
        Severity.WARNING,
        "Okta's pages give no call without arguments. Here `isMemberOfAnyGroup()` is false for everybody, and "
        "`user.isMemberOf()` true for everybody who is in a group, which every user is.",
        failing=Example("isMemberOfAnyGroup()", usage="group-rule"),
        passing=Example('isMemberOfAnyGroup("00g1emaKYZTWRYYRRTSK")', usage="group-rule"),
        provenance="assumed",
    )
)

_GROUP_ID = re.compile(r"00g[0-9A-Za-z]{17}")
_MAPPINGS = frozenset({"profile-mapping", "username-template"})
_OUTCOME_WITHOUT_GROUPS = {
    "isMemberOfAnyGroup": "false",
    "user.isMemberOfAnyGroup": "false",
    "user.isMemberOf": "true",
}
"""What a call without arguments gives, for all users."""
MANAGER_FUNCTIONS = frozenset(
    {"getManagerUser", "getManagerAppUser", "getAssistantUser", "getAssistantAppUser"}
)


def unknown_group(reference: GroupReference, near: str | None) -> Diagnostic:
    """Say that the directory has no such group."""
    how = {
        "id": "id",
        "prefix": "name starting with",
        "contains": "name containing",
        "suffix": "name ending with",
    }
    return UNKNOWN_GROUP.diagnostic(
        f"the directory has no group with the {how.get(reference.mode, 'name')} `{reference.text}`",
        reference.literal.span,
        near,
    )


def stale(span: Span, name: str) -> Diagnostic:
    """Say that the value is not computed again when membership changes."""
    return STALE.diagnostic(
        f"`{name}` is not evaluated again here when group membership changes",
        span,
        "apply mappings again after membership changes, or assign the value through the group",
    )


def regex_slashes(span: Span) -> Diagnostic:
    """Say that the slashes are part of the pattern."""
    return REGEX_SLASHES.diagnostic("the slash is part of the pattern", span, "leave the slashes out")


def duplicate_name(reference: GroupReference, count: int) -> Diagnostic:
    """Say that a name is ambiguous."""
    return DUPLICATE_NAME.diagnostic(
        f"{count} groups are named `{reference.text}`",
        reference.literal.span,
        "use the group's id, or add `group.source.id`",
    )


def filtered_groups(span: Span, message: str, help_text: str) -> Diagnostic:
    """Say what an argument of `getFilteredGroups` should be."""
    return FILTERED_GROUPS.diagnostic(message, span, help_text)


def prefix_pattern(reference: GroupReference) -> Diagnostic:
    """Say that a prefix is no pattern."""
    plain = reference.text.removesuffix(".*")
    return PREFIX_PATTERN.diagnostic(
        f"`{reference.text}` is a plain beginning of a name, not a pattern",
        reference.literal.span,
        f"write `{plain}`" if plain else "leave the criterion out to get every group",
    )


def empty_name(span: Span) -> Diagnostic:
    """Say that an empty text matches all."""
    return EMPTY_NAME.diagnostic("the empty text matches every group", span)


def id_or_name(reference: GroupReference) -> Diagnostic:
    """Say that an id stands for a name, or a name for an id."""
    found, wanted = ("name", "id") if reference.mode == "id" else ("id", "name")
    return ID_OR_NAME.diagnostic(
        f"`{reference.text}` looks like a group {found}, not like a group {wanted}", reference.literal.span
    )


def groups_as_value(span: Span, example: str) -> Diagnostic:
    """Say that group objects are no claim."""
    return GROUPS_AS_VALUE.diagnostic(
        "a claim cannot carry whole groups", span, f"add a projection such as `{example}`"
    )


def no_group(span: Span, name: str, outcome: str) -> Diagnostic:
    """Say what a call without groups comes to."""
    wanted = "criteria of the groups" if name == "user.isMemberOf" else "the ids of the groups"
    return NO_GROUP.diagnostic(f"`{name}` without arguments is always {outcome}", span, f"give it {wanted}")


@on(nodes.Call, nodes.MethodCall)
def check_arguments(context: Context, node: CallNode) -> Found:
    """OEL528: functions that take any number of groups, without one."""
    function = context.function(node)
    outcome = _OUTCOME_WITHOUT_GROUPS.get(function.name) if function is not None else None
    if function is not None and outcome is not None and not node.arguments:
        yield no_group(name_span(node), function.name, outcome)


@on(nodes.Call, nodes.MethodCall)
def check_references(context: Context, node: CallNode) -> Found:
    """OEL205, OEL502, OEL503, OEL505, OEL506, OEL507: the literals that name groups."""
    name = call_name(node)
    for reference in group_references(node):
        if reference.mode == "regex":
            if reference.text.startswith("/") or reference.text.endswith("/"):
                yield regex_slashes(reference.literal.span)
            continue
        if reference.text == "" and reference.mode in {"prefix", "contains", "suffix"}:
            yield empty_name(reference.literal.span)
        elif (
            name in {"user.getGroups", "user.isMemberOf"}
            and reference.mode != "id"
            and reference.text.endswith(".*")
        ):
            yield prefix_pattern(reference)
        elif _is_mixed_up(reference) and name != "getFilteredGroups":
            yield id_or_name(reference)
        if context.groups is not None:
            yield from _in_directory(context, reference)


@on_expression
def check_stale(context: Context) -> Found:
    """OEL501: the first call that goes stale, once an expression; the manager functions have their own rule."""
    if context.usage is None or context.usage.name not in _MAPPINGS:
        return
    for node in context.layout.order:
        if not isinstance(node, nodes.Call | nodes.MethodCall):
            continue
        function = context.function(node)
        if function is None or not function.stale_in_mappings or function.name in MANAGER_FUNCTIONS:
            continue
        if not _is_refused(function, context.usage):
            yield stale(name_span(node), function.name)
            return


def _is_refused(function: Function, usage: Usage) -> bool:
    """Whether the usage takes no such function, so that it is never evaluated there at all."""
    construct = construct_of(function)
    return construct is not None and constructs()[construct].cells[usage.name].status == "no"


@on(nodes.Call)
def check_filtered_groups(context: Context, node: nodes.Call) -> Found:
    """OEL504: the three arguments of `getFilteredGroups`."""
    if node.name != "getFilteredGroups" or len(node.arguments) != 3:
        return
    allowed, expression = node.arguments[:2]
    items = allowed.items if isinstance(allowed, nodes.ListLiteral) else ()
    for item in items:
        text = literal_text(item)
        if text is not None and not text.startswith("00g"):
            yield filtered_groups(item.span, f"`{text}` is no group id", "list the ids of the groups")
    if literal_text(allowed) is not None or is_null(allowed):
        yield filtered_groups(allowed.span, "the first argument is a list of group ids", 'write `{"00g…"}`')
    if attribute_path(expression) is not None or isinstance(expression, nodes.Name):
        source = context.source(expression)
        yield filtered_groups(
            expression.span, "the second argument is a text", f'write `"{source}"` in quotes'
        )
    text = literal_text(expression)
    problem = _problem_of_group_expression(text) if text is not None else None
    if problem is not None:
        yield filtered_groups(expression.span, problem, 'write `"group.name"` or `"group.id"`')


@on_expression
def check_groups_as_value(context: Context) -> Found:
    """OEL508: `user.getGroups` as the value of a claim."""
    if context.usage is None or not context.usage.claim:
        return
    node = context.tree
    if isinstance(node, nodes.MethodCall) and call_name(node) == "user.getGroups":
        yield groups_as_value(
            name_span(node), ".![name]" if context.engine == "classic" else ".![profile.name]"
        )


def _problem_of_group_expression(text: str) -> str | None:
    """Return what is wrong with the text that `getFilteredGroups` evaluates for each group."""
    if "group." not in text:
        return f"`{text}` names nothing of a group"
    faults, tree, _ = recover(text)
    if faults or tree is None:
        return f"the group expression does not parse: {faults[0].message}"
    read = [node.name for node in walk(tree) if isinstance(node, nodes.Property) and _is_group(node.target)]
    unknown = next((name for name in read if name not in GROUP_PROPERTIES), None)
    return f"a group has no property `{unknown}`" if unknown is not None else None


def _is_group(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "group"


def _is_mixed_up(reference: GroupReference) -> bool:
    if reference.mode == "id":
        return _GROUP_ID.fullmatch(reference.text) is None and (
            " " in reference.text or not reference.text.isalnum()
        )
    return _GROUP_ID.fullmatch(reference.text) is not None


def _in_directory(context: Context, reference: GroupReference) -> Found:
    assert context.groups is not None
    meant = [group for group in context.groups if reference.selects(group)]
    if not meant:
        known = [group.id if reference.mode == "id" else group.name for group in context.groups]
        yield unknown_group(reference, did_you_mean(reference.text, [one for one in known if one]))
    elif reference.mode == "exact" and len(meant) > 1:
        yield duplicate_name(reference, len(meant))
