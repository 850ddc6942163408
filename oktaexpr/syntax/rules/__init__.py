"""The rules of family OEL1xx, by code. Importing this module registers them."""

from __future__ import annotations

from oktaexpr.diagnostics import Rule
from oktaexpr.syntax.rules import constructs, punctuation, texts

RULES: dict[str, Rule] = {rule.code: rule for rule in (*texts.RULES, *punctuation.RULES, *constructs.RULES)}
"""Every syntax rule by its code."""
