"""From python-hcl2's tree to ours, as far as texts can come out of an expression.

Operators and splats are read past, since what they give is not known from the file. Names and numbers are read from
the file, not from the tree, which is of a shielded copy of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lark import Token, Tree

from oktaexpr.formats.hcl.nodes import (
    Attribute,
    Block,
    Body,
    Computed,
    Conditional,
    Constant,
    Expression,
    ForExpression,
    FunctionCall,
    ListExpression,
    ObjectExpression,
    Reference,
    Template,
)
from oktaexpr.formats.hcl.shield import MOST_DEPTH, Shielded, fail
from oktaexpr.formats.hcl.templates import condition_of, template_of
from oktaexpr.formats.mapped import MappedText
from oktaexpr.source import Span

_Tree: TypeAlias = Tree[Token]

_CONSTANTS = {"true": True, "false": False, "null": None}
_LONGEST_NUMBER = 400
_STEPS = {"index_expr_term", "get_attr_expr_term"}
_IN_PARENTHESES = {"expr_term", "binary_op", "unary_op", "conditional"}


class TreeReader:
    """Reads the tree of one file."""

    def __init__(self, text: str, path: str, shielded: Shielded) -> None:
        """Take the file, and the copy of it that the tree is of."""
        self._text = text
        self._path = path
        self._shielded = shielded
        self._depth = 0

    def body(self, tree: _Tree) -> Body:
        """Return the blocks and attributes of a `body`.

        Raises `UnreadableError` where something nests too deep, and for an attribute that stands twice.
        """
        attributes: list[Attribute] = []
        blocks: list[Block] = []
        names: set[str] = set()
        for child in _parts(tree):
            first, *rest = _parts(child)
            if child.data == "attribute":
                name = self._written(first)
                if name in names:
                    fail(self._text, f"`{name}` stands here a second time", self._span(first).start)
                names.add(name)
                attributes.append(Attribute(name, self.expression(rest[0]), self._span(child)))
            else:
                labels = tuple(self._label(label) for label in rest[:-1])
                blocks.append(Block(self._written(first), labels, self.body(rest[-1]), self._span(child)))
        return Body(tuple(attributes), tuple(blocks))

    def expression(self, tree: _Tree) -> Expression:
        """Return the expression of a tree. Raises `UnreadableError` where it nests too deep."""
        self._depth += 1
        if self._depth > MOST_DEPTH:
            fail(self._text, f"expressions nest more than {MOST_DEPTH} deep", self._span(tree).start)
        value: Expression
        match tree.data:
            case "expr_term":
                value = self._term(tree)
            case "conditional":
                test, yes, no = _parts(tree)
                condition = condition_of(self._written(test))
                value = Conditional(condition, self.expression(yes), self.expression(no))
            case _:
                value = Computed(self._span(tree))
        self._depth -= 1
        return value

    def _term(self, tree: _Tree) -> Expression:
        """Read a value with all that follows it; in a loop, since a long chain is a deep tree."""
        steps: list[_Tree] = []
        (inner,) = _parts(tree)
        while inner.data in _STEPS:
            value_tree, step = _parts(inner)
            steps.append(step)
            (inner,) = _parts(value_tree)
        value = self._primary(inner)
        start = self._span(tree).start
        for step in reversed(steps):
            name = self._step(step)
            span = Span(start, self._span(step).end)
            if name is not None and isinstance(value, Reference):
                value = Reference((*value.path, name), span)
            else:
                value = Computed(span)
        return value

    def _primary(self, tree: _Tree) -> Expression:
        span = self._span(tree)
        match tree.data:
            case "string":
                return self._template(tree)
            case "identifier":
                return Reference((self._written(tree),), span)
            case "literal_value":
                return Constant(_CONSTANTS[self._written(tree)], span)
            case "int_lit" | "float_lit":
                return self._number(tree)
            case "tuple":
                return ListExpression(tuple(self.expression(item) for item in _parts(tree)))
            case "object":
                return ObjectExpression(tuple(self._entries(tree)))
            case "function_call":
                name, *arguments = _parts(tree)
                return FunctionCall(self._written(name), tuple(self._arguments(arguments)), span)
            case "for_tuple_expr" | "for_object_expr":
                return self._for(tree)
            case kind if kind in _IN_PARENTHESES:
                return self.expression(tree)
            case _:
                return Computed(span)

    def _for(self, tree: _Tree) -> ForExpression:
        """Read `[for name in collection : value]`, or the one in braces, whose key comes first."""
        intro, *given = _parts(tree)
        *names, collection = _parts(intro)
        marks = {child.type for child in tree.children if isinstance(child, Token)}
        values = [self.expression(part) for part in given if part.data != "for_cond"]
        return ForExpression(
            tuple(self._written(name) for name in names),
            self.expression(collection),
            values[0] if len(values) > 1 else None,
            values[-1],
            len(values) < len(given) or "ELLIPSIS" in marks,
            self._span(tree),
        )

    def _number(self, tree: _Tree) -> Expression:
        """Return a number; one with a sign is an operator's, which the library takes for a part of it at times."""
        written, span = self._written(tree), self._span(tree)
        if written.startswith("-"):
            return Computed(span)
        is_whole = written.isdigit() and len(written) <= _LONGEST_NUMBER
        return Constant(int(written) if is_whole else float(written), span)

    def _template(self, tree: _Tree) -> Template:
        raw = self._shielded.templates[self._span(tree).start]
        interpolations = [inner for part in _parts(tree) for inner in _parts(part)]
        expressions = [self.expression(_parts(inner)[0]) for inner in interpolations]
        return template_of(raw, self._text, self._path, expressions)

    def _label(self, tree: _Tree) -> str:
        if tree.data != "string":
            return self._written(tree)
        return "".join(part.text for part in self._template(tree).parts if isinstance(part, MappedText))

    def _arguments(self, trees: list[_Tree]) -> Iterator[Expression]:
        """Yield the arguments of a call; `...` is one that is not known."""
        for child in (child for tree in trees for child in tree.children):
            if isinstance(child, Tree):
                if child.data != "new_line_or_comment":
                    yield self.expression(child)
            elif child.type == "ELLIPSIS" and child.start_pos is not None:
                yield Computed(Span(child.start_pos, child.start_pos + len(child)))

    def _entries(self, tree: _Tree) -> Iterator[tuple[str, Expression]]:
        for element in _parts(tree):
            key_tree, value = _parts(element)
            key = self._key(_parts(key_tree)[0])
            entry = self.expression(value)
            if key is not None:
                yield key, entry

    def _key(self, tree: _Tree) -> str | None:
        """Return the key of an entry; None where Terraform works it out."""
        if tree.data == "keyword":
            return self._written(tree)
        match self.expression(tree):
            case Reference(path=(name,)):
                return name
            case Template(parts=(MappedText(text=text),)):
                return text
            case Constant():
                return self._written(tree)
            case _:
                return None

    def _step(self, tree: _Tree) -> str | None:
        """Return the name or the number of `.name`, `.0`, `[0]`, `["name"]`; None where Terraform works it out."""
        if tree.data != "braces_index":
            return self._written(tree).removeprefix(".").strip()
        match self.expression(_parts(tree)[0]):
            case Constant(value=int(number)):
                return str(number)
            case Template(parts=(MappedText(text=text),)):
                return text
            case _:
                return None

    def _written(self, tree: _Tree) -> str:
        span = self._span(tree)
        return self._text[span.start : span.end]

    def _span(self, tree: _Tree) -> Span:
        """Return where a tree stands, without the blanks and line ends that the grammar counts in."""
        start, end = tree.meta.start_pos, tree.meta.end_pos
        shown = self._shielded.text
        while shown[end - 1].isspace():
            end -= 1
        return Span(start, end)


def _parts(tree: _Tree) -> list[_Tree]:
    """Return what a tree consists of, without marks and line ends."""
    return [
        child for child in tree.children if isinstance(child, Tree) and child.data != "new_line_or_comment"
    ]
