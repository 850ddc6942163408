"""The questions about groups: every way in which an expression asks whether the user is in one."""

from __future__ import annotations

from functools import lru_cache

import oktaexpr
from oktaexpr.syntax import nodes, print_node, walk
from simulator.tables.atoms import Atom, Kind

_STARTS = "isMemberOfGroupNameStartsWith"
_BY_NAME = frozenset({"isMemberOfGroupName", "isMemberOf"})
_BY_PATTERN = {
    _STARTS: "a group starting with {}",
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
        return criteria_atoms(node, arguments) if name == "isMemberOf" else None
    words = [str(text) for text in texts]
    if name in _BY_NAME and len(words) == 1:
        # `user.isMemberOf` takes criteria; with a text it has no answer at all.
        is_criterion = name == "isMemberOf" and isinstance(node, nodes.MethodCall)
        return None if is_criterion else (group_atom(words[0]),)
    if name in ("isMemberOfGroup", "isMemberOfAnyGroup") and words:
        return tuple(id_atom(word) for word in words)
    if name in _BY_PATTERN and len(words) == 1:
        return (_pattern_atom(name, words[0]),)
    return None


def group_atom(name: str) -> Atom:
    """Return the question whether the user is in the group of this exact name."""
    node = nodes.Call("isMemberOfGroupName", (nodes.Literal("string", name),))
    return Atom(Kind.GROUP, print_node(node), name, node)


def id_atom(group_id: str) -> Atom:
    """Return the question whether the user is in the group of this id."""
    node = nodes.Call("isMemberOfGroup", (nodes.Literal("string", group_id),))
    return Atom(Kind.GROUP_ID, print_node(node), f"group id {group_id}", node)


def _pattern_atom(name: str, pattern: str) -> Atom:
    node = nodes.Call(name, (nodes.Literal("string", pattern),))
    text = print_node(node)
    return Atom(Kind.GROUP_PATTERN, text, _BY_PATTERN[name].format(pattern), node, not _answers(text))


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


@lru_cache(maxsize=1024)
def _answers(text: str) -> bool:
    """Tell whether a question with constants only has an answer: a fault in a pattern or in criteria spares nobody."""
    try:
        oktaexpr.evaluate(text, oktaexpr.Scope(user={}))
    except oktaexpr.EvaluationError:
        return False
    return True


def criteria_atoms(node: nodes.Node, arguments: tuple[nodes.Node, ...]) -> tuple[Atom, ...] | None:
    """Return the questions that `user.isMemberOf({'group.profile.name': …})` asks, of constants only.

    One criterion with one key asks what a membership function asks too, and is the same atom then.
    """
    constant = nodes.MapLiteral | nodes.MapEntry | nodes.ListLiteral | nodes.Literal
    if not isinstance(node, nodes.MethodCall) or not arguments:
        return None
    if not all(isinstance(part, constant) for argument in arguments for part in walk(argument)):
        return None
    text = print_node(node)
    if not _answers(text):
        return (Atom(Kind.GROUP_PATTERN, text, text, node, can_fail=True),)
    return _single(arguments) or (Atom(Kind.GROUP_PATTERN, text, text, node),)


def _single(arguments: tuple[nodes.Node, ...]) -> tuple[Atom, ...]:
    """Return the atoms of one criterion with one key, the start of a name where it does not say EXACT; none for more."""
    if len(arguments) > 1:
        return ()
    criterion = oktaexpr.evaluate(print_node(arguments[0]), oktaexpr.Scope())
    wanted = {key: value if isinstance(value, list) else [value] for key, value in criterion.items()}
    operator = wanted.pop("operator", ["STARTS_WITH"])
    texts = [text for values in wanted.values() for text in values]
    if not all(isinstance(text, str) for text in texts):
        return ()
    match list(wanted), operator:
        case ["group.id"], _:
            return tuple(map(id_atom, texts))
        case ["group.profile.name"], ["EXACT"]:
            return tuple(map(group_atom, texts))
        case ["group.profile.name"], _:
            return tuple(_pattern_atom(_STARTS, text.removesuffix(".*")) for text in texts)
        case _:
            return ()
