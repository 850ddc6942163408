"""Tree to text, in the canonical spelling: `parse(print_node(tree)) == tree` for every tree.

Word operators are printed in capitals, symbols stay symbols, strings keep the quotes they were written in,
parentheses that the text had are kept, and those that the tree needs are added.
"""

from __future__ import annotations

import re

from oktaexpr.syntax import nodes
from oktaexpr.syntax.nodes import Node

_TOP, _OR, _AND, _RELATION, _SUM, _PRODUCT, _POWER, _UNARY, _POSTFIX = range(9)


def print_node(node: Node) -> str:
    """Return the canonical text of a tree."""
    return _at(node, _TOP)


def _at(node: Node, level: int) -> str:
    """Return the text of `node` where the grammar wants `level`, in parentheses if it binds less."""
    text = _text(node)
    return f"({text})" if node.parenthesized or _level(node) < level else text


def _level(node: Node) -> int:
    match node:
        case nodes.Conditional() | nodes.Elvis():
            return _TOP
        case nodes.Logical(operator=operator):
            return _OR if operator == "or" else _AND
        case nodes.Comparison() | nodes.Matches() | nodes.Between() | nodes.InstanceOf() | nodes.Assignment():
            return _RELATION
        case nodes.Arithmetic(operators=operators):
            return {"+": _SUM, "-": _SUM, "^": _POWER}.get(operators[0], _PRODUCT)
        case nodes.Step(prefix=False):
            return _POWER
        case nodes.Unary() | nodes.Step():
            return _UNARY
        case _:
            return _POSTFIX


def _text(node: Node) -> str:  # noqa: C901 - one case a node kind
    match node:
        case nodes.Literal():
            return _literal(node)
        case nodes.ListLiteral(items=items):
            return "{" + ", ".join(_at(item, _TOP) for item in items) + "}"
        case nodes.MapEntry(key=key, value=value):
            return f"{_at(key, _TOP)}: {_at(value, _TOP)}"
        case nodes.MapLiteral(entries=entries):
            return "{" + (", ".join(_text(entry) for entry in entries) or ":") + "}"
        case nodes.Name(name=name):
            return name
        case nodes.Variable(name=name):
            return f"#{name}"
        case nodes.Index(target=target, index=index):
            return f"{_at(target, _POSTFIX) if target is not None else ''}[{_at(index, _TOP)}]"
        case nodes.Call(name=name, arguments=arguments):
            return f"{name}({_arguments(arguments)})"
        case nodes.Property() | nodes.MethodCall() | nodes.Projection() | nodes.Selection():
            return _step(node)
        case nodes.Conditional() | nodes.Elvis() | nodes.Logical() | nodes.Arithmetic() | nodes.Arm():
            return _chain(node)
        case nodes.Unary(operator=operator, operand=operand, word=word):
            return _unary("NOT" if word else operator, _at(operand, _UNARY))
        case nodes.Comparison(operator=operator, left=left, right=right):
            return f"{_at(left, _SUM)} {operator} {_at(right, _SUM)}"
        case nodes.Matches(left=left, pattern=pattern):
            return f"{_at(left, _SUM)} matches {_at(pattern, _SUM)}"
        case nodes.Between(left=left, bounds=bounds):
            return f"{_at(left, _SUM)} between {_at(bounds, _SUM)}"
        case _:
            return _dropped(node)


def _dropped(node: Node) -> str:
    match node:
        case nodes.Assignment(target=target, value=value):
            return f"{_at(target, _SUM)} = {_at(value, _SUM)}"
        case nodes.InstanceOf(left=left, type=kind):
            return f"{_at(left, _SUM)} instanceof {_at(kind, _SUM)}"
        case nodes.Step(operand=operand, operator=operator, prefix=prefix):
            return f"{operator}{_at(operand, _POSTFIX)}" if prefix else f"{_at(operand, _UNARY)}{operator}"
        case nodes.TypeReference(type_name=name, dimensions=dimensions):
            return f"T({name}{'[]' * dimensions})"
        case nodes.Constructor(type_name=name, arguments=arguments):
            return f"new {name}({_arguments(arguments)})"
        case nodes.BeanReference(sigil=sigil, name=name):
            return f"{sigil}{_quoted(name)}"
        case nodes.FunctionReference(name=name, arguments=arguments):
            return f"#{name}({_arguments(arguments)})"
        case _:
            message = f"no text for {type(node).__name__}"
            raise TypeError(message)


