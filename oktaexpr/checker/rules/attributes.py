"""OEL204, OEL208, OEL210, OEL211, OEL213: attributes that nobody has, and placeholders that nobody filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from oktaexpr.checker.context import Context, attribute_path, literal_text
from oktaexpr.checker.dispatch import Found, on
from oktaexpr.checker.roots import BASE_ATTRIBUTES, GROUP_CRITERIA, GROUP_PROPERTIES, ROOTS, USER_PROPERTIES
from oktaexpr.diagnostics import Diagnostic, Edit, Example, Fix, Rule, Severity, did_you_mean, register
from oktaexpr.functions import CLASSIC, IDENTITY_ENGINE
from oktaexpr.functions.resolve import dotted_name
from oktaexpr.source import Span
from oktaexpr.syntax import nodes
from oktaexpr.types import Type

UNKNOWN_ATTRIBUTE = register(
    Rule(
        "OEL204",
        "unknown attribute",
        Severity.ERROR,
        "The schema has no such attribute, and Okta refuses an expression that names one. Attribute names are "
        "case-sensitive. In Identity Engine only a few properties hang on `user` itself; the rest is `user.profile`.",
        failing=Example("user.favoriteColour", engine="classic", attributes={"favoriteColor": "string"}),
        passing=Example("user.favoriteColor", engine="classic", attributes={"favoriteColor": "string"}),
    )
)
ATTRIBUTE_CASE = register(
    Rule(
        "OEL208",
        "base attribute in the wrong case",
        Severity.WARNING,
        "Every org has the base attribute in the other spelling; this one exists only if somebody made a custom "
        "attribute that differs by case, which Okta advises against.",
        failing=Example("user.firstname", engine="classic"),
        passing=Example("user.firstName", engine="classic"),
    )
)
UNKNOWN_PROPERTY = register(
    Rule(
        "OEL210",
        "undocumented property of a context object or group",
        Severity.WARNING,
        "Okta's reference lists what `session`, `device`, `security`, `access`, `login` and the groups of "
        "`user.getGroups` hold; this property is not among it and reads as null.",
        failing=Example("session.arm", usage="saml-attribute"),
        passing=Example("session.amr", usage="saml-attribute"),
    )
)
UNKNOWN_KEY = register(
    Rule(
        "OEL211",
        "unknown search key or internal property",
        Severity.ERROR,
        "`user.getGroups` and `user.isMemberOf` take four keys and `operator`; `user.getInternalProperty` takes "
        "`id` and `status`. Another one finds nothing.",
        failing=Example("user.isMemberOf({'group.name': 'Sales'})", engine="identity-engine"),
        passing=Example("user.isMemberOf({'group.profile.name': 'Sales'})", engine="identity-engine"),
    )
)
PLACEHOLDER = register(
    Rule(
        "OEL213",
        "placeholder left in a literal",
        Severity.ERROR,
        "The text looks like a placeholder of Terraform, a shell or a template that was never filled in. Okta has "
        "no interpolation, so the comparison is made with the placeholder itself.",
        failing=Example('user.department == "${var.department}"', usage="group-rule"),
        passing=Example('user.department == "Sales"', usage="group-rule"),
        provenance="field",
    )
)

INTERNAL_PROPERTIES = ("id", "status")
_OWNERS = ("user", "user.profile")
_PLACEHOLDER = re.compile(
    r"\$\{[^}]*\}|\{\{[^{}]*\}\}|<%=?[^%]*%>|%\{[^}]*\}|#\{[^}]*\}|^\$[A-Za-z_]\w*$|^%[A-Z_]+%$"
)


def unknown_attribute(span: Span, name: str, near: str | None, fix: Fix | None = None) -> Diagnostic:
    """Say that a user has no such attribute."""
    return UNKNOWN_ATTRIBUTE.diagnostic(f"unknown attribute `{name}`", span, near, fix)


def attribute_case(span: Span, name: str, base: str) -> Diagnostic:
    """Say that the base attribute is spelled otherwise."""
    fix = Fix(f"write `{base}`", (Edit(span, base),), safe=False)
    return ATTRIBUTE_CASE.diagnostic(
        f"no base attribute is spelled `{name}`", span, f"did you mean `{base}`?", fix
    )


def unknown_property(span: Span, owner: str, name: str, known: Iterable[str]) -> Diagnostic:
    """Say that the reference lists no such property."""
    names = [f"`{one}`" for one in known]
    documented = f"documented {'is' if len(names) == 1 else 'are'} {', '.join(names)}"
    help_text = did_you_mean(name, known) or documented
    return UNKNOWN_PROPERTY.diagnostic(f"the reference has no property `{name}` of {owner}", span, help_text)


def unknown_key(
    span: Span, name: str, known: tuple[str, ...], severity: Severity = Severity.ERROR
) -> Diagnostic:
    """Say that a function does not know a key, or, as a warning, that nobody documents one."""
    help_text = did_you_mean(name, known) or f"use one of {', '.join(f'`{one}`' for one in known)}"
    return UNKNOWN_KEY.diagnostic(f"unknown key `{name}`", span, help_text, severity=severity)


def misplaced_operator(span: Span) -> Diagnostic:
    """Say that an operator goes with the name only."""
    return UNKNOWN_KEY.diagnostic(
        "`operator` goes with `group.profile.name` only", span, "leave it out: the other keys match exactly"
    )


def placeholder(span: Span, text: str, help_text: str = "put the value itself here") -> Diagnostic:
    """Say that a placeholder was left in."""
    return PLACEHOLDER.diagnostic(
        f"`{text}` looks like a placeholder that was not filled in", span, help_text
    )


@on(nodes.Property)
def check_user_attribute(context: Context, node: nodes.Property) -> Found:
    """OEL204, OEL208: attributes of `user`."""
    owner = dotted_name(node.target)
    if owner in _OWNERS and not context.is_projected(node) and (owner, node.name) != ("user", "profile"):
        yield from _check_attribute(context, node.name, node.name_span, direct=owner == "user")


@on(nodes.Index)
def check_user_index(context: Context, node: nodes.Index) -> Found:
    """OEL204, OEL208: attributes of `user` in brackets, `user["title"]` or `user[title]`."""
    owner = dotted_name(node.target) if node.target is not None else None
    if owner not in _OWNERS or context.is_projected(node):
        return
    if owner == "user" and context.engine == IDENTITY_ENGINE and context.schema is None:
        return  # seen in the field with names that no property has
    name, span = literal_text(node.index), node.index.span
    if isinstance(node.index, nodes.Name):
        name = node.index.name
    else:
        span = Span(span.start + 1, span.end - 1)
    if name is not None and name != "profile":
        yield from _check_attribute(context, name, span, direct=owner == "user")


def _check_attribute(context: Context, name: str, span: Span, *, direct: bool) -> Found:
    """Judge an attribute of `user`, when `direct`, or of `user.profile`."""
    if direct and context.engine != CLASSIC and name in USER_PROPERTIES:
        return
    if name in BASE_ATTRIBUTES or (context.schema is not None and name in context.schema):
        return
    if context.schema is not None or (context.engine == IDENTITY_ENGINE and direct):
        yield _unknown(context, name, span, direct=direct)
        return
    base = next((known for known in BASE_ATTRIBUTES if known.casefold() == name.casefold()), None)
    if base is not None:
        yield attribute_case(span, name, base)


@on(nodes.Property)
def check_app_attribute(context: Context, node: nodes.Property) -> Found:
    """OEL204: attributes of an app's user, where the directory has the schema of the app."""
    path = attribute_path(node)
    if path is None or context.is_projected(node) or path.count(".") != 1:
        return
    app = context.apps.get(path.partition(".")[0])
    if app is not None and app.schema is not None and node.name not in app.schema:
        yield unknown_attribute(node.name_span, node.name, did_you_mean(node.name, app.schema))


