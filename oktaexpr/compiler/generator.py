"""From a syntax tree to one Python function.

`Generator` numbers the syntax nodes, hands out temporaries and collects what the function needs; one module a
topic (`operators`, `access`, `calls`) knows how its nodes are generated.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from oktaexpr.compiler.emit import Code, Emitter
from oktaexpr.functions.declaration import Engine
from oktaexpr.functions.resolve import as_conditional
from oktaexpr.syntax.nodes import Conditional, Node

LONGEST_NEST = 20
"""How many links of a chain may nest in one generated expression; longer chains become statements of a function."""

Handler = Callable[["Generator", Emitter, Any], Code]


class Generator:
    """The state of one compilation."""

    def __init__(
        self, engine: Engine, namespace: dict[str, Any], handlers: dict[type[Node], Handler]
    ) -> None:
        """Start with the names that generated code may use and the handlers by node type."""
        self.engine = engine
        self.namespace = namespace
        self.nodes: list[Node] = []
        self.in_context = False
        """Whether `#this` is an element of a collection here."""
        self._handlers = handlers
        self._temporaries = 0
        self._roots: dict[str, str] = {}
        self._needs_evaluation = False
        self.lifted: list[ast.stmt] = []
        """Definitions that stand before the body."""

    def generate(self, node: Node) -> Code:
        """Return the code of a node's value."""
        node = as_conditional(node)
        self.nodes.append(node)
        return self._handlers[type(node)](self, Emitter(len(self.nodes)), node)

    def expression(self, node: Node) -> ast.expr:
        """Return the code of a node's value where nothing is to be known about it."""
        return self.generate(node).expression

    def temporary(self) -> str:
        """Return a fresh variable."""
        self._temporaries += 1
        return f"t{self._temporaries}"

    def once(self, emitter: Emitter, code: Code) -> tuple[ast.expr, ast.expr]:
        """Return the code for its first use, which may bind a temporary, and for each later one."""
        if code.simple:
            return code.expression, code.expression
        temporary = self.temporary()
        return emitter.bind(temporary, code.expression), emitter.name(temporary)

    def keep(self, prefix: str, value: object) -> str:
        """Give generated code a Python object under a fresh name."""
        name = f"{prefix}{len(self.namespace)}"
        self.namespace[name] = value
        return name

    def root(self, emitter: Emitter, name: str) -> ast.Name:
        """Read a root; each is looked up once, at the start."""
        return emitter.name(self._roots.setdefault(name, f"root{len(self._roots)}"))

    def evaluation(self, emitter: Emitter) -> ast.Name:
        """Read the `Evaluation`, which is only made for a program that asks for it."""
        self._needs_evaluation = True
        return emitter.name("evaluation")

    def context(self, emitter: Emitter) -> ast.expr:
        """Read `#this`."""
        return emitter.name("this") if self.in_context else emitter.attribute(emitter.name("scope"), "roots")

    def within(self, node: Node) -> ast.expr:
        """Return the code of a node whose `#this` is an element of a collection."""
        outer, self.in_context = self.in_context, True
        try:
            return self.expression(node)
        finally:
            self.in_context = outer

    def lift(self, emitter: Emitter, body: list[ast.stmt]) -> ast.Call:
        """Put statements into a function of their own and return the call of it."""
        name = f"part{len(self.lifted)}"
        self.lifted.append(emitter.define(name, body, "this"))
        return emitter.call(name, emitter.name("this") if self.in_context else emitter.constant(None))

    def condition(self, node: Node) -> ast.expr:
        """Return code that gives True or False, or raises at the node where its value is no condition."""
        emitter = Emitter(len(self.nodes) + 1)
        code = self.generate(node)
        if code.kind == "bool":
            return code.expression
        first, again = self.once(emitter, code)
        is_boolean = emitter.is_type(first, "bool")
        return emitter.choose(is_boolean, again, emitter.call("to_boolean", again))

    def body(self, node: Node) -> list[ast.stmt]:
        """Return statements that return the node's value; the arms of a conditional become `if` statements."""
        node = as_conditional(node)
        if not isinstance(node, Conditional):
            return [Emitter(len(self.nodes) + 1).give(self.expression(node))]
        self.nodes.append(node)
        emitter = Emitter(len(self.nodes))
        statements: list[ast.stmt] = []
        for arm in node.arms:
            test = self.condition(arm.condition)
            statements.append(emitter.when(test, self.body(arm.value)))
        return [*statements, *self.body(node.otherwise)]

    def module(self, node: Node) -> ast.Module:
        """Return a module that defines `program(scope)`."""
        body = self.body(node)
        emitter = Emitter(1)
        statements = [*self.prelude(emitter), *self.lifted, *body]
        guarded = emitter.guarded(statements, "FAULTS", "locate")
        return ast.Module([emitter.define("program", [guarded], "scope")], [])

    def prelude(self, emitter: Emitter) -> list[ast.stmt]:
        """Return what reads the evaluation and the roots that the body asks for out of `scope`."""
        scope = emitter.name("scope")
        statements: list[ast.stmt] = []
        if self._needs_evaluation:
            made = emitter.call("Evaluation", scope, emitter.constant(self.engine))
            statements.append(emitter.assign("evaluation", made))
        for name, variable in self._roots.items():
            if name == "user":
                value: ast.expr = emitter.attribute(scope, "user")
            else:
                value = emitter.method(emitter.attribute(scope, "roots"), "get", emitter.constant(name))
            statements.append(emitter.assign(variable, value))
        return statements
