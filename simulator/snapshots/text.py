"""What differs from a snapshot, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from oktaexpr.render import Paint, counted, visible
from simulator.licenses import LicenseType, display_name
from simulator.snapshots.comparing import Comparison, FileChange, Row, UserChange
from simulator.snapshots.taking import TABLE_DATA

NAMES = {
    "value": "attribute",
    "sso": "SSO",
    "sso_error": "SSO error",
    "scim": "SCIM",
    "scim_error": "SCIM error",
}
"""Columns that a line of the difference names; facts and why explain them."""
_MOST_NAMED = 10
_MOST_LINES = 40
"""How many lines of one table are shown."""


def draw_comparison(comparison: Comparison, paint: Paint) -> str:
    """Return which users and which lines of the tables differ, and why."""
    if comparison.is_same:
        return "The snapshot holds."
    lines: list[str] = []
    telling = [change for change in comparison.users if is_telling(change)]
    for change in telling:
        lines += draw_user_change(change, paint)
    if others := [visible(change.login) for change in comparison.users if not is_telling(change)]:
        shown = others[:_MOST_NAMED] + ["…"] * (len(others) > _MOST_NAMED)
        lines.append(f"the same licenses for another reason: {', '.join(shown)}")
    for file in comparison.files:
        lines += draw_file_change(file, paint)
    return "\n".join([*lines, "", _summary(comparison)])


def is_telling(change: UserChange) -> bool:
    """Tell whether a change is more than another reason for the same licenses."""
    return not change.columns or any(column in NAMES for column in change.columns)


def draw_user_change(change: UserChange, paint: Paint) -> Iterator[str]:
    """Yield a line with what is another license now, and lines with why it was and is."""
    name = paint("title", visible(change.login))
    if change.old is None or change.new is None:
        row, word = (change.new, "new") if change.old is None else (change.old, "gone")
        assert row is not None
        yield f"{name} is {word}: {licenses_phrase(row)}"
        yield from _why(row, "why")
        return
    shown = [column for column in change.columns if column in NAMES]
    pairs = [
        f"{NAMES[column]} {cell_phrase(change.old, column)} → {cell_phrase(change.new, column)}"
        for column in shown
    ]
    yield f"{name}: {', '.join(pairs) or 'the same licenses for another reason'}"
    yield from _why(change.old, "was")
    yield from _why(change.new, "now")


def licenses_phrase(row: Row) -> str:
    """Return the licenses of a row under both modes."""
    return f"SSO {cell_phrase(row, 'sso')}, SCIM {cell_phrase(row, 'scim')}"


def cell_phrase(row: Row, column: str) -> str:
    """Return a cell as people read it: a license by its name, nothing as `none`."""
    text = row.get(column, "")
    if column in ("sso", "scim"):
        license_type = LicenseType.of(text)
        return display_name(license_type) if license_type or text == "none" else visible(text)
    return visible(text) or "none"


def _why(row: Row, word: str) -> Iterator[str]:
    yield f"    {word}: {visible(row.get('why', ''))} ({visible(row.get('facts', '')).replace(' ', ', ')})"


def draw_file_change(change: FileChange, paint: Paint) -> Iterator[str]:
    """Yield the name of a file, and the lines that went and came."""
    if change.name == TABLE_DATA:  # what it holds is in the readable table too
        verb = "differs" if len(change.lines) == 1 else "differ"
        yield f"{paint('title', change.name)}: {counted(len(change.lines), 'line')} {verb}"
        return
    yield paint("title", change.name)
    for line in change.lines[:_MOST_LINES]:
        yield paint("good" if line.startswith("+") else "error", f"  {visible(line)}")
    if len(change.lines) > _MOST_LINES:
        yield f"  and {counted(len(change.lines) - _MOST_LINES, 'more line')}"


def _summary(comparison: Comparison) -> str:
    came = sum(change.old is None for change in comparison.users)
    gone = sum(change.new is None for change in comparison.users)
    return summary_line(len(comparison.users) - came - gone, came, gone, comparison.files)


def summary_line(changed: int, came: int, gone: int, files: Sequence[FileChange]) -> str:
    """Return how many users and which tables differ, and what to do about it."""
    parts = [(changed, "changed"), (came, "new"), (gone, "gone")]
    users = ", ".join(f"{number:,} {word}" for number, word in parts if number) or "none changed"
    names = ", ".join(file.name for file in files) or "the same"
    return f"Users: {users}. Tables: {names}. Run without --check to take this as the new snapshot."
