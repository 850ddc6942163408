"""Building blocks of generated code: Python `ast` nodes, never text.

The line number of a generated node is the number of the syntax node that it stands for. When something fails,
the traceback's line therefore says where in the expression; nothing has to be passed around at run time.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

_LOAD, _STORE = ast.Load(), ast.Store()


@dataclass(frozen=True, slots=True)
class Code:
    """A generated expression and what is known of its value.

    `kind` is `bool`, `str` (text, never null), `null` or `any`; `simple` code may stand twice.
    """

    expression: ast.expr
    kind: str = "any"
    simple: bool = False


class Emitter:
    """Makes `ast` nodes with the line of one syntax node."""

    __slots__ = ("line", "place")

    def __init__(self, line: int) -> None:
        """Take the number of the syntax node, from 1."""
        self.line = line
        self.place = {"lineno": line, "col_offset": 0, "end_lineno": line, "end_col_offset": 0}

    def name(self, identifier: str) -> ast.Name:
        """Read a variable."""
        return ast.Name(identifier, _LOAD, **self.place)

    def constant(self, value: object) -> ast.Constant:
        """Give a constant."""
        return ast.Constant(value, **self.place)  # type: ignore[arg-type]

    def call(self, function: str, *arguments: ast.expr) -> ast.Call:
        """Call a function of the namespace."""
        return ast.Call(self.name(function), list(arguments), [], **self.place)

    def method(self, target: ast.expr, name: str, *arguments: ast.expr) -> ast.Call:
        """Call a method of a Python object."""
        return ast.Call(ast.Attribute(target, name, _LOAD, **self.place), list(arguments), [], **self.place)

    def attribute(self, target: ast.expr, name: str) -> ast.Attribute:
        """Read an attribute of a Python object."""
        return ast.Attribute(target, name, _LOAD, **self.place)

    def bind(self, temporary: str, value: ast.expr) -> ast.NamedExpr:
        """Keep a value in a temporary and give it."""
        return ast.NamedExpr(ast.Name(temporary, _STORE, **self.place), value, **self.place)

    def choose(self, test: ast.expr, then: ast.expr, otherwise: ast.expr) -> ast.IfExp:
        """`then if test else otherwise`."""
        return ast.IfExp(test, then, otherwise, **self.place)

    def compare(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> ast.Compare:
        """Compare two values."""
        return ast.Compare(left, [operator], [right], **self.place)

    def compare_all(self, left: ast.expr, operators: list[ast.cmpop], rights: list[ast.expr]) -> ast.Compare:
        """Compare in a chain: `a is b is c`."""
        return ast.Compare(left, operators, rights, **self.place)

    def is_null(self, value: ast.expr) -> ast.expr:
        """Test for null; of a constant it is known, and Python would warn of `is` beside a literal."""
        if isinstance(value, ast.Constant):
            return self.constant(value.value is None)
        return self.compare(value, ast.Is(), self.constant(None))

    def is_type(self, value: ast.expr, kind: str) -> ast.Compare:
        """`type(value) is kind`."""
        return self.compare(self.call("type", value), ast.Is(), self.name(kind))

    def both(self, *tests: ast.expr) -> ast.expr:
        """Give `a and b …`."""
        return tests[0] if len(tests) == 1 else ast.BoolOp(ast.And(), list(tests), **self.place)

    def either(self, *tests: ast.expr) -> ast.expr:
        """Give `a or b …`."""
        return tests[0] if len(tests) == 1 else ast.BoolOp(ast.Or(), list(tests), **self.place)

    def negate(self, test: ast.expr) -> ast.UnaryOp:
        """`not test`."""
        return ast.UnaryOp(ast.Not(), test, **self.place)

    def items(self, values: Sequence[ast.expr]) -> ast.List:
        """Make a new list."""
        return ast.List(list(values), _LOAD, **self.place)

    def mapping(self, keys: Sequence[ast.expr], values: Sequence[ast.expr]) -> ast.Dict:
        """Make a new dict."""
        return ast.Dict(list(keys), list(values), **self.place)

    def joined(self, parts: Sequence[ast.expr]) -> ast.JoinedStr:
        """Text from parts that are all text."""
        values = [
            part if isinstance(part, ast.Constant) else ast.FormattedValue(part, -1, None, **self.place)
            for part in parts
        ]
        return ast.JoinedStr(list[ast.expr](values), **self.place)

    def slice(self, target: ast.expr, start: ast.expr | None, end: ast.expr | None) -> ast.Subscript:
        """`target[start:end]`."""
        return ast.Subscript(target, ast.Slice(start, end, None, **self.place), _LOAD, **self.place)

    def element(self, target: ast.expr, index: int) -> ast.Subscript:
        """`target[index]`."""
        return ast.Subscript(target, self.constant(index), _LOAD, **self.place)

    def function(self, parameter: str, body: ast.expr) -> ast.Lambda:
        """Make a function of one parameter."""
        return ast.Lambda(_parameters(self, parameter), body, **self.place)

    def thunk(self, body: ast.expr) -> ast.Lambda:
        """Make a function of no parameter."""
        return ast.Lambda(_parameters(self), body, **self.place)

    # Statements

    def assign(self, variable: str, value: ast.expr) -> ast.Assign:
        """`variable = value`."""
        return ast.Assign([ast.Name(variable, _STORE, **self.place)], value, None, **self.place)

    def give(self, value: ast.expr) -> ast.Return:
        """`return value`."""
        return ast.Return(value, **self.place)

    def when(self, test: ast.expr, body: list[ast.stmt]) -> ast.If:
        """`if test: body`."""
        return ast.If(test, body, [], **self.place)

    def define(self, name: str, body: list[ast.stmt], *parameters: str) -> ast.FunctionDef:
        """`def name(parameters): body`."""
        return ast.FunctionDef(name, _parameters(self, *parameters), body, [], None, None, **self.place)

    def guarded(self, body: list[ast.stmt], error: str, handler: str) -> ast.Try:
        """`try: body`, and raise what `handler` makes of an `error`."""
        caught = ast.ExceptHandler(
            self.name(error),
            "fault",
            [ast.Raise(self.call(handler, self.name("fault")), self.constant(None), **self.place)],
            **self.place,
        )
        return ast.Try(body, [caught], [], [], **self.place)


def _parameters(emitter: Emitter, *names: str) -> ast.arguments:
    return ast.arguments(
        [], [ast.arg(name, None, None, **emitter.place) for name in names], None, [], [], None, []
    )
