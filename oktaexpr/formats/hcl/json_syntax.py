"""Terraform's language written as JSON: `.tf.json` files, and values of variables in `.tfvars.json` files.

A string is a template there, without escapes of its own: those are JSON's.
"""

from __future__ import annotations

from collections.abc import Iterator

from oktaexpr.formats.hcl.embedded import embedded_template
from oktaexpr.formats.hcl.nodes import (
    Attribute,
    Block,
    Body,
    Computed,
    Constant,
    Expression,
    ListExpression,
    ObjectExpression,
    Reference,
    Template,
)
from oktaexpr.formats.json_text import JsonReader
from oktaexpr.formats.mapped import MOST_CHARACTERS, MappedText, Origin, Run
from oktaexpr.formats.notation import HclInJson, JsonQuoted
from oktaexpr.formats.problems import UnreadableError
from oktaexpr.formats.values import Array, Object, Scalar, Text, Value
from oktaexpr.source import Span

_COMMENT = "//"
_ATTRIBUTES = frozenset({"for_each", "count", "depends_on", "lifecycle", "provider"})
"""What never is a block of the provider's, though its value may be an object."""


def parse_json_configuration(text: str, path: str) -> Body:
    """Return the resources, locals and variables of a `.tf.json` file. Raises `UnreadableError`."""
    blocks: list[Block] = []
    for root in _roots(text, path):
        for kind, bodies in _entries(root, "resource"):
            for inner in _objects(bodies):
                for name, given in _entries(inner):
                    blocks += (
                        Block("resource", (kind, name), _body(body), _whole(inner, name))
                        for body in _objects(given)
                    )
        for name, bodies in _entries(root, "variable"):
            for body in _objects(bodies):
                blocks.append(Block("variable", (name,), _literals(body), _whole(body)))
        for body in _objects(root.get("locals")):
            blocks.append(Block("locals", (), Body(tuple(_attributes(body))), _whole(root, "locals")))
    return Body(blocks=tuple(blocks))


def parse_json_values(text: str, path: str) -> Body:
    """Return the values of variables in a `.tfvars.json` file, in which strings are no templates.

    Raises `UnreadableError`.
    """
    return Body(tuple(one for root in _roots(text, path) for one in _literals(root).attributes))


def _roots(text: str, path: str) -> tuple[Object, ...]:
    values = list(JsonReader(text, path, with_places=True).values())
    roots = _objects(values[0]) if len(values) == 1 else ()
    if not roots:
        message = "a file of Terraform's is one JSON object"
        raise UnreadableError(message, Span(0, min(1, len(text))))
    return roots


def _objects(value: Value | None) -> tuple[Object, ...]:
    """Return the objects of what may be one or a list of them."""
    match value:
        case Object():
            return (value,)
        case Array(items=items):
            return tuple(item for item in items if isinstance(item, Object))
        case _:
            return ()


def _entries(value: Object, *keys: str) -> Iterator[tuple[str, Value]]:
    for one in _objects(value.get(*keys)):
        yield from ((name, inner) for name, inner in one.entries.items() if name != _COMMENT)


def _whole(value: Object, name: str | None = None) -> Span:
    places = [value.places[name]] if name is not None else list(value.places.values())
    return Span(places[0].start, places[-1].end) if places else Span(0, 0)


def _literals(value: Object) -> Body:
    return Body(
        tuple(
            Attribute(name, _expression(inner, is_template=False), value.places[name])
            for name, inner in _entries(value)
        )
    )


def _attributes(value: Object) -> Iterator[Attribute]:
    for name, inner in _entries(value):
        yield Attribute(name, _expression(inner, is_template=True), value.places[name])


def _body(value: Object) -> Body:
    """Return the body of a resource; what only the provider's schema tells apart, a block and a mapping, is a block."""
    attributes: list[Attribute] = []
    blocks: list[Block] = []
    for name, inner in _entries(value):
        place = value.places[name]
        objects = _objects(inner)
        if name == "dynamic":
            for label, given in _entries(value, name):
                blocks += (Block(name, (label,), _body(body), place) for body in _objects(given))
        elif name == "iterator" and isinstance(inner, Text):
            attributes.append(Attribute(name, Reference((inner.value,), place), place))
        elif objects and name not in _ATTRIBUTES:
            blocks += (Block(name, (), _body(body), place) for body in objects)
        else:
            attributes.append(Attribute(name, _expression(inner, is_template=True), place))
    return Body(tuple(attributes), tuple(blocks))


def _expression(value: Value, *, is_template: bool) -> Expression:
    match value:
        case Text(value=text) if len(text) > MOST_CHARACTERS:
            return Computed(Span(0, 0))
        case Text():
            return _template(value.content) if is_template else _literal(value.content)
        case Array(items=items):
            return ListExpression(tuple(_expression(item, is_template=is_template) for item in items))
        case Object(entries=entries):
            return ObjectExpression(
                tuple((name, _expression(inner, is_template=is_template)) for name, inner in entries.items())
            )
        case Scalar(value=scalar):
            return Constant(scalar, Span(0, 0))
        case _:
            return Constant(None, Span(0, 0))


def _template(content: MappedText) -> Template:
    written = content.origins[0]
    return embedded_template(content, Origin(written.path, written.span, HclInJson()), HclInJson)


def _literal(content: MappedText) -> Template:
    written = content.origins[0]
    origin = Origin(written.path, written.span, JsonQuoted())
    return Template((MappedText(tuple(Run(run.text, run.span, origin) for run in content.runs)),), origin)
