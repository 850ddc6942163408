"""SSO and SCIM side by side: the license that each mode gives, for every combination of groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod

import oktaexpr
from oktaexpr.syntax import nodes
from simulator.account import DbtAccount, DbtUser
from simulator.decision import Decision, Source, because
from simulator.errors import TableError
from simulator.events import ScimBody, ScimCreate, ScimReplace, SsoSignIn
from simulator.licenses import ATTRIBUTE, LicenseType
from simulator.mapping import is_published, published_row
from simulator.profile_editor import GroupAssignment
from simulator.rules import decide
from simulator.seats import Seats
from simulator.tables.atoms import Atom, Kind, State
from simulator.tables.diagrams import FALSE, TRUE
from simulator.tables.first_match import Decided, first_match
from simulator.tables.known import with_known
from simulator.tables.memberships import group_atom
from simulator.tables.outcomes import ABSENT, Outcome, OutcomeKind, value
from simulator.tables.precedence import ROW_LIMIT
from simulator.tables.regions import find_atoms
from simulator.tables.rows import Cell, Row
from simulator.tables.theory import Space, make_space
from simulator.tables.whole_conditions import lay_out, reached_regions

FULL_LIMIT = 64
"""How many combinations a table lists one by one before it turns to the short form."""

Answers = Mapping[Atom, State]
Parts = list[tuple[int, Outcome]]
"""All possible users, split by what they get."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """What an attribute without an expression does, whose value comes with the app's group assignments."""

    value: Outcome
    decision: Decision = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Modes:
    """What each mode gives to one kind of user; two are equal when licenses and errors are."""

    attribute: Outcome
    """What the expression gives, which is what Okta sends."""
    licenses: tuple[object, ...]
    """License and error of both modes."""
    sso: Decision = field(compare=False, repr=False)
    scim: Decision | None = field(compare=False, repr=False)
    """None where the attribute's value stands in the user's profile, so that only a user can tell."""
    assigned: Assigned | None = None
    """What direct assignment gives, where the caller named assignments."""

    @property
    def differs(self) -> bool:
        """Tell whether the switch from SSO to SCIM changes the license, or may change it."""
        return self.scim is None or self.sso.license != self.scim.license

    @property
    def privilege(self) -> int:
        """Rank by the higher license of the two modes; -1 where neither gives one."""
        return max((mode.license.access if mode and mode.license else -1) for mode in (self.sso, self.scim))


@dataclass(frozen=True, slots=True)
class ModeRow:
    """A row and what holds for the users that it matches first."""

    row: Row
    modes: Modes


@dataclass(frozen=True, slots=True)
class ModeTable:
    """The table over the groups of the maps, of the expression and of the caller."""

    atoms: tuple[Atom, ...]
    rows: tuple[ModeRow, ...]
    is_full: bool
    """Whether every combination has its row; otherwise the first row that matches holds."""
    never_asked: tuple[Atom, ...]
    """Groups that the expression never looks at: `dbt_read_only` in dbt's own."""

    def read(self, answers: Answers) -> Modes:
        """Return what holds for a user with these answers."""
        return next(row.modes for row in self.rows if row.row.matches(answers))


