"""From Lark's reductions to nodes, bottom up.

Every method takes the children of one grammar rule (tokens and `Built`) and returns a `Built`; spans and
nesting come from the children, since Lark's own positions are not to be had in an embedded transformer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple, cast

from lark import Token

from oktaexpr.source import Span
from oktaexpr.syntax import nodes
from oktaexpr.syntax.faults import SyntaxFault, integer_out_of_range, nesting_too_deep
from oktaexpr.syntax.nodes import Node

MAX_DEPTH = 100
"""How deep nodes may nest. Parentheses and chains of one operator do not count."""

_INTEGER_MAX = 2**31 - 1
_LONG_MAX = 2**63 - 1
_WORDS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "div": "/", "mod": "%"}


class Built(NamedTuple):
    """A node with the text range that it takes up, parentheses included, and its depth."""

    node: Node
    start: int
    end: int
    depth: int


Piece = Token | Built


def _edges(pieces: list[Piece]) -> Span:
    first, last = pieces[0], pieces[-1]
    return Span(_start(first), _end(last))


def _start(piece: Piece) -> int:
    return cast(int, piece.start_pos) if isinstance(piece, Token) else piece.start


def _end(piece: Piece) -> int:
    return cast(int, piece.end_pos) if isinstance(piece, Token) else piece.end


def _span(token: Piece) -> Span:
    return Span(_start(token), _end(token))


def _node(piece: Piece) -> Node:
    return cast(Built, piece).node


def _text(piece: Piece) -> str:
    return str(piece)


def _build(node: Node, pieces: list[Piece]) -> Built:
    """Give `node` the span of its pieces and check how deep it nests."""
    span = _edges(pieces)
    depth = 1 + max((piece.depth for piece in pieces if isinstance(piece, Built)), default=0)
    if depth > MAX_DEPTH:
        raise SyntaxFault(nesting_too_deep(span, MAX_DEPTH))
    object.__setattr__(node, "span", span)  # just made here, so nobody has seen it without
    return Built(node, span.start, span.end, depth)


class Arguments(NamedTuple):
    """The arguments of a call: nodes and the deepest of them."""

    nodes: tuple[Node, ...]
    depth: int


class TreeBuilder:
    """The transformer that `parse` hands to Lark: one method a rule or alias of the grammar."""

    def start(self, pieces: list[Built]) -> Node:
        return pieces[0].node

    # Literals

    def null(self, pieces: list[Piece]) -> Built:
        return _build(nodes.Literal("null", None, text=_text(pieces[0])), pieces)

    def boolean(self, pieces: list[Piece]) -> Built:
        text = _text(pieces[0])
        return _build(nodes.Literal("boolean", text.lower() == "true", text=text), pieces)

    def integer(self, pieces: list[Piece]) -> Built:
        text = _text(pieces[0])
        is_long = text[-1] in "lL"
        digits = text.rstrip("lL")
        if len(digits) > 40:  # int() of a long run of digits takes quadratic time
            raise SyntaxFault(integer_out_of_range(_span(pieces[0]), text, fits_long=False))
        value = int(digits, 16 if digits[:2].lower() == "0x" else 10)
        if value > (_LONG_MAX if is_long else _INTEGER_MAX):
            raise SyntaxFault(
                integer_out_of_range(_span(pieces[0]), text, fits_long=not is_long and value <= _LONG_MAX)
            )
        return _build(nodes.Literal("long" if is_long else "integer", value, text=text), pieces)

    def real(self, pieces: list[Piece]) -> Built:
        text = _text(pieces[0])
        kind: nodes.LiteralKind = "float" if text[-1] in "fF" else "double"
        return _build(nodes.Literal(kind, float(text.rstrip("fFdD")), text=text), pieces)

    def string(self, pieces: list[Piece]) -> Built:
        text = _text(pieces[0])
        # Spring halves both doubled quotes, whichever the literal is written in.
        value = text[1:-1].replace("''", "'").replace('""', '"')
        return _build(nodes.Literal("string", value, text=text), pieces)

    def list_literal(self, pieces: list[Piece]) -> Built:
        return _build(
            nodes.ListLiteral(tuple(piece.node for piece in pieces if isinstance(piece, Built))), pieces
        )

    def entry(self, pieces: list[Piece]) -> Built:
        return _build(nodes.MapEntry(_node(pieces[0]), _node(pieces[2])), pieces)

    def map_literal(self, pieces: list[Piece]) -> Built:
        entries = tuple(cast(nodes.MapEntry, piece.node) for piece in pieces if isinstance(piece, Built))
        return _build(nodes.MapLiteral(entries), pieces)

    # Names, properties, calls

    def name(self, pieces: list[Piece]) -> Built:
        return _build(nodes.Name(_text(pieces[0])), pieces)

    def variable(self, pieces: list[Piece]) -> Built:
        return _build(nodes.Variable(_text(pieces[1])), pieces)

    def property(self, pieces: list[Piece]) -> Built:
        target, dot, name = pieces
        return _build(nodes.Property(_node(target), _text(name), dot == "?.", name_span=_span(name)), pieces)

    def arguments(self, pieces: list[Piece]) -> Arguments:
        built = [piece for piece in pieces if isinstance(piece, Built)]
        return Arguments(
            tuple(piece.node for piece in built), max((piece.depth for piece in built), default=0)
        )

    def call(self, pieces: list[Piece]) -> Built:
        name, given = pieces[0], cast(Arguments, pieces[2])
        node = nodes.Call(_text(name), given.nodes, name_span=_span(name))
        return _build(node, _with_depth(pieces, given.depth))

    def method_call(self, pieces: list[Piece]) -> Built:
        target, dot, name = pieces[:3]
        given = cast(Arguments, pieces[4])
        node = nodes.MethodCall(_node(target), _text(name), given.nodes, dot == "?.", name_span=_span(name))
        return _build(node, _with_depth(pieces, given.depth))

    def index(self, pieces: list[Piece]) -> Built:
        return _build(nodes.Index(_node(pieces[0]), _node(pieces[2])), pieces)

    def context_index(self, pieces: list[Piece]) -> Built:
        return _build(nodes.Index(None, _node(pieces[1])), pieces)

    def projection(self, pieces: list[Piece]) -> Built:
        return _build(nodes.Projection(_node(pieces[0]), _node(pieces[3]), pieces[1] == "?."), pieces)

    def selection(self, pieces: list[Piece]) -> Built:
        which = {"?[": "all", "^[": "first", "$[": "last"}[_text(pieces[2])]
        node = nodes.Selection(_node(pieces[0]), which, _node(pieces[3]), pieces[1] == "?.")  # type: ignore[arg-type]
        return _build(node, pieces)

    def group(self, pieces: list[Piece]) -> Built:
        inner = cast(Built, pieces[1])
        node = replace(inner.node, parenthesized=True)
        return Built(node, _start(pieces[0]), _end(pieces[2]), inner.depth)

    # Operators

    def unary(self, pieces: list[Piece]) -> Built:
        text = _text(pieces[0])
        word = text.lower() == "not"
        operator = "!" if word else text
        node = nodes.Unary(operator, _node(pieces[1]), operator_span=_span(pieces[0]), word=word)  # type: ignore[arg-type]
        return _build(node, pieces)

    def arithmetic(self, pieces: list[Piece]) -> Built:
        operators = tuple(_WORDS.get(_text(token).lower(), _text(token)) for token in pieces[1::2])
        node = nodes.Arithmetic(
            operators,
            tuple(_node(piece) for piece in pieces[::2]),
            operator_spans=tuple(_span(token) for token in pieces[1::2]),
        )
        return _build(node, pieces)

    power = arithmetic

    def comparison(self, pieces: list[Piece]) -> Built:
        left, token, right = pieces
        text = _text(token)
        operator = _WORDS.get(text.lower(), text)
        node = nodes.Comparison(
            operator,  # type: ignore[arg-type]
            _node(left),
            _node(right),
            operator_span=_span(token),
            word=operator != text,
        )
        return _build(node, pieces)

    def matches(self, pieces: list[Piece]) -> Built:
        return _build(
            nodes.Matches(_node(pieces[0]), _node(pieces[2]), operator_span=_span(pieces[1])), pieces
        )

    def between(self, pieces: list[Piece]) -> Built:
        return _build(
            nodes.Between(_node(pieces[0]), _node(pieces[2]), operator_span=_span(pieces[1])), pieces
        )

    def logical(self, pieces: list[Piece]) -> Built:
        first = cast(Token, pieces[1])
        node = nodes.Logical(
            "and" if first.type == "AND" else "or",
            tuple(_node(piece) for piece in pieces[::2]),
            operator_spans=tuple(_span(token) for token in pieces[1::2]),
            word=_text(first)[0] not in "&|",
        )
        return _build(node, pieces)

    def conditional(self, pieces: list[Piece]) -> Built:
        condition, _, value, _, rest = pieces
        arm = _build(nodes.Arm(_node(condition), _node(value)), [condition, value])
        otherwise = cast(Built, rest)
        if isinstance(otherwise.node, nodes.Conditional) and not otherwise.node.parenthesized:
            chain = otherwise.node
            node = nodes.Conditional((cast(nodes.Arm, arm.node), *chain.arms), chain.otherwise)
            depth = max(arm.depth + 1, otherwise.depth)
        else:
            node = nodes.Conditional((cast(nodes.Arm, arm.node),), otherwise.node)
            depth = 1 + max(arm.depth, otherwise.depth)
        return _chain(node, pieces, depth)

    def elvis(self, pieces: list[Piece]) -> Built:
        first, rest = cast(Built, pieces[0]), cast(Built, pieces[2])
        if isinstance(rest.node, nodes.Elvis) and not rest.node.parenthesized:
            return _chain(
                nodes.Elvis((first.node, *rest.node.operands)), pieces, max(first.depth + 1, rest.depth)
            )
        return _chain(nodes.Elvis((first.node, rest.node)), pieces, 1 + max(first.depth, rest.depth))

    # What OEL drops

    def assignment(self, pieces: list[Piece]) -> Built:
        return _build(
            nodes.Assignment(_node(pieces[0]), _node(pieces[2]), construct_span=_span(pieces[1])), pieces
        )

    def prefix_step(self, pieces: list[Piece]) -> Built:
        node = nodes.Step(_node(pieces[1]), _text(pieces[0]), prefix=True, construct_span=_span(pieces[0]))  # type: ignore[arg-type]
        return _build(node, pieces)

    def postfix_step(self, pieces: list[Piece]) -> Built:
        node = nodes.Step(_node(pieces[0]), _text(pieces[1]), prefix=False, construct_span=_span(pieces[1]))  # type: ignore[arg-type]
        return _build(node, pieces)

    def instance_of(self, pieces: list[Piece]) -> Built:
        return _build(
            nodes.InstanceOf(_node(pieces[0]), _node(pieces[2]), construct_span=_span(pieces[1])), pieces
        )

    def qualified_name(self, pieces: list[Piece]) -> Token:
        first, last = cast(Token, pieces[0]), cast(Token, pieces[-1])
        joined = "".join(_text(piece) for piece in pieces)
        return Token("NAME", joined, start_pos=first.start_pos, end_pos=last.end_pos)

    def type_reference(self, pieces: list[Piece]) -> Built:
        dimensions = (len(pieces) - 4) // 2
        return _build(
            nodes.TypeReference(_text(pieces[2]), dimensions, construct_span=_span(pieces[0])), pieces
        )

    def constructor(self, pieces: list[Piece]) -> Built:
        given = cast(Arguments, pieces[3])
        node = nodes.Constructor(_text(pieces[1]), given.nodes, construct_span=_span(pieces[0]))
        return _build(node, _with_depth(pieces, given.depth))

    def bean_reference(self, pieces: list[Piece]) -> Built:
        name = _text(pieces[1])
        if name[0] in "'\"":
            name = name[1:-1].replace("''", "'").replace('""', '"')
        node = nodes.BeanReference(_text(pieces[0]), name, construct_span=_span(pieces[0]))  # type: ignore[arg-type]
        return _build(node, pieces)

    def function_reference(self, pieces: list[Piece]) -> Built:
        given = cast(Arguments, pieces[3])
        node = nodes.FunctionReference(_text(pieces[1]), given.nodes, construct_span=_span(pieces[0]))
        return _build(node, _with_depth(pieces, given.depth))


def _with_depth(pieces: list[Piece], depth: int) -> list[Piece]:
    """Return pieces whose depth takes the arguments of a call into account."""
    last = pieces[-1]
    target = [piece for piece in pieces if isinstance(piece, Built)]
    deepest = max([depth, *(piece.depth for piece in target)])
    return [pieces[0], Built(nodes.Name(""), _start(last), _end(last), deepest), last]


def _chain(node: Node, pieces: list[Piece], depth: int) -> Built:
    """Give a right-leaning chain its span; a link of the chain does not count as nesting."""
    span = _edges(pieces)
    if depth > MAX_DEPTH:
        raise SyntaxFault(nesting_too_deep(span, MAX_DEPTH))
    object.__setattr__(node, "span", span)
    return Built(node, span.start, span.end, depth)
