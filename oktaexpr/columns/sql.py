"""The part of the language that SQL answers alike: conditionals, AND, OR, NOT, equality, whole numbers, membership.

Everything else is refused with a reason: lower case, lengths, regular expressions and text building differ between
Java and SQL, and a fault of one row would be a fault of the whole query. Nothing here can fail, so the order in which
SQL looks at conditions does not matter. Constants are bound as parameters and never become part of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oktaexpr.columns.constants import Constants
from oktaexpr.columns.layout import ABSENT, Layout
from oktaexpr.columns.predicates import Predicate, read_predicate
from oktaexpr.columns.reading import is_json
from oktaexpr.functions.dispatch import is_user_date
from oktaexpr.functions.resolve import dotted_name, resolve
from oktaexpr.syntax import nodes, print_node
from oktaexpr.syntax.nodes import Node
from oktaexpr.syntax.visitor import walk
from oktaexpr.values.kinds import LONG_MAX, LONG_MIN

if TYPE_CHECKING:
    import pyarrow as pa

_MOST_NODES = 500
"""Longer expressions are not worth a query, whose planning grows with them."""
_CASTS = {"text": "VARCHAR", "integer": "BIGINT", "boolean": "BOOLEAN"}
_TEXT_TESTS = {"String.startsWith": "starts_with", "String.stringContains": "contains"}
_LONGEST_SHOWN = 60


class OutsideFragmentError(Exception):
    """Why an expression, or a part of it, is no SQL."""


@dataclass(frozen=True, slots=True)
class Query:
    """A SELECT from a view `users` with the key and the value of each; `parameters` are numbered from 1.

    A parameter that is a `Predicate` stands for the names of the groups that meet it, or for its one exact name.
    """

    text: str
    parameters: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Sql:
    text: str
    kind: str
    """`text`, `integer`, `boolean` or `null`."""
    is_nullable: bool = False


def quoted_name(name: str) -> str:
    """Return a column's name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def write_query(tree: Node, layout: Layout) -> Query:
    """Return the query of an expression. Raises `OutsideFragmentError` with the reason where there is none."""
    if sum(1 for _ in walk(tree)) > _MOST_NODES:
        message = f"the expression has more than {_MOST_NODES} parts"
        raise OutsideFragmentError(message)
    _check_columns(layout)
    writer = _Writer(layout)
    value = writer.write(tree)
    if value.kind == "null":
        message = "the value is null for everybody"
        raise OutsideFragmentError(message)
    # The kernel's whole numbers are of 64 bits, however few a column has.
    whole = f"{value.text}::{_CASTS['integer']}" if value.kind == "integer" else value.text
    text = f"SELECT {quoted_name(layout.key)} AS key, {whole} AS value FROM users"
    return Query(text, tuple(writer.parameters))


def _check_columns(layout: Layout) -> None:
    names = [name.lower() for name in layout.schema.names]
    if len(set(names)) < len(names):
        message = "two columns differ only in case, which SQL does not tell apart"
        raise OutsideFragmentError(message)
    if _kind(layout.schema.field(layout.key)) not in {"text", "integer"}:
        message = f"the key {layout.key!r} is neither text nor a whole number"
        raise OutsideFragmentError(message)


def _kind(field: pa.Field) -> str | None:
    import pyarrow.types as kinds

    kind = field.type.value_type if kinds.is_dictionary(field.type) else field.type
    if is_json(field):
        return None
    if kinds.is_string(kind) or kinds.is_large_string(kind):
        return "text"
    if kinds.is_boolean(kind):
        return "boolean"
    return "integer" if kinds.is_integer(kind) and not kinds.is_uint64(kind) else None


