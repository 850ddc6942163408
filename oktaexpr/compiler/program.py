"""Programs: an expression made ready to run on many scopes."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from oktaexpr.compiler import access, calls, operators
from oktaexpr.compiler.generator import Generator, Handler
from oktaexpr.compiler.runtime import FILE_NAME, NAMESPACE, locator
from oktaexpr.directory.scope import Scope
from oktaexpr.functions.declaration import Engine, checked_engine
from oktaexpr.functions.evaluation import Evaluation
from oktaexpr.syntax import nodes, parse
from oktaexpr.syntax.nodes import Node

HANDLERS: dict[type[Node], Handler] = {
    nodes.Literal: operators.literal,
    nodes.ListLiteral: operators.list_literal,
    nodes.MapLiteral: operators.map_literal,
    nodes.Unary: operators.unary,
    nodes.Arithmetic: operators.arithmetic,
    nodes.Comparison: operators.comparison,
    nodes.Matches: operators.matches,
    nodes.Between: operators.between,
    nodes.Logical: operators.logical,
    nodes.Conditional: operators.conditional,
    nodes.Elvis: operators.elvis,
    nodes.Name: access.name,
    nodes.Variable: access.variable,
    nodes.Property: access.property,
    nodes.Index: access.index,
    nodes.Projection: access.projection,
    nodes.Selection: access.selection,
    nodes.Call: calls.call,
    nodes.MethodCall: calls.method_call,
    nodes.Assignment: access.dropped,
    nodes.Step: access.dropped,
    nodes.InstanceOf: access.dropped,
    nodes.TypeReference: access.dropped,
    nodes.Constructor: access.dropped,
    nodes.BeanReference: access.dropped,
    nodes.FunctionReference: access.dropped,
}
"""How each kind of node is generated."""


class Program:
    """A compiled expression: `program(scope)` gives its value. Holds nothing of any user; threads may share it."""

    __slots__ = ("engine", "text", "tree")

    def __init__(self, text: str, tree: Node, engine: Engine) -> None:
        """Keep what was compiled."""
        self.text = text
        self.tree = tree
        self.engine = engine

    def __call__(self, scope: Scope, /) -> Any:  # noqa: ANN401 - a value of the language
        """Evaluate. Raises `EvaluationError`, whose first diagnostic has the place."""
        message = "a program is made by `compile`, which gives each one its own call"
        raise TypeError(message)

    def over(self, users: Any, **settings: Any) -> Any:  # noqa: ANN401 - Arrow's, which is an extra
        """Evaluate over Arrow columns: a record batch, a table or a stream of batches gives the same of results.

        A result has the columns `key`, `value` and `error` (null, or `code` and `message`). The settings are those
        of `oktaexpr.columns.Settings`: `key`, `groups`, `memberships`, `now`, `as_json`. Raises `UsageError` and
        `DirectoryError` for tables that cannot be read; an error of one row stands in its row.
        """
        from oktaexpr.columns import Settings, over

        return over(self, users, Settings(**settings))

    def __repr__(self) -> str:
        """Show the text."""
        return f"<Program {self.text!r} ({self.engine})>"


def compile(text: str, engine: str = "classic") -> Program:
    """Compile an expression for `classic` or `identity-engine`.

    Raises `ExpressionSyntaxError` for a text that does not parse, and `UsageError` for another engine. A name that
    does not resolve is no error here: it raises when an evaluation reaches it.
    """
    return compile_tree(text, parse(text), checked_engine(engine))


def compile_tree(text: str, tree: Node, engine: Engine) -> Program:
    """Compile a tree that `parse` gave for `text`."""
    namespace = new_namespace()
    generator = Generator(engine, namespace, HANDLERS)
    run = defined("program", generator.module(tree), generator)
    # A class of its own, so that calling the program calls the generated function without a frame between.
    kind = type("Program", (Program,), {"__slots__": (), "__call__": staticmethod(run)})
    program: Program = kind(text, tree, engine)
    return program


def new_namespace() -> dict[str, Any]:
    """Return the names that one generated module starts with."""
    return {**NAMESPACE, "Evaluation": _evaluation}


def defined(name: str, module: ast.Module, generator: Generator) -> Callable[..., Any]:
    """Run a generated module and return the function that it defines; faults find their nodes through `generator`."""
    namespace = generator.namespace
    namespace["locate"] = locator(generator.nodes)
    exec(builtins.compile(module, FILE_NAME, "exec"), namespace)
    function: Callable[..., Any] = namespace[name]
    return function


def _evaluation(scope: Scope, engine: Engine) -> Evaluation:
    return Evaluation(scope, engine, _compiled)


@lru_cache(maxsize=256)
def _compiled(text: str, engine: Engine) -> Program:
    """Compile an expression that a function gets as text: the same one comes again with every user."""
    return compile(text, engine)
