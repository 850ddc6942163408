"""Terraform's language, read by hand: blocks, attributes, and expressions as far as texts can come out of them.

Operators, `for` and splats are read past, since what they give is not known from the file.
"""

from __future__ import annotations

import re

from oktaexpr.formats.hcl.cursor import Cursor
from oktaexpr.formats.hcl.nodes import (
    Attribute,
    Block,
    Body,
    Comment,
    Computed,
    Conditional,
    Constant,
    Expression,
    FunctionCall,
    ListExpression,
    ObjectExpression,
    Reference,
    Template,
)
from oktaexpr.formats.hcl.templates import heredoc_template, quoted_template
from oktaexpr.formats.mapped import MappedText
from oktaexpr.source import Span

_WORD = re.compile(r"[^\W\d][\w-]*(?:::[^\W\d][\w-]*)*")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_OPERATOR = re.compile(r"==|!=|<=|>=|&&|\|\||[-+*/%<>]")
_FOR = re.compile(r"for(?![\w-])")
_STEP = re.compile(r"\*|[0-9]+|[^\W\d][\w-]*")
_LONGEST_NUMBER = 400
_CONSTANTS = {"true": True, "false": False, "null": None}


def parse_hcl(text: str, path: str) -> tuple[Body, tuple[Comment, ...]]:
    """Return the blocks and attributes of a file, and its comments. Raises `UnreadableError`."""
    cursor = Cursor(text, path)
    body = _body(cursor, is_file=True)
    comments = {comment.span: comment for comment in cursor.comments}
    return body, tuple(comments.values())


def _body(cursor: Cursor, *, is_file: bool) -> Body:
    attributes: list[Attribute] = []
    blocks: list[Block] = []
    cursor.open(line_ends_are_blanks=False)
    while True:
        cursor.skip_lines()
        if cursor.peek() == ("" if is_file else "}"):
            break
        start = cursor.at
        name = cursor.match(_WORD)
        if name is None:
            cursor.fail(
                "a name of an attribute or a block is missing here" if cursor.peek() else "`}` is missing"
            )
        cursor.skip_blanks()
        if cursor.peek() == "=" and cursor.peek(2) != "==":
            cursor.at += 1
            value = _expression(cursor)
            attributes.append(Attribute(name[0], value, Span(start, cursor.at)))
        else:
            blocks.append(_block(cursor, name[0], start))
    cursor.close()
    return Body(tuple(attributes), tuple(blocks))


def _block(cursor: Cursor, type_name: str, start: int) -> Block:
    labels: list[str] = []
    while not cursor.take("{"):
        if cursor.peek() == '"':
            label = quoted_template(cursor, _expression)
            labels.append("".join(part.text for part in label.parts if isinstance(part, MappedText)))
        elif word := cursor.match(_WORD):
            labels.append(word[0])
        else:
            cursor.fail("`=` or `{` is missing here")
    body = _body(cursor, is_file=False)
    cursor.expect("}")
    return Block(type_name, tuple(labels), body, Span(start, cursor.at))


def _expression(cursor: Cursor) -> Expression:
    """Read an expression; the cursor stands behind its last character afterwards, not behind blanks."""
    cursor.skip_blanks()
    start = cursor.at
    value = _term(cursor)
    end = cursor.at
    cursor.skip_blanks()
    while cursor.peek(2) not in {"//", "/*"} and cursor.match(_OPERATOR):
        cursor.skip_blanks()
        _term(cursor)
        end = cursor.at
        value = Computed(Span(start, end))
        cursor.skip_blanks()
    if cursor.take("?"):
        yes = _expression(cursor)
        cursor.expect(":")
        return Conditional(yes, _expression(cursor))
    cursor.at = end
    return value


def _term(cursor: Cursor) -> Expression:
    start = cursor.at
    mark = cursor.peek()
    if mark in {"-", "!"}:
        cursor.at += 1
        cursor.skip_blanks()
        _term(cursor)
        return Computed(Span(start, cursor.at))
    value = _primary(cursor, mark)
    return _traversal(cursor, value, start)


