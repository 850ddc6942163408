"""The functions of the language: one declaration each, one topic a file."""

from oktaexpr.functions import (
    arrays,
    bare_strings,
    conversion,
    countries,
    date_time,
    formula,
    group_claims,
    group_criteria,
    groups,
    identity_engine,
    java_collections,
    java_format,
    java_numbers,
    java_patterns,
    java_text,
    people,
    strings,
    time,
)
from oktaexpr.functions.declaration import BOTH, CLASSIC, IDENTITY_ENGINE, Engine, Function, Provenance
from oktaexpr.functions.registry import catalogue

TOPICS = (
    arrays, bare_strings, conversion, countries, date_time, formula, group_claims, group_criteria, groups, identity_engine,
    java_collections, java_format, java_numbers, java_patterns, java_text, people, strings, time,
)  # fmt: skip
"""The modules that declare functions, one topic each."""

__all__ = ["BOTH", "CLASSIC", "IDENTITY_ENGINE", "TOPICS", "Engine", "Function", "Provenance", "catalogue"]
