"""The replacement text of `replaceAll` and `replaceFirst`: `$1`, `${name}`, and a backslash before a plain character."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from oktaexpr.values.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oktaexpr.values.regex.nodes import Tree

_SPECIAL = re.compile(r"[$\\]")
_DIGITS = frozenset("0123456789")


def parse_replacement(replacement: str, tree: Tree) -> tuple[str | int, ...]:
    """Split a replacement into plain texts and group numbers.

    A number takes a further digit only while such a group exists. Raises `Fault` with ARGUMENT.
    """
    parts: list[str | int] = []
    position = 0
    while position < len(replacement):
        special = _SPECIAL.search(replacement, position)
        plain = replacement[position : special.start() if special else None]
        if plain:
            parts.append(plain)
        if special is None:
            break
        position = special.end()
        if special[0] == "$":
            number, position = _group(replacement, position, tree)
            parts.append(number)
        elif position == len(replacement):
            raise Fault(
                "ARGUMENT", "the replacement ends in a backslash; a backslash itself is written twice"
            )
        else:
            parts.append(replacement[position])
            position += 1
    return tuple(parts)


def _group(replacement: str, position: int, tree: Tree) -> tuple[int, int]:
    """Read a group's number or name after a dollar sign, and give the place behind it."""
    if replacement[position : position + 1] == "{":
        name, closing, _ = replacement[position + 1 :].partition("}")
        if not closing or name not in tree.names:
            raise Fault("ARGUMENT", f"the replacement names a group {name!r} that the pattern does not have")
        return tree.names[name], position + len(name) + 2
    if replacement[position : position + 1] not in _DIGITS:
        message = "a dollar sign in a replacement needs a group's number; a dollar sign itself is written \\$"
        raise Fault("ARGUMENT", message)
    number = int(replacement[position])
    if number > tree.groups:
        raise Fault("ARGUMENT", f"the replacement asks for group {number}; the pattern has {tree.groups}")
    position += 1
    while replacement[position : position + 1] in _DIGITS:
        longer = number * 10 + int(replacement[position])
        if longer > tree.groups:
            break
        number, position = longer, position + 1
    return number, position


def filled(parts: Sequence[str | int], groups: Sequence[str | None]) -> str:
    """Put the groups of a match in; a group that matched nothing gives nothing."""
    return "".join(part if isinstance(part, str) else groups[part] or "" for part in parts)
