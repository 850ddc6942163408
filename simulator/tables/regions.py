"""An expression as a list of regions: who gets which outcome, in the order of the expression's arms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import oktaexpr
from oktaexpr.syntax import nodes, print_node, walk
from simulator.tables.atoms import Atom, Kind, condition_atom, presence_atom
from simulator.tables.diagrams import FALSE, TRUE, Diagrams
from simulator.tables.memberships import group_atoms
from simulator.tables.outcomes import ERROR, NULL, Outcome, OutcomeKind, of_result, value


class Truth(NamedTuple):
    """Where a condition holds and where it has no answer."""

    holds: int
    fails: int


class Region(NamedTuple):
    """The users, as a function of the atoms, who get an outcome; the node is what gives it."""

    users: int
    outcome: Outcome
    node: nodes.Node


class Variables:
    """The numbers of the atoms' variables. An atom that can fail has a second one, tested just before the first."""

    def __init__(self, atoms: Iterable[Atom], failing: Collection[Atom] = ()) -> None:
        """Give numbers in the order of the atoms; `failing` are atoms that can fail besides those that say so."""
        self.atoms = tuple(atoms)
        self.wholes = {atom.node: atom for atom in self.atoms if atom.kind is Kind.WHOLE_CONDITION}
        """Conditions that are one question, by their tree."""
        self.holds: dict[Atom, int] = {}
        self.fails: dict[Atom, int] = {}
        self.owner: dict[int, tuple[Atom, bool]] = {}
        """Variable to its atom, and whether it is the one for failing."""
        for atom in self.atoms:
            if atom.can_fail or atom in failing:
                self._number(atom, self.fails, failing=True)
            self._number(atom, self.holds, failing=False)

    def _number(self, atom: Atom, numbers: dict[Atom, int], *, failing: bool) -> None:
        numbers[atom] = len(self.owner)
        self.owner[len(self.owner)] = (atom, failing)


def find_atoms(node: nodes.Node, wholes: Iterable[Atom] = ()) -> Iterator[Atom]:
    """Yield the questions of an expression in the order of the text; one may come twice.

    `wholes` are conditions that are one question each.
    """
    known = {atom.node: atom for atom in wholes}
    for part in _parts(node):
        if isinstance(part, Atom):
            yield part
        elif part in known:
            yield known[part]
        else:
            yield from condition_atoms(part)


