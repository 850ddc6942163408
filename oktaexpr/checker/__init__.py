"""Finding problems without a user: names, types, what a usage refuses, pitfalls, spellings."""

from oktaexpr.checker.checking import check
from oktaexpr.checker.fixes import apply_fixes
from oktaexpr.checker.rules import TOPICS

__all__ = ["TOPICS", "apply_fixes", "check"]
