"""The questions that a license expression asks about a user: is in a group, has an attribute value, anything else.

Two questions that read the same thing are one atom, however they are spelled.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

import oktaexpr
from oktaexpr.syntax import nodes, print_node, walk


class State(StrEnum):
    """How a question comes out for one user."""

    YES = "yes"
    NO = "no"
    FAILS = "fails"
    """It has no answer: evaluating it raises an error or gives null."""


class Kind(StrEnum):
    """What a question is about."""

    GROUP = "group"
    """Membership of a group by its exact name."""
    GROUP_ID = "group id"
    GROUP_PATTERN = "group pattern"
    """Membership of any group whose name starts with, contains or matches something, or by other criteria."""
    ATTRIBUTE = "attribute"
    """Comparison of one attribute of the user with a constant."""
    PRESENCE = "presence"
    """Whether a value is neither null nor empty."""
    CONDITION = "condition"
    """Anything else that is true or false."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One question."""

    kind: Kind
    text: str = field(compare=False)
    """The question as an expression."""
    label: str = field(compare=False)
    """A short name for headings: the group's name where there is one."""
    node: nodes.Node = field(repr=False)
    """The question as a tree, which tells atoms apart."""
    can_fail: bool = field(default=False, compare=False)

    @property
    def is_group(self) -> bool:
        """Tell whether the question is about groups, which always have an answer."""
        return self.kind in (Kind.GROUP, Kind.GROUP_ID, Kind.GROUP_PATTERN)

    def program(self, engine: str) -> oktaexpr.Program:
        """Return a program that gives true or false, or raises `EvaluationError`."""
        condition = f"({self.text})"
        if self.kind is Kind.PRESENCE:
            condition = f"({condition} ?: null) != null"
        return _compile(f"{condition} ? true : false", engine)


@lru_cache(maxsize=1024)
def _compile(text: str, engine: str) -> oktaexpr.Program:
    return oktaexpr.compile(text, engine=engine)


def answer(program: oktaexpr.Program, scope: oktaexpr.Scope) -> State:
    """Return how an atom's program comes out for one user."""
    try:
        return State.YES if program(scope) else State.NO
    except oktaexpr.EvaluationError:
        return State.FAILS


_BY_NAME = frozenset({"isMemberOfGroupName", "isMemberOf"})
_BY_PATTERN = {
    "isMemberOfGroupNameStartsWith": "a group starting with {}",
    "isMemberOfGroupNameContains": "a group containing {}",
    "isMemberOfGroupNameRegex": "a group matching {}",
}


def group_atoms(node: nodes.Node) -> tuple[Atom, ...] | None:
    """Return the group questions of which any makes a membership call true, or None for another node."""
    call = _membership_call(node)
    if call is None:
        return None
    name, arguments = call
    texts = [argument.value for argument in arguments if isinstance(argument, nodes.Literal)]
    if len(texts) < len(arguments) or not all(isinstance(text, str) for text in texts):
        return _criteria_atom(node, name, arguments)
    words = [str(text) for text in texts]
    if name in _BY_NAME and len(words) == 1:
        return (group_atom(words[0]),)
    if name in ("isMemberOfGroup", "isMemberOfAnyGroup") and words:
        return tuple(_id_atom(word) for word in words)
    if name in _BY_PATTERN and len(words) == 1:
        return (Atom(Kind.GROUP_PATTERN, print_node(node), _BY_PATTERN[name].format(words[0]), node),)
    return None


def group_atom(name: str) -> Atom:
    """Return the question whether the user is in the group of this exact name."""
    node = nodes.Call("isMemberOfGroupName", (nodes.Literal("string", name),))
    return Atom(Kind.GROUP, print_node(node), name, node)


def _id_atom(group_id: str) -> Atom:
    node = nodes.Call("isMemberOfGroup", (nodes.Literal("string", group_id),))
    return Atom(Kind.GROUP_ID, print_node(node), f"group id {group_id}", node)


def _membership_call(node: nodes.Node) -> tuple[str, tuple[nodes.Node, ...]] | None:
    """Return name and arguments of a membership call, with or without `user.` before it."""
    match node:
        case nodes.Call(name=name, arguments=arguments) if name.startswith("isMemberOf"):
            return name, arguments
        case nodes.MethodCall(target=nodes.Name(name="user"), name=name, arguments=arguments) if (
            name.startswith("isMemberOf")
        ):
            return name, arguments
        case _:
            return None


def _criteria_atom(node: nodes.Node, name: str, arguments: tuple[nodes.Node, ...]) -> tuple[Atom, ...] | None:
    """Return the question for `user.isMemberOf({'group.profile.name': …})` with constants only."""
    if name != "isMemberOf" or not all(isinstance(argument, nodes.MapLiteral) for argument in arguments):
        return None
    if any(
        isinstance(part, (nodes.Property, nodes.Variable))
        for argument in arguments
        for part in walk(argument)
    ):
        return None
    text = print_node(node)
    return (Atom(Kind.GROUP_PATTERN, text, text, node, can_fail=True),)


@dataclass(frozen=True, slots=True)
class AttributeTest:
    """A comparison of `user.attribute` with a constant."""

    attribute: str
    operator: str
    constant: str | int | float | bool | None


_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def attribute_test(node: nodes.Node) -> AttributeTest | None:
    """Return what a comparison asks of one attribute of the user, or None for another node."""
    if not isinstance(node, nodes.Comparison):
        return None
    for side, other, operator in (
        (node.left, node.right, node.operator),
        (node.right, node.left, _MIRRORED[node.operator]),
    ):
        if isinstance(other, nodes.Literal):
            match side:
                case nodes.Property(target=nodes.Name(name="user"), name=name):
                    return AttributeTest(name, operator, other.value)
                case _:
                    continue
    return None


def condition_atom(node: nodes.Node) -> Atom:
    """Return the question that a condition asks, which is not about groups."""
    node = replace(node, parenthesized=False)
    text = print_node(node)
    if attribute_test(node):
        return Atom(Kind.ATTRIBUTE, text, text, node)
    return Atom(Kind.CONDITION, text, text, node, can_fail=True)


def presence_atom(node: nodes.Node) -> Atom:
    """Return the question whether a value is neither null nor empty, as `?:` asks it."""
    text = print_node(node)
    return Atom(
        Kind.PRESENCE, text, f"{text} has a value", node, can_fail=not isinstance(node, nodes.Property)
    )
