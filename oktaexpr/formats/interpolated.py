"""Texts around an expression that are no part of it: Okta's `${…}`, and the line end of a heredoc."""

from __future__ import annotations

from collections.abc import Iterator

from oktaexpr.formats.mapped import MappedText

_OTHER_LANGUAGE = ("${source.", "${fn:", "${f:")
"""How the built-in templates begin, which are in another language than expressions."""


def without_last_line_end(content: MappedText) -> MappedText:
    """Return the text without one line end at its end: a heredoc always has one."""
    text = content.text.removesuffix("\n").removesuffix("\r") if content.text.endswith("\n") else content.text
    return content if text == content.text else content.slice(0, len(text))


def is_built_in_template(text: str) -> bool:
    """Whether a text is a template in the language of Okta's built-in ones, such as `${source.login}`."""
    return any(mark in text for mark in _OTHER_LANGUAGE)


def expressions_in_template(content: MappedText) -> Iterator[MappedText]:
    """Yield what stands in each `${…}`, or the whole text where there is none.

    A built-in template, such as `${source.login}`, is given whole: the parser knows it and says what it is.
    """
    text = content.text
    if "${" not in text or is_built_in_template(text):
        yield content
        return
    at = 0
    while (start := text.find("${", at)) >= 0:
        end = _closing(text, start + 2)
        yield content.slice(start + 2, end)
        at = end + 1


def _closing(text: str, start: int) -> int:
    """Return where the `}` stands that closes what was opened before `start`; the end where none does."""
    depth, quote = 0, ""
    for at in range(start, len(text)):
        char = text[at]
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char == "{":
            depth += 1
        elif char == "}":
            if depth == 0:
                return at
            depth -= 1
    return len(text)
