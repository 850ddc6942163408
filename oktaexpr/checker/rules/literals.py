"""OEL310, OEL516: literal patterns, date formats and time zones that cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from oktaexpr.checker.context import CallNode, Context, call_name, literal_text
from oktaexpr.checker.dispatch import Found, on
from oktaexpr.diagnostics import Diagnostic, Example, Rule, Severity, register
from oktaexpr.source import Span
from oktaexpr.syntax import nodes
from oktaexpr.syntax.nodes import Node
from oktaexpr.values.faults import Fault

UNUSABLE = register(
    Rule(
        "OEL310",
        "pattern, date format or time zone that does not exist",
        Severity.ERROR,
        "The text is no regular expression, no Joda date pattern or no time zone, so the call fails for every user. "
        "Zones are ids such as `Europe/Oslo` or the aliases that Okta lists.",
        failing=Example('Time.now("Europe/Olso")', engine="classic"),
        passing=Example('Time.now("Europe/Oslo")', engine="classic"),
    )
)
SLOW_PATTERN = register(
    Rule(
        "OEL516",
        "pattern that could take too long",
        Severity.WARNING,
        "The regular expression can take time that grows exponentially with the value, or uses a construct that is "
        "not supported here. `oktaexpr` refuses to run it; write it without repetition inside repetition.",
        failing=Example("user.title matches '(?=a)(a+)+$'", engine="classic"),
        passing=Example("user.title matches '.*a+'", engine="classic"),
        provenance="assumed",
    )
)

_SAMPLE_TIME = datetime(2026, 1, 31, 13, 5, 9, tzinfo=UTC)
_FORMATS: Mapping[str, int] = {
    "Time.now": 1,
    "Time.fromStringToIso8601": 1,
    "Time.fromIso8601ToString": 1,
    "parseStringTime": 0,
    "toString": 0,
}
"""Where a function takes a Joda pattern."""
_ZONES: Mapping[str, int] = {"Time.now": 0, "toZone": 0}
_PATTERNS: Mapping[str, int] = {
    "isMemberOfGroupNameRegex": 0,
    "matches": 0,
    "replaceAll": 0,
    "replaceFirst": 0,
    "split": 0,
}


def unusable(span: Span, message: str, help_text: str | None = None) -> Diagnostic:
    """Say why a text cannot be used."""
    return UNUSABLE.diagnostic(message, span, help_text)


def slow_pattern(span: Span, message: str) -> Diagnostic:
    """Say why a pattern is not run."""
    return SLOW_PATTERN.diagnostic(message, span)


@on(nodes.Matches)
def check_matches(context: Context, node: nodes.Matches) -> Found:
    """OEL310, OEL516: the pattern of `matches`."""
    yield from _check_pattern(node.pattern)


@on(nodes.Call, nodes.MethodCall)
def check_arguments(context: Context, node: CallNode) -> Found:
    """OEL310, OEL516: literal arguments of functions that take a pattern, a format or a zone."""
    name = call_name(node)
    for places, check in _CHECKS:
        position = places.get(name)
        if position is not None and position < len(node.arguments):
            yield from check(node.arguments[position])


def _check_pattern(node: Node) -> Found:
    text = literal_text(node)
    if text is None:
        return
    from oktaexpr.values.regex import compile_java

    try:
        compile_java(text)
    except Fault as fault:
        make = unusable if fault.code == "PATTERN_INVALID" else slow_pattern
        yield make(node.span, fault.message)


def _check_format(node: Node) -> Found:
    text = literal_text(node)
    if text is None:
        return
    from oktaexpr.values.dates.joda import format_joda

    try:
        format_joda(_SAMPLE_TIME, text)
    except Fault as fault:
        yield unusable(node.span, fault.message)


def _check_zone(node: Node) -> Found:
    text = literal_text(node)
    if text is None:
        return
    from oktaexpr.values.dates.zones import find_zone

    try:
        find_zone(text)
    except Fault as fault:
        message, _, meant = fault.message.partition("; ")
        yield unusable(node.span, message, meant or None)


_CHECKS: tuple[tuple[Mapping[str, int], Callable[[Node], Found]], ...] = (
    (_PATTERNS, _check_pattern),
    (_FORMATS, _check_format),
    (_ZONES, _check_zone),
)