@on(nodes.Property)
def check_context_property(context: Context, node: nodes.Property) -> Found:
    """OEL210: properties of the documented context objects, and of a group."""
    target = context.type_of(node.target)
    if target.only("Group") and node.name not in GROUP_PROPERTIES:
        yield unknown_property(node.name_span, "a group", node.name, GROUP_PROPERTIES)
        return
    path = attribute_path(node)
    if path is None or context.is_projected(node):
        return
    root, _, rest = path.partition(".")
    if root in ROOTS and ROOTS[root].closed:
        yield from _check_documented(ROOTS[root].attributes, root, rest, node)


def _check_documented(attributes: Mapping[str, Type], root: str, path: str, node: nodes.Property) -> Found:
    """Judge a property by what is documented beside it; below the first level only a near name is a slip.

    Vendors and admins fill `device.provider` and the like with names of their own.
    """
    above = path[: -len(node.name)]
    known = {
        name.removeprefix(above).partition(".")[0]: None for name in attributes if name.startswith(above)
    }
    if not known or node.name in known:
        return
    if not above or root == "security" or did_you_mean(node.name, known):
        owner = f"{root}.{above}".rstrip(".")
        yield unknown_property(node.name_span, f"`{owner}`", node.name, known)


@on(nodes.Projection)
def check_group_projection(context: Context, node: nodes.Projection) -> Found:
    """OEL210: what a projection over groups reads."""
    element = context.type_of(node.target).element
    first = node.expression
    while isinstance(first, nodes.Property):
        first = first.target
    if (
        element is not None
        and element.only("Group")
        and isinstance(first, nodes.Name)
        and first.name not in GROUP_PROPERTIES
    ):
        yield unknown_property(first.span, "a group", first.name, GROUP_PROPERTIES)


