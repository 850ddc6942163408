"""Words of a file that name a usage or an engine."""

from __future__ import annotations

from collections.abc import Mapping

from oktaexpr.diagnostics import did_you_mean
from oktaexpr.formats.reading import ReadingProblem
from oktaexpr.functions import CLASSIC, IDENTITY_ENGINE
from oktaexpr.functions.usages import usage as find_usage
from oktaexpr.functions.usages import usages
from oktaexpr.source import Span

UNKNOWN_WORD = "OEL191"


def check_words(path: str, settings: Mapping[str, tuple[str, Span]]) -> ReadingProblem | None:
    """Return what is wrong with `usage` and `engine`, each given with its place; None where nothing is."""
    known: dict[str, list[str]] = {
        "usage": [one.name for one in usages()],
        "engine": [CLASSIC, IDENTITY_ENGINE],
    }
    for name, (value, span) in settings.items():
        if value not in known[name]:
            near = did_you_mean(value, known[name]) or f"use one of {', '.join(known[name])}"
            return ReadingProblem(path, span, f"unknown {name} `{value}`", UNKNOWN_WORD, near)
    if len(settings) == len(known):
        usage, (engine, span) = find_usage(settings["usage"][0]), settings["engine"]
        if usage is not None and usage.engine != engine:
            message = f"the usage {usage.name} has the engine {usage.engine}, not {engine}"
            return ReadingProblem(path, span, message, UNKNOWN_WORD)
    return None
