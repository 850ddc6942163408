"""Why in words: which group decided a test, and one sentence for the whole."""

from __future__ import annotations

from collections.abc import Callable

from oktaexpr.directory.people import Group
from oktaexpr.functions.evaluation import Evaluation
from oktaexpr.functions.resolve import resolve
from oktaexpr.syntax import nodes
from oktaexpr.syntax.nodes import Node
from oktaexpr.tracer.trace import State, Step
from oktaexpr.values.faults import Fault
from oktaexpr.values.text import java_text

_Test = Callable[[Group, str], bool]


def _named(group: Group, text: str) -> bool:
    return group.name == text


def _identified(group: Group, text: str) -> bool:
    return group.id == text


def _starting(group: Group, text: str) -> bool:
    return group.name is not None and group.name.startswith(text)


def _containing(group: Group, text: str) -> bool:
    return group.name is not None and text in group.name


def _matching(group: Group, text: str) -> bool:
    from oktaexpr.values.regex import compile_java

    return group.name is not None and compile_java(text).full_match(group.name)


_MEMBERSHIP: dict[str, tuple[_Test, str]] = {
    "isMemberOfGroupName": (_named, "called"),
    "isMemberOf": (_named, "called"),
    "isMemberOfGroup": (_identified, "with the id"),
    "isMemberOfAnyGroup": (_identified, "with the id"),
    "isMemberOfGroupNameStartsWith": (_starting, "whose name starts with"),
    "isMemberOfGroupNameContains": (_containing, "whose name contains"),
    "isMemberOfGroupNameRegex": (_matching, "whose name matches"),
}


def because(node: Node, value: object, evaluation: Evaluation) -> str | None:
    """Return what decided a membership test: the groups that made it true, or that there is none."""
    if not isinstance(node, nodes.Call | nodes.MethodCall) or not isinstance(value, bool):
        return None
    function = resolve(node)
    if function is None:
        return None
    if function.name == "user.isMemberOf":
        return _criteria(value)
    found = _MEMBERSHIP.get(function.name)
    if found is None:
        return None
    test, how = found
    wanted = [
        argument.value
        for argument in node.arguments
        if isinstance(argument, nodes.Literal) and isinstance(argument.value, str)
    ]
    if len(wanted) != len(node.arguments):
        return None
    if not value:
        return f"the user is in no group {how} {_listed(wanted)}"
    try:
        deciding = [group for group in evaluation.groups if any(test(group, text) for text in wanted)]
    except Fault:  # the test itself gave a value, so a pattern that fails here is not reached
        return None
    names = [group.name or group.id or "?" for group in deciding]
    return f"the user is in {_listed(names)}"


def _criteria(value: bool) -> str:
    return (
        "the user is in a group that meets all criteria"
        if value
        else "the user is in no group that meets all criteria"
    )


def _listed(names: list[str]) -> str:
    shown = [f'"{name}"' for name in names[:3]]
    rest = len(names) - len(shown)
    if rest > 0:
        shown.append(f"{rest} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}" if shown else "none"


def sentence(root: Step) -> str:
    """Return one sentence that says why the value is what it is."""
    if root.state is State.ERROR:
        failed = [step for step in root.walk() if step.state is State.ERROR][-1]
        return f"no value, because in `{_short(failed.text)}` {failed.error}"
    subject = _quoted(root.value)
    deciding = _deciding(root)
    if not deciding:
        return (
            f"{subject}, the value of `{_short(root.text)}`"
            if root.kind != "Literal"
            else f"{subject}, a constant"
        )
    return f"{subject}, because {' and '.join(deciding)}"


def _deciding(step: Step) -> list[str]:
    """Return the conditions that led to the arm that was taken, or what decided a Boolean."""
    reasons: list[str] = []
    current = step
    while current.kind == "Conditional":
        taken = [child for child in current.children if child.state is State.VALUE]
        conditions = _conditions(current)
        reasons += [_reason(condition) for condition in conditions[-2:]]
        current = taken[-1]
    if (
        not reasons
        and current.kind in {"Logical", "Call", "MethodCall", "Comparison", "Unary"}
        and isinstance(current.value, bool)
    ):
        reasons = [_reason(current)]
    return reasons


def _conditions(step: Step) -> list[Step]:
    evaluated = [child for child in step.children if child.state is State.VALUE and child.kind != "Arm"]
    return evaluated[:-1]


def _reason(step: Step) -> str:
    """Return why a condition holds or not, going down to what decided it."""
    if step.because is not None:
        return step.because
    if step.kind == "Logical":
        decided = [
            child for child in step.children if child.state is State.VALUE and child.value is step.value
        ]
        chosen = (
            decided[-1:]
            if len(decided) == 1 or step.value is (" or " in step.text.lower() or "||" in step.text)
            else decided[:3]
        )
        return (
            " and ".join(_reason(child) for child in chosen)
            or f"`{_short(step.text)}` is {java_text(step.value)}"
        )
    if step.kind == "Unary" and step.children:
        return _reason(step.children[0])
    if step.kind in {"Comparison", "Matches", "Between"} and step.children:
        left = step.children[0]
        return f"`{_short(left.text)}` is {_quoted(left.value)}"
    return f"`{_short(step.text)}` is {java_text(step.value)}"


def _quoted(value: object) -> str:
    if isinstance(value, str):
        return f'"{_short(value)}"'
    return _short(java_text(value))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:57]}…"
