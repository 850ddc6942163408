"""Exports of a real org into fixtures that can be committed: the same people and groups, under other names."""

from oktaexpr.anonymizing.fixture import GroupNames, anonymized
from oktaexpr.anonymizing.pseudonyms import new_key

__all__ = ["GroupNames", "anonymized", "new_key"]
