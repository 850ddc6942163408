"""Terraform's language, read with python-hcl2: its grammar, our cache of it, and plain sentences for its faults."""

from __future__ import annotations

import sys
from functools import cache
from typing import cast

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from oktaexpr.errors import UsageError
from oktaexpr.formats.hcl.nodes import Body, Comment, Template
from oktaexpr.formats.hcl.shield import Shielded, shield, shield_template
from oktaexpr.formats.hcl.tree import TreeReader
from oktaexpr.formats.problems import UnreadableError
from oktaexpr.private_folder import private_folder
from oktaexpr.source import Span

_CLOSING = {"RSQB": "`]` is missing here", "RPAR": "`)` is missing here", "RBRACE": "`}` is missing"}
_SENTENCES = {
    "NOT": "a value is missing here",
    "INT_LITERAL": "a name is missing after the point",
    "RSQB": _CLOSING["RSQB"],
    "RPAR": _CLOSING["RPAR"],
    "LBRACE": "`=` or `{` is missing here",
    "EQ": "`=` is missing here",
    "COLON": "`:` is missing here",
    "NAME": "a name of an attribute or a block is missing here",
    "RBRACE": "`}` is missing here",
    "IN": "`in` is missing here",
    "FOR_OBJECT_ARROW": "`=>` is missing here",
}
"""What to say where a terminal of python-hcl2's grammar could stand; the first that could decides."""
_SEMICOLON = "Terraform's language has no `;`: each argument stands on a line of its own"
_ON_ITS_LINE = frozenset({_SENTENCES["LBRACE"], _SENTENCES["COLON"]})
"""What must stand on the line that asks for it; the library looks on the next one too."""


def parse_hcl(text: str, path: str) -> tuple[Body, tuple[Comment, ...]]:
    """Return the blocks and attributes of a file, and its comments.

    Raises `UnreadableError` for what is no HCL, and `UsageError` where python-hcl2 is not installed.
    """
    shielded = shield(text)
    tree = _tree(shielded)
    body = TreeReader(text, path, shielded).body(cast("Tree[Token]", tree.children[0]))
    return body, shielded.comments


def parse_template(text: str, path: str) -> Template:
    """Return a template that is no part of a Terraform file; its places are `BEFORE_TEMPLATE` characters too far on.

    Raises as `parse_hcl` does.
    """
    text, shielded = shield_template(text)
    tree = _tree(shielded)
    (attribute,) = TreeReader(text, path, shielded).body(cast("Tree[Token]", tree.children[0])).attributes
    return cast(Template, attribute.value)


def _tree(shielded: Shielded) -> Tree[Token]:
    """Return the library's tree. Raises `UnreadableError` for the first fault, the library's or the copy's own."""
    try:
        tree = _grammar().parse(shielded.text)
    except (UnexpectedToken, UnexpectedCharacters) as error:
        raise _fault(error, shielded) from None
    if shielded.fault is not None:
        raise shielded.fault
    return tree


def _fault(error: UnexpectedToken | UnexpectedCharacters, shielded: Shielded) -> UnreadableError:
    text, is_end = shielded.text, False
    if isinstance(error, UnexpectedCharacters):
        offset, accepted = cast(int, error.pos_in_stream), error.allowed
    else:
        is_end = error.token.type == "$END"
        offset = len(text) if is_end else cast(int, error.token.start_pos)
        accepted = error.accepts or error.expected
    if is_end and shielded.fault is not None:
        return shielded.fault
    message = _sentence(frozenset(accepted), is_end=is_end)
    at = _place(text, offset, message)
    if text.startswith(";", at):
        message = _SEMICOLON
    return UnreadableError(message, Span(at, min(at + 1, len(text))))


def _sentence(accepted: frozenset[str], *, is_end: bool) -> str:
    """Say what is missing; at the end of the file that is the closing bracket before all else."""
    wanted = [*_CLOSING.items(), *_SENTENCES.items()] if is_end else _SENTENCES.items()
    return next((sentence for terminal, sentence in wanted if terminal in accepted), "this cannot stand here")


def _place(text: str, offset: int, message: str) -> int:
    """Return where something is missing: behind blanks, or at the end of the line that asks for it."""
    before = text[:offset].rstrip()
    if message in _ON_ITS_LINE and "\n" in text[len(before) : offset]:
        return len(before)
    return len(text) - len(text[offset:].lstrip(" \t"))


@cache
def _grammar() -> Lark:
    """Build python-hcl2's parser as the library does, but cached where only this user can write.

    Its own function keeps the cache beside its code, where an installation may not be written to: then every run
    would take the two seconds that building takes.
    """
    try:
        from hcl2.postlexer import PostLexer
    except ModuleNotFoundError:
        message = "Terraform files need python-hcl2: pip install 'oktaexpr[terraform]'"
        raise UsageError(message) from None
    folder = private_folder()
    python = f"{sys.version_info.major}{sys.version_info.minor}"
    return Lark.open_from_package(
        "hcl2",
        "hcl2.lark",
        parser="lalr",
        propagate_positions=True,
        postlex=PostLexer(),
        cache=False if folder is None else str(folder / f"hcl-py{python}.lark-cache"),
    )
