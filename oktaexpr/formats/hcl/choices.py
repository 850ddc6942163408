"""Values that depend on a condition of Terraform's: which of them can stand side by side in one text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product

from oktaexpr.formats.values import Choice, Condition, Option, Value

_MOST_WAYS = 16
"""How many texts one template may stand for."""

Given = Mapping[Condition, bool]


def chosen(condition: Condition, yes: Value, no: Value) -> Value:
    """Return the value of `condition ? yes : no`."""
    options = [
        Option({**option.given, condition: truth}, option.value)
        for truth, value in ((True, yes), (False, no))
        for option in options_of(value)
        if option.given.get(condition, truth) is truth
    ]
    return Choice(tuple(options))


def options_of(value: Value) -> tuple[Option, ...]:
    """Return the values that one may be; a known one is its only option."""
    return value.options if isinstance(value, Choice) else (Option({}, value),)


def for_each_way(values: Sequence[Value], make: Callable[[list[Value]], Value]) -> Value | None:
    """Return what `make` gives for the values, in each of the ways in which they can come together.

    None where nobody can say which do: two conditions that read the same name may exclude each other. Neither is it
    said where there are too many ways.
    """
    if not any(isinstance(value, Choice) for value in values):
        return make(list(values))
    ways: list[tuple[Given, list[Value]]] = [({}, [])]
    for value in values:
        longer: list[tuple[Given, list[Value]]] = []
        for (given, taken), option in product(ways, options_of(value)):
            if any(given.get(condition, truth) is not truth for condition, truth in option.given.items()):
                continue
            if not _are_independent(given, option.given):
                return None
            longer.append(({**given, **option.given}, [*taken, option.value]))
        ways = longer
        if len(ways) > _MOST_WAYS:
            return None
    made = [(given, make(taken)) for given, taken in ways]
    options = [
        Option({**given, **option.given}, option.value)
        for given, value in made
        for option in options_of(value)
    ]
    return Choice(tuple(options))


def _are_independent(one: Given, other: Given) -> bool:
    """Whether the conditions of only one side read nothing that those of only the other side read."""
    left = {name for condition in one.keys() - other.keys() for name in condition.names}
    right = {name for condition in other.keys() - one.keys() for name in condition.names}
    return left.isdisjoint(right)
