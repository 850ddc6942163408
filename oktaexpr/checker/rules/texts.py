"""OEL511, OEL512, OEL515, OEL518: text functions and patterns that surprise."""

from __future__ import annotations

import re

from oktaexpr.checker.context import CallNode, Context, attribute_path, call_name, is_null, literal_text
from oktaexpr.checker.dispatch import Found, on
from oktaexpr.diagnostics import Diagnostic, Example, Rule, Severity, register
from oktaexpr.source import Span
from oktaexpr.syntax import nodes

SHADOWED_KEY = register(
    Rule(
        "OEL511",
        "stringSwitch key that an earlier key hides",
        Severity.WARNING,
        "`String.stringSwitch` takes the first key that occurs anywhere in the input. A key that contains an earlier "
        "key is therefore never chosen. Put the longer key first.",
        failing=Example(
            'String.stringSwitch(user.title, "other", "Eng", "e", "Engineer", "x")', engine="classic"
        ),
        passing=Example(
            'String.stringSwitch(user.title, "other", "Engineer", "x", "Eng", "e")', engine="classic"
        ),
    )
)
UNPAIRED_KEY = register(
    Rule(
        "OEL512",
        "stringSwitch key without a value",
        Severity.WARNING,
        "After the input and the default come pairs of key and value; the last key has no value.",
        failing=Example('String.stringSwitch(user.title, "other", "Engineer")', engine="classic"),
        passing=Example('String.stringSwitch(user.title, "other", "Engineer", "x")', engine="classic"),
    )
)
ANCHORING = register(
    Rule(
        "OEL515",
        "`matches` compares the whole value",
        Severity.WARNING,
        "The pattern must match from the first to the last character, as if it stood between `^` and `$`. To search "
        "inside the value, put `.*` on both sides; a leading `^` or a trailing `$` changes nothing.",
        failing=Example("user.title matches '^Engineer'", usage="group-rule"),
        passing=Example("user.title matches 'Engineer.*'", usage="group-rule"),
        provenance="spel",
    )
)
FLATTEN_NULL = register(
    Rule(
        "OEL518",
        "Arrays.flatten over a value that may be null",
        Severity.WARNING,
        "Okta's support reports that a whole mapping fails when one element given to `Arrays.flatten` is null or "
        "empty. Give each attribute a default with `?:`.",
        failing=Example("Arrays.flatten(user.teams, user.roles)", usage="profile-mapping"),
        passing=Example("Arrays.flatten(user.teams ?: {}, user.roles ?: {})", usage="profile-mapping"),
        provenance="field",
    )
)

_SPECIAL = re.compile(r"[.*+?\[\](){}|\\]")
_FLAGS = re.compile(r"^\(\?[a-z]+\)")


def shadowed_key(span: Span, key: str, earlier: str) -> Diagnostic:
    """Say which earlier key wins."""
    return SHADOWED_KEY.diagnostic(
        f"`{key}` is never chosen: `{earlier}` comes first and occurs in it", span, "put the longer key first"
    )


def unpaired_key(span: Span) -> Diagnostic:
    """Say that a key has no value."""
    return UNPAIRED_KEY.diagnostic("this key has no value", span)


def anchoring(span: Span, message: str, help_text: str) -> Diagnostic:
    """Say that a pattern is matched whole."""
    return ANCHORING.diagnostic(message, span, help_text)


def flatten_null(span: Span, source: str) -> Diagnostic:
    """Say which argument may be null."""
    return FLATTEN_NULL.diagnostic(
        f"`{source}` may be null, which fails the whole expression", span, f"write `{source} ?: {{}}`"
    )


@on(nodes.MethodCall)
def check_switch(context: Context, node: nodes.MethodCall) -> Found:
    """OEL511, OEL512: the pairs of `String.stringSwitch`."""
    if call_name(node) != "String.stringSwitch":
        return
    if len(node.arguments) > 2 and len(node.arguments) % 2 == 1:
        yield unpaired_key(node.arguments[-1].span)
    earlier: list[str] = []
    for argument in node.arguments[2::2]:
        key = literal_text(argument)
        if key is None:
            continue
        hiding = next((one for one in earlier if one in key), None)
        if hiding is not None:
            yield shadowed_key(argument.span, key, hiding)
        earlier.append(key)


@on(nodes.Matches)
def check_anchoring(context: Context, node: nodes.Matches) -> Found:
    """OEL515: patterns that were written for a search."""
    pattern = literal_text(node.pattern)
    if not pattern:
        return
    body = _FLAGS.sub("", pattern)
    starts, ends = body.startswith("^"), body.endswith("$") and not body.endswith("\\$")
    plain = body.removeprefix("^").removesuffix("$") if starts or ends else body
    if starts and ends:
        yield anchoring(node.pattern.span, "`^` and `$` change nothing here", "leave them out")
    elif starts and not body.endswith(".*"):
        yield anchoring(
            node.pattern.span, "this matches the whole value, not only its start", f"write `{plain}.*`"
        )
    elif ends and not body.startswith(".*"):
        yield anchoring(
            node.pattern.span, "this matches the whole value, not only its end", f"write `.*{plain}`"
        )
    elif not _SPECIAL.search(plain):
        yield anchoring(
            node.pattern.span,
            "this matches the whole value, it does not search in it",
            f"write `.*{plain}.*`",
        )


@on(nodes.Call, nodes.MethodCall)
def check_flatten(context: Context, node: CallNode) -> Found:
    """OEL518: attributes and null among the arguments of `Arrays.flatten`."""
    if call_name(node) != "Arrays.flatten" or len(node.arguments) < 2:
        return
    for argument in node.arguments:
        if is_null(argument) or attribute_path(argument) is not None:
            yield flatten_null(argument.span, context.source(argument))
