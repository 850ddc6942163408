"""Group rules as a set: all of them over all users, with exclusions, states, chains and cycles; and two sets compared."""

from oktaexpr.rulesets.comparison import RulesDifference, UserChange, arising_faults, compare
from oktaexpr.rulesets.evaluation import Members, evaluate, unfilled_members
from oktaexpr.rulesets.reading import RuleFile, read_rules
from oktaexpr.rulesets.result import Feed, RuleError, RuleOutcome, RulesResult, Unsettled, UserGroups
from oktaexpr.rulesets.rules import GroupRule, RuleState

__all__ = [
    "Feed",
    "GroupRule",
    "Members",
    "RuleError",
    "RuleFile",
    "RuleOutcome",
    "RuleState",
    "RulesDifference",
    "RulesResult",
    "Unsettled",
    "UserChange",
    "UserGroups",
    "arising_faults",
    "compare",
    "evaluate",
    "read_rules",
    "unfilled_members",
]