def find_conditions(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield the conditions that choose between results, and results that are true or false themselves."""
    return (part for part in _parts(node) if not isinstance(part, Atom))


def _parts(node: nodes.Node) -> Iterator[nodes.Node | Atom]:
    """Yield the conditions of an expression, and what `?:` asks about presence."""
    match node:
        case nodes.Conditional(arms=arms, otherwise=otherwise):
            for arm in arms:
                yield arm.condition
                yield from _parts(arm.value)
            yield from _parts(otherwise)
        case nodes.Call(name="IIF", arguments=[condition, then, otherwise]):
            yield condition
            yield from _parts(then)
            yield from _parts(otherwise)
        case nodes.Elvis(operands=operands):
            for operand in operands[:-1]:
                yield from _parts(operand)
                yield from (presence_atom(leaf) for leaf in _results(operand) if not _is_condition(leaf))
            yield from _parts(operands[-1])
        case _ if _is_condition(node):
            yield node
        case _:
            return


def condition_atoms(node: nodes.Node) -> Iterator[Atom]:
    """Yield the questions of a condition in the order of the text."""
    groups = group_atoms(node)
    match node:
        case _ if groups is not None:
            yield from groups
        case nodes.Literal():
            return
        case nodes.Logical(operands=operands):
            for operand in operands:
                yield from condition_atoms(operand)
        case nodes.Unary(operator="!", operand=operand):
            yield from condition_atoms(operand)
        case nodes.Conditional(arms=arms, otherwise=otherwise):
            for arm in arms:
                yield from condition_atoms(arm.condition)
                yield from condition_atoms(arm.value)
            yield from condition_atoms(otherwise)
        case _ if _is_constant(node):
            return
        case _:
            yield condition_atom(node)


def _is_condition(node: nodes.Node) -> bool:
    """Tell whether an outcome is itself true or false, such as a mapping that forgot its values."""
    return (
        group_atoms(node) is not None
        or isinstance(node, nodes.Logical | nodes.Comparison)
        or (isinstance(node, nodes.Unary) and node.operator == "!")
    )


def _results(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield the sub-expressions of which one is the result, constants left out."""
    match node:
        case nodes.Conditional(arms=arms, otherwise=otherwise):
            for arm in arms:
                yield from _results(arm.value)
            yield from _results(otherwise)
        case nodes.Call(name="IIF", arguments=[_, then, otherwise]):
            yield from _results(then)
            yield from _results(otherwise)
        case nodes.Elvis(operands=operands):
            for operand in operands:
                yield from _results(operand)
        case _ if _outcome(node).kind is OutcomeKind.COMPUTED:
            yield node
        case _:
            return


@dataclass(slots=True)
class Walker:
    """Turns a tree into regions over the diagrams of its atoms."""

    diagrams: Diagrams
    variables: Variables

    def regions(self, node: nodes.Node, users: int = TRUE) -> Iterator[Region]:
        """Yield the regions of `node` among `users`, in the order in which the expression decides them."""
        match node:
            case nodes.Conditional(arms=arms, otherwise=otherwise):
                for arm in arms:
                    yield from self._branch(users, arm.condition, arm.value)
                    users = self._left(users, arm.condition)
                yield from self.regions(otherwise, users)
            case nodes.Call(name="IIF", arguments=[condition, then, otherwise]):
                yield from self._branch(users, condition, then)
                yield from self.regions(otherwise, self._left(users, condition))
            case nodes.Elvis(operands=operands):
                yield from self._elvis(operands, users)
            case _ if _is_condition(node):
                truth = self.truth(node)
                yield Region(self.diagrams.both(users, truth.fails), ERROR, node)
                yield Region(self.diagrams.both(users, truth.holds), value("true"), node)
                yield Region(self._without(users, truth), value("false"), node)
            case _:
                yield Region(users, _outcome(node), node)

    def truth(self, node: nodes.Node) -> Truth:
        """Return where a condition holds and where it fails, with Java's short circuits."""
        groups = group_atoms(node)
        match node:
            case _ if node in self.variables.wholes:
                return self._atom(self.variables.wholes[node])
            case _ if groups is not None:
                truths = [self._atom(atom) for atom in groups]
                return self._any(truths)
            case nodes.Literal(kind="boolean", value=flag):
                return Truth(TRUE if flag else FALSE, FALSE)
            case nodes.Logical(operator="or", operands=operands):
                return self._any([self.truth(operand) for operand in operands])
            case nodes.Logical(operands=operands):
                return self._all([self.truth(operand) for operand in operands])
            case nodes.Unary(operator="!", operand=operand):
                truth = self.truth(operand)
                return Truth(self._without(TRUE, truth), truth.fails)
            case nodes.Conditional(arms=arms, otherwise=otherwise):
                return self._conditional_truth(arms, otherwise)
            case _ if _is_constant(node):
                return _constant_truth(node)
            case _:
                return self._atom(condition_atom(node))

    def _branch(self, users: int, condition: nodes.Node, then: nodes.Node) -> Iterator[Region]:
        truth = self.truth(condition)
        if truth.fails != FALSE:
            yield Region(self.diagrams.both(users, truth.fails), ERROR, condition)
        yield from self.regions(then, self.diagrams.both(users, truth.holds))

    def _left(self, users: int, condition: nodes.Node) -> int:
        return self._without(users, self.truth(condition))

    def _without(self, users: int, truth: Truth) -> int:
        return self.diagrams.minus(self.diagrams.minus(users, truth.holds), truth.fails)

    def _elvis(self, operands: tuple[nodes.Node, ...], users: int) -> Iterator[Region]:
        """Every operand but the last lets null and the empty string through to the next."""
        for operand in operands[:-1]:
            through = FALSE
            for region in self.regions(operand, users):
                if region.outcome.kind is OutcomeKind.COMPUTED and region.outcome.node is not None:
                    truth = self._atom(presence_atom(region.outcome.node))
                    yield Region(self.diagrams.both(region.users, truth.fails), ERROR, region.node)
                    yield region._replace(users=self.diagrams.both(region.users, truth.holds))
                    through = self.diagrams.either(through, self._without(region.users, truth))
                elif region.outcome in (NULL, value("")):
                    through = self.diagrams.either(through, region.users)
                else:
                    yield region
            users = through
        yield from self.regions(operands[-1], users)

    def _any(self, truths: list[Truth]) -> Truth:
        """Join with OR: the first yes decides, and a failure before it fails all."""
        holds, fails, open_users = FALSE, FALSE, TRUE
        for truth in truths:
            holds = self.diagrams.either(holds, self.diagrams.both(open_users, truth.holds))
            fails = self.diagrams.either(fails, self.diagrams.both(open_users, truth.fails))
            open_users = self._without(open_users, truth)
        return Truth(holds, fails)

    def _all(self, truths: list[Truth]) -> Truth:
        """Join with AND: the first no decides, and a failure before it fails all."""
        fails, open_users = FALSE, TRUE
        for truth in truths:
            fails = self.diagrams.either(fails, self.diagrams.both(open_users, truth.fails))
            open_users = self.diagrams.both(open_users, truth.holds)
        return Truth(open_users, fails)

    def _conditional_truth(self, arms: tuple[nodes.Arm, ...], otherwise: nodes.Node) -> Truth:
        holds, fails, users = FALSE, FALSE, TRUE
        for arm in arms:
            condition, then = self.truth(arm.condition), self.truth(arm.value)
            taken = self.diagrams.both(users, condition.holds)
            holds = self.diagrams.either(holds, self.diagrams.both(taken, then.holds))
            fails = self.diagrams.either(
                fails, self.diagrams.both(users, condition.fails), self.diagrams.both(taken, then.fails)
            )
            users = self._without(users, condition)
        rest = self.truth(otherwise)
        holds = self.diagrams.either(holds, self.diagrams.both(users, rest.holds))
        return Truth(holds, self.diagrams.either(fails, self.diagrams.both(users, rest.fails)))

    def _atom(self, atom: Atom) -> Truth:
        holds = self.diagrams.variable(self.variables.holds[atom])
        fails = self.diagrams.variable(self.variables.fails[atom]) if atom in self.variables.fails else FALSE
        return Truth(self.diagrams.minus(holds, fails), fails)


def _constant_truth(node: nodes.Node) -> Truth:
    """Return the truth of a constant: what is no Boolean, Java converts, or it fails."""
    try:
        holds = oktaexpr.evaluate(f"({print_node(node)}) ? true : false", oktaexpr.Scope())
    except oktaexpr.EvaluationError:
        return Truth(FALSE, TRUE)
    return Truth(TRUE if holds else FALSE, FALSE)


_PURE_NAMESPACES = frozenset({"String", "Convert", "Arrays"})


def _outcome(node: nodes.Node) -> Outcome:
    """Return the outcome of a node that decides nothing any more; constants are worked out."""
    text = print_node(node)
    if _is_constant(node):
        try:
            return of_result(oktaexpr.evaluate(text, oktaexpr.Scope()))
        except oktaexpr.EvaluationError:
            return ERROR
    return Outcome(OutcomeKind.COMPUTED, text, node)


def _is_constant(node: nodes.Node) -> bool:
    """Tell whether nothing in the node depends on the user: constants, operators, methods, text functions."""
    return not any(
        isinstance(part, nodes.Call | nodes.Variable | nodes.Projection | nodes.Selection | nodes.Dropped)
        or (isinstance(part, nodes.Index) and part.target is None)
        or (isinstance(part, nodes.Name) and part.name not in _PURE_NAMESPACES)
        for part in walk(node)
    )
