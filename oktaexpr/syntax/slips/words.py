"""Values side by side: words that look like operators, prose, and operators that were forgotten."""

from __future__ import annotations

import re
from typing import NamedTuple

from oktaexpr.diagnostics import Edit
from oktaexpr.source import Span
from oktaexpr.syntax.faults import Repair, slip
from oktaexpr.syntax.place import Place, closing_offset, quotation
from oktaexpr.syntax.tokens import OPERATOR_WORDS, Token, token_at

_PROSE = frozenset(("if", "then", "else", "elif", "elseif", "when", "unless", "otherwise", "case", "return"))
_JOIN = " OR "
"""Binds less than everything but a conditional, so that reading goes on behind it in any place."""


_GLUED = re.compile(r"(?:and|or)(?=[A-Za-z])", re.IGNORECASE)


class Meaning(NamedTuple):
    """How to say what a word seems to mean."""

    help: str
    operator: str | None = None


_MEANINGS = {
    **dict.fromkeys(("equals", "equal", "is"), Meaning("equality is written `==` or `eq`", "==")),
    **dict.fromkeys(("isnt", "differs"), Meaning("inequality is written `!=` or `ne`", "!=")),
    "xor": Meaning("of two Booleans exactly one is true where they differ: `(a) != (b)`"),
    "in": Meaning("look a value up with `Arrays.contains(list, value)` or `list.contains(value)`"),
    **dict.fromkeys(
        ("contains", "includes"),
        Meaning("write `String.stringContains(text, part)`, or `text.contains(part)`"),
    ),
    **dict.fromkeys(
        ("like", "regex", "match"), Meaning("a regular expression is tested with `matches`", "matches")
    ),
    **dict.fromkeys(("startswith", "starts", "begins"), Meaning("write `String.startsWith(text, start)`")),
    **dict.fromkeys(("endswith", "ends"), Meaning("write `text matches '.*end'`")),
    **dict.fromkeys(("greater", "more", "above"), Meaning("greater than is written `>` or `gt`")),
    **dict.fromkeys(("less", "below"), Meaning("less than is written `<` or `lt`")),
    **dict.fromkeys(("plus", "concat"), Meaning("numbers are added and texts joined with `+`", "+")),
    "gte": Meaning("greater than or equal is written `>=` or `ge`", ">="),
    "lte": Meaning("less than or equal is written `<=` or `le`", "<="),
    "neq": Meaning("inequality is written `!=` or `ne`", "!="),
    "not": Meaning("`!` stands before what it negates: `!(a == b)`"),
}


def prose(place: Place) -> Repair | None:
    """Recognise `IF …`, and `if … then … else`."""
    if not place.wants_operator:
        return None
    word = place.found if place.found.text.lower() in _PROSE else place.previous
    help = "a condition stands alone, a choice is written `condition ? value : other`"
    if word is not None and word.kind == "word" and word.text.lower() in _PROSE:
        before = place.before(word.span.start) if word is not place.found else place.previous
        if before is not None and before.text in {".", "?."}:
            return None
        return slip("OEL118", f"{quotation(word.text)} is not part of the language", word.span, help)
    first = token_at(place.text, 0)
    if (
        place.previous is not None
        and place.previous.text == ")"
        and first.text.lower() == "if"
        and (place.found.is_value or place.char == "{")
    ):
        return slip("OEL118", f"{quotation(first.text)} is not part of the language", first.span, help)
    return None


def word_for_operator(place: Place) -> Repair | None:
    """Recognise a word that other languages, or people, use as an operator."""
    meaning = _MEANINGS.get(place.found.text.lower()) if place.found.kind == "word" else None
    if meaning is None or not place.wants_operator:
        return None
    found, following = place.found, place.following
    message = f"{quotation(found.text)} is not an operator"
    if following.kind == "word" and following.text.lower() in {"not", "to", "with", "than", "in"}:
        help = _two_words(found.text, following.text) or meaning.help
        return slip("OEL106", message, found.span, help, _second_word_edits(place))
    if following.text.lower() in OPERATOR_WORDS:
        return slip("OEL106", message, found.span, meaning.help, (Edit(found.span, " "),))
    if following.kind == "end":
        return slip("OEL106", message, found.span, meaning.help, (Edit(found.span, ""),))
    if meaning.operator is None:
        edits = _without_values(place, following) or (Edit(found.span, _JOIN),)
        return slip("OEL106", message, found.span, meaning.help, edits)
    edits = (Edit(found.span, meaning.operator),)
    return slip("OEL106", message, found.span, meaning.help, edits, fix=f"write `{meaning.operator}`")


