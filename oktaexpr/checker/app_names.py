"""What an unknown first name may be: a slip of a root, a slip of a namespace, or an app instance, whose names are free."""

from __future__ import annotations

from collections.abc import Mapping

from oktaexpr.checker.context import Context
from oktaexpr.checker.roots import ROOTS, looks_like_app
from oktaexpr.diagnostics import nearest
from oktaexpr.functions import IDENTITY_ENGINE, catalogue
from oktaexpr.functions.usages import status
from oktaexpr.syntax import nodes
from oktaexpr.syntax.nodes import Node

_SLIPS: Mapping[str, str] = {
    "profile": "user",
    "users": "user",
    "usr": "user",
    "oktauser": "user",
    "apps": "app",
    "application": "app",
}


def meant_root(name: str) -> str | None:
    """Return the root that a name is a slip of; an instance name such as `user_2` is none."""
    slip = _SLIPS.get(name.casefold())
    if slip is not None:
        return slip
    joined = name.replace("_", "")
    if joined != name:
        return next((root for root in ROOTS if root.casefold() == joined.casefold()), None)
    if any(char.isdigit() for char in name):
        return None
    near = nearest(name, ROOTS)
    return next((root for root in near if abs(len(root) - len(name)) <= 1), None)


def near_namespaces(name: str) -> list[str]:
    """Return the namespaces of functions that a name is near to."""
    return nearest(name, catalogue.namespaces - set(ROOTS))


def is_namespace_slip(node: Node, parent: Node | None) -> bool:
    """Whether a name was meant as a namespace: `string.len(x)`, `Array.size(x)`, `Regex.match(x)`."""
    if not isinstance(node, nodes.Name) or not isinstance(parent, nodes.MethodCall | nodes.Property):
        return False
    if parent.target is not node or node.name in ROOTS or node.name in catalogue.namespaces:
        return False
    return bool(near_namespaces(node.name)) or (
        isinstance(parent, nodes.MethodCall) and node.name[0].isupper()
    )


def is_plausible_app(context: Context, node: nodes.Name) -> bool:
    """Whether an unknown name may be an app instance where the expression will be saved."""
    parent = context.parent(node)
    if not isinstance(parent, nodes.Property | nodes.Index) or parent.target is not node:
        return False
    if meant_root(node.name) is not None or is_namespace_slip(node, parent):
        return False
    if node.name.removesuffix("_app") in context.apps:
        return True
    if context.apps and nearest(node.name, context.apps):
        return False
    if looks_like_app(node.name):
        return True
    if context.usage is None:
        return context.engine != IDENTITY_ENGINE
    return status("$app.attr", context.usage.name).status != "no"
