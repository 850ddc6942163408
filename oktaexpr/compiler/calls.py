"""How calls are generated: functions are resolved here, once; methods are found by the receiver's type at run time."""

from __future__ import annotations

import ast

from oktaexpr.compiler.emit import Code, Emitter
from oktaexpr.compiler.generator import Generator
from oktaexpr.compiler.inline import INLINE
from oktaexpr.functions.declaration import Function
from oktaexpr.functions.registry import catalogue
from oktaexpr.functions.resolve import changes_literal, namespaced_name, resolve
from oktaexpr.syntax import nodes
from oktaexpr.syntax.nodes import Node


def call(generator: Generator, emitter: Emitter, node: nodes.Call) -> Code:
    function = resolve(node)
    if function is None or (generator.in_context and node.name in catalogue.methods):
        arguments = emitter.items([generator.expression(argument) for argument in node.arguments])
        name = emitter.constant(node.name)
        return Code(
            emitter.call(
                "call_in_context", generator.context(emitter), name, arguments, generator.evaluation(emitter)
            )
        )
    return _function(generator, emitter, function, node.arguments)


def method_call(generator: Generator, emitter: Emitter, node: nodes.MethodCall) -> Code:
    function = resolve(node)
    if function is not None:
        return _function(generator, emitter, function, node.arguments)
    unknown = namespaced_name(node)
    if unknown is not None and unknown.partition(".")[0] not in {"user"}:
        return Code(emitter.call("unknown_function", emitter.constant(unknown)))
    if changes_literal(node, generator.engine):
        return Code(emitter.call("refuse_change", emitter.constant(node.name)))
    target = generator.generate(node.target)
    arguments = emitter.items([generator.expression(argument) for argument in node.arguments])
    first, again = (
        generator.once(emitter, target) if node.null_safe else (target.expression, target.expression)
    )
    result: ast.expr = emitter.call(
        "call_method", again, emitter.constant(node.name), arguments, generator.evaluation(emitter)
    )
    if node.null_safe:
        result = emitter.choose(emitter.is_null(first), emitter.constant(None), result)
    return Code(result)


def _function(
    generator: Generator, emitter: Emitter, function: Function, arguments: tuple[Node, ...]
) -> Code:
    if function.lazy:
        thunks = [emitter.thunk(generator.expression(argument)) for argument in arguments]
        return Code(_call(generator, emitter, function, list(thunks)))
    codes = [generator.generate(argument) for argument in arguments]
    inline = INLINE.get(function.name)
    if inline is not None and function.signature.takes(len(codes)) and not _all_constant(function, codes):
        code = inline(generator, emitter, function, codes)
        if code is not None:
            return code
    return Code(_call(generator, emitter, function, [code.expression for code in codes]))


def _call(generator: Generator, emitter: Emitter, function: Function, arguments: list[ast.expr]) -> ast.Call:
    kept = emitter.name(generator.keep("function", function))
    evaluation: ast.expr = (
        generator.evaluation(emitter) if function.needs_evaluation else emitter.constant(None)
    )
    return emitter.call("call", kept, emitter.items(arguments), evaluation)


def _all_constant(function: Function, codes: list[Code]) -> bool:
    """Whether a function of text works on a constant, which no fast path is for."""
    return function.signature.namespace == "String" and isinstance(codes[0].expression, ast.Constant)
