"""The summary of a whole population, for people."""

from __future__ import annotations

import json
from collections.abc import Iterable

from oktaexpr.columns.summary import Summary
from oktaexpr.render.counting import counted
from oktaexpr.render.hidden import shortened, visible
from oktaexpr.render.style import Paint, painter
from oktaexpr.render.values import value_cell

_PLAIN = painter(color=False)
_MOST_SHOWN = 12
_LONGEST_VALUE = 60


def summary_text(summary: Summary, *, paint: Paint = _PLAIN) -> str:
    """Return how many users there are, how often each value came, and each error with its first users."""
    ordered = summary.values.most_common(_MOST_SHOWN)
    widest = max([count for _, count in ordered] + [*summary.errors.values(), 0])
    column = len(f"{widest:,}")
    lines = [paint("title", counted(summary.rows, "user"))]
    lines += [_line(count, column, paint("name", _shown(text))) for text, count in ordered]
    rest = len(summary.values) - len(ordered)
    if rest:
        lines.append(f"  {rest:,} more values")
    if summary.uncounted:
        lines.append(f"  {summary.uncounted:,} users with values beyond those")
    for code, count in summary.errors.most_common():
        lines.append(_line(count, column, paint("error", code)))
        lines += _examples(summary.examples.get(code, ()), column)
    return "\n".join(lines)


def _line(count: int, column: int, text: str) -> str:
    return f"  {f'{count:,}'.rjust(column)}  {text}"


def _shown(text: str) -> str:
    return shortened(value_cell(json.loads(text)), _LONGEST_VALUE)


def _examples(rows: Iterable[tuple[object, str]], column: int) -> list[str]:
    return [f"  {' ' * column}    {visible(str(key))}: {visible(message)}" for key, message in rows]
