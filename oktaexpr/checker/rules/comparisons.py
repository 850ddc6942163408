"""OEL510, OEL513, OEL514, OEL526: comparisons that hold less often, or more often, than people think."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from oktaexpr.checker.context import Context, attribute_path, call_name, is_null, literal_text
from oktaexpr.checker.dispatch import Found, on, on_expression
from oktaexpr.checker.roots import ROOTS
from oktaexpr.checker.rules.operand_help import has_bad_condition
from oktaexpr.diagnostics import Diagnostic, Example, Rule, Severity, did_you_mean, register
from oktaexpr.functions import IDENTITY_ENGINE
from oktaexpr.source import Span
from oktaexpr.syntax import nodes, walk
from oktaexpr.syntax.nodes import Node
from oktaexpr.types import Type

NULL_OR_EMPTY = register(
    Rule(
        "OEL510",
        "null and the empty string are two things",
        Severity.WARNING,
        "An attribute that was never set is null; one that was set and cleared is an empty string. A test for one "
        "of them misses the other, so test both, or use `?:`, which takes both for missing.",
        failing=Example('user.employeeNumber != "" ? user.employeeNumber : "none"', usage="profile-mapping"),
        passing=Example(
            'user.employeeNumber != "" AND user.employeeNumber != null ? user.employeeNumber : "none"',
            usage="profile-mapping",
        ),
    )
)
MIXED_TYPES = register(
    Rule(
        "OEL513",
        "comparison of text with a number or Boolean",
        Severity.WARNING,
        "Text is never equal to a number or a Boolean, even when it spells one, and has no order with it: `==` is "
        "always false, and `<` fails.",
        failing=Example("user.employeeNumber == 42", engine="classic"),
        passing=Example('user.employeeNumber == "42"', engine="classic"),
        provenance="spel",
    )
)
VERSION_ORDER = register(
    Rule(
        "OEL514",
        "version compared as text",
        Severity.WARNING,
        "`<` and `>` compare versions as text, where `10.1` comes before `9.2`. Use `versionGreaterThan` and "
        "`versionLessThan`.",
        failing=Example("device.profile.osVersion > '14.2'", usage="federated-claim"),
        passing=Example("device.profile.osVersion.versionGreaterThan('14.2')", usage="federated-claim"),
    )
)
UNKNOWN_VALUE = register(
    Rule(
        "OEL526",
        "value that the attribute never has",
        Severity.WARNING,
        "The documentation, or the schema's enumeration, lists the values; this one is not among them. Values are "
        "case-sensitive.",
        failing=Example('user.getInternalProperty("status") == "Active"', usage="group-rule"),
        passing=Example('user.getInternalProperty("status") == "ACTIVE"', usage="group-rule"),
    )
)

_STATUSES = ("STAGED", "PROVISIONED", "ACTIVE", "RECOVERY", "PASSWORD_EXPIRED", "LOCKED_OUT", "SUSPENDED")
_VALUES: Mapping[str, tuple[str, ...]] = {
    'user.getInternalProperty("status")': _STATUSES,
    "user.status": (*_STATUSES, "DEPROVISIONED"),
    "security.risk.level": ("LOW", "MEDIUM", "HIGH"),
    "device.assurance.screenLockType": ("NONE", "PASSCODE", "BIOMETRIC"),
    "device.caller.bindingType": ("LOOPBACK", "APPLE_SSO_EXTENSION"),
    "device.profile.diskEncryptionType": ("NONE", "FULL", "USER", "ALL_INTERNAL_VOLUMES", "SYSTEM_VOLUME"),
    "device.profile.platform": (
        "IOS", "ANDROID", "WINDOWS", "MACOS", "MOBILE_OTHER", "DESKTOP_OTHER", "CHROMEOS",
    ),
}  # fmt: skip
_GROUP_TYPES = ("OKTA_GROUP", "APP_GROUP", "BUILT_IN")
_VERSIONS = frozenset({"device.profile.osVersion", "device.provider.oktaVerify.version"})


def null_or_empty(span: Span, source: str, *, tests_null: bool) -> Diagnostic:
    """Say which of the two is not tested."""
    missed, test = ("an empty string", f'{source} == ""') if tests_null else ("null", f"{source} == null")
    return NULL_OR_EMPTY.diagnostic(
        f"this does not cover {missed}", span, f"test `{test}` as well, or use `?:`"
    )


def mixed_types(span: Span, left: Type, right: Type, operator: str) -> Diagnostic:
    """Say that values of two kinds never compare."""
    always = {"==": "are never equal", "!=": "are always unequal"}.get(operator, "have no order")
    return MIXED_TYPES.diagnostic(f"{left} and {right} {always}", span, "compare values of one type")


def version_order(span: Span, operator: str) -> Diagnostic:
    """Say which method compares versions."""
    method = "versionLessThan" if operator.startswith("<") else "versionGreaterThan"
    return VERSION_ORDER.diagnostic(f"`{operator}` compares versions as text", span, f"use `{method}`")


def unknown_value(span: Span, owner: str, value: str, known: Iterable[str]) -> Diagnostic:
    """Say which values there are."""
    names = list(known)
    help_text = did_you_mean(value, names) or f"it is one of {', '.join(f'`{one}`' for one in names)}"
    return UNKNOWN_VALUE.diagnostic(f"`{owner}` is never `{value}`", span, help_text)


@on_expression
def check_null_or_empty(context: Context) -> Found:
    """OEL510: an attribute that is tested against one of the two only, in the whole expression."""
    tested: dict[str, dict[str, nodes.Comparison]] = {}
    covered: set[str] = set()
    for node in context.layout.order:
        if isinstance(node, nodes.Elvis):
            covered.update(path for path in map(attribute_path, node.operands) if path)
        if isinstance(node, nodes.Call | nodes.MethodCall) and call_name(node) in {
            "String.len",
            "Arrays.isEmpty",
            "length",
            "isEmpty",
        }:
            covered.update(path for part in walk(node) if (path := attribute_path(part)))
        if isinstance(node, nodes.Comparison) and node.operator in {"==", "!="}:
            for side, other in ((node.left, node.right), (node.right, node.left)):
                path = attribute_path(side)
                if path is not None and not _is_fixed(path) and context.type_of(side).may_be("String"):
                    kind = "null" if is_null(other) else "empty" if literal_text(other) == "" else "value"
                    tested.setdefault(path, {}).setdefault(kind, node)
    for path, kinds in tested.items():
        if path in covered or ("null" in kinds) == ("empty" in kinds):
            continue
        comparison = kinds.get("null") or kinds["empty"]
        yield null_or_empty(comparison.span, path, tests_null="null" in kinds)


@on(nodes.Comparison)
def check_mixed_types(context: Context, node: nodes.Comparison) -> Found:
    """OEL513, OEL514: kinds that never meet, and versions."""
    left, right = context.type_of(node.left), context.type_of(node.right)
    if attribute_path(node.left) in _VERSIONS and node.operator not in {"==", "!="} and right.only("String"):
        yield version_order(node.operator_span, node.operator)
    kinds = _kind(left), _kind(right)
    if None in kinds or kinds[0] == kinds[1]:
        return
    if has_bad_condition(context, node.left) or has_bad_condition(context, node.right):
        return  # OEL308 says it of what stands inside: `!user.title == "x"`, `user.title == ("a" OR "b")`
    if (
        node.operator in {"==", "!="}
        or isinstance(node.left, nodes.Property)
        or isinstance(node.right, nodes.Property)
    ):
        yield mixed_types(node.span, left, right, node.operator)


@on(nodes.Comparison)
def check_values(context: Context, node: nodes.Comparison) -> Found:
    """OEL526: documented values, and those of the schema's enumerations."""
    if node.operator not in {"==", "!="}:
        return
    for side, other in ((node.left, node.right), (node.right, node.left)):
        value = literal_text(other)
        known = _known_values(context, side) if value else None
        if value and known and value not in known:
            yield unknown_value(other.span, context.source(side), value, known)


