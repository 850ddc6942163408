"""Where each key of a TOML text stands, which Python's own reader does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""(?P<text>\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')
    |(?P<comment>\#[^\n]*)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<end>\n)|(?P<equals>=)|(?P<other>[^"'\#\[\]{}\n=]+|.)""",
    re.VERBOSE | re.DOTALL,
)
_PART = re.compile(r"""\s*(?:"((?:\\.|[^"\\])*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*(?:\.|$)""")


def key_offsets(text: str) -> dict[tuple[str, ...], int]:
    """Return the offset of each key and table of a TOML text by its path; keys inside a value are not listed."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for start, statement in _statements(text):
        if statement.startswith("["):
            table = _path(statement.strip("[] \t"))
            found.setdefault(table, start)
        else:
            found.setdefault((*table, *_path(statement)), start)
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and the part before the value of each statement: `a.b`, or `[a.b]` of a table."""
    depth = 0
    begin: int | None = None
    in_value = False
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "end" and depth == 0:
            if begin is not None and not in_value:
                yield begin, text[begin : token.start()].partition("#")[0].strip()
            begin, in_value = None, False
        elif kind == "equals" and depth == 0 and begin is not None and not in_value:
            yield begin, text[begin : token.start()].strip()
            in_value = True
        elif kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(depth - 1, 0)
        if begin is None and kind not in {"end", "comment"} and not token[0].isspace():
            begin = token.start() + len(token[0]) - len(token[0].lstrip())
    if begin is not None and not in_value:
        yield begin, text[begin:].strip()


def _path(dotted: str) -> tuple[str, ...]:
    """Return the parts of a dotted key; of one that is no key, those before the fault."""
    parts = []
    at = 0
    while match := _PART.match(dotted, at):
        parts.append(next(group for group in match.groups() if group is not None))
        at = match.end()
        if at >= len(dotted):
            break
    return tuple(parts)
