"""Exports of a real org into fixtures that can be committed: the same people and groups, under other names."""

from oktaexpr.anonymizing.answers import ChangedAnswer, changed_answers
from oktaexpr.anonymizing.fixture import GroupNames, anonymized
from oktaexpr.anonymizing.pseudonyms import new_key

__all__ = ["ChangedAnswer", "GroupNames", "anonymized", "changed_answers", "new_key"]
