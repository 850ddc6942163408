"""Facts with their marks and sources, for people and for programs."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from oktaexpr.render import UNLIMITED, Paint, json_document, painter, text_table
from simulator.assumptions import settings_of
from simulator.facts import Fact, sources_of

_PLAIN = painter(color=False)


def draw_fact(fact: Fact, *, width: int = 100, paint: Paint = _PLAIN) -> str:
    """Return id and mark, the text, the setting that decides it where there is one, and the sources."""
    lines = [
        f"{paint('title', fact.id)}  {paint('name', fact.mark.phrase)}",
        "",
        *textwrap.wrap(fact.text, width),
    ]
    if settings := settings_of(fact.id):
        lines += ["", f"Setting of an account: {', '.join(f'assumptions.{name}' for name in settings)}"]
    found = sources_of(fact)
    if not found:
        lines += ["", "Source: nobody says it."]
    else:
        lines += ["", "Source:" if len(found) == 1 else "Sources:"]
        lines += [f"  {code}: {text}" if text else f"  {code}" for code, text in found.items()]
    return "\n".join(lines)


def draw_facts(facts: Sequence[Fact], *, width: int = UNLIMITED) -> str:
    """Return a line a fact: id, mark, text, source."""
    rows = [(fact.id, fact.mark.phrase, fact.text, fact.source) for fact in facts]
    return text_table(("fact", "mark", "text", "source"), rows, width=width)


def fact_json(fact: Fact) -> str:
    """Return a document with `id`, `mark`, `text`, `settings` and `sources` by code."""
    return json_document(_content(fact))


def facts_json(facts: Sequence[Fact]) -> str:
    """Return a document with the facts in their order."""
    return json_document({"facts": [_content(fact) for fact in facts]})


def _content(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "mark": fact.mark.value,
        "text": fact.text,
        "settings": list(settings_of(fact.id)),
        "sources": dict(sources_of(fact)),
    }
