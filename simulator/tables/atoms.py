"""The questions that a license expression asks about a user: is in a group, has an attribute value, anything else.

Two questions that read the same thing are one atom, however they are spelled.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

import oktaexpr
from oktaexpr.syntax import nodes, print_node


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
    WHOLE_CONDITION = "whole condition"
    """A condition of several questions that is asked as it stands, since they would take too many rows."""


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
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Hash the tree once: tables look atoms up all the time."""
        object.__setattr__(self, "_hash", hash((self.kind, self.node)))

    def __hash__(self) -> int:
        """Hash what tells atoms apart."""
        return self._hash

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


@dataclass(frozen=True, slots=True)
class AttributeTest:
    """A comparison of one attribute with a constant."""

    attribute: tuple[str, ...]
    """Its path: `("user", "level")`, `("user", "profile", "level")`, `("appuser", "level")`."""
    operator: str
    constant: str | int | float | bool | None


_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def attribute_test(node: nodes.Node) -> AttributeTest | None:
    """Return what a comparison asks of one attribute, or None for another node.

    What lies deeper, such as `user.manager.level`, is none: its owner may be missing, which another question may ask.
    """
    if not isinstance(node, nodes.Comparison):
        return None
    for side, other, operator in (
        (node.left, node.right, node.operator),
        (node.right, node.left, _MIRRORED[node.operator]),
    ):
        if isinstance(other, nodes.Literal) and (path := attribute_path(side)):
            return AttributeTest(path, operator, other.value)
    return None


def attribute_path(node: nodes.Node) -> tuple[str, ...] | None:
    """Return the path of an attribute of the user, the user's profile or another root, or None for another node."""
    match node:
        case nodes.Property(target=nodes.Name(name="user"), name="profile"):
            return None
        case nodes.Property(target=nodes.Name(name=root), name=name):
            return root, name
        case nodes.Property(target=nodes.Property(target=nodes.Name(name="user"), name="profile"), name=name):
            return "user", "profile", name
        case _:
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
    return Atom(Kind.PRESENCE, text, f"{text} has a value", node, can_fail=attribute_path(node) is None)
