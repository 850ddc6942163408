"""The reference pages in `examples/reference/`, made from the declarations that the program runs on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from oktaexpr.diagnostics import Example, Rule, rules
from oktaexpr.functions import TOPICS, Function, catalogue
from oktaexpr.functions.usages import constructs, source_title, usages
from oktaexpr.render.rules import FAMILIES, load_own_rules
from oktaexpr.render.usages import STATUS_WORDS
from oktaexpr.render.values import quoted
from oktaexpr.values.faults import CODES
from oktaexpr.values.regex.constructs import CONSTRUCTS


def functions_page() -> str:
    """Return the functions by topic, with signature, provenance, notes and examples."""
    lines = [
        "# Functions",
        "",
        "Made from the declarations in `oktaexpr/functions/`; `oktaexpr functions NAME` prints one.",
    ]
    for topic in TOPICS:
        declared = [
            function for function in catalogue.everything() if function.run.__module__ == topic.__name__
        ]
        if not declared:
            continue
        title = (topic.__doc__ or topic.__name__).partition("\n")[0]
        lines += ["", f"## {topic.__name__.rpartition('.')[2].replace('_', ' ').capitalize()}", "", title]
        for function in declared:
            lines += ["", *_function(function)]
    return _page(lines)


def _function(function: Function) -> Iterator[str]:
    yield f"### `{function.text}`"
    yield ""
    yield function.summary
    yield ""
    yield f"- engines: {', '.join(function.engines)}; says {function.provenance}"
    if function.deprecated:
        yield f"- deprecated: write {function.deprecated}"
    if function.stale_in_mappings:
        yield "- in a mapping it goes stale: Okta does not evaluate it again when what it reads changes"
    yield from (f"- {note}" for note in function.notes)
    for example in function.examples:
        yield f"- {_code(example.expression)} → {_code(quoted(example.value))}"


def rules_page() -> str:
    """Return every rule of `check` by family, with explanation and examples."""
    lines = ["# Rules of `check`", "", "Made from the rules' own records; `oktaexpr rule CODE` prints one."]
    for family, members in groupby(_all_rules(), key=lambda rule: rule.code[:4]):
        lines += ["", f"## {FAMILIES[family]}"]
        for rule in members:
            lines += [
                "",
                f"### {rule.code}: {rule.title}",
                "",
                f"*{rule.severity}*; says {rule.provenance}.",
                "",
                rule.explanation,
            ]
            lines += ["", f"Found{_place(rule.failing)}:", "", *_block(rule.failing.text)]
            lines += ["", f"Fine{_place(rule.passing)}:", "", *_block(rule.passing.text)]
    return _page(lines)


def _all_rules() -> list[Rule]:
    load_own_rules()
    return [rule for rule in rules() if rule.code[:4] in FAMILIES]


def _place(example: Example) -> str:
    return f" in `{example.usage}`" if example.usage else f" in {example.engine}" if example.engine else ""


def _block(text: str) -> list[str]:
    shown = text if len(text) <= 400 else f"{text[:200]} … {text[-60:]}"
    return ["```text", shown, "```"]  # not `okta`: `check` would find what the examples show


def usages_page() -> str:
    """Return the table of what Okta offers where, and the source of each documented cell."""
    places = usages()
    lines = [
        "# What Okta offers where",
        "",
        "Made from `oktaexpr/functions/usages.toml`; `oktaexpr usages` prints it.",
        "",
    ]
    lines += _table(
        ["usage", "engine", "what it is"],
        [[f"`{place.name}`", place.engine, place.title] for place in places],
    )
    for row in constructs().values():
        lines += ["", f"## {row.title}", ""]
        if row.note:
            lines += [row.note, ""]
        cells = [(place.name, row.cells[place.name]) for place in places]
        known = [
            [f"`{name}`", STATUS_WORDS[cell.status], source_title(cell.source)]
            for name, cell in cells
            if cell.status != "unknown"
        ]
        lines += _table(["usage", "offered", "who says so"], known) if known else ["No source says anything."]
        unknown = [f"`{name}`" for name, cell in cells if cell.status == "unknown"]
        if known and unknown:
            lines += ["", f"Unknown: {', '.join(unknown)}."]
    dates = sorted({cell.as_of.isoformat() for row in constructs().values() for cell in row.cells.values()})
    return _page([*lines, "", f"The sources were read on {', '.join(dates)}."])


def regular_expressions_page() -> str:
    """Return which constructs of Java's regular expressions are translated, and which are refused."""
    engines = {"re2": "RE2, in linear time", "regex": "backtracking, guarded and timed", "refused": "refused"}
    lines = [
        "# Java's regular expressions", "",
        "Made from `oktaexpr/values/regex/constructs.py`. A pattern runs on RE2 when everything in it does; no pattern can hang.", "",
    ]  # fmt: skip
    rows = [[row.name, _code(row.syntax), engines[row.engine], row.note] for row in CONSTRUCTS]
    return _page([*lines, *_table(["construct", "in Java", "runs on", "note"], rows)])


def errors_page() -> str:
    """Return the codes of evaluation errors."""
    lines = [
        "# Evaluation errors",
        "",
        "An `EvaluationError` has one of these codes, a message and a place.",
        "",
    ]
    return _page(
        [*lines, *_table(["code", "what it says"], [[f"`{code}`", text] for code, text in CODES.items()])]
    )


PAGES: dict[str, Callable[[], str]] = {
    "functions.md": functions_page,
    "rules.md": rules_page,
    "usages.md": usages_page,
    "regular_expressions.md": regular_expressions_page,
    "evaluation_errors.md": errors_page,
}
"""File name to what makes the page."""


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    body = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}", *body]


def _code(text: str) -> str:
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}"


def _page(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
