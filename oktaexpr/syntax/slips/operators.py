"""Operators: those of other languages, those split by a blank, and those that miss an operand."""

from __future__ import annotations

import re
from typing import NamedTuple

from oktaexpr.diagnostics import Edit
from oktaexpr.source import Span
from oktaexpr.syntax.faults import Repair, slip
from oktaexpr.syntax.place import Place, quotation
from oktaexpr.syntax.tokens import (
    BLANKS,
    FOREIGN_OPERATORS,
    OPERATORS,
    RELATIONS,
    Token,
    operator_around,
    skip_blanks,
    token_at,
)

_PATTERN = re.compile(r"/(?:[^/\\]|\\.)+/|[.^*\[\\][^ \t\r\n)]*")


class Spelling(NamedTuple):
    """What an operator of another language is called here."""

    here: str | None
    help: str
    safe: bool = False


_SPELLINGS = {
    "===": Spelling("==", "equality is written `==`", safe=True),
    "!==": Spelling("!=", "inequality is written `!=`", safe=True),
    "<>": Spelling("!=", "inequality is written `!=`", safe=True),
    "~=": Spelling("!=", "inequality is written `!=`, a regular expression `matches`"),
    "=<": Spelling("<=", "less than or equal is written `<=`", safe=True),
    "=>": Spelling(">=", "greater than or equal is written `>=`; there are no arrow functions"),
    "=~": Spelling(
        "matches", "a regular expression is tested with `matches`, and has to match the whole text"
    ),
    "!~": Spelling(
        None, "a regular expression is tested with `!(text matches pattern)`, and has to match the whole text"
    ),
    "**": Spelling("^", "a power is written `^`", safe=True),
    "??": Spelling(
        "?:", "a default is written `value ?: other`; it replaces an empty string as well as null"
    ),
    ":=": Spelling("==", "there is no assignment; equality is written `==`"),
    "::": Spelling(".", "names are joined by `.`"),
    "->": Spelling(".", "names are joined by `.`; there are no arrow functions"),
    "&": Spelling("&&", "`AND` is also written `&&`; texts are joined with `+`"),
    "|": Spelling("||", "`OR` is also written `||`; there are no pipes"),
    "<=>": Spelling(None, "compare with `<`, `==` or `>`"),
    **dict.fromkeys(
        ("+=", "-=", "*=", "/="), Spelling(None, "there is no assignment; write the value itself")
    ),
    **dict.fromkeys(("<<", ">>", ">>>"), Spelling(None, "there are no bit operators")),
}


def foreign_operator(place: Place) -> Repair | None:
    """Recognise an operator of another language that stands after a value."""
    token = operator_around(place.text, place.offset)
    if token is None or token.text not in FOREIGN_OPERATORS:
        if place.char != "&" or place.found.text != "&" or not place.wants_operator:
            return None
        token = place.found
    before = place.before(token.span.start)
    if before is None or not (before.is_value or before.kind == "close"):
        return None
    if token.text == "::" and not place.wants_operator:
        return None
    spelling = _SPELLINGS[token.text]
    after = token_at(place.text, token.span.end)
    single = token.text in {"&", "|"} and "string" not in {before.kind, after.kind}
    message = f"`{token.text}` is not an operator here"
    if spelling.here is None or (spelling.here == "." and after.kind != "word"):
        return slip("OEL109", message, token.span, spelling.help, (Edit(token.span, " OR "),))
    edits = (Edit(token.span, spelling.here),)
    if spelling.here.isalpha() and (
        before.span.end == token.span.start or after.span.start == token.span.end
    ):
        edits = (Edit(token.span, f" {spelling.here} "),)
    title = f"write `{spelling.here}`"
    return slip("OEL109", message, token.span, spelling.help, edits, fix=title, safe=spelling.safe or single)


def split_operator(place: Place) -> Repair | None:
    """Recognise `< =`, `! =` and `& &`: an operator with a blank inside."""
    for first, second in ((place.previous, place.found), (place.found, place.following)):
        if (
            first is None
            or first.kind != "operator"
            or second.kind != "operator"
            or first.span.end == second.span.start
        ):
            continue
        joined = first.text + second.text
        if joined in OPERATORS and joined not in {"++", "--"} and second.span.start - first.span.end < 20:
            span = first.span.to(second.span)
            message = f"`{joined}` is written without a blank"
            safe = joined != "?:"
            return slip(
                "OEL109", message, span, None, (Edit(span, joined),), fix=f"write `{joined}`", safe=safe
            )
    return None


def step_operator(place: Place) -> Repair | None:
    """Recognise `5 ++3` and `--(--x)`: steps between or before values."""
    for token in (place.previous, place.found):
        if token is not None and token.text in {"++", "--"}:
            sign = token.text[0]
            help = f"a sign before a value needs a blank: `{sign} {sign}`; nothing can be counted up or down"
            edits = (Edit(token.span, f"{sign} {sign}"),)
            message = f"`{token.text}` is the step operator, which cannot be used"
            return slip("OEL124", message, token.span, help, edits, fix=f"write `{sign} {sign}`")
    return None


