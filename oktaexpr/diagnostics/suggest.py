"""Did you mean: the near names of a name that does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str], *, most: int = 3) -> list[str]:
    """Return up to `most` known names near `name`, nearest first; those that differ by case only stand alone."""
    names = list(dict.fromkeys(known))
    folded: dict[str, list[str]] = {}
    for candidate in names:
        folded.setdefault(candidate.casefold(), []).append(candidate)
    same = [candidate for candidate in folded.get(name.casefold(), []) if candidate != name]
    if same:
        return same[:most]
    close = get_close_matches(name.casefold(), folded, n=most, cutoff=0.72)
    found = [candidate for key in close for candidate in folded[key]]
    return [candidate for candidate in dict.fromkeys(found) if candidate != name][:most]


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """Return "did you mean `a` or `b`?", or None where nothing is near."""
    near = nearest(name, known)
    if not near:
        return None
    quoted = [f"`{candidate}`" for candidate in near]
    listed = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
    return f"did you mean {listed}?"
