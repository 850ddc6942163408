"""How often each rule of a set matched over a stream, and for how many users it has no answer."""

from __future__ import annotations

from collections import Counter

from oktaexpr.rulesets.preparing import counted_outcome
from oktaexpr.rulesets.result import RuleOutcome
from oktaexpr.rulesets.streams.running import Run, Running


class RuleCounts:
    """Grows with the rules, not with the users."""

    def __init__(self, running: Running) -> None:
        """Count for the rules of a set."""
        self._running = running
        self._matched: Counter[str] = Counter()
        self._failed: Counter[str] = Counter()

    def add(self, run: Run) -> None:
        """Count the users of a batch."""
        for rule, rows in zip(self._running.rules, run.matched, strict=True):
            self._matched[rule.id] += rows.bit_count()
        for errors in run.errors.values():
            self._failed.update(error.rule.id for error in errors)

    def outcomes(self) -> list[RuleOutcome]:
        """Return what became of each rule, also of those that do not run."""
        ran = {rule.id for rule in self._running.rules}
        return [
            counted_outcome(one, self._matched[one.rule.id], self._failed[one.rule.id])
            if one.rule.id in ran
            else one
            for one in self._running.outcomes
        ]
