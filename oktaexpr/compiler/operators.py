"""How operators, conditionals and literals are generated: the common types inline, everything else by a call."""

from __future__ import annotations

import ast

from oktaexpr.compiler.emit import Code, Emitter
from oktaexpr.compiler.generator import LONGEST_NEST, Generator
from oktaexpr.syntax import nodes
from oktaexpr.syntax.nodes import Node
from oktaexpr.values.kinds import Float, Long
from oktaexpr.values.text import to_float32

_ORDER: dict[str, tuple[str, type[ast.cmpop]]] = {
    "<": ("less", ast.Lt),
    "<=": ("less_or_equal", ast.LtE),
    ">": ("greater", ast.Gt),
    ">=": ("greater_or_equal", ast.GtE),
}
_ARITHMETIC = {"+": "plus", "-": "minus", "*": "times", "/": "divided", "%": "remainder", "^": "power"}


def literal(generator: Generator, emitter: Emitter, node: nodes.Literal) -> Code:
    match node.kind:
        case "long":
            return Code(emitter.name(generator.keep("long", Long(int(node.value or 0)))), simple=True)
        case "float":
            return Code(
                emitter.name(generator.keep("float", Float(to_float32(float(node.value or 0))))), simple=True
            )
        case "double":
            return Code(emitter.name(generator.keep("double", float(node.value or 0))), simple=True)
        case _:
            return _plain_literal(emitter, node)


def _plain_literal(emitter: Emitter, node: nodes.Literal) -> Code:
    kind = {"string": "str", "boolean": "bool", "integer": "int", "null": "null"}[node.kind]
    return Code(emitter.constant(node.value), kind, simple=True)


def list_literal(generator: Generator, emitter: Emitter, node: nodes.ListLiteral) -> Code:
    return Code(emitter.items([generator.expression(item) for item in node.items]))


def map_literal(generator: Generator, emitter: Emitter, node: nodes.MapLiteral) -> Code:
    keys, values = [], []
    for entry in node.entries:
        keys.append(_key(generator, emitter, entry.key))
        values.append(generator.expression(entry.value))
    if all(isinstance(entry.key, nodes.Name) or _is_text(entry.key) for entry in node.entries):
        return Code(emitter.mapping(keys, values))
    pairs = [emitter.items(pair) for pair in zip(keys, values, strict=True)]
    return Code(emitter.call("make_map", emitter.items(pairs)))


def _is_text(node: Node) -> bool:
    return isinstance(node, nodes.Literal) and node.kind == "string"


def _key(generator: Generator, emitter: Emitter, key: Node) -> ast.expr:
    if isinstance(key, nodes.Name):
        return emitter.constant(key.name)
    code = generator.generate(key)
    return code.expression if code.kind == "str" else emitter.call("map_key", code.expression)


def unary(generator: Generator, emitter: Emitter, node: nodes.Unary) -> Code:
    if node.operator == "!":
        return Code(emitter.negate(generator.condition(node.operand)), "bool")
    if node.operator == "-" and isinstance(node.operand, nodes.Literal) and node.operand.kind == "integer":
        return Code(emitter.constant(-int(node.operand.value or 0)), "int", simple=True)
    function = "negated" if node.operator == "-" else "positive"
    return Code(emitter.call(function, generator.expression(node.operand)))


def arithmetic(generator: Generator, emitter: Emitter, node: nodes.Arithmetic) -> Code:
    if set(node.operators) == {"+"}:
        return _sum(generator, emitter, node)
    if len(node.operators) > LONGEST_NEST:
        return _long_chain(generator, emitter, node)
    result = generator.expression(node.operands[0])
    for operator, operand in zip(node.operators, node.operands[1:], strict=True):
        result = emitter.call(_ARITHMETIC[operator], result, generator.expression(operand))
    return Code(result)


def _sum(generator: Generator, emitter: Emitter, node: nodes.Arithmetic) -> Code:
    """Add a chain: from the first text on it is all text, and one string is built."""
    codes = [generator.generate(operand) for operand in node.operands]
    first_text = next((at for at, code in enumerate(codes) if code.kind == "str"), None)
    if first_text is None or first_text > LONGEST_NEST:
        if len(codes) > LONGEST_NEST:
            return _long_sum(generator, emitter, codes)
        result = codes[0].expression
        for code in codes[1:]:
            result = emitter.call("plus", result, code.expression)
        return Code(result)
    head = codes[:first_text]
    parts = []
    if head:
        start = head[0]
        for code in head[1:]:
            start = Code(emitter.call("plus", start.expression, code.expression))
        parts.append(_as_text(generator, emitter, start))
    parts += [_as_text(generator, emitter, code) for code in codes[first_text:]]
    return Code(emitter.joined(parts), "str")


def _as_text(generator: Generator, emitter: Emitter, code: Code) -> ast.expr:
    if code.kind == "str":
        return code.expression
    first, again = generator.once(emitter, code)
    return emitter.choose(emitter.is_type(first, "str"), again, emitter.call("to_text", again))


