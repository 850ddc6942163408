"""The type of every node, from the leaves up, without a user."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce

from oktaexpr.checker.context import Attribute, Context, Layout, called_function
from oktaexpr.checker.roots import BASE_ATTRIBUTES, GROUP_PROPERTIES, ROOTS, USER_PROPERTIES, schema_type
from oktaexpr.functions import CLASSIC, IDENTITY_ENGINE, Engine, Function, catalogue
from oktaexpr.functions.resolve import dotted_name, namespaced_name
from oktaexpr.syntax import nodes
from oktaexpr.syntax.nodes import Node
from oktaexpr.types import (
    ANY,
    BOOLEAN,
    DOUBLE,
    FLOAT,
    INTEGER,
    LIST,
    LONG,
    MAP,
    NULL,
    NUMBER,
    STRING,
    Type,
    of,
)

_LITERALS: Mapping[str, Type] = {
    "null": NULL, "boolean": BOOLEAN, "string": STRING, "integer": INTEGER, "long": LONG, "double": DOUBLE, "float": FLOAT,
}  # fmt: skip
_MAPPINGS = ("Map", "User", "AppUser", "Group")

Types = dict[int, Type]


def infer(layout: Layout, engine: Engine | None, schema: Mapping[str, Attribute] | None) -> Types:
    """Return the type of every node by `id(node)`; a value that only a user decides is `Any`."""
    inference = _Inference(engine, schema, layout.projected)
    for node in reversed(layout.order):
        inference.types[id(node)] = inference.type_of(node)
    return inference.types


def methods_of(receiver: Type, name: str, engine: Engine | None) -> list[Function]:
    """Return the methods of that name that a value of the receiver's type may have in an engine."""
    return [
        method
        for method in catalogue.methods.get(name, ())
        if not (engine == CLASSIC and method.engines == (IDENTITY_ENGINE,)) and _is_receiver(receiver, method)
    ]


def methods_called(context: Context, node: nodes.MethodCall) -> list[Function]:
    """Return the methods that a call on a value may mean; none on a namespace such as `String`, which is no value."""
    receiver = context.type_of(node.target)
    if namespaced_name(node) is not None and receiver.is_any:
        return []
    return methods_of(receiver, node.name, context.engine)


def _is_receiver(given: Type, method: Function) -> bool:
    wanted = method.signature.receiver
    assert wanted is not None
    return wanted.is_any or given.may_be(*wanted.names)


class _Inference:
    """One pass over a tree."""

    def __init__(
        self, engine: Engine | None, schema: Mapping[str, Attribute] | None, projected: frozenset[int]
    ) -> None:
        self.types: Types = {}
        self.engine = engine
        self.schema = schema
        self.projected = projected

    def type_of(self, node: Node) -> Type:
        """Return the type of a node whose children have theirs."""
        match node:
            case nodes.Literal(kind=kind):
                return _LITERALS[kind]
            case nodes.Name(name=name):
                return MAP if name in ROOTS and id(node) not in self.projected else ANY
            case nodes.Property():
                return self._property(node)
            case nodes.Call() | nodes.MethodCall():
                return self._call(node)
            case nodes.Conditional() | nodes.Elvis() | nodes.Arm() | nodes.MapEntry():
                return self._choice(node)
            case nodes.Arithmetic():
                return self._arithmetic(node)
            case nodes.Unary(operator=operator, operand=operand):
                return BOOLEAN if operator == "!" else self._number(operand)
            case (
                nodes.Comparison() | nodes.Logical() | nodes.Matches() | nodes.Between() | nodes.InstanceOf()
            ):
                return BOOLEAN
            case _:
                return self._collection(node)

    def _collection(self, node: Node) -> Type:
        match node:
            case nodes.ListLiteral(items=items):
                return of("List", element=self._union(items)) if items else LIST
            case nodes.MapLiteral():
                return MAP
            case nodes.Projection(expression=expression):
                return of("List", element=self.types[id(expression)])
            case nodes.Selection(target=target, which="all"):
                return self.types[id(target)]
            case nodes.Selection(target=nodes.Node() as target) | nodes.Index(target=nodes.Node() as target):
                return self.types[id(target)].element or ANY
            case _:
                return ANY

    def _property(self, node: nodes.Property) -> Type:
        path = dotted_name(node)
        if path is None or id(node) in self.projected:
            target = self.types[id(node.target)]
            return GROUP_PROPERTIES.get(node.name, ANY) if target.only("Group") else ANY
        root, _, rest = path.partition(".")
        if root == "user":
            return self._user_attribute(rest)
        return ROOTS[root].attributes.get(rest, ANY) if root in ROOTS else ANY

    def _user_attribute(self, path: str) -> Type:
        name = path.removeprefix("profile.")
        if name == path and self.engine != CLASSIC and path in USER_PROPERTIES:
            return USER_PROPERTIES[path]
        if self.schema is not None and name in self.schema:
            return schema_type(self.schema[name].type)
        return STRING if name in BASE_ATTRIBUTES else ANY

    def _call(self, node: nodes.Call | nodes.MethodCall) -> Type:
        function = called_function(node, is_projected=id(node) in self.projected)
        if function is not None:
            if function.lazy and len(node.arguments) > 1:
                return self._union(node.arguments[1:])
            return function.signature.returns
        if isinstance(node, nodes.Call):
            return ANY
        found = [
            method.signature.returns
            for method in methods_of(self.types[id(node.target)], node.name, self.engine)
            if method.signature.takes(len(node.arguments))
        ]
        return reduce(Type.union, found) if found else ANY

    def _choice(self, node: nodes.Conditional | nodes.Elvis | nodes.Arm | nodes.MapEntry) -> Type:
        match node:
            case nodes.Arm(value=value) | nodes.MapEntry(value=value):
                return self.types[id(value)]
            case nodes.Elvis(operands=operands):
                return self._union(operands)
            case nodes.Conditional(arms=arms, otherwise=otherwise):
                return self._union((*arms, otherwise))

    def _arithmetic(self, node: nodes.Arithmetic) -> Type:
        kinds = [self.types[id(operand)] for operand in node.operands]
        if node.operators[0] not in {"+", "-"} or "-" in node.operators:
            is_text = any(
                kind.only("String") for kind in kinds
            )  # Spring repeats a text and subtracts from one
            return ANY if is_text else _promoted(kinds)
        if any(kind.only("String") for kind in kinds):
            return STRING
        return _promoted(kinds) if all(kind.is_number for kind in kinds) else ANY

    def _number(self, operand: Node) -> Type:
        kind = self.types[id(operand)]
        return kind if kind.is_number else NUMBER

    def _union(self, given: tuple[Node, ...]) -> Type:
        return reduce(Type.union, (self.types[id(node)] for node in given))


def _promoted(kinds: list[Type]) -> Type:
    """Return Java's type of a sum or product; a number of an unknown kind keeps it open."""
    ladder: tuple[tuple[Type, Callable[[Type], bool]], ...] = (
        (NUMBER, lambda kind: not kind.only("Integer", "Long", "Float", "Double")),
        (DOUBLE, lambda kind: kind.may_be("Double")),
        (FLOAT, lambda kind: kind.may_be("Float")),
        (LONG, lambda kind: kind.may_be("Long")),
    )
    return next((result for result, applies in ladder if any(map(applies, kinds))), INTEGER)


def is_mapping(kind: Type) -> bool:
    """Whether a value of this type may have properties of any name."""
    return kind.may_be(*_MAPPINGS)
