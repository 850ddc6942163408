"""`oktaexpr functions`: the functions of the language, from their declarations."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Annotated

import typer

from oktaexpr.cli.shared import options as given
from oktaexpr.cli.shared.options import Engine, TextFormat
from oktaexpr.cli.shared.output import paint_for, text_width, write
from oktaexpr.diagnostics import did_you_mean
from oktaexpr.functions import TOPICS, Function, catalogue

DETAILS = (
    "For a name: signature, engines, where Okta offers it, who says that it behaves so, notes and examples. For a "
    "namespace such as String: its functions."
)
EXAMPLES = (
    "oktaexpr functions",
    "oktaexpr functions String.substringBefore",
    "oktaexpr functions toZone",
    "oktaexpr functions Arrays",
    "oktaexpr functions --engine identity-engine --format json",
)


def run(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help="A function, a method or a namespace, such as String.len.",
            show_default=False,
        ),
    ] = None,
    engine: Annotated[
        Engine | None, typer.Option("--engine", help="Only what this engine's reference has.")
    ] = None,
    output: given.TextFormatOption = TextFormat.TEXT,
) -> None:
    """List or show."""
    namespace = None if name is None else f"{name.casefold()}."
    listed = [
        function
        for function in catalogue.everything()
        if (engine is None or engine in function.engines)
        and (namespace is None or function.name.casefold().startswith(namespace))
    ]
    if name is not None and not listed:
        _show(_named(name), output)
        return
    from oktaexpr.render.functions import draw_functions, functions_json

    topics = _by_topic(listed)
    if output is TextFormat.JSON:
        write(functions_json(topics))
    else:
        write(draw_functions(topics, width=text_width(), paint=paint_for(sys.stdout)))


def _show(functions: list[Function], output: TextFormat) -> None:
    from oktaexpr.functions.usages import constructs
    from oktaexpr.render.functions import draw_function, function_json

    pages = [(function, constructs().get(function.construct or "")) for function in functions]
    if output is TextFormat.JSON:
        write(function_json(pages))
        return
    paint = paint_for(sys.stdout)
    drawn = [
        draw_function(function, construct, width=text_width(), paint=paint) for function, construct in pages
    ]
    write("\n\n".join(drawn))


def _by_topic(functions: Iterable[Function]) -> dict[str, list[Function]]:
    """Return the declarations by the first line of their topic's description."""
    titles = {
        topic.__name__: (topic.__doc__ or topic.__name__).partition("\n")[0].rstrip(".") for topic in TOPICS
    }
    found: dict[str, list[Function]] = {}
    for function in functions:
        found.setdefault(titles.get(function.run.__module__, "Others"), []).append(function)
    return {title: found[title] for title in [*titles.values(), "Others"] if title in found}


def _named(name: str) -> list[Function]:
    """Return what a name means: a function by its full name, else all of that last name; case counts only if it must."""
    wanted = name.removesuffix("()")
    whole: dict[str, list[Function]] = {}
    last: dict[str, list[Function]] = {}
    for function in catalogue.everything():
        whole.setdefault(function.name, []).append(function)
        last.setdefault(function.name.replace("::", ".").rpartition(".")[2], []).append(function)
    for known in (whole, last):
        spellings = {spelling.casefold(): spelling for spelling in known}
        found = known.get(wanted) or known.get(spellings.get(wanted.casefold(), ""))
        if found:
            return found
    hint = did_you_mean(wanted, [*whole, *last])
    message = f"no function {name!r}" + (f"; {hint}" if hint else "; oktaexpr functions lists them")
    raise typer.BadParameter(message)