def _long_sum(generator: Generator, emitter: Emitter, codes: list[Code]) -> Code:
    statements: list[ast.stmt] = [emitter.assign("total", codes[0].expression)]
    statements += [
        emitter.assign("total", emitter.call("plus", emitter.name("total"), code.expression))
        for code in codes[1:]
    ]
    return Code(generator.lift(emitter, [*statements, emitter.give(emitter.name("total"))]))


def _long_chain(generator: Generator, emitter: Emitter, node: nodes.Arithmetic) -> Code:
    statements: list[ast.stmt] = [emitter.assign("total", generator.expression(node.operands[0]))]
    for operator, operand in zip(node.operators, node.operands[1:], strict=True):
        value = emitter.call(_ARITHMETIC[operator], emitter.name("total"), generator.expression(operand))
        statements.append(emitter.assign("total", value))
    return Code(generator.lift(emitter, [*statements, emitter.give(emitter.name("total"))]))


def comparison(generator: Generator, emitter: Emitter, node: nodes.Comparison) -> Code:
    left, right = generator.generate(node.left), generator.generate(node.right)
    if node.operator in _ORDER:
        return _order(generator, emitter, node.operator, left, right)
    test = _equality(generator, emitter, left, right)
    return Code(test if node.operator == "==" else emitter.negate(test), "bool")


def _equality(generator: Generator, emitter: Emitter, left: Code, right: Code) -> ast.expr:
    kinds = {left.kind, right.kind}
    if "null" in kinds:
        return emitter.is_null((right if left.kind == "null" else left).expression)
    if "str" in kinds:  # a text equals only an equal text, which Python's == on it says as well
        return emitter.compare(left.expression, ast.Eq(), right.expression)
    first, first_again = generator.once(emitter, left)
    second, second_again = generator.once(emitter, right)
    same_text = emitter.compare_all(
        emitter.call("type", first), [ast.Is(), ast.Is()], [emitter.call("type", second), emitter.name("str")]
    )
    plain = emitter.compare(first_again, ast.Eq(), second_again)
    return emitter.choose(same_text, plain, emitter.call("equal", first_again, second_again))


def _order(generator: Generator, emitter: Emitter, operator: str, left: Code, right: Code) -> Code:
    function, compare = _ORDER[operator]
    if "int" not in {left.kind, right.kind}:
        return Code(emitter.call(function, left.expression, right.expression), "bool")
    first, first_again = generator.once(emitter, left)
    second, second_again = generator.once(emitter, right)
    tests = [
        emitter.is_type(value, "int")
        for value, code in ((first, left), (second, right))
        if code.kind != "int"
    ]
    plain = emitter.compare(first_again, compare(), second_again)
    if not tests:
        return Code(plain, "bool")
    return Code(
        emitter.choose(emitter.both(*tests), plain, emitter.call(function, first_again, second_again)), "bool"
    )


def matches(generator: Generator, emitter: Emitter, node: nodes.Matches) -> Code:
    left, pattern = generator.expression(node.left), generator.expression(node.pattern)
    return Code(emitter.call("matches", left, pattern), "bool")


def between(generator: Generator, emitter: Emitter, node: nodes.Between) -> Code:
    left, bounds = generator.expression(node.left), generator.expression(node.bounds)
    return Code(emitter.call("between", left, bounds), "bool")


def logical(generator: Generator, emitter: Emitter, node: nodes.Logical) -> Code:
    tests = [generator.condition(operand) for operand in node.operands]
    return Code(emitter.both(*tests) if node.operator == "and" else emitter.either(*tests), "bool")


def conditional(generator: Generator, emitter: Emitter, node: nodes.Conditional) -> Code:
    if len(node.arms) > LONGEST_NEST:
        generator.nodes.pop()  # `body` numbers the node itself
        return Code(generator.lift(emitter, generator.body(node)))
    arms = [(generator.condition(arm.condition), generator.generate(arm.value)) for arm in node.arms]
    otherwise = generator.generate(node.otherwise)
    kinds = {value.kind for _, value in arms} | {otherwise.kind}
    result = otherwise.expression
    for test, value in reversed(arms):
        result = emitter.choose(test, value.expression, result)
    return Code(result, kinds.pop() if kinds in ({"bool"}, {"str"}) else "any")


def elvis(generator: Generator, emitter: Emitter, node: nodes.Elvis) -> Code:
    *firsts, last = [generator.generate(operand) for operand in node.operands]
    tests = []
    for code in firsts:
        tests.append(_missing(generator, emitter, code))
    if len(tests) > LONGEST_NEST:
        statements: list[ast.stmt] = [
            emitter.when(emitter.negate(missing), [emitter.give(again)]) for missing, again in tests
        ]
        return Code(generator.lift(emitter, [*statements, emitter.give(last.expression)]))
    result = last.expression
    for missing, again in reversed(tests):
        result = emitter.choose(missing, result, again)
    return Code(result)


def _missing(generator: Generator, emitter: Emitter, code: Code) -> tuple[ast.expr, ast.expr]:
    """Return the test whether a value is null or empty text, and the code to read it again."""
    if isinstance(code.expression, ast.Constant):
        return emitter.constant(code.expression.value in (None, "")), code.expression
    first, again = generator.once(emitter, code)
    is_null = emitter.is_null(first)
    return emitter.either(is_null, emitter.compare(again, ast.Eq(), emitter.constant(""))), again
