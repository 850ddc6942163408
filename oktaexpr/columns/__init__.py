"""Programs over columns: Arrow batches, files and clusters of any size, with the row program's own answers.

A stream from file to file, which is what `eval --all` does:

    source = open_source("users.parquet")
    evaluator = Evaluator(program, Settings(key="id", memberships=source.memberships()))
    plan = make_plan(program, source, evaluator)
    with open_sink("licenses.parquet") as sink:
        for result in planned_batches(plan, source, evaluator):
            sink.write(result)
"""

from oktaexpr.columns.groups import GroupColumn
from oktaexpr.columns.likeness import Likeness
from oktaexpr.columns.memberships import Memberships
from oktaexpr.columns.over import BATCH_ROWS, Evaluator, Settings, over
from oktaexpr.columns.people import login_column, profile_column, user_column
from oktaexpr.columns.plan import Plan, make_plan, planned_batches
from oktaexpr.columns.results import Answer, answers
from oktaexpr.columns.rows import Rows
from oktaexpr.columns.sinks import Sink, open_sink
from oktaexpr.columns.sources import Source, open_source
from oktaexpr.columns.stored import StoredMemberships
from oktaexpr.columns.summary import Summary

__all__ = [
    "BATCH_ROWS",
    "Answer",
    "Evaluator",
    "GroupColumn",
    "Likeness",
    "Memberships",
    "Plan",
    "Rows",
    "Settings",
    "Sink",
    "Source",
    "StoredMemberships",
    "Summary",
    "answers",
    "login_column",
    "make_plan",
    "open_sink",
    "open_source",
    "over",
    "planned_batches",
    "profile_column",
    "user_column",
]