def leading_operator(place: Place) -> Repair | None:
    """Recognise an operator where a value has to start: leading, or doubled."""
    if place.found.kind != "operator" or not place.wants_value:
        return None
    return _without_left(place, place.found, place.previous)


def word_without_value(place: Place) -> Repair | None:
    """Recognise `and true`, `x == AND y`: the word was read as a name, and the next value does not fit."""
    word = place.previous
    if word is None or word.kind != "word" or not word.is_operator or not place.wants_operator:
        return None
    before = place.before(word.span.start)
    if before is not None and before.text in {".", "?."}:
        return None
    return _without_left(place, word, before)


def trailing_operator(place: Place) -> Repair | None:
    """Recognise an operator that a bracket, a comma or the end follows."""
    operator = place.previous
    if operator is None or not operator.is_operator or not place.wants_value:
        return None
    if place.found.kind not in {"end", "close", "comma"}:
        return None
    if operator.text in {"?", ":"}:
        unfinished = operator.text == "?" and place.found.kind != "comma"
        here = Span(place.offset, place.offset)
        return slip(
            "OEL117",
            f"a value is missing after the `{operator.text}`",
            operator.span,
            None,
            (Edit(here, " null : null" if unfinished else " null"),),
        )
    message = f"a value is missing after {quotation(operator.text)}"
    start = len(place.text[: _first_of_run(place, operator).span.start].rstrip(BLANKS))
    edits = (Edit(Span(start, operator.span.end), ""),)
    return slip(
        "OEL104",
        message,
        operator.span,
        "write the value, or take the operator out",
        edits,
        fix="take the operator out",
    )


def _first_of_run(place: Place, operator: Token) -> Token:
    """Return the first of the operators that end with this one: all of `AND NOT` waits for the one value."""
    before = place.before(operator.span.start)
    while before is not None and before.is_operator:
        operator, before = before, place.before(before.span.start)
    return operator


def unquoted_pattern(place: Place) -> Repair | None:
    """Recognise `matches /a.*/` and `matches ^a.*$`: a regular expression without quotes."""
    before = place.previous
    if before is None or before.text.lower() != "matches" or not place.wants_value:
        return None
    found = _PATTERN.match(place.text, place.offset)
    if found is None:
        return None
    pattern = found.group().strip("/").replace("'", "''")
    edits = (Edit(Span(*found.span()), f"'{pattern}'"),)
    message = f"{quotation(place.char)} does not start a value: a pattern is text"
    span = Span(place.offset, place.offset + 1)
    help = "write the pattern in quotes; it has to match the whole text"
    return slip("OEL104", message, span, help, edits, fix="write the pattern in quotes")


def chained_operator(place: Place) -> Repair | None:
    """Recognise `1 < x < 3` and `2 ^ 3 ^ 2`: operators with two operands only."""
    operator = place.found
    if not place.wants_operator:
        return None
    if operator.text == "^":
        help = "put one of the powers into parentheses: `(2 ^ 3) ^ 2`"
        return slip("OEL120", "a second `^` cannot follow", operator.span, help, (Edit(operator.span, "*"),))
    if operator.text.lower() not in RELATIONS or operator.kind not in {"operator", "word"}:
        return None
    help = "a comparison has two sides: write `a < b AND b < c`, or put one comparison into parentheses"
    message = f"a second comparison, {quotation(operator.text)}, cannot follow the first"
    return slip("OEL120", message, operator.span, help, (Edit(operator.span, " AND "),))


def misplaced_negation(place: Place) -> Repair | None:
    """Recognise `x!`: the negation after its value."""
    if place.char != "!" or not place.wants_operator:
        return None
    help = "`!` stands before what it negates: `!user.active`"
    edits = (Edit(place.found.span, " "),) if not place.following.is_value else ()
    return slip("OEL104", "`!` cannot follow a value", place.found.span, help, edits)


def _without_left(place: Place, operator: Token, before: Token | None) -> Repair:
    edits = (_removal(place.text, operator.span),)
    if operator.text in {"?", ":"}:
        return slip("OEL117", f"a value is missing before the `{operator.text}`", operator.span, None)
    shown = quotation(operator.text)
    if before is not None and before.is_operator:
        message = (
            f"{shown} follows the operator {quotation(before.text)}, and a value is missing between them"
        )
        return slip(
            "OEL104",
            message,
            operator.span,
            "write the value, or take one operator out",
            edits,
            fix="take the operator out",
        )
    message = f"a value is missing before {shown}"
    return slip(
        "OEL104",
        message,
        operator.span,
        "write the value, or take the operator out",
        edits,
        fix="take the operator out",
    )


def _removal(text: str, span: Span) -> Edit:
    """Return the edit that takes an operator out, and leaves what stood around it apart."""
    apart = span.start == 0 or text[span.start - 1] in BLANKS + "([{,"
    return Edit(Span(span.start, skip_blanks(text, span.end)), "" if apart else " ")


SYMBOL_SLIPS = (unquoted_pattern, split_operator, foreign_operator)
"""Told from the symbols themselves; in the order in which they are tried."""
PLACE_SLIPS = (
    step_operator,
    leading_operator,
    word_without_value,
    trailing_operator,
    chained_operator,
    misplaced_negation,
)
"""Told from where the operator stands; in the order in which they are tried."""
