"""What an expression of Terraform's language comes to, as far as the files of one folder say it.

A reference to a local, to a variable's default or to an attribute of another resource is followed, so that a text
keeps the place where it stands. Everything else is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from oktaexpr.formats.hcl import nodes
from oktaexpr.formats.hcl.functions import FUNCTIONS
from oktaexpr.formats.hcl.nodes import Block, Body, Expression
from oktaexpr.formats.mapped import MappedText, Origin, Run, joined_within_bounds
from oktaexpr.formats.values import Array, Choice, Object, Scalar, Text, Unknown, Value, known_text
from oktaexpr.source import Span

_MOST_DEPTH = 60
_MOST_COPIES = 1000
"""How many resources or blocks one `for_each` may make here."""
_MOST_STEPS = 1_000_000
"""Values that are worked out for one folder; what comes after counts as unknown."""

Names: TypeAlias = Mapping[str, Value]
"""Values of `each` and of the iterators of dynamic blocks."""


@dataclass
class Evaluator:
    """Evaluates against the blocks of one folder."""

    locals: dict[str, tuple[str, Expression]] = field(default_factory=dict)
    """Each with the path of its file."""
    variables: dict[str, tuple[str, Expression]] = field(default_factory=dict)
    """The defaults."""
    resources: dict[tuple[str, str], tuple[str, Body]] = field(default_factory=dict)
    _depth: int = 0
    _steps: int = 0
    _known: dict[tuple[str, ...], Value | None] = field(default_factory=dict)
    """What a reference comes to; None while it is being worked out, since one that names itself is unknown."""

    def add(self, path: str, body: Body) -> None:
        """Take in the blocks of a file."""
        for block in body.blocks:
            match block:
                case Block(type="locals"):
                    for attribute in block.body.attributes:
                        self.locals[attribute.name] = (path, attribute.value)
                case Block(type="variable", labels=(name,)):
                    default = block.body.attribute("default")
                    if default is not None:
                        self.variables[name] = (path, default.value)
                case Block(type="resource", labels=(kind, name)):
                    self.resources[kind, name] = (path, block.body)
                case _:
                    pass

    def value(self, expression: Expression, path: str, names: Names) -> Value:
        """Return what an expression in the file `path` comes to."""
        self._depth += 1
        self._steps += 1
        try:
            if self._depth > _MOST_DEPTH or self._steps > _MOST_STEPS:
                return _unknown("…", Span(0, 0), path)
            return self._value(expression, path, names)
        finally:
            self._depth -= 1

    def block(self, body: Body, path: str, names: Names) -> Object:
        """Return the body of a block as a mapping; nested blocks of one type are a list."""
        entries: dict[str, Value] = {}
        for attribute in body.attributes:
            entries[attribute.name] = self.value(attribute.value, path, names)
        nested: dict[str, list[Value]] = {}
        for block in body.blocks:
            name = block.labels[0] if block.type == "dynamic" and block.labels else block.type
            nested.setdefault(name, []).extend(self._nested(block, path, names))
        lists = {name: Array(tuple(items)) for name, items in nested.items()}
        return Object({**entries, **lists}, {one.name: one.span for one in body.attributes})

    def copies(self, body: Body, path: str) -> Iterator[tuple[str | None, Names]]:
        """Yield the key of each resource that `for_each` makes with its names, or None where there is one resource."""
        for_each = body.attribute("for_each")
        value = self.value(for_each.value, path, {}) if for_each is not None else None
        made = list(_elements(value)) if value is not None else []
        if not made:
            yield None, {}
        for key, element in made:
            yield key.value, {"each": Object({"key": key, "value": element})}

    def _nested(self, block: Block, path: str, names: Names) -> Iterator[Object]:
        if block.type != "dynamic":
            yield self.block(block.body, path, names)
            return
        for_each, iterator = block.body.attribute("for_each"), block.body.attribute("iterator")
        content = next((inner for inner in block.body.blocks if inner.type == "content"), None)
        if for_each is None or content is None:
            return
        name = block.labels[0] if block.labels else ""
        if iterator is not None and isinstance(iterator.value, nodes.Reference):
            name = iterator.value.path[0]
        elements = list(_elements(self.value(for_each.value, path, names)))
        for key, element in elements:
            yield self.block(content.body, path, {**names, name: Object({"key": key, "value": element})})
        if not elements:
            yield self.block(content.body, path, names)

    def _value(self, expression: Expression, path: str, names: Names) -> Value:
        match expression:
            case nodes.Template(parts=(nodes.Interpolation(expression=inner),)):
                return self.value(inner, path, names)
            case nodes.Template():
                return self._template(expression, path, names)
            case nodes.Constant(value=value):
                return Scalar(value)
            case nodes.ListExpression(items=items):
                return Array(tuple(self.value(item, path, names) for item in items))
            case nodes.ObjectExpression(entries=entries):
                return Object({key: self.value(value, path, names) for key, value in entries})
            case nodes.Conditional(yes=yes, no=no):
                return Choice(self.value(yes, path, names), self.value(no, path, names))
            case nodes.FunctionCall(name=name, arguments=arguments, span=span):
                return self._call(name, [self.value(one, path, names) for one in arguments], span, path)
            case nodes.Reference(path=steps, span=span):
                found = self._reference(steps, names)
                return found if found is not None else _unknown(".".join(steps), span, path)
            case nodes.Computed(span=span):
                return _unknown("…", span, path)

    def _template(self, template: nodes.Template, path: str, names: Names) -> Value:
        parts: list[MappedText] = []
        for part in template.parts:
            match part:
                case MappedText():
                    parts.append(part)
                case nodes.Interpolation(expression=inner, span=span):
                    parts.append(_as_text(self.value(inner, path, names), span, template.origin))
                case nodes.Directive(span=span):
                    return _unknown("%{…}", span, path)
        content = joined_within_bounds(parts)
        return (
            known_text(content)
            if content is not None
            else Unknown("…", template.origin.span, template.origin)
        )

    def _call(self, name: str, arguments: list[Value], span: Span, path: str) -> Value:
        function: Callable[[list[Value], Origin], Value | None] | None = FUNCTIONS.get(name)
        origin = Origin(path, span, None)
        result = function(arguments, origin) if function is not None else None
        return result if result is not None else Unknown(f"{name}(…)", span, origin)

    def _reference(self, steps: tuple[str, ...], names: Names) -> Value | None:
        match steps:
            case (name, *rest) if name in names:
                return _step_into(names[name], rest)
            case ("local", name, *rest) if name in self.locals:
                return _step_into(self._once(("local", name), *self.locals[name]), rest)
            case ("var", name, *rest) if name in self.variables:
                value = self._once(("var", name), *self.variables[name])
                return None if value == Scalar(None) else _step_into(value, rest)
            case (kind, name, attribute, *rest) if (kind, name) in self.resources:
                path, body = self.resources[kind, name]
                found = body.attribute(attribute)
                if found is None or body.attribute("for_each") is not None:
                    return None
                return _step_into(self._once((kind, name, attribute), path, found.value), rest)
            case _:
                return None

    def _once(self, key: tuple[str, ...], path: str, expression: Expression) -> Value | None:
        """Work out what a name stands for when it is first asked for."""
        if key not in self._known:
            self._known[key] = None
            self._known[key] = self.value(expression, path, {})
        return self._known[key]


def _step_into(value: Value | None, steps: list[str]) -> Value | None:
    for step in steps:
        match value:
            case Object(entries=entries) if step in entries:
                value = entries[step]
            case Array(items=items) if step.isdigit() and int(step) < len(items):
                value = items[int(step)]
            case _:
                return None
    return value


def _elements(value: Value) -> list[tuple[Text, Value]]:
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


def hole_text(reference: str) -> str:
    """Return what stands for an unknown text while the rest is checked: the same for the same reference."""
    words = "".join(char if char.isascii() and char.isalnum() else "_" for char in reference)
    return f"{HOLE_MARK}{words}"


HOLE_MARK = "unknown_oktaexpr_"
"""How every text begins that stands for an unknown one."""


def _unknown(reference: str, span: Span, path: str) -> Unknown:
    return Unknown(reference, span, Origin(path, span, None))
