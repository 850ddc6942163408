"""`check`: every problem of a text that can be found without a user."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from oktaexpr.checker.context import Context, KnownDirectory, lay_out
from oktaexpr.checker.dispatch import run_checks
from oktaexpr.checker.inference import infer
from oktaexpr.checker.roots import BASE_ATTRIBUTES
from oktaexpr.checker.rules.saml_texts import check_fixed_text, is_fixed_text
from oktaexpr.checker.rules.usage import CLAIM_LENGTH, too_long
from oktaexpr.checker.selected import CheckedExpression, selected_problems
from oktaexpr.diagnostics import Diagnostic, did_you_mean
from oktaexpr.errors import UsageError
from oktaexpr.functions import CLASSIC, IDENTITY_ENGINE, Engine
from oktaexpr.functions.usages import Usage, usages
from oktaexpr.functions.usages import usage as find_usage
from oktaexpr.syntax import recover
from oktaexpr.syntax.dropped import dropped_constructs
from oktaexpr.syntax.nodes import Node
from oktaexpr.types import Target

_BEHIND_A_FAULT = ("OEL1", "OEL2", "OEL4", "OEL6")
"""What is checked behind a fault that can be mended in several ways: all but types and pitfalls, which the mend decides."""

_FIXED_TEXT_USAGE = "saml-attribute"
"""Where Okta takes a text that is no expression, and sends it as it stands."""
_ENGINES: tuple[Engine, ...] = (CLASSIC, IDENTITY_ENGINE)


def check(
    text: str,
    engine: str | None = None,
    usage: str | None = None,
    target: Target | None = None,
    directory: KnownDirectory | None = None,
    select: Iterable[str] | None = None,
    ignore: Iterable[str] | None = None,
) -> list[Diagnostic]:
    """Return the problems of `text`, in the order of the text; never raises on a bad text.

    `engine` defaults to the usage's own; with neither, what either engine has is accepted. `select` and `ignore` take
    codes or their beginnings (`OEL5`); those of an extension that has registered its checks count where they are
    selected. Raises `UsageError` for an unknown engine or usage, or two that disagree.
    """
    place = _usage(usage)
    wanted, unwanted = _codes(select), _codes(ignore)
    found = [
        *_problems(text, _engine(engine, place), place, target, directory),
        *selected_problems(CheckedExpression(text, engine, usage, target, directory), wanted),
    ]
    kept = {
        diagnostic
        for diagnostic in found
        if (not wanted or diagnostic.code.startswith(wanted))
        and not (unwanted and diagnostic.code.startswith(unwanted))
    }
    return sorted(kept, key=lambda diagnostic: (diagnostic.span, diagnostic.severity.rank, diagnostic.code))


def _problems(
    text: str,
    engine: Engine | None,
    usage: Usage | None,
    target: Target | None,
    directory: KnownDirectory | None,
) -> Iterator[Diagnostic]:
    if usage is not None and usage.claim and len(text) > CLAIM_LENGTH:
        yield too_long(len(text))
    if usage is not None and usage.name == _FIXED_TEXT_USAGE and is_fixed_text(text):
        schema = directory.schema if directory is not None else None
        yield from check_fixed_text(text, schema or BASE_ATTRIBUTES)
        return
    faults, tree, mended = recover(text)
    yield from faults
    if tree is None:
        return
    found = [
        *dropped_constructs(tree),
        *run_checks(_context(mended.text, tree, engine, usage, target, directory)),
    ]
    if faults:  # what the mend put in has types of its own, so only what stands in the text is spoken of
        is_sure = all(fault.fix is not None and fault.fix.safe for fault in faults)
        found = [
            mended.locate(problem)
            for problem in found
            if (is_sure or problem.code.startswith(_BEHIND_A_FAULT)) and mended.is_original(problem.span)
        ]
    yield from found


def _context(
    text: str,
    tree: Node,
    engine: Engine | None,
    usage: Usage | None,
    target: Target | None,
    directory: KnownDirectory | None,
) -> Context:
    layout = lay_out(tree)
    schema = (directory.schema or None) if directory is not None else None
    groups = directory.groups if directory is not None else None
    apps = (directory.apps or ()) if directory is not None else ()
    return Context(
        text,
        tree,
        layout,
        infer(layout, engine, schema),
        engine,
        usage,
        target,
        schema,
        tuple(groups) if groups is not None else None,
        {app.name: app for app in apps},
    )


def _usage(name: str | None) -> Usage | None:
    if name is None:
        return None
    found = find_usage(name)
    if found is None:
        known = [one.name for one in usages()]
        raise UsageError(_unknown("usage", name, known))
    return found


def _engine(name: str | None, usage: Usage | None) -> Engine | None:
    if name is not None and name not in _ENGINES:
        raise UsageError(_unknown("engine", name, _ENGINES))
    if usage is None:
        return name
    if name is not None and name != usage.engine:
        message = f"the usage {usage.name} has the engine {usage.engine}, not {name}"
        raise UsageError(message)
    return usage.engine


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    names = list(known)
    listed = ", ".join(names)
    return f"unknown {what} {name!r}: {did_you_mean(name, names) or f'use one of {listed}'}"


def _codes(given: Iterable[str] | None) -> tuple[str, ...]:
    codes = (given,) if isinstance(given, str) else tuple(given or ())
    return tuple(code.upper() for code in codes)
