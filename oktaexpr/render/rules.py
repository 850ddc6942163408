"""Rules of `check` as a list, as an explanation, and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from oktaexpr.diagnostics import Example, Rule
from oktaexpr.render.json import json_document
from oktaexpr.render.style import Paint, painter

_PLAIN = painter(color=False)
FAMILIES = {
    "OEL1": "Syntax",
    "OEL2": "Names",
    "OEL3": "Types",
    "OEL4": "What a usage refuses",
    "OEL5": "Pitfalls: it runs, but not as people think",
    "OEL6": "Deprecated, or not in Okta's reference",
}
"""The first digit of a code says what kind of problem it is."""

OTHER_FAMILIES = {
    "DIR": "Files of a directory",
    "TEST": "Files of tests",
}
"""What the letters of the other codes stand for: those that are found by reading files, not by `check`."""

RULE_HOMES = ("oktaexpr.syntax.rules", "oktaexpr.checker", "oktaexpr.formats.rules")
"""The packages that register the rules of `check` when they are loaded."""
OTHER_HOMES = {"DIR": "oktaexpr.directory.rules", "TEST": "oktaexpr.testing.rules"}
"""The modules that register the rules of the other families."""


def load_own_rules() -> None:
    """Load every rule of `check`, wherever it lives, so that a list of them is whole."""
    for home in RULE_HOMES:
        import_module(home)


def load_other_rules(code: str) -> None:
    """Load the rules of the other families whose codes begin like `code`."""
    for letters, home in OTHER_HOMES.items():
        if letters.startswith(code) or code.startswith(letters):
            import_module(home)


def draw_rules(rules: Sequence[Rule], *, paint: Paint = _PLAIN) -> str:
    """Return the rules by family, one a line: code, severity and title."""
    lines: list[str] = []
    family = ""
    for rule in rules:
        if _family(rule) != family:
            family = _family(rule)
            lines += ["", paint("title", FAMILIES.get(family) or OTHER_FAMILIES.get(family, family))]
        severity = rule.severity.value
        lines.append(f"  {paint('name', rule.code)}  {paint(severity, severity.ljust(7))}  {rule.title}")
    return "\n".join(lines).lstrip("\n")


def _family(rule: Rule) -> str:
    """Return the beginning of the code that rules of one kind share."""
    return next((letters for letters in OTHER_FAMILIES if rule.code.startswith(letters)), rule.code[:4])


def draw_rule(rule: Rule, *, width: int = 100, paint: Paint = _PLAIN) -> str:
    """Return what the rule finds, why it matters, and its two examples."""
    severity = rule.severity.value
    text = " ".join(rule.explanation.split())
    return "\n".join(
        [
            f"{paint('name', rule.code)}  {paint('title', rule.title)}  ({paint(severity, severity)}, {rule.provenance})",
            "",
            *textwrap.wrap(text, min(width, 100), break_long_words=False, break_on_hyphens=False),
            "",
            paint("title", "It finds") + _context(rule.failing),
            *_indented(rule.failing.text),
            "",
            paint("title", "It is content with") + _context(rule.passing),
            *_indented(rule.passing.text),
        ]
    )


def _indented(text: str) -> list[str]:
    shown = text if len(text) <= 400 else f"{text[:399]}…"
    return [f"  {line}" for line in shown.split("\n")]


def _context(example: Example) -> str:
    """Return where the example would be saved, in parentheses."""
    parts = [part for part in (example.file, example.usage, example.engine) if part]
    if example.target is not None:
        parts.append(
            "target " + ", ".join(f"{key} {_listed(value)}" for key, value in example.target.items())
        )
    if example.groups:
        parts.append("groups " + _listed(example.groups))
    if example.attributes:
        parts.append(
            "attributes " + ", ".join(f"{name}: {kind}" for name, kind in example.attributes.items())
        )
    return f" ({'; '.join(parts)}):" if parts else ":"


def _listed(value: object) -> str:
    return " | ".join(str(item) for item in value) if isinstance(value, list | tuple) else str(value)


def rules_json(rules: Sequence[Rule]) -> str:
    """Return a document with `rules`, each with `code`, `title`, `severity`."""
    return json_document({"rules": [_summary_json(rule) for rule in rules]})


def rule_json(rule: Rule) -> str:
    """Return a document of one rule with its explanation and examples."""
    content = _summary_json(rule) | {
        "explanation": " ".join(rule.explanation.split()),
        "provenance": rule.provenance,
        "failing": _example_json(rule.failing),
        "passing": _example_json(rule.passing),
    }
    return json_document(content)


def _summary_json(rule: Rule) -> dict[str, Any]:
    return {"code": rule.code, "title": rule.title, "severity": rule.severity.value}


def _example_json(example: Example) -> dict[str, Any]:
    return {
        "expression": example.text,
        "file": example.file,
        "engine": example.engine,
        "usage": example.usage,
        "target": example.target,
        "groups": list(example.groups),
        "attributes": dict(example.attributes),
    }
