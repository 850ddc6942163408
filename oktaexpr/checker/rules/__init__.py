"""The rules, one topic a file. Loading the package registers all of them."""

from oktaexpr.checker.rules import (
    attributes,
    calls,
    comparisons,
    deprecated,
    field,
    groups,
    literals,
    logic,
    names,
    operands,
    people,
    results,
    roots,
    saml_texts,
    texts,
    usage,
)

TOPICS = (
    names, roots, attributes, groups, calls, operands, literals, results, usage, people, texts, saml_texts, comparisons, logic, deprecated, field,
)  # fmt: skip
"""The modules that declare rules, by family."""

__all__ = ["TOPICS"]
