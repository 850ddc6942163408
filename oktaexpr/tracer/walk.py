"""The readable evaluator: a walk of the tree that records every step.

It shares the functions, the operators and the dispatch with compiled programs and knows no fast paths; a test holds
the two to the same answer on every conformance case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from oktaexpr.directory.scope import Scope
from oktaexpr.functions.calling import call
from oktaexpr.functions.declaration import Engine, Function
from oktaexpr.functions.dispatch import (
    call_in_context,
    call_method,
    evaluation_error,
    is_user_date,
    project,
    read_user_date,
    refusal,
    refuse_change,
    select,
)
from oktaexpr.functions.evaluation import Evaluation
from oktaexpr.functions.matching import matches
from oktaexpr.functions.registry import catalogue
from oktaexpr.functions.resolve import as_conditional, changes_literal, namespaced_name, resolve
from oktaexpr.syntax import nodes, parse
from oktaexpr.syntax.nodes import Node
from oktaexpr.tracer.reasons import because
from oktaexpr.tracer.trace import State, Step
from oktaexpr.values import access, compare, convert, numbers
from oktaexpr.values.faults import Fault
from oktaexpr.values.kinds import Float, Long
from oktaexpr.values.mixed_keys import make_map
from oktaexpr.values.text import to_float32

_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": numbers.plus,
    "-": numbers.minus,
    "*": numbers.times,
    "/": numbers.divided,
    "%": numbers.remainder,
    "^": numbers.power,
}
_COMPARISON: dict[str, Callable[[Any, Any], bool]] = {
    "==": compare.equal,
    "!=": lambda left, right: not compare.equal(left, right),
    "<": compare.less,
    "<=": compare.less_or_equal,
    ">": compare.greater,
    ">=": compare.greater_or_equal,
}
_SHOWN_ELEMENTS = 20
"""How many elements of a projection are traced one by one."""


class Failed(Exception):  # noqa: N818 - control flow inside the walk
    """A step failed; `node` is where, `steps` what had been recorded below each node on the way up."""

    def __init__(self, fault: Fault | RecursionError, node: Node, step: Step) -> None:
        """Keep the fault, its place and the step that shows it."""
        super().__init__(str(fault))
        self.fault = fault
        self.node = node
        self.step = step


class Walk:
    """One traced evaluation."""

    def __init__(self, text: str, scope: Scope, engine: Engine) -> None:
        """Prepare to walk trees of `text`."""
        self._text = text
        self._scope = scope
        self._engine = engine
        self._evaluation = Evaluation(scope, engine, _runner)
        self._context: Any = scope.roots
        self._in_context = False
        self._omitted: dict[int, int] = {}

    def step(self, node: Node) -> Step:
        """Evaluate a node and return what happened. Raises `Failed`, with the steps so far, where it has no value."""
        node = as_conditional(node)
        below: list[Step] = []
        try:
            value = self._value(node, below)
        except (Fault, RecursionError) as fault:
            message = fault.message if isinstance(fault, Fault) else "the data is nested too deeply"
            failed = self._record(node, State.ERROR, None, below, error=message)
            raise Failed(fault, node, failed) from None
        except Failed as failure:
            below.append(failure.step)
            shown = self._record(
                node, State.ERROR, None, self._completed(node, below), error="a part of it has no value"
            )
            raise Failed(failure.fault, failure.node, shown) from None
        return self._record(
            node,
            State.VALUE,
            value,
            self._completed(node, below),
            because=because(node, value, self._evaluation),
            omitted=self._omitted.pop(id(below), 0),
        )

    def _record(
        self,
        node: Node,
        state: State,
        value: object,
        below: list[Step],
        *,
        error: str | None = None,
        because: str | None = None,
        omitted: int = 0,
    ) -> Step:
        text = self._text[node.span.start : node.span.end]
        return Step(type(node).__name__, node.span, text, state, value, error, because, tuple(below), omitted)

    def _completed(self, node: Node, below: list[Step]) -> list[Step]:
        """Add the parts of a node that were never evaluated."""
        if not isinstance(node, nodes.Conditional | nodes.Logical | nodes.Elvis):
            return below
        seen = {step.span for step in below}
        missed = [
            self._record(part, State.NOT_TAKEN, None, []) for part in _parts(node) if part.span not in seen
        ]
        return sorted([*below, *missed], key=lambda step: step.span)

    def _sub(self, node: Node, below: list[Step]) -> Any:  # noqa: ANN401
        step = self.step(node)
        below.append(step)
        return step.value

    def _condition(self, node: Node, below: list[Step]) -> bool:
        """Evaluate a condition; where its value is none, the condition is the place of the failure."""
        step = self.step(node)
        try:
            result = convert.to_boolean(step.value)
        except Fault as fault:
            raise Failed(fault, node, replace(step, state=State.ERROR, error=fault.message)) from None
        below.append(step)
        return result

    def _value(self, node: Node, below: list[Step]) -> Any:  # noqa: ANN401, C901 - one case a node kind
        match node:
            case nodes.Literal(kind=kind, value=value):
                return _literal(kind, value)
            case nodes.Name(name=name):
                return access.read_property(self._context, name)
            case nodes.Property():
                return self._property(node, below)
            case nodes.Call() | nodes.MethodCall():
                return self._call(node, below)
            case nodes.Conditional(arms=arms, otherwise=otherwise):
                for arm in arms:
                    if self._condition(arm.condition, below):
                        return self._sub(arm.value, below)
                return self._sub(otherwise, below)
            case nodes.Logical(operator=operator, operands=operands):
                decided = operator == "or"
                for operand in operands:
                    if self._condition(operand, below) is decided:
                        return decided
                return not decided
            case nodes.Comparison(operator=comparison, left=left, right=right):
                return _COMPARISON[comparison](self._sub(left, below), self._sub(right, below))
            case nodes.Arithmetic():
                return self._arithmetic(node, below)
            case nodes.Elvis(operands=operands):
                for operand in operands[:-1]:
                    value = self._sub(operand, below)
                    if value is not None and value != "":
                        return value
                return self._sub(operands[-1], below)
            case nodes.Unary() | nodes.Matches() | nodes.Between():
                return self._operator(node, below)
            case _:
                return self._collection(node, below)

    def _operator(self, node: nodes.Unary | nodes.Matches | nodes.Between, below: list[Step]) -> Any:  # noqa: ANN401
        match node:
            case nodes.Unary(operator="!", operand=operand):
                return not self._condition(operand, below)
            case nodes.Unary(operator=sign, operand=operand):
                value = self._sub(operand, below)
                return numbers.negated(value) if sign == "-" else numbers.positive(value)
            case nodes.Matches(left=left, pattern=pattern):
                return matches(self._sub(left, below), self._sub(pattern, below))
            case nodes.Between(left=left, bounds=bounds):
                return compare.between(self._sub(left, below), self._sub(bounds, below))

    def _collection(self, node: Node, below: list[Step]) -> Any:  # noqa: ANN401
        match node:
            case nodes.Variable(name="this"):
                return self._context
            case nodes.Variable(name="root"):
                return self._scope.roots
            case nodes.ListLiteral(items=items):
                return [self._sub(item, below) for item in items]
            case nodes.MapLiteral(entries=entries):
                return make_map(
                    [(self._key(entry.key, below), self._sub(entry.value, below)) for entry in entries]
                )
            case nodes.Index(target=target, index=index):
                owner = self._context if target is None else self._sub(target, below)
                if isinstance(index, nodes.Name) and access.is_map(owner):
                    return access.read_index(owner, index.name)
                return access.read_index(owner, self._sub(index, below))
            case nodes.Projection(target=target, expression=body, null_safe=null_safe):
                items = self._sub(target, below)
                if items is None and null_safe:
                    return None
                return project(items, self._body(body, below), self._evaluation)
            case nodes.Selection(target=target, condition=condition, null_safe=null_safe, which=which):
                items = self._sub(target, below)
                if items is None and null_safe:
                    return None
                return select(items, which, self._body(condition, below), self._evaluation)
            case _:
                raise refusal(node)

    def _key(self, key: Node, below: list[Step]) -> Any:  # noqa: ANN401
        return key.name if isinstance(key, nodes.Name) else access.map_key(self._sub(key, below))

    def _property(self, node: nodes.Property, below: list[Step]) -> Any:  # noqa: ANN401
        target = self._sub(node.target, below)
        if target is None and node.null_safe:
            return None
        if is_user_date(node, self._engine):
            return read_user_date(target, node.name)
        return access.read_property(target, node.name)

    def _arithmetic(self, node: nodes.Arithmetic, below: list[Step]) -> Any:  # noqa: ANN401
        total = self._sub(node.operands[0], below)
        for operator, operand in zip(node.operators, node.operands[1:], strict=True):
            total = _ARITHMETIC[operator](total, self._sub(operand, below))
        return total

    def _body(self, node: Node, below: list[Step]) -> Callable[[Any], Any]:
        """Return what a projection or selection runs on each element; the first elements are recorded."""

        def run(element: object) -> Any:  # noqa: ANN401
            outer, self._context = (self._context, self._in_context), element
            self._in_context = True
            try:
                step = self.step(node)
            finally:
                self._context, self._in_context = outer
            if len(below) <= _SHOWN_ELEMENTS:
                below.append(step)
            else:
                self._omitted[id(below)] = self._omitted.get(id(below), 0) + 1
            return step.value

        return run

    def _call(self, node: nodes.Call | nodes.MethodCall, below: list[Step]) -> Any:  # noqa: ANN401
        function = resolve(node)
        if isinstance(node, nodes.Call):
            if function is None or (self._in_context and node.name in catalogue.methods):
                arguments = [self._sub(argument, below) for argument in node.arguments]
                return call_in_context(self._context, node.name, arguments, self._evaluation)
        elif function is None:
            return self._method(node, below)
        assert function is not None
        return self._function(function, node.arguments, below)

    def _method(self, node: nodes.MethodCall, below: list[Step]) -> Any:  # noqa: ANN401
        unknown = namespaced_name(node)
        if unknown is not None and not unknown.startswith("user."):
            raise Fault("FUNCTION_NOT_FOUND", f"there is no function `{unknown}`")
        target = self._sub(node.target, below)
        if target is None and node.null_safe:
            return None
        if changes_literal(node, self._engine):
            refuse_change(node.name)
        arguments = [self._sub(argument, below) for argument in node.arguments]
        return call_method(target, node.name, arguments, self._evaluation)

    def _function(self, function: Function, arguments: tuple[Node, ...], below: list[Step]) -> Any:  # noqa: ANN401
        if function.lazy:
            given: list[Any] = [
                lambda argument=argument: self._sub(argument, below) for argument in arguments
            ]
        else:
            given = [self._sub(argument, below) for argument in arguments]
        return call(function, given, self._evaluation)


def _runner(text: str, engine: Engine) -> Callable[[Scope], Any]:
    """Make an expression runnable that a function gets as text; its own steps are not recorded."""
    tree = parse(text)

    def run(scope: Scope) -> Any:  # noqa: ANN401 - a value of the language
        try:
            return Walk(text, scope, engine).step(tree).value
        except Failed as failure:
            raise evaluation_error(failure.fault, failure.node) from None

    return run


def _parts(node: nodes.Conditional | nodes.Logical | nodes.Elvis) -> Iterator[Node]:
    if isinstance(node, nodes.Conditional):
        for arm in node.arms:
            yield from (arm.condition, arm.value)
        yield node.otherwise
    else:
        yield from node.operands


def _literal(kind: str, value: Any) -> Any:  # noqa: ANN401
    match kind:
        case "long":
            return Long(value)
        case "float":
            return Float(to_float32(value))
        case _:
            return value
