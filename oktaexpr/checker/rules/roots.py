"""OEL203, OEL207, OEL209: names that an expression cannot start from."""

from __future__ import annotations

from oktaexpr.checker.app_names import is_namespace_slip, is_plausible_app, meant_root
from oktaexpr.checker.context import Context, literal_text
from oktaexpr.checker.dispatch import Found, on
from oktaexpr.checker.inference import is_mapping
from oktaexpr.checker.roots import BASE_ATTRIBUTES, ROOTS
from oktaexpr.checker.rules.invented import WORDS_FOR_NULL
from oktaexpr.checker.rules.names import not_called
from oktaexpr.diagnostics import Diagnostic, Edit, Example, Fix, Rule, Severity, did_you_mean, register
from oktaexpr.functions import CLASSIC, IDENTITY_ENGINE, catalogue
from oktaexpr.source import Span
from oktaexpr.syntax import nodes

UNKNOWN_ROOT = register(
    Rule(
        "OEL203",
        "unknown root",
        Severity.ERROR,
        "An expression starts from a root such as `user`, `appuser` or `org`, or, where Okta allows it, from an app "
        "instance by its own name. This name is none of them. Text needs quotes; an attribute needs its root.",
        failing=Example('profile.department == "Sales"', usage="group-rule"),
        passing=Example('user.department == "Sales"', usage="group-rule"),
    )
)
BRACKETS = register(
    Rule(
        "OEL207",
        "square brackets read a name, they make no list",
        Severity.ERROR,
        "`[x]` that follows no value looks up a root by name. A list is written in braces: `{x, y}`.",
        failing=Example('user.department == ["Engineering"]', usage="group-rule"),
        passing=Example('user.department == "Engineering"', usage="group-rule"),
        provenance="spel",
    )
)
BARE_ATTRIBUTE = register(
    Rule(
        "OEL209",
        "attribute without its root",
        Severity.INFO,
        "Okta's samples for profile mappings write some attributes without a root, as in `firstName + lastName`. "
        "Nothing says from which profile they are read; `user.firstName` or `appuser.firstName` says so.",
        failing=Example('firstName + " " + lastName', usage="profile-mapping"),
        passing=Example('user.firstName + " " + user.lastName', usage="profile-mapping"),
    )
)

_SAMPLE_ATTRIBUTES = frozenset({"middleInitial", "courtesyTitle"})
"""Custom attributes that Okta's samples write without a root."""


def unknown_root(span: Span, name: str, help_text: str | None, fix: Fix | None = None) -> Diagnostic:
    """Say that nothing starts with this name."""
    return UNKNOWN_ROOT.diagnostic(f"unknown name `{name}`", span, help_text, fix)


def brackets(span: Span) -> Diagnostic:
    """Say that `[x]` is no list."""
    return BRACKETS.diagnostic(
        "`[ ]` makes no list here", span, 'compare with one value, or write a list in braces: `{"a", "b"}`'
    )


def bare_attribute(span: Span, name: str) -> Diagnostic:
    """Say that an attribute has no root."""
    return BARE_ATTRIBUTE.diagnostic(
        f"`{name}` has no root", span, f"write `user.{name}` or `appuser.{name}`"
    )


@on(nodes.Name)
def check_root(context: Context, node: nodes.Name) -> Found:
    """OEL203, OEL206, OEL209: what a bare name can be."""
    parent = context.parent(node)
    if node.name in ROOTS or context.is_projected(node) or is_namespace_slip(node, parent):
        return
    if isinstance(parent, nodes.MapEntry) and parent.key is node:
        return
    if _is_key(context, node):
        return
    if (
        isinstance(parent, nodes.MethodCall | nodes.Property)
        and parent.target is node
        and node.name in catalogue.namespaces
    ):
        return
    if is_plausible_app(context, node) and node.name not in catalogue.functions:
        return
    yield _judge(context, node)


@on(nodes.Index)
def check_brackets(context: Context, node: nodes.Index) -> Found:
    """OEL207: `["Engineering"]` in place of a list."""
    if node.target is None and not context.is_projected(node) and literal_text(node.index) not in ROOTS:
        yield brackets(node.span)


def _is_key(context: Context, node: nodes.Name) -> bool:
    """Say whether a name stands in the brackets of a map: `user[title]` reads what `user.title` reads."""
    parent = context.parent(node)
    if not isinstance(parent, nodes.Index) or parent.index is not node or parent.target is None:
        return False
    return is_mapping(context.type_of(parent.target))


def _judge(context: Context, node: nodes.Name) -> Diagnostic:
    name = node.name
    if name in catalogue.functions:
        return not_called(node.span, name)
    if name in catalogue.namespaces and name not in ROOTS:
        return unknown_root(node.span, name, f"functions are called with their names: `{_first_of(name)}(…)`")
    if _may_be_bare_attribute(context, node):
        return bare_attribute(node.span, name)
    meant = meant_root(name)
    if meant is not None:
        fix = Fix(f"write `{meant}`", (Edit(node.span, meant),), safe=meant.casefold() == name.casefold())
        return unknown_root(node.span, name, f"did you mean `{meant}`?", fix)
    near = did_you_mean(name, context.apps)
    if near is not None:
        return unknown_root(node.span, name, near)
    if name.casefold() in WORDS_FOR_NULL:
        return unknown_root(node.span, name, "no value is written `null`")
    parent = context.parent(node)
    if isinstance(parent, nodes.Call | nodes.MethodCall) and _wants_text(context, parent, node):
        return unknown_root(node.span, name, f'text needs quotes: `"{name}"`')
    if isinstance(parent, nodes.Property | nodes.Index) and parent.target is node:
        return unknown_root(node.span, name, f"an expression starts from one of {_known_roots(context)}")
    attribute = next((known for known in BASE_ATTRIBUTES if known.casefold() == name.casefold()), None)
    root = "user.profile" if context.engine == IDENTITY_ENGINE else "user"
    if attribute is not None:
        return unknown_root(node.span, name, f"write `{root}.{attribute}`")
    return unknown_root(
        node.span,
        name,
        f'an attribute needs its root, such as `{root}.{name}`; text needs quotes: `"{name}"`',
    )


def _first_of(namespace: str) -> str:
    return next(known for known in catalogue.functions if known.startswith(f"{namespace}."))


def _may_be_bare_attribute(context: Context, node: nodes.Name) -> bool:
    parent = context.parent(node)
    if context.engine == IDENTITY_ENGINE or (isinstance(parent, nodes.Property) and parent.target is node):
        return False
    if context.usage is None:
        return node.name in BASE_ATTRIBUTES or node.name in _SAMPLE_ATTRIBUTES
    return context.usage.name == "profile-mapping" and context.engine == CLASSIC


def _known_roots(context: Context) -> str:
    engine = context.engine
    names = [
        root
        for root, known in ROOTS.items()
        if (engine is None or engine in known.engines) and root != "target_app"
    ]
    return ", ".join(f"`{name}`" for name in names)


def _wants_text(context: Context, call: nodes.Call | nodes.MethodCall, node: nodes.Name) -> bool:
    function = context.function(call)
    position = next((at for at, argument in enumerate(call.arguments) if argument is node), None)
    if function is None or position is None or not function.signature.parameters:
        return False
    return function.signature.parameter(position).type.only("String")