@on(nodes.MethodCall)
def check_keys(context: Context, node: nodes.MethodCall) -> Found:
    """OEL211: the keys of group searches and of internal properties."""
    function = context.function(node)
    if function is None:
        return
    if function.name == "user.getInternalProperty":
        for argument in node.arguments:
            text = literal_text(argument)
            if text is not None and text not in INTERNAL_PROPERTIES:
                yield unknown_key(argument.span, text, INTERNAL_PROPERTIES, Severity.WARNING)
    if function.name in {"user.getGroups", "user.isMemberOf"}:
        for criterion in node.arguments:
            if isinstance(criterion, nodes.MapLiteral):
                yield from _check_criterion(criterion)


@on(nodes.Literal)
def check_placeholder(context: Context, node: nodes.Literal) -> Found:
    """OEL213: interpolation of other tools inside a text."""
    text = literal_text(node)
    found = _PLACEHOLDER.search(text) if text is not None and any(mark in text for mark in "${%#") else None
    if found is None or (text is not None and _is_pattern(context, node)):
        return
    yield placeholder(node.span, found.group())


@on(nodes.ListLiteral)
def check_mustache(context: Context, node: nodes.ListLiteral) -> Found:
    """OEL213: `{{user.login}}` of a template, which reads as a list in a list."""
    inner = node.items[0] if len(node.items) == 1 else None
    if (
        isinstance(inner, nodes.ListLiteral)
        and len(inner.items) == 1
        and attribute_path(inner.items[0]) is not None
        and context.source(node).startswith("{{")
    ):
        help_text = f"write `{context.source(inner.items[0])}` alone"
        yield placeholder(node.span, context.source(node), help_text)


def _unknown(context: Context, name: str, span: Span, *, direct: bool) -> Diagnostic:
    own = [*(context.schema or ()), *BASE_ATTRIBUTES]
    if direct and context.engine != CLASSIC:
        own += USER_PROPERTIES
    same = [known for known in own if known.casefold() == name.casefold()]
    fix = Fix(f"write `{same[0]}`", (Edit(span, same[0]),)) if len(same) == 1 else None
    near = did_you_mean(name, own)
    if near is None and direct and context.engine == IDENTITY_ENGINE:
        near = f"profile attributes are read as `user.profile.{name}`"
    return unknown_attribute(span, name, near, fix)


def _check_criterion(criterion: nodes.MapLiteral) -> Iterable[Diagnostic]:
    known = (*GROUP_CRITERIA, "operator")
    keys = {literal_text(entry.key): entry for entry in criterion.entries}
    if "operator" in keys and "group.profile.name" not in keys:
        yield misplaced_operator(keys["operator"].key.span)
    for entry in criterion.entries:
        key = literal_text(entry.key) or (entry.key.name if isinstance(entry.key, nodes.Name) else None)
        if key is not None and key not in known:
            yield unknown_key(entry.key.span, key, known)
        operator = literal_text(entry.value) if key == "operator" else None
        if operator is not None and operator not in {"EXACT", "STARTS_WITH"}:
            yield unknown_key(entry.value.span, operator, ("EXACT", "STARTS_WITH"))


def _is_pattern(context: Context, node: nodes.Literal) -> bool:
    """Say whether a literal is a regular expression, which may hold such marks for its own reasons: `^[^{]+$`."""
    parent = context.parent(node)
    if isinstance(parent, nodes.Matches) and parent.pattern is node:
        return not str(node.value).startswith("${")
    return isinstance(parent, nodes.Call) and parent.name == "isMemberOfGroupNameRegex"