def mode_table(
    account: DbtAccount,
    expression: str | None,
    *,
    groups: Iterable[str] = (),
    user: DbtUser | None = None,
    known: Mapping[tuple[str, ...], object] | None = None,
    assignments: Sequence[GroupAssignment] = (),
    engine: str = "classic",
    full_limit: int = FULL_LIMIT,
    limit: int = ROW_LIMIT,
) -> ModeTable:
    """Return what SSO, by the account's maps, and SCIM, by the expression, give to every kind of user.

    Without an expression nothing is sent. `groups` are names to show besides those of maps and expression; `user` is who they are before, by default new;
    `known` gives attributes by path, such as `("user", "department")`, the value that they have for everyone;
    `assignments` are values that the attribute has directly, by group of the app, in a column of its own.
    Seats are left out of account. Up to `full_limit` combinations are listed one by one; beyond, the table is
    first-match, and where one outcome needs more than `limit` rows, it asks conditions as a whole. Raises
    `ExpressionSyntaxError`, and `TableError` for too many questions.
    """
    tree = None if expression is None else with_known(oktaexpr.parse(expression), known or {})
    mapped = [group_atom(name) for _, names in _maps(account) for name in sorted(names)]
    named = [group_atom(name) for name in (*(assignment.group for assignment in assignments), *groups)]
    published = expression is not None and is_published(expression)

    def draw(wholes: tuple[Atom, ...], limit: int) -> ModeTable:
        asked = () if tree is None else tuple(find_atoms(tree, wholes))
        space = make_space([*mapped, *asked, *named], engine)
        comparison = _Comparison(
            account, user or DbtUser(), _expression_parts(space, tree, engine), space, is_published=published
        )
        if assignments:
            comparison.assigned = _assigned_parts(space, assignments)
        is_full = not wholes and _count_combinations(space) <= full_limit
        rows = tuple(comparison.full() if is_full else comparison.short(limit))
        looked_at = frozenset(() if tree is None else find_atoms(tree)) | frozenset(asked)
        never_asked = tuple(atom for atom in space.variables.atoms if atom not in looked_at)
        return ModeTable(space.variables.atoms, rows, is_full, never_asked)

    return lay_out(tree, engine, draw, limit)


def _count_combinations(space: Space) -> int:
    return prod(len(_states(space, atom)) for atom in space.variables.atoms)


def _maps(account: DbtAccount) -> list[tuple[LicenseType, frozenset[str]]]:
    order = (LicenseType.DEVELOPER, *account.assumptions.lower_order)
    return [(name, account.license_maps[name]) for name in order if name in account.license_maps]


def _states(space: Space, atom: Atom) -> tuple[State, ...]:
    return (State.NO, State.YES, State.FAILS) if atom in space.variables.fails else (State.NO, State.YES)


