"""A value of the language as text, as a table's cell, as JSON and as a cell of CSV."""

from __future__ import annotations

from collections.abc import Mapping

from oktaexpr.render.hidden import shortened, visible
from oktaexpr.values.json_value import plain_text as plain_text
from oktaexpr.values.json_value import value_json as value_json

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula."""


def value_text(value: object) -> str:
    """Return what `eval` prints: Java's text, safe for a terminal; line ends and tabs stay."""
    return visible(plain_text(value), keep="\n\t")


def value_cell(value: object) -> str:
    """Return one line that tells apart what Java's text does not: `""`, `"null"`, `"4"` are texts, null and 4 not."""
    if isinstance(value, str):
        return quoted(value) if _is_ambiguous(value) else visible(value)
    return visible(plain_text(value))


def quoted(value: object) -> str:
    """Return a text in double quotes, as a literal of the language, and any other value as Java's text."""
    if isinstance(value, str):
        return '"' + visible(str(value)).replace('"', '""') + '"'
    if isinstance(value, list | tuple) and value:
        return (
            "[" + ", ".join(quoted(item) for item in value) + "]"
            if _is_flat(value)
            else visible(plain_text(value))
        )
    return visible(plain_text(value))


def brief(value: object, width: int) -> str:
    """Return `quoted(value)` cut to `width` characters; of a text of megabytes only the beginning is read."""
    if isinstance(value, str) and len(value) > width:
        return shortened(quoted(value[:width]), width)
    return shortened(quoted(value), width)


def _is_flat(values: list[object] | tuple[object, ...]) -> bool:
    return not any(isinstance(value, list | tuple | Mapping) for value in values)


def _is_ambiguous(text: str) -> bool:
    """Tell whether a bare text could be taken for another value, or for nothing at all."""
    if (
        not text
        or text != text.strip()
        or text in {"null", "true", "false"}
        or text.startswith(('"', "[", "{"))
    ):
        return True
    try:
        float(text)
    except ValueError:
        return False
    return True


def value_key(value: object) -> tuple[str, str]:
    """Return what makes two values count as the same in a summary or a comparison: Java's type and the text."""
    from oktaexpr.values.kinds import java_type

    return java_type(value), str(value) if isinstance(value, str) else quoted(value)


def csv_cell(text: str) -> str:
    """Return a cell that no spreadsheet runs: one that could be a formula gets an apostrophe in front."""
    shown = visible(text, keep="\n\t\r")
    return f"'{shown}" if shown.startswith(_FORMULA_STARTS) else shown
