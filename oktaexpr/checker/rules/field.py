"""OEL605, OEL607 to OEL614: what runs, though Okta's reference for the engine does not have it."""

from __future__ import annotations

from dataclasses import replace

from oktaexpr.checker.context import CallNode, Context, attribute_path, call_name, literal_text, name_span
from oktaexpr.checker.dispatch import Found, on
from oktaexpr.checker.inference import methods_called
from oktaexpr.checker.roots import ROOTS
from oktaexpr.checker.rules.calls import takes_list
from oktaexpr.diagnostics import Diagnostic, Edit, Example, Fix, Rule, Severity, register
from oktaexpr.functions import CLASSIC, IDENTITY_ENGINE, Engine, Function, catalogue
from oktaexpr.source import Span
from oktaexpr.syntax import nodes

FIELD_FUNCTION = register(
    Rule(
        "OEL605",
        "function seen in the field only",
        Severity.INFO,
        "Expressions in public sources use the function, Okta's reference does not have it. Whether Okta takes it is "
        "not known; here it runs.",
        failing=Example('String.endsWith(user.email, "@acme.example")', engine="classic"),
        passing=Example('String.startsWith(user.email, "admin")', engine="classic"),
        provenance="field",
    )
)
METHOD_OF_USER = register(
    Rule(
        "OEL607",
        "group function written as a method of `user`",
        Severity.INFO,
        "Reports say that `user.isMemberOfGroupName(…)` works in production; Okta documents the function without `user.`.",
        failing=Example('user.isMemberOfGroupName("Sales")', engine="classic"),
        passing=Example('isMemberOfGroupName("Sales")', engine="classic"),
        provenance="field",
    )
)
JAVA_METHOD = register(
    Rule(
        "OEL608",
        "Java method that the reference does not name",
        Severity.INFO,
        "SpEL has the method, the reference of this engine does not name it. Whether Okta takes it is not known.",
        failing=Example('user.email.startsWith("admin")', engine="classic"),
        passing=Example('String.startsWith(user.email, "admin")', engine="classic"),
        provenance="field",
    )
)
USER_BEHAVIORS = register(
    Rule(
        "OEL609",
        "undocumented spelling of user behaviors",
        Severity.INFO,
        "Okta's log examples show `security.userBehaviors['New Device'].detected`; the reference documents "
        "`security.behaviors.contains('New Device')`.",
        failing=Example("security.userBehaviors['New Device'].detected", engine="identity-engine"),
        passing=Example("security.behaviors.contains('New Device')", engine="identity-engine"),
        provenance="field",
    )
)
LIST_AS_TEXT = register(
    Rule(
        "OEL610",
        "list where text is expected",
        Severity.INFO,
        "The reference gives the parameter as text. A support article applies such a function to each element; an "
        "allow list in `String.stringContains` is read as membership, which nobody documents.",
        failing=Example(
            'String.replace(getFilteredGroups({"00g1def456"}, "group.name", 9), "A-", "")', engine="classic"
        ),
        passing=Example('String.replace(user.title, "A-", "")', engine="classic"),
        provenance="field",
    )
)
FIELD_ROOT = register(
    Rule(
        "OEL611",
        "root seen in the field only",
        Severity.INFO,
        "Okta's own default templates for Active Directory read `target_app`; the reference does not have it.",
        failing=Example("target_app.namingContext", engine="classic"),
        passing=Example("app.namingContext", engine="classic"),
        provenance="field",
    )
)
ASSUMED = register(
    Rule(
        "OEL613",
        "behaviour that nobody documents",
        Severity.INFO,
        "Identity Engine's page does not say what `substring` gives past the end of the text, nor whether "
        "`replaceFirst` takes a regular expression. Here both follow Java: the first fails, the second does.",
        failing=Example("user.profile.title.substring(0, 50)", engine="identity-engine"),
        passing=Example("user.profile.title.substringBefore(' ')", engine="identity-engine"),
        provenance="assumed",
    )
)
OTHER_ENGINE = register(
    Rule(
        "OEL614",
        "function, root or attribute as the other engine has it",
        Severity.INFO,
        "The reference of the other engine has the function, the root or this way to read an attribute, this engine's "
        "does not. It runs here; whether Okta takes it is not documented.",
        failing=Example("String.len(user.profile.title) > 3", engine="identity-engine"),
        passing=Example("user.profile.title.length() > 3", engine="identity-engine"),
    )
)

_ENGINE_NAMES = {CLASSIC: "Classic", IDENTITY_ENGINE: "Identity Engine"}


def field_function(span: Span, function: Function) -> Diagnostic:
    """Say that the reference does not have the function."""
    return FIELD_FUNCTION.diagnostic(f"`{function.name}` is not in Okta's reference", span)


def method_of_user(span: Span, name: str, fix: Fix | None) -> Diagnostic:
    """Say how Okta documents the function."""
    return METHOD_OF_USER.diagnostic(
        f"`user.{name}` is not in Okta's reference", span, f"write `{name}(…)`", fix
    )


def java_method(span: Span, name: str, engine: Engine) -> Diagnostic:
    """Say that the engine's reference has no such method."""
    near = next(
        (known for known in catalogue.functions if known.rpartition(".")[2] == name and "." in known), None
    )
    help_text = f"write `{near}(…)`" if near is not None and engine == CLASSIC else None
    message = f"the method `{name}` is not in the reference of {_ENGINE_NAMES[engine]}"
    return JAVA_METHOD.diagnostic(message, span, help_text)