class _Comparison:
    """The two modes over one space of users."""

    def __init__(
        self, account: DbtAccount, user: DbtUser, regions: Parts, space: Space, *, is_published: bool
    ) -> None:
        without_seats = replace(account, seats=Seats())
        self.sso_account = without_seats.with_maps_in_charge()
        self.scim_account = without_seats.with_scim_in_charge()
        self.user = user
        self.space = space
        self.is_published = is_published
        self.regions = regions
        self.assigned: Parts = []
        """Who gets which value by group assignments; empty where nothing is assigned so."""

    def full(self) -> Iterator[ModeRow]:
        """Yield a row for each combination that can occur, all answers no first."""
        atoms = self.space.variables.atoms
        for states in product(*(_states(self.space, atom) for atom in atoms)):
            answers = dict(zip(atoms, states, strict=True))
            if not self.space.holds(self.space.possible, answers):
                continue
            outcome, assigned = (
                next((outcome for users, outcome in parts if self.space.holds(users, answers)), None)
                for parts in (self.regions, self.assigned)
            )
            cells = tuple(Cell((atom,), frozenset({state})) for atom, state in answers.items())
            yield ModeRow(Row(cells), self._modes(_groups(answers), outcome or ABSENT, assigned))

    def short(self, limit: int) -> Iterator[ModeRow]:
        """Yield the rows of a first-match table: the shorter of two ways to split the users."""
        by_maps = self._users_by_matched_maps()
        joined = self._joined_by_sso(by_maps)
        table = self._first_match(joined, limit)
        if len(joined) < len(by_maps):
            with suppress(TableError):
                table = self._first_match(by_maps, limit, len(table))
        for decided in table:
            yield ModeRow(decided.row, decided.outcome)

    def _first_match(self, parts: list[int], limit: int, most: int | None = None) -> list[Decided[Modes]]:
        pairs = []
        assignments: Sequence[tuple[int, Outcome | None]] = self.assigned or [(TRUE, None)]
        for users in parts:
            for (region, outcome), (assigned_users, assigned) in product(self.regions, assignments):
                both = self.space.diagrams.both(users, region, assigned_users)
                if both != FALSE:
                    groups = _groups(self.space.example(both))
                    pairs.append((both, self._modes(groups, outcome, assigned)))
        return first_match(self.space, pairs, limit, most)

    def _users_by_matched_maps(self) -> list[int]:
        """Split all users by which maps match: SSO asks nothing else about them."""
        diagrams, holds = self.space.diagrams, self.space.variables.holds
        parts = [self.space.possible]
        for _, names in _maps(self.sso_account):
            matched = diagrams.either(*(diagrams.variable(holds[group_atom(name)]) for name in sorted(names)))
            halves = [(diagrams.both(users, matched), diagrams.minus(users, matched)) for users in parts]
            parts = [users for half in halves for users in half if users != FALSE]
        return parts

    def _joined_by_sso(self, parts: list[int]) -> list[int]:
        """Join the parts that get the same from SSO."""
        by_outcome: dict[tuple[object, ...], int] = {}
        for users in parts:
            decision = self._sso(_groups(self.space.example(users)))
            key = (decision.license, decision.error)
            by_outcome[key] = self.space.diagrams.either(users, by_outcome.get(key, FALSE))
        return list(by_outcome.values())

    def _sso(self, groups: tuple[str, ...]) -> Decision:
        return decide(self.sso_account, self.user, SsoSignIn(groups))

    def _modes(self, groups: tuple[str, ...], outcome: Outcome, assigned: Outcome | None) -> Modes:
        sso = self._sso(groups)
        scim = self._scim(outcome)
        if scim and self.is_published:
            reason = because(published_row(groups))
            scim = replace(scim, reasons=(reason, *scim.reasons))
        licenses = (sso.license, sso.error, scim and scim.license, scim and scim.error)
        direct = None if assigned is None else self._assigned(assigned)
        return Modes(outcome, licenses, sso, scim, direct)

    def _assigned(self, value: Outcome) -> Assigned | None:
        decision = self._scim(value)
        return None if decision is None else Assigned(value, decision)

    def _scim(self, outcome: Outcome) -> Decision | None:
        """Return what the SCIM request does that carries the outcome."""
        match outcome.kind:
            case OutcomeKind.COMPUTED:
                return None
            case OutcomeKind.ERROR:
                text = "The expression has no value: nothing is sent."
                return Decision(
                    license=self.user.license, source=Source.PRIOR, reasons=(because("F12.6", text),)
                )
            case _:
                body = ScimBody(extension=_extension(outcome))
                event = ScimCreate(body) if self.user.is_new else ScimReplace(body)
                return decide(self.scim_account, self.user, event)


def _expression_parts(space: Space, tree: nodes.Node | None, engine: str) -> Parts:
    """Return who gets which outcome from the expression; without one nothing is sent for anybody."""
    if tree is None:
        return [(space.possible, ABSENT)]
    _, reached = reached_regions(space, tree, engine)
    return [(region.users, region.outcome) for region in reached]


def _assigned_parts(space: Space, assignments: Sequence[GroupAssignment]) -> Parts:
    """Return who gets which value from group assignments: the lowest priority number of a user's groups wins."""
    left, found = space.possible, []
    for assignment in sorted(assignments, key=lambda one: one.priority):
        members = space.diagrams.variable(space.variables.holds[group_atom(assignment.group)])
        outcome = ABSENT if assignment.value is None else value(assignment.value)
        found.append((space.diagrams.both(left, members), outcome))
        left = space.diagrams.minus(left, members)
    return [*found, (left, ABSENT)]


def _extension(outcome: Outcome) -> Mapping[str, str | None] | None:
    """Return dbt's extension as it is sent with an outcome: a text, null, or nothing at all."""
    if outcome.kind is OutcomeKind.ABSENT:
        return None
    return {ATTRIBUTE: outcome.text if outcome.kind is OutcomeKind.VALUE else None}


def _groups(answers: Answers) -> tuple[str, ...]:
    """Return the names of the groups that a user with these answers is in, as far as they were asked for."""
    return tuple(
        atom.label for atom, state in answers.items() if atom.kind is Kind.GROUP and state is State.YES
    )
