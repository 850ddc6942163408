"""The `matches` operator: the whole text, in Java's dialect."""

from __future__ import annotations

from oktaexpr.values.convert import to_matched, to_pattern


def matches(left: object, pattern: object) -> bool:
    """`left matches pattern`. Raises `Fault` for null on the left, and for a pattern that is no text or not valid."""
    from oktaexpr.values.regex import compile_java

    text = to_matched(left)
    return compile_java(to_pattern(pattern)).full_match(text)
