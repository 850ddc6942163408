"""Templates of Terraform's language that stand in another text: strings of `.tf.json` files, and template files.

They are parsed as if each were a file of its own; then every node is moved to where it stands.
"""

from __future__ import annotations

from collections.abc import Callable

from oktaexpr.formats.hcl import nodes
from oktaexpr.formats.hcl.nodes import Expression, Template
from oktaexpr.formats.hcl.parser import parse_template
from oktaexpr.formats.hcl.shield import BEFORE_TEMPLATE
from oktaexpr.formats.mapped import MappedText, Origin, Run
from oktaexpr.formats.notation import Notation
from oktaexpr.formats.problems import UnreadableError
from oktaexpr.source import Span

Within = Callable[[Notation], Notation]
"""From the way in which a literal is written to the one in which it is written inside another text."""


def embedded_template(content: MappedText, origin: Origin, within: Within) -> Template:
    """Return the template that a text is; `origin` is what a fix of the text itself edits.

    Raises `UnreadableError`, at the place in the file, for what is no template.
    """
    if "${" not in content.text and "%{" not in content.text:
        return Template((_of_origin(content, origin),), origin)
    path = origin.path
    try:
        template = parse_template(content.text, path)
    except UnreadableError as error:
        raise UnreadableError(str(error), _moved_span(content, error.span)) from None
    return _Placing(content, origin, within).template(template)


def _moved_span(content: MappedText, span: Span) -> Span:
    start = max(span.start - BEFORE_TEMPLATE, 0)
    return content.place(Span(start, max(span.end - BEFORE_TEMPLATE, start))).span


def _of_origin(content: MappedText, origin: Origin) -> MappedText:
    return MappedText(tuple(Run(run.text, run.span, origin, run.hole) for run in content.runs))


class _Placing:
    """Moves the nodes of one template."""

    def __init__(self, content: MappedText, origin: Origin, within: Within) -> None:
        self._content = content
        self._origin = origin
        self._within = within

    def template(self, template: Template) -> Template:
        """Return the template that is the whole text."""
        return Template(tuple(self._part(part, self._origin) for part in template.parts), self._origin)

    def _part(self, part: nodes.Part, origin: Origin) -> nodes.Part:
        match part:
            case MappedText():
                return MappedText(tuple(moved for run in part.runs for moved in self._runs(run, origin)))
            case nodes.Interpolation(expression=inner, span=span):
                return nodes.Interpolation(self._expression(inner), self._span(span))
            case nodes.Directive():
                moved = None if part.expression is None else self._expression(part.expression)
                span = self._span(part.span)
                return nodes.Directive(part.keyword, part.names, moved, part.condition, span)

    def _runs(self, run: Run, origin: Origin) -> tuple[Run, ...]:
        """Return a run at its place: in several where the outer text has escapes in it."""
        start, end = run.span.start - BEFORE_TEMPLATE, run.span.end - BEFORE_TEMPLATE
        if len(run.text) != end - start:
            return (Run(run.text, self._span(run.span), origin),)
        return _of_origin(self._content.slice(start, end), origin).runs

    def _expression(self, expression: Expression) -> Expression:
        match expression:
            case Template(parts=parts, origin=old):
                notation = self._within(old.notation) if old.notation is not None else None
                origin = Origin(old.path, self._span(old.span), notation)
                return Template(tuple(self._part(part, origin) for part in parts), origin)
            case nodes.Reference(path=path, span=span):
                return nodes.Reference(path, self._span(span))
            case nodes.Constant(value=value, span=span):
                return nodes.Constant(value, self._span(span))
            case nodes.Computed(span=span):
                return nodes.Computed(self._span(span))
            case _:
                return self._with_parts(expression)

    def _with_parts(
        self,
        expression: nodes.FunctionCall
        | nodes.ListExpression
        | nodes.ObjectExpression
        | nodes.Conditional
        | nodes.ForExpression,
    ) -> Expression:
        move = self._expression
        match expression:
            case nodes.FunctionCall(name=name, arguments=arguments, span=span):
                return nodes.FunctionCall(name, tuple(map(move, arguments)), self._span(span))
            case nodes.ListExpression(items=items):
                return nodes.ListExpression(tuple(map(move, items)))
            case nodes.ObjectExpression(entries=entries):
                return nodes.ObjectExpression(tuple((key, move(value)) for key, value in entries))
            case nodes.Conditional(condition=condition, yes=yes, no=no):
                return nodes.Conditional(condition, move(yes), move(no))
            case nodes.ForExpression():
                key = None if expression.key is None else move(expression.key)
                collection, value = move(expression.collection), move(expression.value)
                span = self._span(expression.span)
                return nodes.ForExpression(
                    expression.names, collection, key, value, expression.is_filtered, span
                )

    def _span(self, span: Span) -> Span:
        return _moved_span(self._content, span)
