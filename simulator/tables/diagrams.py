"""Ordered binary decision diagrams, and the smallest sums of products between two of them.

Functions of many yes/no variables as shared graphs (Bryant 1986). `cover` is the interval method of Minato and
Morreale: it may choose any function between a lower and an upper bound, which is where don't-cares come from.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.errors import TableError

FALSE, TRUE = 0, 1

Cube = tuple[tuple[int, bool], ...]
"""Variables with their values, all at once; a variable that is left out does not matter."""

_NO_VARIABLE = 1 << 30


class Diagrams:
    """A family of functions over variables 0, 1, 2 …, which are tested in that order. A function is a number."""

    def __init__(self) -> None:
        """Start with the two constants."""
        self._nodes: list[tuple[int, int, int]] = [(_NO_VARIABLE, FALSE, FALSE), (_NO_VARIABLE, TRUE, TRUE)]
        self._known: dict[tuple[int, int, int], int] = {}
        self._choices: dict[tuple[int, int, int], int] = {}

    def variable(self, number: int) -> int:
        """Return the function that is true where the variable is."""
        return self._node(number, FALSE, TRUE)

    def choose(self, condition: int, then: int, otherwise: int) -> int:
        """Return the function that equals `then` where `condition` holds, else `otherwise`."""
        if condition <= TRUE:
            return then if condition else otherwise
        if then == condition:
            then = TRUE
        if otherwise == condition:
            otherwise = FALSE
        if then == otherwise:
            return then
        if then == TRUE and otherwise == FALSE:
            return condition
        # One order for both spellings of AND and of OR: they are worked out once.
        if otherwise == FALSE and then < condition:
            condition, then = then, condition
        elif then == TRUE and otherwise < condition:
            condition, otherwise = otherwise, condition
        key = (condition, then, otherwise)
        known = self._choices.get(key)
        if known is None:
            known = self._choices[key] = self._split(condition, then, otherwise)
        return known

    def _split(self, condition: int, then: int, otherwise: int) -> int:
        """Choose on both sides of the first variable. Written out, since tables spend most of their time here."""
        nodes = self._nodes
        first, low_condition, high_condition = nodes[condition]
        then_first, low_then, high_then = nodes[then]
        otherwise_first, low_otherwise, high_otherwise = nodes[otherwise]
        top = min(first, then_first, otherwise_first)
        if first != top:
            low_condition = high_condition = condition
        if then_first != top:
            low_then = high_then = then
        if otherwise_first != top:
            low_otherwise = high_otherwise = otherwise
        low = self.choose(low_condition, low_then, low_otherwise)
        return self._node(top, low, self.choose(high_condition, high_then, high_otherwise))

    def negate(self, one: int) -> int:
        """Return the function that is true where `one` is not."""
        return self.choose(one, FALSE, TRUE)

    def both(self, *functions: int) -> int:
        """Return the conjunction."""
        result = TRUE
        for one in functions:
            result = self.choose(one, result, FALSE)
        return result

    def either(self, *functions: int) -> int:
        """Return the disjunction."""
        result = FALSE
        for one in functions:
            result = self.choose(one, TRUE, result)
        return result

    def minus(self, one: int, other: int) -> int:
        """Return where `one` is true and `other` is not."""
        return self.choose(other, FALSE, one)

    def holds(self, one: int, values: Mapping[int, bool]) -> bool:
        """Tell whether `one` is true where the variables have these values; one that is left out is false."""
        while one > TRUE:
            variable, low, high = self._nodes[one]
            one = high if values.get(variable, False) else low
        return one == TRUE

    def example(self, one: int) -> dict[int, bool]:
        """Return values that make `one` true, with few variables true. `one` must not be the constant false."""
        values: dict[int, bool] = {}
        while one > TRUE:
            variable, low, high = self._nodes[one]
            values[variable] = low == FALSE
            one = high if low == FALSE else low
        return values

    def cover(self, lower: int, upper: int, limit: int) -> list[Cube]:
        """Return few cubes that cover all of `lower` and nothing outside `upper`.

        `lower` must imply `upper`. Raises `TableError` when there are more than `limit` cubes.
        """
        cubes, _ = self._cover(lower, upper, limit, {})
        return cubes

    def _cover(
        self, lower: int, upper: int, limit: int, known: dict[tuple[int, int], tuple[list[Cube], int]]
    ) -> tuple[list[Cube], int]:
        """Return the cubes and the function that they make."""
        if lower == FALSE:
            return [], FALSE
        if upper == TRUE:
            return [()], TRUE
        key = (lower, upper)
        if key in known:
            return known[key]
        top = min(self._nodes[lower][0], self._nodes[upper][0])
        low, low_limit = self._branch(lower, top, False), self._branch(upper, top, False)
        high, high_limit = self._branch(lower, top, True), self._branch(upper, top, True)
        low_cubes, low_made = self._cover(self.minus(low, high_limit), low_limit, limit, known)
        high_cubes, high_made = self._cover(self.minus(high, low_limit), high_limit, limit, known)
        rest = self.either(self.minus(low, low_made), self.minus(high, high_made))
        rest_cubes, rest_made = self._cover(rest, self.both(low_limit, high_limit), limit, known)
        if len(low_cubes) + len(high_cubes) + len(rest_cubes) > limit:
            message = f"one outcome needs more than {limit} rows"
            raise TableError(message)
        cubes = [
            *(((top, True), *cube) for cube in high_cubes),
            *(((top, False), *cube) for cube in low_cubes),
            *rest_cubes,
        ]
        made = self._node(top, self.either(low_made, rest_made), self.either(high_made, rest_made))
        known[key] = cubes, made
        return known[key]

    def _branch(self, one: int, variable: int, side: bool) -> int:
        """Return `one` where the variable, the first that may occur in it, has this value."""
        top, low, high = self._nodes[one]
        if top != variable:
            return one
        return high if side else low

    def _node(self, variable: int, low: int, high: int) -> int:
        if low == high:
            return low
        key = (variable, low, high)
        number = self._known.get(key)
        if number is None:
            number = self._known[key] = len(self._nodes)
            self._nodes.append(key)
        return number
