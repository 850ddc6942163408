"""OEL509, OEL524: managers, and users of Identity Engine."""

from __future__ import annotations

from oktaexpr.checker.context import Context, attribute_path, literal_text
from oktaexpr.checker.dispatch import Found, on, on_expression
from oktaexpr.checker.roots import BASE_ATTRIBUTES, USER_PROPERTIES
from oktaexpr.checker.rules.groups import MANAGER_FUNCTIONS
from oktaexpr.diagnostics import Diagnostic, Edit, Example, Fix, Rule, Severity, register
from oktaexpr.functions import IDENTITY_ENGINE
from oktaexpr.source import Span
from oktaexpr.syntax import nodes

MANAGER = register(
    Rule(
        "OEL509",
        "manager and assistant functions have limits",
        Severity.WARNING,
        "They read one Active Directory only (`active_directory` is the one source), fail for users of several "
        "domains, and a new manager alone does not bring the profile up to date.",
        failing=Example('getManagerUser("active_directory").firstName', usage="profile-mapping"),
        passing=Example('user.getLinkedObject("manager").firstName', usage="profile-mapping"),
    )
)
NEEDS_PROFILE = register(
    Rule(
        "OEL524",
        "profile attribute without `profile`",
        Severity.WARNING,
        "Identity Engine reads profile attributes as `user.profile.department`. Directly on `user` hang only a few "
        "properties such as `id`, `status` and `created`; the attribute reads as null there.",
        failing=Example('user.department == "Sales"', usage="app-sign-in-policy"),
        passing=Example('user.profile.department == "Sales"', usage="app-sign-in-policy"),
    )
)


def manager_limits(span: Span, name: str) -> Diagnostic:
    """Say what the function cannot do."""
    return MANAGER.diagnostic(
        f"`{name}` works with one Active Directory only, and a change of manager does not update the value",
        span,
    )


def manager_source(span: Span, source: str) -> Diagnostic:
    """Say that there is one source only."""
    return MANAGER.diagnostic(f"`{source}` is no source of managers", span, 'write `"active_directory"`')


def needs_profile(span: Span, name: str) -> Diagnostic:
    """Say where the attribute is."""
    fix = Fix(f"write `user.profile.{name}`", (Edit(span, f"profile.{name}"),))
    return NEEDS_PROFILE.diagnostic(
        f"`user.{name}` reads null in Identity Engine", span, f"write `user.profile.{name}`", fix
    )


@on_expression
def check_manager_limits(context: Context) -> Found:
    """OEL509: the first call, once an expression; and every source that is not Active Directory."""
    is_first = True
    for node in context.layout.order:
        if not isinstance(node, nodes.Call) or node.name not in MANAGER_FUNCTIONS:
            continue
        if is_first:
            yield manager_limits(node.name_span, node.name)
            is_first = False
        source = literal_text(node.arguments[0]) if node.arguments else None
        if source is not None and not source.startswith("active_directory"):
            yield manager_source(node.arguments[0].span, source)


@on(nodes.Property)
def check_profile(context: Context, node: nodes.Property) -> Found:
    """OEL524: base attributes and those of the schema, read directly from `user`."""
    if context.engine != IDENTITY_ENGINE or context.is_projected(node):
        return
    path = attribute_path(node) or ""
    name = path.removeprefix("user.")
    if name == path or "." in name or name in USER_PROPERTIES:
        return
    if name in BASE_ATTRIBUTES or (context.schema is not None and name in context.schema):
        yield needs_profile(node.name_span, name)
