"""How names, properties, indexes, projections and selections are generated."""

from __future__ import annotations

import ast

from oktaexpr.compiler.emit import Code, Emitter
from oktaexpr.compiler.generator import Generator
from oktaexpr.functions.dispatch import is_user_date
from oktaexpr.syntax import nodes


def name(generator: Generator, emitter: Emitter, node: nodes.Name) -> Code:
    if generator.in_context:
        return _read(generator, emitter, Code(emitter.name("this"), simple=True), node.name)
    return Code(generator.root(emitter, node.name), simple=True)


def variable(generator: Generator, emitter: Emitter, node: nodes.Variable) -> Code:
    if node.name == "this":
        return Code(generator.context(emitter), simple=True)
    if node.name == "root":
        return Code(emitter.attribute(emitter.name("scope"), "roots"), simple=True)
    return dropped(generator, emitter, node)


def dropped(generator: Generator, emitter: Emitter, node: nodes.Node) -> Code:
    return Code(emitter.call("refuse", emitter.name(generator.keep("node", node))))


def property(generator: Generator, emitter: Emitter, node: nodes.Property) -> Code:
    target = generator.generate(node.target)
    if node.null_safe:
        first, again = generator.once(emitter, target)
        rest = _read(generator, emitter, Code(again, simple=True), node.name)
        return Code(_unless_null(emitter, first, rest.expression))
    if is_user_date(node, generator.engine):
        return Code(emitter.call("read_user_date", target.expression, emitter.constant(node.name)))
    return _read(generator, emitter, target, node.name)


def _read(generator: Generator, emitter: Emitter, target: Code, key: str) -> Code:
    """`target.key`: a plain dict inline, everything else by a call."""
    first, again = generator.once(emitter, target)
    constant = emitter.constant(key)
    quick = emitter.method(again, "get", constant)
    return Code(
        emitter.choose(emitter.is_type(first, "dict"), quick, emitter.call("read_property", again, constant))
    )


def _unless_null(emitter: Emitter, first: ast.expr, rest: ast.expr) -> ast.expr:
    return emitter.choose(emitter.is_null(first), emitter.constant(None), rest)


def index(generator: Generator, emitter: Emitter, node: nodes.Index) -> Code:
    target = (
        Code(generator.context(emitter), simple=True)
        if node.target is None
        else generator.generate(node.target)
    )
    if not isinstance(node.index, nodes.Name):
        return Code(emitter.call("read_index", target.expression, generator.expression(node.index)))
    first, again = generator.once(emitter, target)
    return Code(
        emitter.choose(
            emitter.call("is_map", first),
            emitter.call("read_index", again, emitter.constant(node.index.name)),
            emitter.call("read_index", again, generator.expression(node.index)),
        )
    )


def projection(generator: Generator, emitter: Emitter, node: nodes.Projection) -> Code:
    target = generator.generate(node.target)
    body = emitter.function("this", generator.within(node.expression))
    first, again = (
        generator.once(emitter, target) if node.null_safe else (target.expression, target.expression)
    )
    result = emitter.call("project", again, body, generator.evaluation(emitter))
    return Code(_unless_null(emitter, first, result) if node.null_safe else result)


def selection(generator: Generator, emitter: Emitter, node: nodes.Selection) -> Code:
    target = generator.generate(node.target)
    condition = emitter.function("this", generator.within(node.condition))
    first, again = (
        generator.once(emitter, target) if node.null_safe else (target.expression, target.expression)
    )
    result = emitter.call(
        "select", again, emitter.constant(node.which), condition, generator.evaluation(emitter)
    )
    return Code(_unless_null(emitter, first, result) if node.null_safe else result)