def forgotten_operator(place: Place) -> Repair | None:
    """Recognise two values side by side."""
    found, previous = place.found, place.previous
    if (
        previous is None
        or not place.wants_operator
        or not (found.is_value or found.text in {"{", "(", "#", "@", "not"})
    ):
        return None
    if found.text == "(":
        return slip(
            "OEL106",
            "`(` cannot follow here: only a name can be called",
            found.span,
            "call a function or method by its name",
        )
    message = f"an operator is missing between {quotation(previous.text)} and {quotation(found.text)}"
    glued = _GLUED.match(found.text) if previous.span.end == found.span.start else None
    if glued is not None:
        behind = found.span.start + glued.end()
        edits = (Edit(Span(behind, behind), " "),)
        help = f"a blank belongs behind `{glued.group()}`"
        return slip("OEL106", message, found.span, help, edits, fix="write a blank")
    if (
        found.kind == previous.kind == "word"
        and place.following.text == "("
        and not _is_member(place, previous)
    ):
        help = f"a method is called with a point: `{previous.text}.{found.text}(…)`"
        edits = (Edit(Span(previous.span.end, found.span.start), "."),)
        return slip("OEL106", message, found.span, help, edits, fix="write a point")
    return slip("OEL106", message, found.span, _advice(place), _join(place))


def _is_member(place: Place, word: Token) -> bool:
    before = place.before(word.span.start)
    return before is not None and before.kind == "dot"


def _join(place: Place) -> tuple[Edit, ...]:
    """Return the edit that joins the values, or none where more words follow: then the text is prose."""
    opening = place.innermost
    in_braces = opening is not None and opening.char == "{"
    following = place.following
    if following.is_value or following.kind == "stray" or place.found.text in {"#", "@", "{"}:
        return ()
    if following.text == ":" and opening is None:
        return ()
    return (Edit(Span(place.offset, place.offset), "," if in_braces else _JOIN),)


def _second_word_edits(place: Place) -> tuple[Edit, ...]:
    """Return the edit after which reading goes on behind `is not` and `not in (…)`; none behind other pairs."""
    second = place.following
    words = f"{place.found.text} {second.text}".lower()
    if words == "is not":
        return (Edit(place.found.span.to(second.span), "!="),)
    return _without_values(place, token_at(place.text, second.span.end)) if words.endswith(" in") else ()


def _without_values(place: Place, opening: Token) -> tuple[Edit, ...]:
    """Return the edit that takes out a word such as `in` with the values in parentheses behind it."""
    close = closing_offset(place.text, opening.span.start) if opening.text == "(" else None
    return () if close is None else (Edit(Span(place.offset, close + 1), ""),)


def _two_words(first: str, second: str) -> str | None:
    words = f"{first} {second}".lower()
    return {
        "is not": "inequality is written `!=` or `ne`",
        "not in": "write `!Arrays.contains(list, value)` or `!list.contains(value)`",
        "is in": "look a value up with `Arrays.contains(list, value)` or `list.contains(value)`",
    }.get(words)


def _advice(place: Place) -> str:
    found, previous = place.found, place.previous
    if found.text == "@":
        return "an e-mail address is text and stands in quotes"
    if found.text == "#":
        return "an expression has no comments; `#` comes before `this` and `root` only"
    if previous is not None and previous.kind == "string" and previous.span.end == found.span.start:
        quote = previous.text[0]
        return f"a quote inside a string is written twice: `{quote * 2}`; texts are joined with `+`"
    if previous is not None and previous.kind == "word" and found.kind == "string":
        return "join texts with `+`, compare with `==`; the arguments of a function stand in parentheses"
    opening = place.innermost
    if opening is not None and opening.char in "({":
        return "separate arguments and items by a comma, join texts with `+`"
    if previous is not None and previous.kind == found.kind == "word":
        return "a name has no blanks inside; text stands in quotes"
    return "join texts with `+`, conditions with `AND` or `OR`; text stands in quotes"


SLIPS = (prose, word_for_operator, forgotten_operator)
"""In the order in which they are tried."""