@on(nodes.MapEntry)
def check_group_type(context: Context, node: nodes.MapEntry) -> Found:
    """OEL526: the types that groups have, in a group search."""
    if literal_text(node.key) != "group.type":
        return
    for item in node.value.items if isinstance(node.value, nodes.ListLiteral) else (node.value,):
        value = literal_text(item)
        if value is not None and value not in _GROUP_TYPES:
            yield unknown_value(item.span, "group.type", value, _GROUP_TYPES)


def _is_fixed(path: str) -> bool:
    """Say whether Okta itself fills the value in, as in `device.id`, so that nobody can have cleared it."""
    root = ROOTS.get(path.partition(".")[0])
    return root is not None and root.closed


def _known_values(context: Context, node: Node) -> Iterable[str] | None:
    source = context.source(node).replace("'", '"')
    if source in _VALUES:
        return _VALUES[source] if source != "user.status" or context.engine == IDENTITY_ENGINE else None
    path = attribute_path(node) or ""
    name = path.removeprefix("user.").removeprefix("profile.")
    if path.startswith("user.") and context.schema is not None and name in context.schema:
        enum = context.schema[name].enum
        return [str(one) for one in enum] if enum else None
    return None


def _kind(given: Type) -> str | None:
    """Return the kind that every alternative has; None where they differ or are not known."""
    if given.only("String"):
        return "text"
    if not given.is_any and given.is_number:
        return "number"
    if given.only("Boolean"):
        return "Boolean"
    return "list" if given.only("List", "Array") else None
