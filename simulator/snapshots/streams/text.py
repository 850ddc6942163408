"""A snapshot of a stream for people: what it holds, and what differs from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from oktaexpr.render import Paint, counted, shortened, visible
from simulator.snapshots.streams.comparing import OTHER_REASON, Kind, StreamedComparison
from simulator.snapshots.streams.tally import Tally
from simulator.snapshots.text import cell_phrase, draw_file_change, draw_user_change, summary_line

_MOST_SHOWN = 12
"""How many values a column shows."""
_MOST_NAMED = 3
"""How many users of a kind are named; JSON names more, and `--out` all."""
_LONGEST_VALUE = 60
_TITLES = {"value": "Value of the attribute", "sso": "SSO license", "scim": "SCIM license"}


def draw_tally(tally: Tally, paint: Paint) -> str:
    """Return how many users have which value and which licenses, and each error with its first users."""
    width = len(f"{max(tally.users, 1):,}")
    lines = [paint("title", counted(tally.users, "user"))]
    for name, title in _TITLES.items():
        lines += [title, *_counted(name, tally.counts[name], width, paint)]
        if name == "value" and tally.uncounted:
            lines.append(f"  {tally.uncounted:>{width},}  with values beyond those")
    if tally.errors:
        lines.append("Errors")
    for error, count in tally.errors.most_common():
        lines.append(f"  {count:>{width},}  {paint('error', visible(error))}")
        lines += [f"  {' ' * width}    {visible(user)}: {visible(why)}" for user, why in tally.first[error]]
    return "\n".join(lines)


def _counted(name: str, counts: Counter[str], width: int, paint: Paint) -> Iterator[str]:
    for cell, count in counts.most_common(_MOST_SHOWN):
        shown = shortened(
            visible(cell) if name == "value" else cell_phrase({name: cell}, name), _LONGEST_VALUE
        )
        yield f"  {count:>{width},}  {paint('name', shown)}"
    if len(counts) > _MOST_SHOWN:
        yield f"  {counted(len(counts) - _MOST_SHOWN, 'more value')}"


def draw_streamed_comparison(comparison: StreamedComparison, paint: Paint) -> str:
    """Return each kind of change with its number and its first users, and the tables that differ."""
    if comparison.is_same:
        return "The snapshot holds."
    lines: list[str] = []
    for name, kind in comparison.kinds.items():
        lines += _kind(name, kind, paint)
    for file in comparison.files:
        lines += draw_file_change(file, paint)
    summary = summary_line(comparison.changed, comparison.came, comparison.gone, comparison.files)
    return "\n".join([*lines, "", summary])


def _kind(name: str, kind: Kind, paint: Paint) -> Iterator[str]:
    yield f"{paint('title', visible(name))}: {counted(kind.count, 'user')}"
    shown = kind.first[:_MOST_NAMED]
    if name == OTHER_REASON:
        names = [visible(change.user.login) for change in shown]
        yield f"  {', '.join(names)}{', …' * (kind.count > len(shown))}"
        return
    for change in shown:
        yield from (f"  {line}" for line in draw_user_change(change.user, paint))
    if kind.count > len(shown):
        yield f"  and {kind.count - len(shown):,} more"