def _step(node: nodes.Property | nodes.MethodCall | nodes.Projection | nodes.Selection) -> str:
    target = _at(node.target, _POSTFIX)
    dot = "?." if node.null_safe else "."
    match node:
        case nodes.Property(name=name):
            return f"{target}{dot}{name}"
        case nodes.MethodCall(name=name, arguments=arguments):
            return f"{target}{dot}{name}({_arguments(arguments)})"
        case nodes.Projection(expression=expression):
            return f"{target}{dot}![{_at(expression, _TOP)}]"
        case nodes.Selection(which=which, condition=condition):
            return (
                f"{target}{dot}{ {'all': '?[', 'first': '^[', 'last': '$['}[which] }{_at(condition, _TOP)}]"
            )


def _chain(node: nodes.Conditional | nodes.Elvis | nodes.Logical | nodes.Arithmetic | nodes.Arm) -> str:
    match node:
        case nodes.Arm(condition=condition, value=value):
            return f"{_at(condition, _OR)} ? {_at(value, _TOP)}"
        case nodes.Conditional(arms=arms, otherwise=otherwise):
            nested = isinstance(otherwise, nodes.Conditional) and not otherwise.parenthesized
            last = f"({_text(otherwise)})" if nested else _at(otherwise, _TOP)
            return " : ".join([*(_chain(arm) for arm in arms), last])
        case nodes.Elvis(operands=operands):
            *firsts, rest = operands
            nested = isinstance(rest, nodes.Elvis) and not rest.parenthesized
            last = f"({_text(rest)})" if nested else _at(rest, _TOP)
            return " ?: ".join([*(_at(operand, _OR) for operand in firsts), last])
        case nodes.Logical(operator=logical, operands=operands, word=word):
            mark = logical.upper() if word else {"and": "&&", "or": "||"}[logical]
            inner = _RELATION if logical == "and" else _AND
            return f" {mark} ".join(_at(operand, inner) for operand in operands)
        case nodes.Arithmetic(operators=operators, operands=operands):
            inner = {"+": _PRODUCT, "-": _PRODUCT, "^": _UNARY}.get(operators[0], _POWER)
            parts = [_at(operands[0], inner)]
            for operator, operand in zip(operators, operands[1:], strict=True):
                parts += (operator, _at(operand, inner))
            return " ".join(parts)


def _unary(operator: str, operand: str) -> str:
    """`-` before `-1` needs a blank (`--` is another operator), `!` before `[` too, and a word needs one always."""
    is_apart = operator == "NOT" or operand.startswith(operator) or (operator + operand).startswith("![")
    return f"{operator} {operand}" if is_apart else f"{operator}{operand}"


def _arguments(arguments: tuple[Node, ...]) -> str:
    return ", ".join(_at(argument, _TOP) for argument in arguments)


def _literal(node: nodes.Literal) -> str:
    if node.text and node.kind not in {"null", "boolean"}:
        return node.text
    match node.kind:
        case "null":
            return "null"
        case "boolean":
            return "true" if node.value else "false"
        case "string":
            return _quoted(str(node.value))
        case "integer":
            return str(node.value)
        case "long":
            return f"{node.value}L"
        case "double" | "float":
            return _real(node)


def _real(node: nodes.Literal) -> str:
    text = repr(float(node.value or 0))
    suffix = "f" if node.kind == "float" else ""
    if text == "inf":
        return f"1e999{suffix}"
    return text + suffix


def _quoted(text: str) -> str:
    """Quote with the double quotes of Okta's reference, unless single ones save an escape.

    Spring halves a doubled quote of either kind, so a run of the other kind has to be doubled as well.
    """
    quote, other = ("'", '"') if '"' in text and "'" not in text else ('"', "'")
    escaped = text.replace(quote, quote * 2)
    return quote + re.sub(f"{other}{{2,}}", lambda run: run.group() * 2, escaped) + quote
