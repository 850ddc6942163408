"""All rules over all users, to a point where nothing changes any more.

Rules only ever add, so every order of running them ends; stages make the end the same for rules without cycles.
In a cycle with a negation it is not: such rules are run in rounds until none adds anything, and those whose answer
their own doing turned are reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from oktaexpr.directory import Directory, Group, Scope, UserRecord
from oktaexpr.errors import EvaluationError
from oktaexpr.rulesets.dependencies import Dependencies, ReadyRule, Stage
from oktaexpr.rulesets.preparing import (
    GONE,
    counted_outcome,
    find_targets,
    not_boolean,
    notes_on_gone,
    prepare_rule,
)
from oktaexpr.rulesets.result import RuleError, RulesResult, Unsettled, UserGroups
from oktaexpr.rulesets.rules import GroupRule

Members = Callable[[UserRecord], Iterable[Group]]
"""Returns the groups that a user has before any rule runs."""


def evaluate(
    rules: Sequence[GroupRule], directory: Directory, *, members: Members | None = None
) -> RulesResult:
    """Return who would be in which group, for all rules and users; nothing is changed or read besides.

    Users start with the directory's memberships, or with what `members` says: an export does not tell those that a
    rule made from those of a person. Errors are collected by rule and user and never stop the others.
    """
    outcomes = [prepare_rule(rule, directory.group) for rule in rules]
    ready = [one for _, one in outcomes if one is not None]
    dependencies = Dependencies(ready)
    run = _Run(dependencies.stages(), {group: at for at, group in enumerate(directory.groups)})
    users = []
    for user, (_, scope) in zip(directory.users, directory.scopes(), strict=True):
        before = user.groups if members is None else tuple(members(user))
        users.append(run.user(user, scope if members is None else _with_groups(scope, before), before))
    return RulesResult(
        rules=[
            outcome if one is None else counted_outcome(outcome, *run.counts(outcome.rule))
            for outcome, one in outcomes
        ],
        users=users,
        feeds=dependencies.feeds,
        cycles=[tuple(one.rule for one in stage.rules) for stage in run.stages if stage.is_cycle],
        errors=run.errors,
        unsettled=run.unsettled,
        notes=notes_on_gone(sum(user.status == GONE for user in directory.users)),
    )


def unfilled_members(rules: Sequence[GroupRule], directory: Directory) -> Members:
    """Return what says a user's groups without those that active rules fill, as if only rules ever filled them."""
    active = [rule for rule in rules if rule.status == "ACTIVE" and rule.groups_are_valid]
    filled = {group for rule in active for group in find_targets(rule, directory.group)[0]}
    return lambda user: [group for group in user.groups if group not in filled]


def _with_groups(scope: Scope, groups: Iterable[Group]) -> Scope:
    return Scope(scope.roots, groups=groups, relations=scope.relations, now=scope.now)


class _Run:
    """One pass over the users; gathers counts and errors on the way."""

    def __init__(self, stages: Sequence[Stage], places: dict[Group, int]) -> None:
        self.stages = stages
        self.matched: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.errors: list[RuleError] = []
        self.unsettled: list[Unsettled] = []
        self._places = places

    def user(self, user: UserRecord, scope: Scope, before: tuple[Group, ...]) -> UserGroups:
        """Return one user's groups after all stages."""
        if user.status == GONE:
            return UserGroups(user.login, before, before)
        person = _Person(user, scope, before)
        for stage in self.stages:
            self._run_stage(stage, person)
        self.matched.update(rule_id for rule_id in person.matched)
        for error in person.errors.values():
            self.failed[error.rule.id] += 1
            self.errors.append(error)
        if len(person.held) == len(before):
            return UserGroups(user.login, before, before, person.given)
        after = tuple(sorted(person.held, key=lambda group: self._places.get(group, len(self._places))))
        return UserGroups(user.login, before, after, person.given)

    def counts(self, rule: GroupRule) -> tuple[int, int]:
        """Return how many users a rule matched, and for how many it has no answer."""
        return self.matched[rule.id], self.failed[rule.id]

    def _run_stage(self, stage: Stage, person: _Person) -> None:
        person.run(stage.rules)
        if not stage.is_cycle:
            return
        while person.run(stage.rules):
            pass
        for ready in stage.rules:
            if ready.rule.id in person.matched and not person.matches(ready):
                self.unsettled.append(Unsettled(ready.rule, person.login))


class _Person:
    """One user while the rules run."""

    def __init__(self, user: UserRecord, scope: Scope, before: tuple[Group, ...]) -> None:
        self.login = user.login
        self.matched: dict[str, None] = {}
        self.given: dict[Group, tuple[GroupRule, ...]] = {}
        self.held: dict[Group, None] = dict.fromkeys(before)
        self.errors: dict[str, RuleError] = {}
        self._names = {name for name in (user.id, user.login) if name is not None}
        self._scope = scope

    def run(self, rules: Sequence[ReadyRule]) -> bool:
        """Run each rule once with the same groups, then add what they give. Returns whether a group was added."""
        new = [one for one in rules if one.rule.id not in self.matched and self.matches(one)]
        count = len(self.held)
        for ready in new:
            self.matched[ready.rule.id] = None
            for group in ready.targets:
                self.given[group] = (*self.given.get(group, ()), ready.rule)
                self.held[group] = None
        if len(self.held) == count:
            return False
        self._scope = _with_groups(self._scope, self.held)
        return True

    def matches(self, ready: ReadyRule) -> bool:
        """Return the rule's answer; one that is no Boolean, or none at all, is kept as an error and means no."""
        rule = ready.rule
        self.errors.pop(rule.id, None)
        if rule.excluded_users and not self._names.isdisjoint(rule.excluded_users):
            return False
        if rule.excluded_groups and any(group.id in rule.excluded_groups for group in self.held):
            return False
        try:
            answer = ready.program(self._scope)
        except EvaluationError as error:
            self.errors[rule.id] = RuleError(rule, self.login, error.code, error.message)
            return False
        if not isinstance(answer, bool):
            self.errors[rule.id] = not_boolean(rule, self.login, answer)
            return False
        return answer
