"""Two sets of rules over the same users: who gains or loses which group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from oktaexpr.directory import Directory, Group, Scope, UserRecord
from oktaexpr.rulesets.evaluation import evaluate
from oktaexpr.rulesets.result import RuleOutcome, RulesResult, UserGroups
from oktaexpr.rulesets.rules import GroupRule


@dataclass(frozen=True, slots=True)
class UserChange:
    """A user who would be in other groups under the new rules."""

    old: UserGroups
    new: UserGroups

    @property
    def login(self) -> str:
        """Who it is."""
        return self.old.login

    @property
    def gained(self) -> tuple[Group, ...]:
        """The groups that only the new rules lead to."""
        had = set(self.old.after)
        return tuple(group for group in self.new.after if group not in had)

    @property
    def lost(self) -> tuple[Group, ...]:
        """The groups that only the old rules lead to."""
        has = set(self.new.after)
        return tuple(group for group in self.old.after if group not in has)

    def scopes(self, directory: Directory) -> tuple[Scope, Scope]:
        """Return what an expression sees of the user under the old and under the new rules."""
        scope = directory.scope(self.login)
        old, new = (
            Scope(scope.roots, groups=groups, relations=scope.relations, now=scope.now)
            for groups in (self.old.after, self.new.after)
        )
        return old, new


@dataclass(frozen=True, slots=True)
class RulesDifference:
    """Both evaluations, and the users between whom they differ, in the order of the directory."""

    old: RulesResult
    new: RulesResult
    changes: Sequence[UserChange]


def arising_faults(old: Iterable[RuleOutcome], new: Iterable[RuleOutcome]) -> list[RuleOutcome]:
    """Return the new rules that cannot run or have no answer for somebody, but for those of which that is old."""
    known = {one.rule.id for one in old if one.is_at_fault}
    return [one for one in new if one.is_at_fault and one.rule.id not in known]


def compare(old: Sequence[GroupRule], new: Sequence[GroupRule], directory: Directory) -> RulesDifference:
    """Return who gains or loses a group when the new rules take the place of the old ones.

    A membership that the old rules give counts as theirs, and goes where the new rules do not give it; any other one
    counts as a person's and stays.
    """
    under_old = evaluate(old, directory)
    given = {user.login: user.given for user in under_old.users}

    def members(user: UserRecord) -> Iterable[Group]:
        return [group for group in user.groups if group not in given[user.login]]

    under_new = evaluate(new, directory, members=members)
    pairs = zip(under_old.users, under_new.users, strict=True)
    changes = [UserChange(one, other) for one, other in pairs if set(one.after) != set(other.after)]
    return RulesDifference(under_old, under_new, changes)
