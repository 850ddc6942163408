"""Java's methods on text that take a regular expression, in Java's dialect."""

from __future__ import annotations

from oktaexpr.functions.java_text import java_method, needed
from oktaexpr.values.kinds import Array

_DIALECT = (
    "the pattern is Java's; one that could take too long is refused (see the page on regular expressions)"
)


@java_method(
    "String::matches(regex: String) -> Boolean",
    "Whether the whole text matches.",
    ("'hello'.matches('h.*')", True),
    _DIALECT,
)
def matches(text: str, pattern: str | None) -> bool:
    """Return whether the whole text matches. Raises `Fault` for a pattern that cannot be used."""
    from oktaexpr.values.regex import compile_java

    return compile_java(needed(pattern, "the pattern")).full_match(text)


@java_method(
    "String::replaceAll(regex: String, replacement: String) -> String",
    "The text with every match replaced; `$1` stands for a group.",
    ("'a.b.c'.replaceAll('[.]', '-')", "a-b-c"),
    _DIALECT,
)
def replace_all(text: str, pattern: str | None, replacement: str | None) -> str:
    """Return the text with every match replaced. Raises `Fault` for a pattern or replacement that cannot be used."""
    from oktaexpr.values.regex import compile_java

    program = compile_java(needed(pattern, "the pattern"))
    if replacement is None and not program.search(text):
        return text  # Java looks at the replacement only where something matches
    return program.replace_all(text, needed(replacement, "the replacement"))


@java_method(
    "String::replaceFirst(regex: String, replacement: String) -> String",
    "The text with its first match replaced; `$1` stands for a group.",
    ("'aaa'.replaceFirst('a', 'b')", "baa"),
    _DIALECT,
)
def replace_first(text: str, pattern: str | None, replacement: str | None) -> str:
    """Return the text with its first match replaced. Raises `Fault` for a pattern or replacement that cannot be used."""
    from oktaexpr.values.regex import compile_java

    return compile_java(needed(pattern, "the pattern")).replace_first(
        text, needed(replacement, "the replacement")
    )


@java_method(
    "String::split(regex: String, limit?: Integer) -> Array<String>",
    "The parts of the text between the matches, as an array.",
    ("'a,b,c'.split(',').length", 3),
    _DIALECT,
    "empty parts at the end are left out, unless a `limit` below 0 is given (spel)",
)
def split(text: str, pattern: str | None, limit: int = 0) -> Array:
    """Return the parts as a `String[]`. Raises `Fault` for a pattern that cannot be used."""
    from oktaexpr.values.regex import compile_java

    return Array(compile_java(needed(pattern, "the pattern")).split(text, limit))
