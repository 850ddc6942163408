"""Rules made ready before the first user comes, and what is said of them after the last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from oktaexpr.compiler import compile as compile_text
from oktaexpr.directory import Group
from oktaexpr.directory.problems import quoted
from oktaexpr.errors import ExpressionSyntaxError
from oktaexpr.render.counting import counted
from oktaexpr.rulesets.dependencies import ReadyRule, ready_rule
from oktaexpr.rulesets.result import RuleError, RuleOutcome
from oktaexpr.rulesets.rules import GroupRule, RuleState
from oktaexpr.values.kinds import java_type

FindGroup = Callable[[str], Group | None]
"""Returns the group that an id, or in a table a name, stands for."""

GONE = "DEPROVISIONED"
"""Okta's word for a user who is deactivated."""


def prepare_rule(rule: GroupRule, find: FindGroup) -> tuple[RuleOutcome, ReadyRule | None]:
    """Return what can be said of a rule before the first user, and the rule made ready where it runs."""
    targets, missing = find_targets(rule, find)
    if rule.status == "INACTIVE":
        return RuleOutcome(rule, RuleState.INACTIVE, targets), None
    if rule.status != "ACTIVE" or not rule.groups_are_valid:
        reason = "Okta has it as INVALID" if rule.groups_are_valid else "Okta says that a group of it is gone"
        return RuleOutcome(rule, RuleState.INVALID, targets, reason), None
    if missing or not targets:
        names = ", ".join(quoted(one) for one in missing)
        reason = (
            f"no group {names} in the directory: Okta makes such a rule INVALID"
            if missing
            else "it fills no group"
        )
        return RuleOutcome(rule, RuleState.INVALID, targets, reason), None
    try:
        program = compile_text(rule.expression)
    except ExpressionSyntaxError as error:
        return RuleOutcome(rule, RuleState.BROKEN, targets, error.message), None
    return RuleOutcome(rule, RuleState.ACTIVE, targets), ready_rule(rule, program, targets)


def find_targets(rule: GroupRule, find: FindGroup) -> tuple[tuple[Group, ...], list[str]]:
    """Return the groups that a rule fills, and the ids that no group has."""
    found: list[Group] = []
    missing: list[str] = []
    for reference in rule.targets:
        group = find(reference)
        if group is None:
            missing.append(reference)
        else:
            found.append(group)
    return tuple(found), missing


def counted_outcome(outcome: RuleOutcome, matched: int, failed: int) -> RuleOutcome:
    """Return the outcome of a rule that ran, with how many users it matched and how many have no answer."""
    reason = f"no answer for {counted(failed, 'user')}" if failed else ""
    return replace(outcome, reason=reason, matched=matched, failed=failed)


def not_boolean(rule: GroupRule, login: str, answer: object) -> RuleError:
    """Return the error of a condition that gives a user something else than true or false."""
    described = "null" if answer is None else f"a value of type {java_type(answer)}"
    return RuleError(rule, login, "NOT_BOOLEAN", f"the condition is no Boolean but {described}")


def notes_on_gone(gone: int) -> list[str]:
    """Return what is assumed of users who are deactivated, nothing where there are none."""
    if not gone:
        return []
    return [f"{counted(gone, 'deactivated user')} left as they are (assumed: no rule runs for them)"]
