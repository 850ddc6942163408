"""Rules about files and about expressions as a set, one topic a file. Loading the package registers them."""

from oktaexpr.formats.rules import claims, files, group_rules, mappings

TOPICS = (files, group_rules, claims, mappings)
"""The modules that declare rules."""

__all__ = ["TOPICS"]
