"""Group rules over files of users of any size: read once, in batches, each rule over whole columns at a time.

A rule runs on every user of a batch before the next rule does, stage by stage; who is in which of the groups that
rules fill is kept as rows, so that later stages see what earlier ones gave. What is said of everybody are counts and
the first users of each kind; everybody goes to a file where that is asked for.
"""

from oktaexpr.rulesets.streams.comparing import compare_stream
from oktaexpr.rulesets.streams.evaluating import evaluate_stream
from oktaexpr.rulesets.streams.people import People
from oktaexpr.rulesets.streams.result import FIRST_ROWS, StreamedDifference, StreamedRules

__all__ = [
    "FIRST_ROWS",
    "People",
    "StreamedDifference",
    "StreamedRules",
    "compare_stream",
    "evaluate_stream",
]
