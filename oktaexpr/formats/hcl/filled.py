"""What a template says with its `${…}` and `%{…}` filled in, and what a `for` makes of a collection."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from oktaexpr.formats.hcl import nodes
from oktaexpr.formats.hcl.choices import chosen, for_each_way
from oktaexpr.formats.hcl.nodes import Directive, Expression, Part, Template
from oktaexpr.formats.mapped import MappedText, Origin, Run, joined_within_bounds
from oktaexpr.formats.values import Array, Choice, Object, Scalar, Text, Unknown, Value, known_text
from oktaexpr.source import Span

_MOST_COPIES = 1000
"""How many resources, blocks or texts one `for_each` or `for` may make here."""
HOLE_MARK = "unknown_oktaexpr_"
"""How every text begins that stands for an unknown one."""
UNREAD = "%{…}"
"""What is said in place of a part whose own text is not looked into, since nobody can say which of it will be there."""

Names: TypeAlias = Mapping[str, Value]
"""Values of `each`, of the iterators of dynamic blocks, of what a `for` names, of the variables of a template file."""
Evaluate: TypeAlias = Callable[[Expression, str, Names], Value]
"""Says what an expression of a file comes to."""


def filled_in(template: Template, path: str, names: Names, evaluate: Evaluate) -> Value:
    """Return the text of a template, in each way that its conditions leave open.

    Where nobody can say which parts come together, those parts are not looked into.
    """
    pieces = list(_pieces(template, path, names, evaluate))
    values = [value for value, _ in pieces]

    def joined(taken: list[Value]) -> Value:
        parts = [
            _as_text(value, span, template.origin) for value, (_, span) in zip(taken, pieces, strict=True)
        ]
        content = joined_within_bounds(parts)
        origin = template.origin
        return known_text(content) if content is not None else Unknown("…", origin.span, origin)

    result = for_each_way(values, joined)
    if result is not None:
        return result
    return joined(
        [_unread(span, template.origin) if isinstance(value, Choice) else value for value, span in pieces]
    )


def is_unread(value: Value) -> bool:
    """Whether a value is a text that stands in the file, but that is not looked into."""
    return isinstance(value, Unknown) and value.reference == UNREAD


def for_value(loop: nodes.ForExpression, path: str, names: Names, evaluate: Evaluate) -> Value | None:
    """Return what `[for …]` or `{for …}` makes; None where the collection or a key of the result is not known."""
    pairs = None if loop.is_filtered else _pairs(evaluate(loop.collection, path, names))
    if pairs is None:
        return None
    made = [
        (
            None if loop.key is None else evaluate(loop.key, path, inner),
            _settled(evaluate(loop.value, path, inner), loop.names, loop.span, Origin(path, loop.span, None)),
        )
        for inner in _iterations(pairs, loop.names, names)
    ]
    if loop.key is None:
        return Array(tuple(value for _, value in made))
    keys = [key.value for key, _ in made if isinstance(key, Text) and not key.content.holes]
    if len(keys) < len(made):
        return None
    return Object(dict(zip(keys, (value for _, value in made), strict=True)))


def elements(value: Value) -> list[tuple[Text, Value]]:
    """Return the keys and values that `for_each` goes through; nothing where they are not known."""
    match value:
        case Object(entries=entries):
            listed: list[tuple[Text, Value]] = []
            for key, element in entries.items():
                listed.append((_key(key), element))
            return listed[:_MOST_COPIES]
        case Array(items=items):
            return [
                (item if isinstance(item, Text) else _key(str(number)), item)
                for number, item in enumerate(items[:_MOST_COPIES])
            ]
        case _:
            return []


def hole_text(reference: str) -> str:
    """Return what stands for an unknown text while the rest is checked: the same for the same reference.

    Around what is not looked into are blanks: what a loop or a condition leaves out never is a part of a word.
    """
    words = "".join(char if char.isascii() and char.isalnum() else "_" for char in reference)
    return f" {HOLE_MARK} " if reference == UNREAD else f"{HOLE_MARK}{words}"


def _pieces(template: Template, path: str, names: Names, evaluate: Evaluate) -> Iterator[tuple[Value, Span]]:
    """Yield the values that a template consists of, each with the place of what stands for it."""
    parts = template.parts
    at = 0
    while at < len(parts):
        part = parts[at]
        at += 1
        match part:
            case MappedText():
                yield known_text(part), part.runs[0].span
            case nodes.Interpolation(expression=inner, span=span):
                yield evaluate(inner, path, names), span
            case Directive(span=span) as directive:
                body, other, at = _branches(template, at - 1)
                for value in _directed(directive, body, other, path, names, evaluate):
                    yield value, span


def _directed(
    directive: Directive, body: Template, other: Template, path: str, names: Names, evaluate: Evaluate
) -> Iterator[Value]:
    """Yield either text of an `if`; the body of a `for` for each element, or nothing of it where they are not known."""
    if directive.condition is not None:
        yes, no = evaluate(body, path, names), evaluate(other, path, names)
        yield chosen(directive.condition, yes, no)
        return
    collection = directive.expression
    pairs = None if collection is None else _pairs(evaluate(collection, path, names))
    if pairs is None:
        yield _unread(directive.span, body.origin)
        return
    for inner in _iterations(pairs, directive.names, names):
        yield _settled(evaluate(body, path, inner), directive.names, directive.span, body.origin)


def _branches(template: Template, at: int) -> tuple[Template, Template, int]:
    """Return what stands between the directive at `at` and its end, before and behind an `else`, and where it goes on."""
    parts, depth, middle = template.parts, 0, None
    for number in range(at, len(parts)):
        part = parts[number]
        keyword = part.keyword if isinstance(part, Directive) else ""
        if keyword in {"if", "for"}:
            depth += 1
        elif keyword == "else" and depth == 1:
            middle = number
        elif keyword in {"endif", "endfor"}:
            depth -= 1
            if depth == 0:
                first = parts[at + 1 : number if middle is None else middle]
                second = () if middle is None else parts[middle + 1 : number]
                return _part_of(template, first, part), _part_of(template, second, part), number + 1
    message = "a directive without an end passed the reader"
    raise AssertionError(message)


def _part_of(template: Template, parts: tuple[Part, ...], end: Part) -> Template:
    """Return some parts as a template of their own; none are an empty text, where `end` stands."""
    start = end.span.start if isinstance(end, Directive) else 0
    empty = MappedText((Run("", Span(start, start), template.origin),))
    return Template((empty, *parts), template.origin)


def _pairs(value: Value) -> list[tuple[Value, Value]] | None:
    """Return the keys or indexes of a collection with its elements; None where they are not known, or too many."""
    pairs: list[tuple[Value, Value]]
    match value:
        case Object(entries=entries):
            pairs = [(_key(key), element) for key, element in sorted(entries.items())]
        case Array(items=items):
            pairs = [(Scalar(number), item) for number, item in enumerate(items)]
        case _:
            return None
    return pairs if len(pairs) <= _MOST_COPIES else None


def _iterations(pairs: list[tuple[Value, Value]], given: Sequence[str], names: Names) -> Iterator[Names]:
    for pair in pairs:
        yield {**names, **dict(zip(given, pair[-len(given) :], strict=True))}


def _is_about(value: Value, names: Sequence[str]) -> bool:
    """Whether a condition of a value reads one of the names."""
    return isinstance(value, Choice) and any(
        read.partition(".")[0] in names
        for option in value.options
        for condition in option.given
        for read in condition.names
    )


def _settled(value: Value, names: Sequence[str], span: Span, origin: Origin) -> Value:
    """Return a value of one turn of a loop; what a condition on the turn itself decides is not looked into."""
    return _unread(span, origin) if _is_about(value, names) else value


def _unread(span: Span, origin: Origin) -> Unknown:
    return Unknown(UNREAD, span, origin)


def _key(name: str) -> Text:
    """Return a key as a text; it has no place of its own that a fix could change."""
    return known_text(MappedText((Run(name, Span(0, 0), Origin("", Span(0, 0), None)),)))


def _as_text(value: Value, span: Span, origin: Origin) -> MappedText:
    """Return a value inside a template; what is no text or number is a hole there."""
    match value:
        case Text():
            return value.content
        case Scalar(value=bool(truth)):
            return MappedText((Run("true" if truth else "false", span, origin),))
        case Scalar(value=int(number)):
            return MappedText((Run(str(number), span, origin),))
        case Unknown(reference=reference):
            return MappedText((Run(hole_text(reference), span, origin, reference),))
        case _:
            return MappedText((Run(hole_text("…"), span, origin, "…"),))
