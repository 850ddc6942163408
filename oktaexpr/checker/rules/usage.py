"""OEL401 to OEL408: what the place of Okta where the expression is saved refuses, or is not known to take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from oktaexpr.checker.constants import constant_integer, outcomes
from oktaexpr.checker.constructs import Occurrence, occurrences, usage_phrase
from oktaexpr.checker.context import CallNode, Context, call_name
from oktaexpr.checker.dispatch import Found, on, on_expression
from oktaexpr.checker.roots import USER_PROPERTIES
from oktaexpr.diagnostics import Diagnostic, Example, Rule, Severity, register
from oktaexpr.functions import CLASSIC, IDENTITY_ENGINE
from oktaexpr.functions.usages import Cell, Construct, Usage, constructs, source_title
from oktaexpr.source import Span
from oktaexpr.syntax import nodes

REFUSED = register(
    Rule(
        "OEL401",
        "refused by the usage",
        Severity.ERROR,
        "Okta's documentation says that this root, function or operator is not available where the expression is "
        "saved. `oktaexpr usages` prints the whole table with its sources.",
        failing=Example('Convert.toInt("2018") == user.yearJoined', usage="group-rule"),
        passing=Example('Convert.toInt("2018") == user.yearJoined', usage="profile-mapping"),
    )
)
UNKNOWN_CELL = register(
    Rule(
        "OEL402",
        "not known whether the usage takes it",
        Severity.INFO,
        "No source says whether Okta takes this where the expression is saved. Try it in the console first.",
        failing=Example("hasWorkdayUser() == true", usage="saml-attribute"),
        passing=Example("hasWorkdayUser() == true", usage="profile-mapping"),
    )
)
IMPLIED_NO = register(
    Rule(
        "OEL403",
        "probably refused by the usage",
        Severity.INFO,
        "No page refuses it in so many words, but what the pages list for this usage leaves it out.",
        failing=Example("hasWorkdayUser()", usage="group-rule"),
        passing=Example("user.hasBadge", usage="group-rule"),
    )
)
OTHER_SPELLING = register(
    Rule(
        "OEL404",
        "the engine of the usage spells it otherwise",
        Severity.WARNING,
        "Identity Engine has this as a method of the value. Whether it takes the Classic spelling is not documented.",
        failing=Example("Convert.toInt(user.profile.level) > 3", usage="app-sign-in-policy"),
        passing=Example("user.profile.level.toInteger() > 3", usage="app-sign-in-policy"),
    )
)
BETWEEN = register(
    Rule(
        "OEL405",
        "`between`",
        Severity.ERROR,
        "Okta's page lists `between` as unsupported in Identity Engine: write two comparisons. Classic's page does "
        "not name it, so there it is noted only.",
        failing=Example("user.profile.level between {1, 3}", engine="identity-engine"),
        passing=Example("user.profile.level >= 1 && user.profile.level <= 3", engine="identity-engine"),
    )
)
LIMIT = register(
    Rule(
        "OEL406",
        "limit outside 1 to 100",
        Severity.ERROR,
        "`Groups` functions and `getFilteredGroups` take a limit from 1 to 100. With a higher one Okta issues no "
        "token at all.",
        failing=Example('Groups.startsWith("OKTA", "dbt_", 500)', usage="oidc-claim"),
        passing=Example('Groups.startsWith("OKTA", "dbt_", 100)', usage="oidc-claim"),
    )
)
TOO_LONG = register(
    Rule(
        "OEL407",
        "expression too long for a claim",
        Severity.ERROR,
        "Okta limits the expression of a claim or of a group attribute statement to 1,024 characters.",
        failing=Example(" + ".join(["user.firstName"] * 80), usage="oidc-claim"),
        passing=Example("user.firstName", usage="oidc-claim"),
    )
)
DISPUTED = register(
    Rule(
        "OEL408",
        "sources disagree whether the usage takes it",
        Severity.INFO,
        "Okta's own pages, or pages and reports, say both. The expression is taken for valid; the message says what "
        "the disagreement is.",
        failing=Example('Arrays.contains(user.colors, "blue")', usage="group-rule"),
        passing=Example('Arrays.contains(user.colors, "blue")', usage="profile-mapping"),
    )
)

CLAIM_LENGTH = 1024
_LIMITED = frozenset({"Groups.contains", "Groups.startsWith", "Groups.endsWith", "getFilteredGroups"})


def refused(found: Occurrence, usage: Usage, cell: Cell) -> Diagnostic:
    """Say that the usage refuses a construct, and who says so."""
    help_text = _REFUSED_HELP.get((found.construct, usage.name)) or f"source: {_sources(cell)}"
    return REFUSED.diagnostic(
        f"`{found.shown}` is not available in {usage_phrase(usage)}", found.span, help_text
    )


def unknown_cell(found: Occurrence, usage: Usage) -> Diagnostic:
    """Say that nobody says."""
    is_other_spelling = found.construct == "user.profile.attr" and usage.engine == CLASSIC
    return UNKNOWN_CELL.diagnostic(
        f"it is not documented whether {usage_phrase(usage)} takes `{found.shown}`",
        found.span,
        "Classic reads attributes from `user` itself, as in `user.department`" if is_other_spelling else None,
    )


def implied_no(found: Occurrence, usage: Usage, cell: Cell) -> Diagnostic:
    """Say that the sources leave it out."""
    return IMPLIED_NO.diagnostic(
        f"{usage_phrase(usage)} probably does not take `{found.shown}`",
        found.span,
        f"source: {_sources(cell)}",
    )


def other_spelling(found: Occurrence, usage: Usage, construct: Construct) -> Diagnostic:
    """Say what the usage's engine calls it."""
    return OTHER_SPELLING.diagnostic(
        f"{usage_phrase(usage)} spells `{found.shown}` otherwise", found.span, f"write {construct.instead}"
    )