def user_behaviors(span: Span) -> Diagnostic:
    """Say how the reference asks for a behavior."""
    return USER_BEHAVIORS.diagnostic(
        "`security.userBehaviors` is not in Okta's reference",
        span,
        "write `security.behaviors.contains('…')`",
    )


def list_as_text(span: Span, name: str, how: str) -> Diagnostic:
    """Say how a list is read."""
    message = f"with a list, `{name}` {how}, which the reference does not say"
    return LIST_AS_TEXT.diagnostic(message, span)


def allow_list(span: Span) -> Diagnostic:
    """Say how `String.stringContains` reads a list, which is assumed: only that people write it so is known."""
    message = "with a list, `String.stringContains` tests for a whole element, which is assumed"
    return replace(LIST_AS_TEXT.diagnostic(message, span, "write `Arrays.contains`"), provenance="assumed")


def field_root(span: Span, name: str) -> Diagnostic:
    """Say that the reference does not have the root."""
    return FIELD_ROOT.diagnostic(f"the root `{name}` is not in Okta's reference", span)


def assumed(span: Span, message: str) -> Diagnostic:
    """Say what is assumed."""
    return ASSUMED.diagnostic(message, span)


def other_engine(span: Span, name: str, engine: Engine, help_text: str | None = None) -> Diagnostic:
    """Say which reference lacks the function or root."""
    message = f"`{name}` is not in the reference of {_ENGINE_NAMES[engine]}"
    return OTHER_ENGINE.diagnostic(message, span, help_text)


@on(nodes.Call, nodes.MethodCall)
def check_function(context: Context, node: CallNode) -> Found:
    """OEL605, OEL607, OEL610, OEL614: functions, by what their declaration says."""
    function = context.function(node)
    if function is None:
        return
    span = name_span(node)
    name = call_name(node)
    bare = name.removeprefix("user.")
    if bare != name and function.provenance.kind == "field":
        yield method_of_user(span, bare, Fix(f"write `{bare}`", (Edit(span, bare),)))
    elif function.provenance.kind == "field" and function.deprecated is None:
        yield field_function(span, function)
    elif context.usage is None and context.engine is not None and context.engine not in function.engines:
        yield other_engine(span, name, context.engine)
    yield from _lists(context, node, function)


@on(nodes.MethodCall)
def check_method(context: Context, node: nodes.MethodCall) -> Found:
    """OEL608, OEL613: methods of values."""
    if context.engine is None or context.function(node) is not None:
        return
    found = methods_called(context, node)
    if not found:
        return
    if context.engine == CLASSIC:
        if context.usage is None:  # with a usage, the table of usages says it
            yield java_method(node.name_span, node.name, CLASSIC)
    elif not any(IDENTITY_ENGINE in method.engines and method.provenance.kind == "okta" for method in found):
        yield java_method(node.name_span, node.name, IDENTITY_ENGINE)
    else:
        yield from _assumed_method(node)


def _assumed_method(node: nodes.MethodCall) -> Found:
    if not node.arguments:
        return
    if node.name == "substring" and isinstance(node.arguments[-1], nodes.Literal):
        yield assumed(node.name_span, "`substring` past the end of the text fails, which is assumed")
    elif node.name == "replaceFirst" and _has_special_characters(node.arguments[0]):
        yield assumed(node.name_span, "`replaceFirst` takes a regular expression, which is assumed")


def _has_special_characters(node: nodes.Node) -> bool:
    return any(character in (literal_text(node) or "") for character in ".*+?[](){}|^$\\")


@on(nodes.Property)
def check_user_behaviors(context: Context, node: nodes.Property) -> Found:
    """OEL609."""
    if attribute_path(node) == "security.userBehaviors":
        yield user_behaviors(node.span)


@on(nodes.Name)
def check_field_root(context: Context, node: nodes.Name) -> Found:
    """OEL611, OEL614: roots that the reference, or that of the engine, does not have."""
    if context.is_projected(node):
        return
    if node.name == "target_app":
        yield field_root(node.span, node.name)
    root = ROOTS.get(node.name)
    if context.usage is None and context.engine is not None and root and context.engine not in root.engines:
        yield other_engine(node.span, node.name, context.engine)


@on(nodes.Property)
def check_profile_path(context: Context, node: nodes.Property) -> Found:
    """OEL614: `user.profile.department` in Classic, where attributes stand directly on `user`."""
    if context.usage is None and context.engine == CLASSIC and attribute_path(node.target) == "user.profile":
        help_text = f"Classic writes `user.{node.name}`"
        yield other_engine(node.target.span, "user.profile", CLASSIC, help_text)


def _lists(context: Context, node: CallNode, function: Function) -> Found:
    for position, argument in enumerate(node.arguments):
        if not context.type_of(argument).only("List"):
            continue
        if function.name == "String.stringContains" and position == 0:
            yield allow_list(argument.span)
        elif function.elementwise and position == 0:
            yield list_as_text(argument.span, function.name, "works on each element")
        elif function.name == "String.join" and takes_list(function, position, len(node.arguments)):
            yield list_as_text(argument.span, function.name, "joins the elements")
