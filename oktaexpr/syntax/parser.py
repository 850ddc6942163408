"""Text to tree: the only place that runs Lark on expressions."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from lark import Lark
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from oktaexpr.diagnostics import Diagnostic
from oktaexpr.errors import ExpressionSyntaxError
from oktaexpr.private_folder import private_folder
from oktaexpr.syntax.builder import TreeBuilder
from oktaexpr.syntax.faults import Repair, SyntaxFault, diagnose, text_faults
from oktaexpr.syntax.nodes import Node
from oktaexpr.syntax.repair import RepairedText, without_safety

_MAX_REPAIRS = 20
_MAX_REREAD = 40_000
"""How many characters may be read again to find further faults; it bounds the time for a long text."""


def parse(text: str) -> Node:
    """Return the tree of `text`. Raises `ExpressionSyntaxError` with every fault that was found."""
    faults = list(text_faults(text))
    if not faults:
        node = _read(text)
        if not isinstance(node, Repair):
            return node
        faults = _mended(text, node).faults
    first = faults[0]
    raise ExpressionSyntaxError(first.message, faults)


def syntax_faults(text: str) -> list[Diagnostic]:
    """Return every syntax fault of `text`; the empty list means that it parses."""
    try:
        parse(text)
    except ExpressionSyntaxError as error:
        return list(error.diagnostics)
    return []


class Recovery(NamedTuple):
    """What reading a text gives, broken or not."""

    faults: list[Diagnostic]
    """Every syntax fault, with its place in the text; none means that the text parses."""
    tree: Node | None
    """The tree of the text, or of its mended copy; None where no mend made it whole."""
    mended: RepairedText
    """The text that the tree is of, which knows the original place of each of its characters."""


def recover(text: str) -> Recovery:
    """Read as much as possible, so that names can be checked behind a slip; never raises."""
    faults = list(text_faults(text))
    if faults:
        return Recovery(faults, None, RepairedText(text))
    node = _read(text)
    return _mended(text, node) if isinstance(node, Repair) else Recovery([], node, RepairedText(text))


def _mended(text: str, first: Repair) -> Recovery:
    """Mend one fault after the other in a copy, so that later ones are found as well.

    A mend after which reading gets no further was a wrong guess: its fix is no longer called safe, and what it
    led to is not reported.
    """
    repaired = RepairedText(text)
    found: list[Diagnostic] = []
    current = first
    rounds = max(1, min(_MAX_REPAIRS, _MAX_REREAD // len(text)))
    while True:
        found.append(repaired.locate(current.diagnostic))
        if not current.edits or len(found) >= rounds:
            return Recovery(found, None, repaired)
        left = len(repaired.text) - current.offset
        repaired.apply(current.edits)
        following = _read(repaired.text) if repaired.text.strip() else None
        if not isinstance(following, Repair):
            return Recovery(found, following, repaired)
        left_now = len(repaired.text) - following.offset
        if left_now >= left and left_now > 0:
            found[-1] = without_safety(found[-1])
            return Recovery(found, None, repaired)
        current = following


def _read(text: str) -> Node | Repair:
    """Return the tree, or the first fault."""
    try:
        return cast(Node, _lark().parse(text))
    except SyntaxFault as fault:
        return fault.repair
    except UnexpectedToken as error:
        offset = len(text) if error.token.type == "$END" else cast(int, error.token.start_pos)
        return diagnose(text, offset, frozenset(error.accepts or error.expected))
    except UnexpectedCharacters as error:
        return diagnose(text, cast(int, error.pos_in_stream), frozenset(error.allowed or ()))


@cache
def _lark() -> Lark:
    """Build the parser, from the cache where there is a safe one."""
    cached = _cache_file()
    return Lark(
        grammar_text(),
        parser="lalr",
        lexer="contextual",
        maybe_placeholders=False,
        transformer=TreeBuilder(),
        cache=cached if cached is not None else False,
    )


def grammar_text() -> str:
    """Return the grammar: beside the package in a wheel, in `grammar/` in a checkout."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_grammar" / "okta.lark"
    return (shipped if shipped.exists() else package.parent / "grammar" / "okta.lark").read_text(
        encoding="utf-8"
    )


def _cache_file() -> str | None:
    """Return a file in a folder that only this user can write, or None where there is none.

    Lark's cache is a pickle: one that another user can write would run their code.
    """
    folder = private_folder()
    if folder is None:
        return None
    python = f"{sys.version_info.major}{sys.version_info.minor}"
    return str(folder / f"grammar-py{python}.lark-cache")