def disputed(found: Occurrence, construct: Construct) -> Diagnostic:
    """Say how the sources disagree."""
    return DISPUTED.diagnostic(f"sources disagree on `{found.shown}` here", found.span, construct.note)


def between(span: Span, *, is_refused: bool) -> Diagnostic:
    """Say that `between` is unsupported, or not documented."""
    message = (
        "`between` is not supported in Identity Engine"
        if is_refused
        else "`between` is not in Classic's reference"
    )
    severity = Severity.ERROR if is_refused else Severity.INFO
    return BETWEEN.diagnostic(
        message, span, "write two comparisons: `x >= low AND x <= high`", severity=severity
    )


def limit(span: Span, value: int) -> Diagnostic:
    """Say that a limit is out of range."""
    return LIMIT.diagnostic(f"the limit is {value}, but Okta takes 1 to 100", span)


def too_long(length: int) -> Diagnostic:
    """Say that a claim's expression is too long."""
    return TOO_LONG.diagnostic(
        f"the expression has {length:,} characters, a claim takes {CLAIM_LENGTH:,}", Span(0, length)
    )


@on_expression
def check_usage(context: Context) -> Found:
    """OEL401 to OEL404, OEL408: each refusal where it stands; what is merely unknown, once an expression."""
    usage = context.usage
    if usage is None:
        return
    noted: set[str] = set()
    for found in _all_occurrences(context):
        cell = constructs()[found.construct].cells[usage.name]
        diagnostic = _judge(found, usage, cell)
        if diagnostic is None:
            continue
        if cell.source:
            diagnostic = replace(diagnostic, provenance=f"{diagnostic.provenance} ({cell.source})")
        if diagnostic.code != REFUSED.code:
            if found.construct in noted:
                continue
            noted.add(found.construct)
        yield diagnostic


@on(nodes.Between)
def check_between(context: Context, node: nodes.Between) -> Found:
    """OEL405."""
    yield between(node.operator_span, is_refused=context.engine == IDENTITY_ENGINE)


@on(nodes.Call, nodes.MethodCall)
def check_limit(context: Context, node: CallNode) -> Found:
    """OEL406: a constant limit, or branch of one, of the functions that have one as their third argument."""
    if len(node.arguments) == 3 and call_name(node) in _LIMITED:
        for outcome in outcomes(node.arguments[2]):
            value = constant_integer(outcome)
            if value is not None and not 1 <= value <= 100:
                yield limit(outcome.span, value)


def _all_occurrences(context: Context) -> Iterator[Occurrence]:
    for node in context.layout.order:
        for found in occurrences(context, node):
            if not _is_noted_elsewhere(context, found):
                yield found


def _is_noted_elsewhere(context: Context, found: Occurrence) -> bool:
    """Say whether a row does not mean it: Identity Engine's page lists `user.id` and its kin for every usage."""
    is_property = found.shown.removeprefix("user.") in USER_PROPERTIES
    return found.construct == "user.attr" and context.engine == IDENTITY_ENGINE and is_property


def _judge(found: Occurrence, usage: Usage, cell: Cell) -> Diagnostic | None:
    construct = constructs()[found.construct]
    match cell.status:
        case "no":
            return refused(found, usage, cell)
        case "unknown":
            return unknown_cell(found, usage)
        case "implied-no":
            return implied_no(found, usage, cell)
        case "other-spelling":
            return other_spelling(found, usage, construct)
        case "disputed":
            return disputed(found, construct)
        case "yes" | "implied-yes":
            return None


def _sources(cell: Cell) -> str:
    return ", ".join(source_title(tag) for tag in cell.source.split(", "))


_REFUSED_HELP = {
    ("user.status", "group-rule"): 'write `user.getInternalProperty("status")`',
}