def _primary(cursor: Cursor, mark: str) -> Expression:
    start = cursor.at
    if mark == '"':
        return quoted_template(cursor, _expression)
    if cursor.peek(2) == "<<":
        return heredoc_template(cursor, _expression)
    if mark == "(":
        cursor.at += 1
        cursor.open(line_ends_are_blanks=True)
        value = _expression(cursor)
        cursor.expect(")")
        cursor.close()
        return value
    if mark == "[":
        return _list(cursor)
    if mark == "{":
        return _object(cursor)
    if number := cursor.match(_NUMBER):
        is_whole = number[0].isdigit() and len(number[0]) <= _LONGEST_NUMBER
        return Constant(int(number[0]) if is_whole else float(number[0]), Span(start, cursor.at))
    if word := cursor.match(_WORD):
        return _named(cursor, word[0], start)
    return cursor.fail("a value is missing here")


def _named(cursor: Cursor, name: str, start: int) -> Expression:
    if cursor.peek() == "(":
        arguments = _arguments(cursor)
        return FunctionCall(name, arguments, Span(start, cursor.at))
    if name in _CONSTANTS:
        return Constant(_CONSTANTS[name], Span(start, cursor.at))
    return Reference((name,), Span(start, cursor.at))


def _arguments(cursor: Cursor) -> tuple[Expression, ...]:
    cursor.at += 1
    cursor.open(line_ends_are_blanks=True)
    arguments: list[Expression] = []
    while not cursor.take(")"):
        arguments.append(_expression(cursor))
        if cursor.take("..."):
            arguments.append(Computed(Span(cursor.at - 3, cursor.at)))
        if not cursor.take(","):
            cursor.expect(")")
            break
    cursor.close()
    return tuple(arguments)


def _list(cursor: Cursor) -> Expression:
    start = cursor.at
    cursor.at += 1
    cursor.open(line_ends_are_blanks=True)
    items: list[Expression] = []
    cursor.skip_blanks()
    if _FOR.match(cursor.text, cursor.at):
        return _for(cursor, start, "]")
    while not cursor.take("]"):
        items.append(_expression(cursor))
        if not cursor.take(","):
            cursor.expect("]")
            break
    cursor.close()
    return ListExpression(tuple(items))


def _object(cursor: Cursor) -> Expression:
    start = cursor.at
    cursor.at += 1
    cursor.open(line_ends_are_blanks=False)
    cursor.skip_lines()
    if _FOR.match(cursor.text, cursor.at):
        cursor.close()
        cursor.open(line_ends_are_blanks=True)
        return _for(cursor, start, "}")
    entries: list[tuple[str, Expression]] = []
    while not cursor.take("}"):
        key = _key(cursor)
        if not cursor.take("="):
            cursor.expect(":")
        value = _expression(cursor)
        if key is not None:
            entries.append((key, value))
        cursor.take(",")
        cursor.skip_lines()
    cursor.close()
    return ObjectExpression(tuple(entries))


def _key(cursor: Cursor) -> str | None:
    """Return the key of an entry; None where Terraform works it out."""
    key = _term(cursor)
    match key:
        case Reference(path=(name,)):
            return name
        case Template(parts=(MappedText(text=text),)):
            return text
        case Constant(value=value):
            return str(value)
        case _:
            return None


def _for(cursor: Cursor, start: int, closing: str) -> Computed:
    """Read past a `for` expression."""
    while not cursor.take(closing):
        for mark in ("=>", "...", ",", ":"):
            if cursor.take(mark):
                break
        else:
            _expression(cursor)
    cursor.close()
    return Computed(Span(start, cursor.at))


def _traversal(cursor: Cursor, value: Expression, start: int) -> Expression:
    """Read what follows a value: `.name`, `[0]`, `["name"]`, splats."""
    while True:
        step: str | None
        if cursor.peek() == "." and cursor.peek(3) != "...":
            cursor.at += 1
            found = cursor.match(_STEP)
            if found is None:
                cursor.fail("a name is missing after the point")
            step = None if found[0] == "*" else found[0]
        elif cursor.peek() == "[":
            step = _index(cursor)
        else:
            return value
        if step is not None and isinstance(value, Reference):
            value = Reference((*value.path, step), Span(start, cursor.at))
        else:
            value = Computed(Span(start, cursor.at))


def _index(cursor: Cursor) -> str | None:
    """Return what stands in brackets behind a value; None where Terraform works it out."""
    cursor.at += 1
    cursor.open(line_ends_are_blanks=True)
    if cursor.take("*"):
        step = None
    else:
        match _expression(cursor):
            case Constant(value=int(number)):
                step = str(number)
            case Template(parts=(MappedText(text=text),)):
                step = text
            case _:
                step = None
    cursor.expect("]")
    cursor.close()
    return step