class _Writer:
    def __init__(self, layout: Layout) -> None:
        self.parameters: list[Any] = []
        self._layout = layout
        self._constants = Constants(layout.engine)

    def write(self, node: Node) -> _Sql:
        if self._constants.has(node):
            return self._constant(node)
        match node:
            case nodes.Name() | nodes.Property():
                return self._column(node)
            case nodes.Comparison():
                return self._comparison(node)
            case nodes.Unary(operator="!"):
                return _Sql(f"(NOT {self._condition(node.operand)})", "boolean")
            case nodes.Logical():
                operator = f" {node.operator.upper()} "
                return _Sql(f"({operator.join(map(self._condition, node.operands))})", "boolean")
            case nodes.Conditional():
                return self._conditional([(arm.condition, arm.value) for arm in node.arms], node.otherwise)
            case nodes.Call() | nodes.MethodCall():
                return self._call(node)
            case _:
                raise _outside(node, "is not among what SQL answers alike")

    def _parameter(self, value: object) -> str:
        self.parameters.append(value)
        return f"${len(self.parameters)}"

    def _constant(self, node: Node) -> _Sql:
        match self._constants.value(node):
            case (None,):
                return _Sql("NULL", "null", is_nullable=True)
            case (bool() as value,):
                kind = "boolean"
            case (int() as value,) if LONG_MIN <= value <= LONG_MAX:
                kind = "integer"
            case (str() as value,) if type(value) is str and is_bindable(value):
                kind = "text"
            case _:
                raise _outside(node, "has no constant in SQL")
        return _Sql(f"{self._parameter(value)}::{_CASTS[kind]}", kind)

    def _column(self, node: nodes.Name | nodes.Property) -> _Sql:
        import pyarrow.types as kinds

        dotted = dotted_name(node)
        found = self._layout.find(tuple(dotted.split("."))) if dotted is not None else None
        if found is ABSENT:
            return _Sql("NULL", "null", is_nullable=True)
        if not isinstance(found, tuple) or len(found) > 1:
            raise _outside(node, "is no column of the table")
        if isinstance(node, nodes.Property) and is_user_date(node, self._layout.engine):
            raise _outside(node, "is a date-time")
        field = self._layout.schema.field(found[0])
        if kinds.is_null(field.type):
            return _Sql("NULL", "null", is_nullable=True)
        kind = _kind(field)
        if kind is None:
            raise _outside(node, f"is of type {field.type}")
        return _Sql(quoted_name(found[0]), kind, is_nullable=True)

    def _condition(self, node: Node) -> str:
        sql = self.write(node)
        if sql.kind == "boolean" and not sql.is_nullable:
            return sql.text
        raise _outside(node, "is a condition that may be null or no Boolean, which is an error of its row")

    def _comparison(self, node: nodes.Comparison) -> _Sql:
        left, right = self.write(node.left), self.write(node.right)
        if node.operator in {"==", "!="}:
            if left.kind != right.kind and "null" not in {left.kind, right.kind}:
                raise _outside(node, f"compares {left.kind} with {right.kind}")
            negation = "NOT " if node.operator == "==" else ""
            return _Sql(f"({left.text} IS {negation}DISTINCT FROM {right.text})", "boolean")
        if {left.kind, right.kind} != {"integer"}:
            raise _outside(node, "orders something else than whole numbers")
        if node.operator in {">", "<="}:
            left, right = right, left
        # Null comes before everything, and is not before itself.
        less = f"COALESCE({left.text} < {right.text}, {left.text} IS NULL AND {right.text} IS NOT NULL)"
        return _Sql(less if node.operator in {"<", ">"} else f"(NOT {less})", "boolean")

    def _conditional(self, arms: Sequence[tuple[Node, Node]], otherwise: Node) -> _Sql:
        tests = [self._condition(test) for test, _ in arms]
        values = [self.write(value) for value in (*(value for _, value in arms), otherwise)]
        kinds = {value.kind for value in values} - {"null"}
        if len(kinds) > 1:
            raise _outside(otherwise, f"ends a conditional whose values are {' and '.join(sorted(kinds))}")
        cases = zip(tests, values[:-1], strict=True)
        whens = " ".join(f"WHEN {test} THEN {value.text}" for test, value in cases)
        is_nullable = any(value.is_nullable for value in values)
        kind = kinds.pop() if kinds else "null"
        return _Sql(f"CASE {whens} ELSE {values[-1].text} END", kind, is_nullable)

    def _call(self, node: nodes.Call | nodes.MethodCall) -> _Sql:
        function = resolve(node)
        if function is not None and function.name == "IIF" and len(node.arguments) == 3:
            test, then, otherwise = node.arguments
            return self._conditional([(test, then)], otherwise)
        predicate = read_predicate(node, self._constants, self._layout.engine)
        if predicate is not None:
            return self._membership(node, predicate)
        if function is not None and function.name in _TEXT_TESTS and len(node.arguments) == 2:
            whole, part = map(self.write, node.arguments)
            if whole.kind == part.kind == "text" and self._constants.has(node.arguments[1]):
                asked = f"{_TEXT_TESTS[function.name]}({whole.text}, {part.text})"
                return _Sql(f"COALESCE({asked}, FALSE)", "boolean")
        raise _outside(node, "is not among what SQL answers alike")

    def _membership(self, node: Node, predicate: Predicate) -> _Sql:
        import pyarrow.types as kinds

        if self._layout.groups is None:
            raise _outside(node, "asks for groups, and the table has none")
        kind = self._layout.schema.field(self._layout.groups).type
        if kinds.is_null(kind):
            return _Sql("FALSE", "boolean")
        if not kinds.is_list(kind) or _kind(kind.value_field) != "text":
            raise _outside(node, "asks for groups that are no list of names")
        held, asked = quoted_name(self._layout.groups), self._parameter(predicate)
        if predicate.exact_name is not None:  # twice as fast as a list of one name
            test = f"list_contains({held}, {asked}::VARCHAR)"
        else:
            test = f"list_has_any({held}, {asked}::VARCHAR[])"
        return _Sql(f"COALESCE({test}, FALSE)", "boolean")


def is_bindable(text: str) -> bool:
    """Tell whether a text can be a parameter: it is UTF-8 and has no zero character."""
    return "\0" not in text and not any("\ud800" <= char < "\ue000" for char in text)


def _outside(node: Node, reason: str) -> OutsideFragmentError:
    text = print_node(node)
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    return OutsideFragmentError(f"`{shown}` {reason}")
