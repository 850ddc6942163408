"""The codes that a command is asked for: only known ones count, and an extension is loaded for its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import typer

from oktaexpr.cli.shared.extensions import (
    judged_elsewhere,
    load_checks,
    load_every_rule,
    load_rules,
    loads_for,
)
from oktaexpr.cli.shared.output import say_problem
from oktaexpr.diagnostics import did_you_mean, rules
from oktaexpr.errors import UsageError

if TYPE_CHECKING:
    from oktaexpr.config import Configuration


def read_codes(option: str, given: Sequence[str] | None) -> list[str] | None:
    """Return the codes of `--select` or `--ignore`, in capitals; None where nothing was given.

    Raises `typer.BadParameter` for one that is not the beginning of a known code.
    """
    if not given:
        return None
    codes = [code.strip().upper() for text in given for code in text.split(",") if code.strip()]
    for code in codes:
        problem = _not_selectable(code)
        if problem is not None:
            raise typer.BadParameter(problem, param_hint=option)
    return codes


def prepare_checks(configuration: Configuration) -> bool:
    """Let `check` judge by the rules of extensions that are selected; tells whether there are any.

    Says which of the selected rules need more than an expression. Raises `ConfigurationError` for a selected code that
    nobody has, and `UsageError` where no rule is left to judge by.
    """
    foreign = [code for code in configuration.select if loads_for(code)]
    if not foreign:
        return False
    for code in foreign:
        problem = _not_selectable(code)
        if problem is not None:
            from oktaexpr.config import configuration_problem

            raise configuration_problem(configuration, ("select",), problem)
        load_checks(code)
    _say_unjudged(configuration.select, foreign)
    return True


def _say_unjudged(select: Iterable[str], foreign: Iterable[str]) -> None:
    unjudged = {code: judge for one in foreign for code, judge in judged_elsewhere(one).items()}
    if not unjudged:
        return
    judges = dict.fromkeys(judge for judge in unjudged.values() if judge)
    message = "; ".join([f"check cannot judge {', '.join(unjudged)} by an expression", *judges])
    wanted = tuple(select)
    if all(rule.code in unjudged for rule in rules() if rule.code.startswith(wanted)):
        raise UsageError(message)
    say_problem(message, "info")


def _not_selectable(code: str) -> str | None:
    """Return why `check` cannot be asked for a code; None for one that it can."""
    from oktaexpr.render.rules import OTHER_FAMILIES

    if code.startswith(tuple(OTHER_FAMILIES)):
        return (
            f"check finds nothing of {code!r}, which is about other files; `oktaexpr rule {code}` explains it"
        )
    return unknown_code(code)


def unknown_code(code: str) -> str | None:
    """Return what is wrong with a code, with one that is near; None for a known one or the beginning of some."""
    load_rules(code)
    if any(rule.code.startswith(code) for rule in rules()):
        return None
    load_every_rule()
    known = [rule.code for rule in rules()]
    families = dict.fromkeys(one[:4] for one in known)
    hint = did_you_mean(code, [*families, *known]) or "oktaexpr rule lists them"
    return f"no code begins with {code!r}; {hint}"
