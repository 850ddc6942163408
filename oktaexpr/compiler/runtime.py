"""What generated code may call, and how a failure finds its place in the expression."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import CodeType
from typing import Any, Never

from oktaexpr.errors import EvaluationError
from oktaexpr.functions.calling import call
from oktaexpr.functions.dispatch import (
    call_in_context,
    call_method,
    evaluation_error,
    project,
    read_user_date,
    refusal,
    refuse_change,
    select,
)
from oktaexpr.functions.matching import matches
from oktaexpr.syntax.nodes import Node
from oktaexpr.values import access, compare, convert, numbers
from oktaexpr.values.faults import Fault
from oktaexpr.values.mixed_keys import make_map
from oktaexpr.values.text import to_text

FILE_NAME = "<oktaexpr program>"
"""What tracebacks call generated code."""


def refuse(node: Node) -> Never:
    """Raise for a construct that the language leaves out."""
    raise refusal(node)


def unknown_function(name: str) -> Never:
    """Raise for a namespaced function that does not exist."""
    raise Fault("FUNCTION_NOT_FOUND", f"there is no function `{name}`")


def any_starts_with(names: Iterable[str | None], start: str) -> bool:
    """Whether one of the names starts so."""
    for name in names:  # noqa: SIM110 - a generator costs more than the loop, and this is a hot path
        if name is not None and name.startswith(start):
            return True
    return False


FAULTS = (Fault, RecursionError)

NAMESPACE: dict[str, Any] = {
    "__builtins__": {},
    "type": type,
    "str": str,
    "int": int,
    "bool": bool,
    "dict": dict,
    "len": len,
    "FAULTS": FAULTS,
    "any_starts_with": any_starts_with,
    "between": compare.between,
    "call": call,
    "call_in_context": call_in_context,
    "call_method": call_method,
    "divided": numbers.divided,
    "equal": compare.equal,
    "greater": compare.greater,
    "greater_or_equal": compare.greater_or_equal,
    "less": compare.less,
    "less_or_equal": compare.less_or_equal,
    "is_map": access.is_map,
    "make_map": make_map,
    "map_key": access.map_key,
    "matches": matches,
    "minus": numbers.minus,
    "negated": numbers.negated,
    "plus": numbers.plus,
    "positive": numbers.positive,
    "power": numbers.power,
    "project": project,
    "read_index": access.read_index,
    "read_property": access.read_property,
    "read_user_date": read_user_date,
    "refuse": refuse,
    "refuse_change": refuse_change,
    "remainder": numbers.remainder,
    "select": select,
    "times": numbers.times,
    "to_boolean": convert.to_boolean,
    "to_text": to_text,
    "unknown_function": unknown_function,
}
"""Everything that generated code can reach; there are no built-ins beside these."""


def locator(nodes: list[Node]) -> Callable[[Fault | RecursionError], EvaluationError]:
    """Return what turns a fault into an error with its place: the traceback's line is the node's number."""

    def locate(fault: Fault | RecursionError) -> EvaluationError:
        line = 1
        trace = fault.__traceback__
        while trace is not None:
            code: CodeType = trace.tb_frame.f_code
            if code.co_filename == FILE_NAME:
                line = trace.tb_lineno
            trace = trace.tb_next
        return evaluation_error(fault, nodes[min(line, len(nodes)) - 1])

    return locate
