"""Functions that are worth a fast path: the common case inline, everything else by the function itself.

A fast path gives exactly the function's own answer (a test holds every case of the conformance suite against the
tracing walk, which knows no fast paths), and stands here only because a benchmark asked for it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from oktaexpr.compiler.emit import Code, Emitter
from oktaexpr.compiler.generator import Generator
from oktaexpr.functions.declaration import Function

Inline = Callable[[Generator, Emitter, Function, list[Code]], Code | None]


def _constant_text(code: Code) -> str | None:
    value = code.expression.value if isinstance(code.expression, ast.Constant) else None
    return value if isinstance(value, str) else None


def _constant_integer(code: Code) -> int | None:
    value = code.expression.value if isinstance(code.expression, ast.Constant) else None
    return value if type(value) is int else None


def _slow(generator: Generator, emitter: Emitter, function: Function, arguments: list[ast.expr]) -> ast.Call:
    kept = emitter.name(generator.keep("function", function))
    return emitter.call("call", kept, emitter.items(arguments), emitter.constant(None))


def _if_text(
    generator: Generator,
    emitter: Emitter,
    function: Function,
    codes: list[Code],
    quick: Callable[[ast.expr], ast.expr],
) -> Code:
    """`quick(text)` where the first argument is text, else the function; the other arguments are constants."""
    first, again = generator.once(emitter, codes[0])
    slow = _slow(generator, emitter, function, [again, *(code.expression for code in codes[1:])])
    return Code(emitter.choose(emitter.is_type(first, "str"), quick(again), slow))


def _method(name: str) -> Inline:
    def inline(generator: Generator, emitter: Emitter, function: Function, codes: list[Code]) -> Code:
        return _if_text(generator, emitter, function, codes, lambda text: emitter.method(text, name))

    return inline


def _part(element: int) -> Inline:
    """Give the part before (0) or after (2) a constant mark."""

    def inline(generator: Generator, emitter: Emitter, function: Function, codes: list[Code]) -> Code | None:
        mark = codes[1].expression
        if not _constant_text(codes[1]):
            return None
        return _if_text(
            generator,
            emitter,
            function,
            codes,
            lambda text: emitter.element(emitter.method(text, "partition", mark), element),
        )

    return inline


def _substring(generator: Generator, emitter: Emitter, function: Function, codes: list[Code]) -> Code | None:
    if len(codes) != 3:
        return None
    start, end = _constant_integer(codes[1]), _constant_integer(codes[2])
    if start != 0 or end is None or end < 0:
        return None
    first, again = generator.once(emitter, codes[0])
    part = generator.temporary()  # only its own characters decide whether it is the same in UTF-16 units
    taken = emitter.bind(part, emitter.slice(again, None, emitter.constant(end)))
    plain = emitter.both(emitter.is_type(first, "str"), emitter.method(taken, "isascii"))
    slow = _slow(generator, emitter, function, [again, codes[1].expression, codes[2].expression])
    return Code(emitter.choose(plain, emitter.name(part), slow))


def _length(generator: Generator, emitter: Emitter, function: Function, codes: list[Code]) -> Code:
    first, again = generator.once(emitter, codes[0])
    plain = emitter.both(emitter.is_type(first, "str"), emitter.method(again, "isascii"))
    return Code(
        emitter.choose(plain, emitter.call("len", again), _slow(generator, emitter, function, [again]))
    )


def _contains(generator: Generator, emitter: Emitter, function: Function, codes: list[Code]) -> Code | None:
    part = codes[1].expression
    if _constant_text(codes[1]) is None:
        return None
    return _if_text(generator, emitter, function, codes, lambda text: emitter.compare(part, ast.In(), text))


def _starts_with(
    generator: Generator, emitter: Emitter, function: Function, codes: list[Code]
) -> Code | None:
    start = codes[1].expression
    if _constant_text(codes[1]) is None:
        return None
    return _if_text(
        generator, emitter, function, codes, lambda text: emitter.method(text, "startswith", start)
    )


def _member(attribute: str) -> Inline:
    """Membership by a constant name or id: the scope has them as a set."""

    def inline(generator: Generator, emitter: Emitter, function: Function, codes: list[Code]) -> Code | None:
        if not codes or any(_constant_text(code) is None for code in codes):
            return None
        known = emitter.attribute(emitter.name("scope"), attribute)
        tests = [emitter.compare(code.expression, ast.In(), known) for code in codes]
        return Code(emitter.either(*tests), "bool")

    return inline


def _member_starting(
    generator: Generator, emitter: Emitter, function: Function, codes: list[Code]
) -> Code | None:
    if _constant_text(codes[0]) is None:
        return None
    names = emitter.attribute(emitter.name("scope"), "group_names")
    return Code(emitter.call("any_starts_with", names, codes[0].expression), "bool")


INLINE: dict[str, Inline] = {
    "String.toLowerCase": _method("lower"),
    "String.toUpperCase": _method("upper"),
    "String.substring": _substring,
    "String.substringBefore": _part(0),
    "String.substringAfter": _part(2),
    "String.len": _length,
    "String.stringContains": _contains,
    "String.startsWith": _starts_with,
    "isMemberOfGroupName": _member("group_names"),
    "isMemberOfGroup": _member("group_ids"),
    "isMemberOfAnyGroup": _member("group_ids"),
    "isMemberOf": _member("group_names"),
    "isMemberOfGroupNameStartsWith": _member_starting,
}
