"""What follows from what: combinations of answers that no user can give.

A table may put anything into an impossible combination, which is what makes it short. All relations are found by
asking the engine itself: about a user who is in one group only, or whose attribute has one value only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import oktaexpr
from oktaexpr.syntax import nodes
from simulator.tables.atoms import Atom, Kind, State, answer, attribute_path, attribute_test

Answers = dict[Atom, State]

_PREFIX, _PART = "isMemberOfGroupNameStartsWith", "isMemberOfGroupNameContains"


def implications(atoms: Sequence[Atom], engine: str) -> Iterator[tuple[Atom, Atom]]:
    """Yield pairs of group questions where a yes to the first means a yes to the second."""
    patterns = [atom for atom in atoms if atom.kind is Kind.GROUP_PATTERN]
    programs = {atom: atom.program(engine) for atom in patterns}
    for atom in atoms:
        name = _witness(atom)
        if name is None:
            continue
        scope = oktaexpr.Scope(user={}, groups=[{"name": name}])
        for other in patterns:
            if other != atom and _follows(atom, other) and answer(programs[other], scope) is State.YES:
                yield atom, other


def _witness(atom: Atom) -> str | None:
    """Return the name of a group that makes the question a yes, and that every such name extends."""
    if atom.kind is Kind.GROUP or _function(atom) in (_PREFIX, _PART):
        return _first_argument(atom)
    return None


def _follows(atom: Atom, other: Atom) -> bool:
    """Tell whether a yes for the witness of `atom` holds for all names that answer `atom` with yes."""
    if atom.kind is Kind.GROUP:
        return True
    if _function(atom) == _PREFIX:
        return _function(other) in (_PREFIX, _PART)
    return _function(other) == _PART


def _function(atom: Atom) -> str | None:
    match atom.node:
        case nodes.Call(name=name) | nodes.MethodCall(name=name):
            return name
        case _:
            return None


def _first_argument(atom: Atom) -> str | None:
    match atom.node:
        case nodes.Call(arguments=[nodes.Literal(value=str(name))]):
            return name
        case nodes.MethodCall(arguments=[nodes.Literal(value=str(name))]):
            return name
        case _:
            return None


def attribute_answers(atoms: Sequence[Atom], engine: str, *, typed: bool) -> Iterator[list[Answers]]:
    """Yield, for each attribute, all combinations of answers that its comparisons can have.

    `typed` says that an attribute holds null or values of the type that it is compared with, and that its owner is
    there: the user's profile, the app user.
    """
    by_attribute: dict[tuple[str, ...], list[Atom]] = {}
    for atom in atoms:
        if atom.kind is Kind.ATTRIBUTE and (test := attribute_test(atom.node)):
            by_attribute.setdefault(test.attribute, []).append(atom)
    for attribute, tests in by_attribute.items():
        constants = [test.constant for atom in tests if (test := attribute_test(atom.node))]
        programs = {atom: atom.program(engine) for atom in tests}
        found: list[Answers] = []
        owners = [_owner(attribute, value) for value in _values(constants, typed=typed)]
        for scope in [*owners, *([] if typed else _ownerless(attribute))]:
            answers = {atom: answer(programs[atom], scope) for atom in tests}
            if answers not in found:
                found.append(answers)
        yield found


def failing_without_owner(atoms: Iterable[Atom], engine: str) -> Iterator[Atom]:
    """Yield the questions after an attribute's presence that have no answer where its owner is missing."""
    for atom in atoms:
        path = attribute_path(atom.node) if atom.kind is Kind.PRESENCE else None
        if path and any(answer(atom.program(engine), scope) is State.FAILS for scope in _ownerless(path)):
            yield atom


def _owner(path: tuple[str, ...], value: object) -> oktaexpr.Scope:
    """Return a scope in which the attribute of this path has the value."""
    root, *names = path
    for name in reversed(names):
        value = {name: value}
    return oktaexpr.Scope({root: value})


def _ownerless(path: tuple[str, ...]) -> Iterator[oktaexpr.Scope]:
    """Yield the scopes in which something before the last name of the path is null."""
    for length in range(1, len(path)):
        yield _owner(path[:length], None)


def _values(constants: Iterable[object], *, typed: bool) -> Iterator[object]:
    """Yield values of which one stands for every value that an attribute can have."""
    constants = list(constants)
    texts = sorted({value for value in constants if isinstance(value, str)})
    numbers = sorted(
        {value for value in constants if isinstance(value, int | float) and not isinstance(value, bool)}
    )
    yield None
    # Compared with null only, one value stands for all others; a text is as good as any.
    if texts or not typed or all(value is None for value in constants):
        yield from _between_texts(texts)
    if numbers or not typed:
        yield from _between_numbers(numbers)
    if not typed or any(isinstance(value, bool) for value in constants):
        yield from (True, False)
    if not typed:
        yield []


def _between_texts(texts: list[str]) -> Iterator[str]:
    """Yield each text, and one before, between and behind them: `x` and NUL is the next text after `x`."""
    yield ""
    for text in texts:
        yield text
        yield f"{text}\0"


def _between_numbers(numbers: list[int | float]) -> Iterator[int | float]:
    yield from numbers
    if not numbers:
        yield 0
        return
    yield numbers[0] - 1
    yield numbers[-1] + 1
    yield from ((low + high) / 2 for low, high in pairwise(numbers))
