"""Group tests whose arguments are constants: asked once of each distinct group, not of each user.

Such a test is true of a user exactly where it is true of a user with only one of those groups. The function itself
is asked about that one group, so nothing of what it does is written here again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from oktaexpr.columns.constants import Constants
from oktaexpr.directory.people import Group
from oktaexpr.directory.scope import Scope
from oktaexpr.functions.calling import call
from oktaexpr.functions.declaration import Engine, Function
from oktaexpr.functions.evaluation import Evaluation
from oktaexpr.functions.resolve import resolve
from oktaexpr.syntax.nodes import Call, MethodCall, Node
from oktaexpr.values.faults import Fault

ONE_GROUP_DECIDES = frozenset(
    {
        "isMemberOf",
        "isMemberOfGroup",
        "isMemberOfAnyGroup",
        "isMemberOfGroupName",
        "isMemberOfGroupNameStartsWith",
        "isMemberOfGroupNameContains",
        "isMemberOfGroupNameRegex",
        "user.isMemberOf",
        "user.isMemberOfAnyGroup",
        "user.isMemberOfGroupName",
    }
)
"""The functions that are true as soon as one group meets them, whatever the others are."""

_EXACT_NAME = frozenset({"isMemberOf", "isMemberOfGroupName", "user.isMemberOfGroupName"})


class Predicate:
    """One such test. Remembers its answer for each group, so that a batch costs what is new in it."""

    def __init__(self, function: Function, arguments: Sequence[Any], engine: Engine) -> None:
        """Take the function and its constant arguments."""
        self._function = function
        self._arguments = arguments
        self._engine = engine
        self._answers: dict[str, bool] = {}

    @property
    def exact_name(self) -> str | None:
        """The one name that can meet the test, where it asks for exactly that name."""
        if self._function.name not in _EXACT_NAME or len(self._arguments) != 1:
            return None
        (name,) = self._arguments
        return name if type(name) is str else None

    def __str__(self) -> str:
        """Return the call."""
        return f"{self._function.name}({', '.join(map(repr, self._arguments))})"

    def meets(self, groups: Sequence[Group]) -> bool:
        """Return the function's answer for a user with these groups. Raises its `Fault`."""
        evaluation = Evaluation(Scope(groups=groups), self._engine)
        return bool(call(self._function, self._arguments, evaluation))

    def matching(self, groups: Sequence[Group]) -> list[int]:
        """Return the positions of the groups that meet the test. Raises `Fault` where one of them cannot be asked."""
        return [at for at, group in enumerate(groups) if self._answer(group)]

    def _answer(self, group: Group) -> bool:
        identity = repr((group.name, group.id, group.type, group.source_id))
        known = self._answers.get(identity)
        if known is None:
            known = self._answers[identity] = self.meets([group])
        return known


def read_predicate(node: Node, constants: Constants, engine: Engine) -> Predicate | None:
    """Return the test that a call is, None where it is none, its arguments vary, or it fails for everybody."""
    if not isinstance(node, Call | MethodCall):
        return None
    function = resolve(node)
    if function is None or function.name not in ONE_GROUP_DECIDES:
        return None
    if not all(map(constants.has, node.arguments)):
        return None
    values = [constants.value(argument) for argument in node.arguments]
    arguments = [value[0] for value in values if value is not None]
    if len(arguments) < len(values):
        return None
    predicate = Predicate(function, arguments, engine)
    try:
        predicate.meets([])
    except Fault:
        return None
    return predicate
