"""The atoms of a table, their variables, and which combinations of answers can occur at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulator.errors import TableError
from simulator.tables.atoms import Atom, Kind, State, attribute_test
from simulator.tables.diagrams import TRUE, Diagrams
from simulator.tables.regions import Variables, Walker
from simulator.tables.relations import Answers, attribute_answers, failing_without_owner, implications

MOST_ATOMS = 250
"""How many questions a table can have; the diagrams recurse once for each."""


@dataclass(slots=True)
class Space:
    """All users as a table sees them."""

    diagrams: Diagrams
    variables: Variables
    possible: int
    """The combinations of answers that can occur, as a function of the variables."""

    @property
    def walker(self) -> Walker:
        """Return what turns trees into regions of this space."""
        return Walker(self.diagrams, self.variables)

    def example(self, users: int) -> dict[Atom, State]:
        """Return the answers of one of `users`, who must be possible, with few yeses."""
        values = self.diagrams.example(self.diagrams.both(users, self.possible))
        return {atom: self._state(atom, values) for atom in self.variables.atoms}

    def holds(self, users: int, answers: Mapping[Atom, State]) -> bool:
        """Tell whether a user with these answers is among `users`."""
        values = {number: answers[atom] is State.YES for atom, number in self.variables.holds.items()}
        values |= {number: answers[atom] is State.FAILS for atom, number in self.variables.fails.items()}
        return self.diagrams.holds(users, values)

    def _state(self, atom: Atom, values: Mapping[int, bool]) -> State:
        if values.get(self.variables.fails.get(atom, -1), False):
            return State.FAILS
        return State.YES if values.get(self.variables.holds[atom], False) else State.NO


def make_space(found: Iterable[Atom], engine: str, *, typed: bool = True) -> Space:
    """Return the space of some atoms. Raises `TableError` for more than `MOST_ATOMS` of them.

    `typed`: an attribute holds null or values of the type that it is compared with.
    """
    atoms = _ordered(dict.fromkeys(found))
    if len(atoms) > MOST_ATOMS:
        message = (
            f"{len(atoms)} different questions are too many for a table; {MOST_ATOMS} are the limit: "
            "show fewer groups, or set attributes that are known"
        )
        raise TableError(message)
    answers = list(attribute_answers(atoms, engine, typed=typed))
    failing = {
        atom for group in answers for one in group for atom, state in one.items() if state is State.FAILS
    }
    if not typed:
        failing.update(failing_without_owner(atoms, engine))
    diagrams = Diagrams()
    space = Space(diagrams, Variables(atoms, failing), TRUE)
    # From the bottom of the variable order upwards, each step is cheap.
    for atom, other in implications(atoms, engine):
        holds, follows = (diagrams.variable(space.variables.holds[one]) for one in (atom, other))
        space.possible = diagrams.both(space.possible, diagrams.choose(holds, follows, TRUE))
    for atom in space.variables.fails:
        both = diagrams.both(*(_variable(space, atom, failing) for failing in (False, True)))
        space.possible = diagrams.minus(space.possible, both)
        if atom.is_group:  # constants only, so that it fails for everybody
            space.possible = diagrams.both(space.possible, _variable(space, atom, True))
    for group in reversed(answers):
        combinations = diagrams.either(*(_cube(space, one) for one in group))
        space.possible = diagrams.both(space.possible, combinations)
    return space


def _ordered(atoms: Iterable[Atom]) -> list[Atom]:
    """Put the tests of one attribute side by side and above the groups: without it the diagrams explode."""
    places: dict[tuple[str, ...], int] = {}

    def rank(atom: Atom) -> tuple[int, int]:
        test = attribute_test(atom.node) if atom.kind is Kind.ATTRIBUTE else None
        if test:
            return 0, places.setdefault(test.attribute, len(places))
        return (2 if atom.is_group else 1), 0

    return sorted(atoms, key=rank)


def _variable(space: Space, atom: Atom, failing: bool) -> int:
    return space.diagrams.variable((space.variables.fails if failing else space.variables.holds)[atom])


def _cube(space: Space, answers: Answers) -> int:
    """Return the users who give exactly these answers."""
    users = TRUE
    for atom, state in reversed(answers.items()):
        for failing, wanted in ((False, State.YES), (True, State.FAILS)):
            if failing and atom not in space.variables.fails:
                continue
            variable = _variable(space, atom, failing)
            users = space.diagrams.both(
                users, variable if state is wanted else space.diagrams.negate(variable)
            )
    return users
