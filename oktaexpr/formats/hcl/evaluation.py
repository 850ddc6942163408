"""What an expression of Terraform's language comes to, as far as the files of one folder say it.

A reference to a local, to a variable's default or to an attribute of another resource is followed, so that a text
keeps the place where it stands. Everything else is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from oktaexpr.formats.hcl import nodes
from oktaexpr.formats.hcl.choices import chosen, for_each_way
from oktaexpr.formats.hcl.filled import UNREAD, Names, elements, filled_in, for_value, is_unread
from oktaexpr.formats.hcl.functions import FUNCTIONS
from oktaexpr.formats.hcl.module_files import ModuleFiles
from oktaexpr.formats.hcl.nodes import Block, Body, Expression
from oktaexpr.formats.mapped import Origin
from oktaexpr.formats.values import Array, Object, Scalar, Unknown, Value
from oktaexpr.source import Span

_MOST_DEPTH = 60
_MOST_STEPS = 300_000
"""Values that are worked out for one folder; what comes after counts as unknown."""


@dataclass
class Evaluator:
    """Evaluates against the blocks of one folder."""

    locals: dict[str, tuple[str, Expression]] = field(default_factory=dict)
    """Each with the path of its file."""
    variables: dict[str, tuple[str, Expression]] = field(default_factory=dict)
    """The defaults."""
    resources: dict[tuple[str, str], tuple[str, Body]] = field(default_factory=dict)
    files: ModuleFiles = field(default_factory=ModuleFiles)
    """What `file` and `templatefile` read."""
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

    def add_values(self, path: str, body: Body) -> None:
        """Take in a file of values for variables, which come before defaults and earlier files."""
        for attribute in body.attributes:
            self.variables[attribute.name] = (path, attribute.value)

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
        made = elements(value) if value is not None else []
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
        found = elements(self.value(for_each.value, path, names))
        for key, element in found:
            yield self.block(content.body, path, {**names, name: Object({"key": key, "value": element})})
        if not found:
            yield self.block(content.body, path, names)

    def _value(self, expression: Expression, path: str, names: Names) -> Value:
        match expression:
            case nodes.Template(parts=(nodes.Interpolation(expression=inner),)):
                return self.value(inner, path, names)
            case nodes.Template():
                return filled_in(expression, path, names, self.value)
            case nodes.Constant(value=value):
                return Scalar(value)
            case nodes.ListExpression(items=items):
                return Array(tuple(self.value(item, path, names) for item in items))
            case nodes.ObjectExpression(entries=entries):
                return Object({key: self.value(value, path, names) for key, value in entries})
            case nodes.Conditional(condition=condition, yes=yes, no=no):
                return chosen(condition, self.value(yes, path, names), self.value(no, path, names))
            case nodes.ForExpression(span=span):
                made = for_value(expression, path, names, self.value)
                return made if made is not None else _unknown(UNREAD, span, path)
            case nodes.FunctionCall():
                return self._call(expression, path, names)
            case nodes.Reference(path=steps, span=span):
                is_alone = self.files.is_template(path)
                found = _named(steps, names) if is_alone else self._reference(steps, names)
                return found if found is not None else _unknown(".".join(steps), span, path)
            case nodes.Computed(span=span):
                return _unknown("…", span, path)

    def _call(self, call: nodes.FunctionCall, path: str, names: Names) -> Value:
        origin = Origin(path, call.span, None)
        unknown = Unknown(f"{call.name}(…)", call.span, origin)

        def called(arguments: list[Value]) -> Value:
            match call.name, arguments:
                case "file", [name]:
                    result = self.files.text(name, path)
                case "fileset", [folder, pattern]:
                    result = self.files.listed(folder, pattern, path)
                case "templatefile", [name, Object(entries=entries)]:
                    result = self._from_template(name, path, entries)
                case _:
                    function: Callable[[list[Value], Origin], Value | None] | None = FUNCTIONS.get(call.name)
                    result = function(arguments, origin) if function is not None else None
            return result if result is not None else unknown

        given = [self.value(one, path, names) for one in call.arguments]
        result = for_each_way(given, called)
        if result is None or result is unknown:
            return next((one for one in given if is_unread(one)), unknown)
        return result

    def _from_template(self, name: Value, path: str, entries: Mapping[str, Value]) -> Value | None:
        found = self.files.template(name, path)
        return None if found is None else self.value(found, found.origin.path, entries)

    def _reference(self, steps: tuple[str, ...], names: Names) -> Value | None:
        if steps[0] in names:
            return _named(steps, names)
        match steps:
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


def _named(steps: tuple[str, ...], names: Names) -> Value | None:
    return _step_into(names.get(steps[0]), list(steps[1:]))


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


def _unknown(reference: str, span: Span, path: str) -> Unknown:
    return Unknown(reference, span, Origin(path, span, None))
