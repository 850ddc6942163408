"""What an evaluation of rules says: of each rule, of each user, and of the set as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from oktaexpr.directory.people import Group
from oktaexpr.rulesets.rules import GroupRule, RuleState


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What became of one rule."""

    rule: GroupRule
    state: RuleState
    targets: tuple[Group, ...] = ()
    """The groups that it fills, where they are known."""
    reason: str = ""
    """Why it did not run, or a fault that it has though it ran."""
    matched: int = 0
    """How many users it gives its groups to."""
    failed: int = 0
    """For how many users its expression has no Boolean value."""

    @property
    def is_at_fault(self) -> bool:
        """Tell whether the rule cannot run, or has no answer for somebody."""
        return bool(self.failed) or self.state in (RuleState.INVALID, RuleState.BROKEN)


@dataclass(frozen=True, slots=True)
class RuleError:
    """A rule that has no answer for one user; Okta then does not add the user."""

    rule: GroupRule
    login: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A rule of a cycle that gave a user its groups and, with all of the cycle's groups, would no more."""

    rule: GroupRule
    login: str


@dataclass(frozen=True, slots=True)
class Feed:
    """One link of a chain: `source` fills `group`, which `reader` asks for."""

    source: GroupRule
    group: Group
    reader: GroupRule


@dataclass(frozen=True, slots=True)
class UserGroups:
    """One user's groups before and after the rules, and which rules give which."""

    login: str
    before: tuple[Group, ...]
    after: tuple[Group, ...]
    given: Mapping[Group, tuple[GroupRule, ...]] = field(default_factory=dict)
    """The groups that rules give, whether or not the user had them before."""

    @property
    def gained(self) -> tuple[Group, ...]:
        """The groups that the user would be added to."""
        had = set(self.before)
        return tuple(group for group in self.after if group not in had)


@dataclass(frozen=True, slots=True)
class RulesResult:
    """The whole of it, in the order of the rules, the users and the groups that were given."""

    rules: Sequence[RuleOutcome]
    users: Sequence[UserGroups]
    feeds: Sequence[Feed] = ()
    cycles: Sequence[tuple[GroupRule, ...]] = ()
    """Rules that feed each other, or one that feeds itself."""
    errors: Sequence[RuleError] = ()
    unsettled: Sequence[Unsettled] = ()
    notes: Sequence[str] = ()

    @property
    def filled(self) -> frozenset[Group]:
        """The groups that active rules fill."""
        return frozenset(
            group for one in self.rules if one.state is RuleState.ACTIVE for group in one.targets
        )

    def unexplained(self, user: UserGroups) -> tuple[Group, ...]:
        """Return the groups that rules fill and that the user has, though no rule gives them: added by hand, or left over."""
        filled = self.filled
        return tuple(group for group in user.before if group in filled and group not in user.given)
