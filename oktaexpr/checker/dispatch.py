"""Which check looks at which kind of node. A rule registers its checks when its module is loaded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar, overload

from oktaexpr.checker.context import Context
from oktaexpr.diagnostics import Diagnostic
from oktaexpr.syntax.nodes import Node

Found = Iterable[Diagnostic]
Check = Callable[[Context, Any], Found]
ExpressionCheck = Callable[[Context], Found]

_BY_KIND: dict[type[Node], list[Check]] = defaultdict(list)
_WHOLE: list[ExpressionCheck] = []

_A = TypeVar("_A", bound=Node)
_B = TypeVar("_B", bound=Node)


@overload
def on(kind: type[_A], /) -> Callable[[Callable[[Context, _A], Found]], Callable[[Context, _A], Found]]: ...


@overload
def on(
    kind: type[_A], other: type[_B], /
) -> Callable[[Callable[[Context, _A | _B], Found]], Callable[[Context, _A | _B], Found]]: ...


def on(*kinds: type[Node]) -> Callable[[Check], Check]:
    """Run the decorated check on every node of these kinds."""

    def declare(check: Check) -> Check:
        for kind in kinds:
            _BY_KIND[kind].append(check)
        return check

    return declare


def on_expression(check: ExpressionCheck) -> ExpressionCheck:
    """Run the decorated check once an expression."""
    _WHOLE.append(check)
    return check


def run_checks(context: Context) -> Iterator[Diagnostic]:
    """Yield what the checks find, node by node."""
    for node in context.layout.order:
        for check in _BY_KIND.get(type(node), ()):
            yield from check(context, node)
    for whole in _WHOLE:
        yield from whole(context)
